#include "catch.hpp"

#include "shared/platform/packet_socket.hpp"
#include "tests/support/dumped_state.hpp"
#include "tests/support/seed.hpp"
#include "tests/support/supervisor_run.hpp"

#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/write.hpp>

#include <random>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

/// A session with an honest worker, which must be unharmed by everything that is done to it.
class honest_session {
public:
    honest_session()
    {
        game.install(worker_program("counter"));
        run = std::make_unique<supervisor_run>(game, std::vector<std::string>{"--dump-state", "end.state"});
        process = run->wait_for("swapped").at("pid");
        descriptors = count_descriptors();
    }

    void require_unharmed() const
    {
        run->wait_for_frame(run->frame() + 5);
        REQUIRE(run->worker_process_id() == process);
        REQUIRE(eventually([&] { return count_descriptors() == descriptors; }));
    }

    void end()
    {
        run->quit();
        const dumped_state state{game / "end.state"};
        const auto numbers = state.read_vector<std::uint64_t>(state.root("counter"));
        REQUIRE(numbers.size() >= 5);
        REQUIRE(counts_up(numbers));
    }

    [[nodiscard]] fs::path socket(const char* name) const
    {
        for (const auto& each : fs::recursive_directory_iterator{game.runtime_folder()})
            if (each.path().filename() == name)
                return each.path();
        throw std::runtime_error{std::string{"there is no socket "} + name};
    }
    [[nodiscard]] std::size_t count_descriptors() const
    {
        return entries_in("/proc/" + std::to_string(run->process_id()) + "/fd");
    }

    project game;
    std::unique_ptr<supervisor_run> run;
    int process = 0;
    std::size_t descriptors = 0;
};

std::string random_text(std::mt19937& random)
{
    std::string text(random() % 3000, '\0');
    for (char& each : text)
        each = static_cast<char>(random());
    return text;
}

} // namespace

TEST_CASE("a worker that breaks the protocol is ended, and the honest one plays on")
{
    honest_session session;
    // And what is said of it, or of what the worker says at the end, once the lie was turned down.
    for (const auto& [lie, words] :
         {std::pair{"another version", "built with respawn 0.9.3"},
          std::pair{"random first packet", "a message of unknown kind"},
          std::pair{"first packet too long", "larger than any message"},
          std::pair{"ready before hello", "before its hello"},
          std::pair{"hello twice", "out of turn"},
          std::pair{"ready twice", "out of turn"},
          std::pair{"random packets", "a message of unknown kind"},
          std::pair{"every kind at random", "a malformed"},
          std::pair{"descriptors that nobody wants", "without a commit"},
          std::pair{"done ahead of its time", "a frame that nobody asked for"},
          std::pair{"done without a commit", "without a commit"},
          std::pair{"an outcome that does not exist", "without a commit"},
          std::pair{"sent_object without an object", "without a commit"},
          std::pair{"journal head out of range", "the journal says that it has"},
          std::pair{"journal head not aligned", "the journal says that it has 7 bytes"},
          std::pair{"random record", "does not begin with a record"},
          std::pair{"a record for another frame", "is for frame 4711"},
          std::pair{"a record larger than the ring", "more pages than the state"},
          std::pair{"an object that can shrink", "not sealed"},
          std::pair{"an object of another size", "another size than it says"},
          std::pair{"an object of random bytes", "does not begin with a record"},
          std::pair{"a pipe instead of an object", "not sealed"},
          std::pair{"a window before hello", "before its hello"},
          std::pair{"a sound before hello", "before its hello"},
          std::pair{"two windows", "wishes for its window out of turn"},
          std::pair{"a window after its take-over", "wishes for its window out of turn"},
          std::pair{"a window of random bytes", "it spoke out of turn"},
          std::pair{"a sound that can shrink", "it spoke out of turn"},
          std::pair{"a sound of another size", "it spoke out of turn"},
          std::pair{"a pipe instead of a sound", "it spoke out of turn"},
          std::pair{"a random picture", "without a commit"}}) {
        INFO("the lie: " << lie);
        session.game.install(worker_program("liar"), lie);
        const event staged = session.run->wait_for("staged");
        const auto generation = staged.at("generation").get<int>();
        std::string said;
        REQUIRE(eventually(
            [&] {
                for (const event& each : session.run->events())
                    if ((each.at("event") == "worker_ended" || each.at("event") == "refused") &&
                        each.value("generation", 0) == generation)
                        said = each.value("how", each.value("sentence", ""));
                return !said.empty();
            },
            5s));
        INFO(said);
        CHECK(said.find(words) != std::string::npos);
        session.require_unharmed();
    }
    session.end();
}

TEST_CASE("a worker that floods its supervisor does not hold it up")
{
    honest_session session;
    const std::string flood = GENERATE("a flood of questions", "a flood of wake-ups");
    CAPTURE(flood);
    session.game.install(worker_program("liar"), flood);
    session.run->wait_for("staged");
    session.run->wait_for_frame(session.run->frame() + 30);
    REQUIRE(session.run->worker_process_id() == session.process);
    session.game.install(worker_program("counter"), "next");
    session.run->wait_for("swapped");
    session.end();
}

TEST_CASE("strangers on the worker socket are turned away")
{
    honest_session session;
    std::mt19937 random{seed()};
    CAPTURE(seed());
    const fs::path path = session.socket("worker.sock");
    for (int times = 0; times != 200; ++times) {
        auto socket = respawn::platform::connect_packets(path.string());
        REQUIRE(socket.has_value());
        const std::string text = random_text(random);
        // It may be closed already, which is as good.
        [[maybe_unused]] const auto sent = respawn::platform::send_packet(
            socket->get(), std::as_bytes(std::span{text}), {}, respawn::platform::blocking::no);
    }
    session.require_unharmed();
    session.end();
}

TEST_CASE("random bytes on the control socket are answered or dropped")
{
    honest_session session;
    std::mt19937 random{seed()};
    CAPTURE(seed());
    const auto path = session.socket("control.sock").string();
    for (int times = 0; times != 200; ++times) {
        asio::io_context context;
        asio::local::stream_protocol::socket socket{context};
        std::error_code error;
        socket.connect(asio::local::stream_protocol::endpoint{path}, error);
        if (!error)
            asio::write(socket, asio::buffer(random_text(random) + "\n"), error);
    }
    session.require_unharmed();
    session.end();
}
