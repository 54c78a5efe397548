#include "supervisor/control/control_server.hpp"

#include "shared/unique_handle.hpp"

#include "loop.hpp"
#include "scratch_folder.hpp"

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace respawn;
using namespace respawn::supervisor;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

/// A client that can be as rude as a test wants, and never blocks.
class client {
public:
    explicit client(const fs::path& path) :
        socket_{::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)}
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        REQUIRE(::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    }

    /// Sends as many of the bytes as there is room for.
    void send(const std::string& bytes)
    {
        const auto sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        closed_ = closed_ || (sent < 0 && errno != EAGAIN);
    }

    /// Takes what is there.
    void receive()
    {
        std::array<char, 65536> buffer{};
        auto got = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
        for (; got > 0; got = ::recv(socket_.get(), buffer.data(), buffer.size(), 0))
            received_.append(buffer.data(), static_cast<std::size_t>(got));
        closed_ = closed_ || got == 0 || errno != EAGAIN;
    }

    bool closed()
    {
        receive();
        return closed_;
    }
    [[nodiscard]] bool closed_when_sending() const { return closed_; }

    std::optional<std::string> line()
    {
        receive();
        const auto end = received_.find('\n');
        if (end == std::string::npos)
            return std::nullopt;
        auto text = received_.substr(0, end);
        received_.erase(0, end + 1);
        return text;
    }

private:
    unique_handle socket_;
    std::string received_;
    bool closed_ = false;
};

/// A server whose handler answers at once, but keeps the reply to a step for later.
struct served {
    explicit served(std::chrono::milliseconds patience = 10s)
    {
        server = control_server::listen(
                     context, path,
                     [this](const request& what, reply_function reply) { answer(what, reply); }, patience)
                     .value();
    }

    void answer(const request& what, const reply_function& reply)
    {
        requests.push_back(what);
        if (what.what == action::step)
            later.push_back(reply);
        else
            reply({"", session_status{8123, 12, worker_status{42, std::string(500, 'x')}, 99, false}});
    }

    std::string next_line(client& from)
    {
        std::optional<std::string> line;
        REQUIRE(run_until(context, [&] { return (line = from.line()).has_value(); }));
        return *line;
    }

    bool answers(client& from)
    {
        from.send("{\"command\":\"status\"}\n");
        const auto answer = parse_reply(next_line(from));
        return answer && answer->status && answer->status->frame == 8123;
    }

    bool answers_somebody_else()
    {
        client other{path};
        return answers(other);
    }

    scratch_folder folder;
    fs::path path = folder.path() / "control.sock";
    asio::io_context context;
    std::vector<request> requests;
    std::vector<reply_function> later;
    std::optional<control_server> server;
};

std::size_t open_descriptors()
{
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator{"/proc/self/fd"}, fs::directory_iterator{}));
}

} // namespace

TEST_CASE("requests on one connection are answered one after the other")
{
    served serving;
    client asking{serving.path};
    CHECK(serving.answers(asking));
    CHECK(serving.answers(asking));
    asking.send("{\"command\":\"pause\"}\n{\"command\":\"resume\"}\n");
    serving.next_line(asking);
    serving.next_line(asking);
    REQUIRE(serving.requests.size() == 4);
    CHECK(serving.requests[2].what == action::pause);
    CHECK(serving.requests[3].what == action::resume);
}

TEST_CASE("who has asked is there until the connection is closed, before and after the answer")
{
    served serving;
    {
        client asking{serving.path};
        asking.send("{\"command\":\"step\",\"frames\":1}\n");
        REQUIRE(run_until(serving.context, [&] { return serving.later.size() == 1; }));
        CHECK(serving.later[0].from.lock()->is_there());
        serving.later[0]({});
        serving.next_line(asking);
        CHECK(serving.later[0].from.lock()->is_there());
        asking.send("{\"command\":\"step\",\"frames\":1}\n");
        REQUIRE(run_until(serving.context, [&] { return serving.later.size() == 2; }));
        CHECK(serving.later[1].from.lock() == serving.later[0].from.lock());
    }
    CHECK_FALSE(serving.later[1].from.lock()->is_there());
}

TEST_CASE("only the user can reach the socket")
{
    const served serving;
    CHECK(fs::status(serving.path).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("a place that is taken is told with its path")
{
    const served serving;
    asio::io_context context;
    const auto second =
        control_server::listen(context, serving.path, [](const request&, const reply_function&) {});
    REQUIRE_FALSE(second.has_value());
    CHECK(
        second.error().sentence ==
        "cannot listen for commands at " + serving.path.string() + ": Address already in use");
}

TEST_CASE("a malformed request is answered with an error, and the connection goes on")
{
    served serving;
    client asking{serving.path};
    asking.send("give me the status\n");
    CHECK(
        serving.next_line(asking) ==
        R"({"ok":false,"error":"a request must be one JSON object in one line, like {\"command\": \"status\"}"})");
    asking.send("{\"command\":\"fly\"}\n");
    CHECK(serving.next_line(asking) == R"({"ok":false,"error":"there is no command 'fly'"})");
    CHECK(serving.answers(asking));
}

TEST_CASE("random bytes harm nobody else and leave no descriptor behind")
{
    constexpr unsigned seed = 2;
    CAPTURE(seed);
    std::mt19937 random{seed};
    served serving;
    CHECK(serving.answers_somebody_else());
    const auto before = open_descriptors();
    for (int round = 0; round < 300; ++round) {
        std::string bytes(random() % 4096, '\0');
        std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random()); });
        client rude{serving.path};
        rude.send(bytes);
        serving.context.restart();
        serving.context.poll();
    }
    CHECK(serving.answers_somebody_else());
    CHECK(run_until(serving.context, [&] { return open_descriptors() == before; }));
}

TEST_CASE("a client that says half a line and no more is dropped")
{
    served serving{50ms};
    client silent{serving.path};
    silent.send("{\"command\":");
    CHECK(run_until(serving.context, [&] { return silent.closed(); }));
    CHECK(serving.answers_somebody_else());
}

TEST_CASE("a client that trickles its request can't stay for ever")
{
    served serving{100ms};
    client slow{serving.path};
    CHECK(run_until(serving.context, [&] {
        slow.send(" ");
        return slow.closed();
    }));
}

TEST_CASE("a line that is too long is refused and ends the connection")
{
    served serving;
    client talker{serving.path};
    const std::string piece(10'000, 'x');
    CHECK(run_until(serving.context, [&] {
        talker.send(piece);
        return talker.closed();
    }));
    CHECK(talker.line() == R"({"ok":false,"error":"the line is longer than a request can be"})");
    CHECK(serving.answers_somebody_else());
}

TEST_CASE("a client that never reads holds nobody up and is dropped")
{
    served serving{200ms};
    client deaf{serving.path};
    std::string requests;
    for (int count = 0; count < 100; ++count)
        requests += "{\"command\":\"status\"}\n";
    CHECK(run_until(serving.context, [&] {
        deaf.send(requests);
        return deaf.closed_when_sending();
    }));
    CHECK(serving.answers_somebody_else());
}

TEST_CASE("more connections than allowed are turned away until one ends")
{
    served serving;
    std::vector<client> clients;
    for (std::size_t count = 0; count < control_server::max_connections; ++count) {
        clients.emplace_back(serving.path);
        CHECK(serving.answers(clients.back()));
    }
    client surplus{serving.path};
    CHECK(run_until(serving.context, [&] { return surplus.closed(); }));
    CHECK(serving.answers(clients.front()));

    clients.pop_back();
    serving.context.restart();
    serving.context.poll();
    CHECK(serving.answers_somebody_else());
}

TEST_CASE("an answer may come later, and counts once")
{
    served serving{50ms}; // the patience is for the client's part only
    client asking{serving.path};
    asking.send("{\"command\":\"step\",\"steps\":3}\n");
    REQUIRE(run_until(serving.context, [&] { return serving.later.size() == 1; }));
    CHECK(serving.requests[0].steps == 3);

    const auto waited_until = std::chrono::steady_clock::now() + 100ms;
    REQUIRE(run_until(serving.context, [&] { return std::chrono::steady_clock::now() > waited_until; }));
    CHECK_FALSE(asking.closed());

    serving.later[0]({});
    serving.later[0]({"a second answer", std::nullopt});
    CHECK(serving.next_line(asking) == R"({"ok":true})");
    CHECK(serving.answers(asking));
}

TEST_CASE("a request that came before the loop stood still beyond the patience is answered")
{
    served serving{50ms};
    client asking{serving.path};
    REQUIRE(serving.answers(asking));
    asking.send("{\"command\":\"step\",\"steps\":3}\n");
    const auto goes_on = std::chrono::steady_clock::now() + 100ms;
    while (std::chrono::steady_clock::now() < goes_on)
        continue;
    REQUIRE(run_until(serving.context, [&] { return serving.later.size() == 1; }));
    REQUIRE(serving.answers_somebody_else());
    REQUIRE_FALSE(asking.closed());
    serving.later[0]({});
    CHECK(serving.next_line(asking) == R"({"ok":true})");
}

TEST_CASE("a request whose answer is given up ends its connection")
{
    served serving;
    client asking{serving.path};
    asking.send("{\"command\":\"step\"}\n");
    REQUIRE(run_until(serving.context, [&] { return serving.later.size() == 1; }));
    serving.later.clear();
    CHECK(run_until(serving.context, [&] { return asking.closed(); }));
}

TEST_CASE("an answer to somebody who has gone is no harm")
{
    served serving;
    {
        client gone{serving.path};
        gone.send("{\"command\":\"step\"}\n");
        REQUIRE(run_until(serving.context, [&] { return serving.later.size() == 1; }));
    }
    serving.later[0]({});
    CHECK(serving.answers_somebody_else());
}

TEST_CASE("a server that ends closes every connection, and late answers are no harm")
{
    served serving;
    client waiting{serving.path};
    client idle{serving.path};
    waiting.send("{\"command\":\"step\"}\n");
    REQUIRE(run_until(serving.context, [&] { return serving.later.size() == 1; }));
    REQUIRE(serving.answers(idle));
    serving.server.reset();
    serving.later[0]({});
    CHECK(run_until(serving.context, [&] { return waiting.closed() && idle.closed(); }));
    CHECK_FALSE(waiting.line());
    serving.context.restart();
    serving.context.run_for(10s);
    CHECK(serving.context.stopped()); // it left no work behind
}
