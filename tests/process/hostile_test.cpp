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
    for (const char* lie :
         {"another version",
          "random first packet",
          "first packet too long",
          "ready before hello",
          "hello twice",
          "ready twice",
          "random packets",
          "every kind at random",
          "descriptors that nobody wants",
          "done ahead of its time",
          "done without a commit",
          "an outcome that does not exist",
          "sent_object without an object",
          "journal head out of range",
          "journal head not aligned",
          "random record",
          "a record for another frame",
          "a record larger than the ring",
          "an object that can shrink",
          "an object of another size",
          "an object of random bytes",
          "a pipe instead of an object",
          "a random picture"}) {
        INFO("the lie: " << lie);
        session.game.install(worker_program("liar"), lie);
        const event staged = session.run->wait_for("staged");
        const auto generation = staged.at("generation").get<int>();
        bool ended = false;
        REQUIRE(eventually(
            [&] {
                for (const event& each : session.run->events())
                    if ((each.at("event") == "worker_ended" || each.at("event") == "refused") &&
                        each.value("generation", 0) == generation) {
                        INFO(each.dump());
                        ended = true;
                    }
                return ended;
            },
            5s));
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
