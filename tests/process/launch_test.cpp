#include "catch.hpp"

#include "shared/platform/packet_socket.hpp"
#include "shared/protocol/messages.hpp"
#include "tests/support/dumped_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <fstream>
#include <memory>
#include <utility>
#include <vector>

using namespace respawn::test;
namespace fs = std::filesystem;
namespace platform = respawn::platform;
namespace protocol = respawn::protocol;

namespace {

/// A program that somebody starts without respawn.
program_start by_hand(const project& game, const fs::path& program)
{
    program_start start;
    start.program = program;
    start.folder = game.folder();
    start.output = game / "by_hand.out";
    start.errors = game / "by_hand.err";
    return start;
}

bool has_valgrind()
{
    const bool has = can_run_valgrind();
    if (!has)
        WARN("left out: there is no valgrind, or a sanitizer is in its way");
    return has;
}

program_start under_valgrind(
    const project& game, const fs::path& program, std::vector<std::string> options = {"--tool=none"})
{
    program_start start = by_hand(game, "/usr/bin/valgrind");
    start.arguments = std::move(options);
    start.arguments.insert(start.arguments.end(), {"-q", program.string()});
    return start;
}

/// A build of the counter that is not the one that is watched.
fs::path other_build(const project& game, const fs::path& place)
{
    fs::create_directories((game / place).parent_path());
    game.prepare(worker_program("counter"), "other", game / place);
    return game / place;
}

struct counting_session {
    counting_session() { run.wait_for("swapped"); }

    /// Waits until a process has taken the game over.
    event wait_for_worker(int process_id)
    {
        return run.wait_for(
            "swapped", [&](const event& each) { return each.at("pid") == process_id; });
    }

    /// Plays on for a while, and looks at all that was ever committed.
    void require_that_nothing_was_lost()
    {
        run.wait_for_frame(run.frame() + 10);
        const std::uint64_t frames = run.quit().at("frame");
        const dumped_state state{game / "end.state"};
        const auto numbers = state.read_vector<std::uint64_t>(state.root("counter"));
        REQUIRE(numbers.size() == frames);
        REQUIRE(counts_up(numbers));
    }

    struct built_project : project {
        built_project() { install(worker_program("counter")); }
    } game;
    supervisor_run run{game, {"--dump-state", "end.state"}};
};

/// Where workers connect.
fs::path worker_socket(const project& game)
{
    for (const auto& each : fs::recursive_directory_iterator{game.runtime_folder()})
        if (each.path().filename() == "worker.sock")
            return each.path();
    FAIL("no session has a socket");
    return {};
}

/// A connection of this process, which is nobody's worker.
respawn::unique_handle connect_to(const project& game)
{
    auto connected = platform::connect_packets(worker_socket(game).string());
    REQUIRE(connected.has_value());
    return std::move(*connected);
}

/// Why the supervisor lets the process at the other end go.
std::string reason_given(const respawn::unique_handle& socket)
{
    std::array<std::byte, protocol::max_message_bytes> buffer{};
    const auto packet = platform::receive_packet(socket.get(), buffer, platform::blocking::yes);
    REQUIRE(packet.has_value());
    REQUIRE(packet->bytes == sizeof(protocol::refusal_message));
    protocol::refusal_message refusal{};
    std::memcpy(&refusal, buffer.data(), sizeof refusal);
    return refusal.reason;
}

bool tells(supervisor_run& run, const std::string& words)
{
    for (const event& each : run.events("notice"))
        if (each.at("sentence").get<std::string>().find(words) != std::string::npos)
            return true;
    return false;
}

} // namespace

TEST_CASE("a worker that is started by hand takes over, and the newest build plays on when it ends")
{
    counting_session session;
    {
        program_run hand{by_hand(session.game, session.game.executable())};
        const event taken = session.wait_for_worker(hand.process_id());
        CHECK(taken.at("generation") == 1); // the same build
        CHECK(taken.at("state") == "kept");
        CHECK(tells(session.run, "was started by hand, and is to take over as generation 1"));
        session.run.wait_for_frame(session.run.frame() + 10);
        CHECK(session.run.worker_process_id() == hand.process_id());
        ::kill(hand.process_id(), SIGTERM);
        CHECK(hand.wait().signaled);
    }
    CHECK(
        session.run.wait_for("worker_ended", [](const event& each) { return each.at("cause") == "by_hand"; })
            .at("next")
            .get<std::string>()
            .starts_with("starting generation 1 again"));
    session.run.wait_for("swapped");
    session.require_that_nothing_was_lost();
}

TEST_CASE("a worker that is started elsewhere finds the session of its executable's folder")
{
    counting_session session;
    program_start start = by_hand(session.game, session.game.executable());
    start.folder = session.game.runtime_folder();
    program_run hand{start};
    session.wait_for_worker(hand.process_id());
    session.require_that_nothing_was_lost();
    CHECK(hand.wait().code == 0); // the end of the session is its own
}

TEST_CASE("a worker that is started elsewhere with the session's folder takes over")
{
    counting_session session;
    program_start start = by_hand(session.game, worker_program("counter"));
    start.folder = session.game.runtime_folder();
    start.environment = {{"RESPAWN_SESSION", worker_socket(session.game).parent_path().string()}};
    program_run hand{start};
    session.wait_for_worker(hand.process_id());
    session.require_that_nothing_was_lost();
}

TEST_CASE("another build that is started by hand is a generation, and the one before plays on when it ends")
{
    counting_session session;
    {
        program_run hand{by_hand(session.game, other_build(session.game, "other/game"))};
        CHECK(session.wait_for_worker(hand.process_id()).at("generation") == 2);
        ::kill(hand.process_id(), SIGKILL);
        [[maybe_unused]] const auto ended = hand.wait();
    }
    CHECK(session.run.wait_for("swapped").at("generation") == 1);
    session.run.order({"back", "2"});
    CHECK(session.run.status().at("generation") == 2);
    session.require_that_nothing_was_lost();
}

TEST_CASE("a build replaces a worker that was started by hand, which leaves main as any other")
{
    counting_session session;
    program_run hand{by_hand(session.game, session.game.executable())};
    session.wait_for_worker(hand.process_id());
    session.game.install(worker_program("counter"), "next");
    CHECK(session.run.wait_for("swapped").at("generation") == 2);
    const auto ended = hand.wait();
    CHECK_FALSE(ended.signaled);
    CHECK(ended.code == 0);
    session.require_that_nothing_was_lost();
}

TEST_CASE("a build that is started by hand before it was seen to be there is not started once more")
{
    counting_session session;
    program_run hand{by_hand(session.game, other_build(session.game, "other/game"))};
    CHECK(session.wait_for_worker(hand.process_id()).at("generation") == 2);
    session.game.install(worker_program("counter"), "other");
    REQUIRE(
        eventually([&] { return tells(session.run, "is what the worker that was started by hand plays"); }));
    CHECK(session.run.worker_process_id() == hand.process_id());
    // It is the newest build from now on.
    ::kill(hand.process_id(), SIGKILL);
    [[maybe_unused]] const auto ended = hand.wait();
    CHECK(session.run.wait_for("swapped").at("generation") == 2);
    session.require_that_nothing_was_lost();
}

TEST_CASE("a build that was about to take over does so after one that was started by hand and failed")
{
    counting_session session;
    session.game.install(worker_program("slow_starter"));
    REQUIRE(eventually([&] { return session.run.status().at("next").is_object(); }));
    program_run hand{by_hand(session.game, worker_program("early_crasher"))};
    const event ended = session.run.wait_for(
        "worker_ended", [&](const event& each) { return each.at("pid") == hand.process_id(); });
    INFO(ended.dump());
    CHECK(ended.at("cause") == "by_hand");
    std::ofstream{session.game / "go"} << "now";
    CHECK(session.run.wait_for("swapped").at("generation") == 2);
    session.require_that_nothing_was_lost();
}

TEST_CASE("who starts a worker by hand that can't have the state is told why")
{
    const project game;
    game.install(worker_program("layout_a"));
    supervisor_run run{game};
    run.wait_for("swapped");
    program_run hand{by_hand(game, worker_program("layout_c"))};
    CHECK(hand.wait().code != 0);
    const std::string reason = run.wait_for("refused").at("sentence");
    CHECK(reason.find("player") != std::string::npos);
    INFO(read_file(game / "by_hand.err"));
    CHECK(read_file(game / "by_hand.err").find("player") != std::string::npos);
    CHECK(run.status().at("generation") == 1);
    run.quit();
}

TEST_CASE("who starts a worker by hand that can't be told where the state's pointers lead is told why")
{
    const project game;
    game.install(worker_program("follower_0"));
    supervisor_run run{game};
    run.wait_for_frame(3);
    const int player = run.worker_process_id();
    program_run hand{by_hand(game, worker_program("follower_without_jump"))};
    const auto ended = hand.wait();
    const std::string told = read_file(game / "by_hand.err");
    INFO(told);
    CHECK_FALSE(ended.signaled);
    CHECK(ended.code == protocol::refused_exit_code);
    CHECK(told.starts_with(
        "respawn: world.jump points to the function jump(int), which generation 2 does not have ("));
    CHECK(told.ends_with(")\n"));
    const std::string reason = run.wait_for("refused").at("sentence");
    CHECK(reason.find("; generation 1 plays on") != std::string::npos);
    CHECK(run.worker_process_id() == player);
    run.wait_for_frame(run.frame() + 3);
    run.quit();
}

TEST_CASE("a worker that is started under valgrind takes over, and its own build can be started again")
{
    if (!has_valgrind())
        return;
    const project game;
    game.install(worker_program("counter"));
    // valgrind has no room for more.
    supervisor_run run{game, {"--state-capacity", "16GiB"}};
    run.wait_for("swapped");
    program_run hand{under_valgrind(game, other_build(game, "other/pong"))};
    CHECK(run.wait_for("swapped").at("generation") == 2);
    ::kill(hand.process_id(), SIGKILL);
    [[maybe_unused]] const auto ended = hand.wait();
    CHECK(run.wait_for("swapped").at("generation") == 1);
    run.order({"back", "2"});
    CHECK(fs::path{run.status().at("worker").at("exe").get<std::string>()}.filename() == "pong");
    run.quit();
}

TEST_CASE(
    "memcheck tells of nothing that respawn does itself, whatever the game leaves undefined in its objects")
{
    if (!has_valgrind())
        return;
    const project game;
    game.install(worker_program("padder"));
    supervisor_run run{game, {"--state-capacity", "16GiB", "--journal", "1MiB", "--hang-timeout", "60"}};
    run.wait_for("swapped");
    program_run hand{under_valgrind(game, game.executable(), {"--tool=memcheck", "--error-exitcode=9"})};
    run.wait_for("swapped", [&](const event& each) { return each.at("pid") == hand.process_id(); });
    run.wait_for_frame(run.frame() + 20);
    run.quit();
    const auto ended = hand.wait();
    const std::string told = read_file(game / "by_hand.err");
    INFO(told);
    CHECK(ended.code == 0);
    CHECK(told.empty());
}

TEST_CASE("who starts a worker under valgrind, which has no room for the state, is told what to do")
{
    if (!has_valgrind())
        return;
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    run.wait_for("swapped");
    program_run hand{under_valgrind(game, game.executable())};
    const std::string reason = run.wait_for("refused").at("sentence");
    CHECK(reason.find("--state-capacity") != std::string::npos);
    // No other state would have room.
    CHECK(reason.ends_with("; generation 1 plays on"));
    [[maybe_unused]] const auto ended = hand.wait();
    CHECK(read_file(game / "by_hand.err").find("--state-capacity") != std::string::npos);
    run.quit();
}

TEST_CASE("a worker that is started by hand and crashes costs one frame")
{
    counting_session session;
    program_run hand{by_hand(session.game, worker_program("zoo_null_dereference"))};
    const event ended = session.run.wait_for("worker_ended");
    INFO(ended.dump());
    CHECK(ended.at("pid") == hand.process_id());
    CHECK(ended.at("cause") == "signal");
    session.run.wait_for_frame(session.run.frame() + 10);
    CHECK(session.run.worker_process_id() != hand.process_id());
    CHECK(session.run.status().at("generation") == 1);
    session.run.quit();
}

TEST_CASE("a worker that is started by hand before another one has taken over is the one that plays")
{
    counting_session session;
    program_run first{by_hand(session.game, worker_program("slow_starter"))};
    REQUIRE(eventually([&] { return session.run.status().at("next").is_object(); }));
    program_run second{by_hand(session.game, session.game.executable())};
    session.wait_for_worker(second.process_id());
    std::ofstream{session.game / "go"} << "now";
    [[maybe_unused]] const auto ended = first.wait();
    session.require_that_nothing_was_lost();
}

TEST_CASE("programs that connect and say nothing keep no worker away")
{
    counting_session session;
    std::vector<respawn::unique_handle> silent;
    for (int i = 0; i < 30; ++i)
        silent.push_back(connect_to(session.game));
    program_run hand{by_hand(session.game, session.game.executable())};
    session.wait_for_worker(hand.process_id());
    session.require_that_nothing_was_lost();
}

TEST_CASE("of many workers that are started by hand at once, one plays and each other one ends")
{
    counting_session session;
    std::vector<std::unique_ptr<program_run>> hands;
    for (int i = 0; i < 12; ++i)
        hands.push_back(std::make_unique<program_run>(by_hand(session.game, session.game.executable())));
    const auto still_run = [&] {
        return std::count_if(
            hands.begin(), hands.end(), [](const auto& each) { return process_runs(each->process_id()); });
    };
    REQUIRE(eventually([&] { return still_run() == 1; }));
    session.require_that_nothing_was_lost();
}

TEST_CASE("a program that connects and is no worker is told so")
{
    counting_session session;
    const auto socket = connect_to(session.game);
    const std::array<std::byte, 8> nonsense{};
    REQUIRE(platform::send_packet(socket.get(), nonsense).has_value());
    CHECK(reason_given(socket).find("introduces itself") != std::string::npos);
    session.require_that_nothing_was_lost();
}

TEST_CASE("a worker of another minor version that is started by hand is told both versions")
{
    counting_session session;
    const auto socket = connect_to(session.game);
    protocol::hello_message hello{};
    hello.kind = static_cast<std::uint32_t>(protocol::message_kind::hello);
    hello.version = protocol::version;
    std::strcpy(hello.library, "0.9.3");
    REQUIRE(platform::send_packet(socket.get(), std::as_bytes(std::span{&hello, 1})).has_value());
    CHECK(
        reason_given(socket).find(
            "the game was built with respawn 0.9.3, and the supervisor that runs is respawn 0.1.0") !=
        std::string::npos);
    session.require_that_nothing_was_lost();
}

TEST_CASE("a worker that was started by hand and warms up ends with its supervisor")
{
    counting_session session;
    program_run hand{by_hand(session.game, worker_program("slow_starter"))};
    REQUIRE(eventually([&] { return session.run.status().at("next").is_object(); }));
    session.run.quit();
    [[maybe_unused]] const auto ended = hand.wait();
}

TEST_CASE("a worker that was started by hand ends with its supervisor")
{
    counting_session session;
    program_run hand{by_hand(session.game, session.game.executable())};
    session.wait_for_worker(hand.process_id());
    ::kill(session.run.process_id(), SIGKILL);
    CHECK(hand.wait().code == 0);
}

TEST_CASE("swap plays on with another executable and the same state, and back goes back")
{
    counting_session session;
    other_build(session.game, "other/pong");
    session.run.order({"swap", "other/pong"});
    const event now = session.run.status();
    CHECK(now.at("generation") == 2);
    CHECK(fs::path{now.at("worker").at("exe").get<std::string>()}.filename() == "pong");
    session.run.order({"back"});
    CHECK(session.run.status().at("generation") == 1);
    const program_result missing = session.run.command({"swap", "nowhere/pong"});
    CHECK(missing.exit_code == 1);
    CHECK(missing.errors.find("does not exist") != std::string::npos);
    std::ofstream{session.game / "text"} << "no program";
    CHECK(session.run.command({"swap", "text"}).exit_code == 1);
    CHECK(session.run.command({"swap"}).exit_code == 2);
    CHECK(session.run.status().at("generation") == 1);
    session.require_that_nothing_was_lost();
}
