#include "catch.hpp"

#include "tests/support/saved_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <csignal>

#include <sys/resource.h>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

std::vector<std::uint64_t> numbers_in(const dumped_state& state)
{
    return state.read_vector<std::uint64_t>(state.root("counter"));
}

/// Requires that the file holds the state of a counter, to its frame.
void require_counter(const fs::path& file, std::uint64_t frame)
{
    const state_in_file saved = read_state_file(file);
    const auto numbers = numbers_in(saved.state);
    REQUIRE(saved.frame == frame);
    REQUIRE(numbers.size() == frame);
    REQUIRE(counts_up(numbers));
}

/// Plays a worker until a few frames are in "kept.state".
void leave_state(const project& game, const char* worker)
{
    game.install(worker_program(worker));
    supervisor_run run{game, {"--state", "kept.state", "--frames", "20", "--fps", "0"}};
    REQUIRE(run.wait_until_stopped().at("frame") == 20);
}

std::string complaint(const supervisor_run& run, std::vector<std::string> command)
{
    const program_result result = run.command(std::move(command));
    REQUIRE(result.exit_code == 1);
    return result.errors;
}

/// Does not let files that this process writes grow beyond `bytes` from now on.
void limit_files(int process_id, rlim_t bytes)
{
    rlimit limit{};
    REQUIRE(::prlimit(process_id, RLIMIT_FSIZE, nullptr, &limit) == 0);
    limit.rlim_cur = bytes;
    REQUIRE(::prlimit(process_id, RLIMIT_FSIZE, &limit, nullptr) == 0);
}

} // namespace

TEST_CASE("a state that is kept in a file goes on in the next session with its next frame")
{
    const project game;
    game.install(worker_program("counter"));
    std::uint64_t frame = 0;
    {
        supervisor_run run{game, {"--state", "kept.state"}};
        run.wait_for_frame(30);
        const event stopped = run.quit();
        frame = stopped.at("frame");
        const event saved = run.events("saved").at(0);
        REQUIRE(saved.at("file") == (game / "kept.state").string());
        REQUIRE(saved.at("frame") == frame);
        REQUIRE(saved.at("bytes") == fs::file_size(game / "kept.state"));
    }
    require_counter(game / "kept.state", frame);
    supervisor_run run{game, {"--state", "kept.state", "--frames", "10"}};
    REQUIRE(run.wait_for("loaded").at("frame") == frame);
    const event swapped = run.wait_for("swapped");
    REQUIRE(swapped.at("state") == "loaded");
    REQUIRE(swapped.at("frame") == frame + 1);
    REQUIRE(run.wait_until_stopped().at("frame") == frame + 10);
    require_counter(game / "kept.state", frame + 10);
}

TEST_CASE("a state survives the supervisor's death up to its last save, and a rebuild meanwhile")
{
    const project game;
    game.install(worker_program("counter"));
    std::uint64_t frame = 0;
    {
        supervisor_run run{game, {"--state", "kept.state", "--autosave", "0.1"}};
        run.wait_for("saved");
        frame = run.wait_for("saved").at("frame");
        ::kill(run.process_id(), SIGKILL);
        run.process().wait();
    }
    game.install(worker_program("counter"), "rebuilt");
    supervisor_run run{game, {"--state", "kept.state"}};
    REQUIRE(run.wait_for("loaded").at("frame") >= frame);
    run.wait_for("swapped");
    const event stopped = run.quit();
    require_counter(game / "kept.state", stopped.at("frame"));
    REQUIRE_FALSE(fs::exists(game / "kept.state.partial"));
}

TEST_CASE("without --state nothing is saved but where 'respawn save' says")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    run.wait_for_frame(5);
    REQUIRE(complaint(run, {"save"}).find("this session has no file of its own") != std::string::npos);
    fs::create_directory(game / "below");
    program_start start = game.respawn({"save", "a.state"});
    start.folder = game / "below";
    const program_result saved = run_program(start);
    REQUIRE(saved.exit_code == 0);
    REQUIRE(saved.output == "wrote " + (game / "below/a.state").string() + "\n");
    require_counter(game / "below/a.state", run.wait_for("saved").at("frame"));
    run.quit();
    REQUIRE(run.events("saved").size() == 1);
}

TEST_CASE("a state is loaded into a running session, as often as one likes")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, {"--state", "kept.state"}};
    run.wait_for_frame(20);
    run.order({"save", "a.state"});
    const std::uint64_t frame = run.wait_for("saved").at("frame");
    for (int round = 0; round != 2; ++round) {
        run.wait_for_frame(frame + 30);
        run.order({"load", "a.state"});
        const event swapped =
            run.wait_for("swapped", [](const event& each) { return each.at("state") == "loaded"; });
        REQUIRE(swapped.at("frame") == frame + 1);
    }
    const event stopped = run.quit();
    require_counter(game / "kept.state", stopped.at("frame"));
}

TEST_CASE("a state is loaded when the game is held after its crashes")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, {"--on-crash", "hold"}};
    run.wait_for_frame(10);
    run.order({"save", "a.state"});
    ::kill(run.worker_process_id(), SIGKILL);
    run.wait_for("worker_ended");
    run.order({"load", "a.state"});
    const event swapped =
        run.wait_for("swapped", [](const event& each) { return each.at("state") == "loaded"; });
    REQUIRE(swapped.at("frame") == run.events("saved").at(0).at("frame").get<std::uint64_t>() + 1);
    run.quit();
}

TEST_CASE("what respawn writes itself among the sources starts no build")
{
    const project game;
    game.install(worker_program("counter"));
    std::filesystem::create_directory(game / "saves");
    std::filesystem::create_symlink("saves/today", game / "kept.state");
    supervisor_run run{
        game, {"--state", "kept.state", "--build", "true", "--autosave", "0.02", "--core", "."}};
    for (int count = 0; count != 5; ++count)
        run.wait_for("saved");
    run.order({"save", "moment.state"});
    run.order({"screenshot", "picture.png"});
    write_file(game / "main.cpp", "");
    const event built =
        run.wait_for("build_started", [](const event& each) { return !each.at("files").empty(); });
    REQUIRE(built.at("files") == event::array({"main.cpp"}));
    REQUIRE(run.events("build_started").size() == 2);
    run.quit();
}

TEST_CASE("a file of another layout is carried to the game's by the same rules as a running state")
{
    const project game;
    leave_state(game, "layout_a");
    game.install(worker_program("layout_b"));
    SECTION("at the start")
    {
        supervisor_run run{game, {"--state", "kept.state"}};
        const event swapped = run.wait_for("swapped");
        REQUIRE(swapped.at("state") == "migrated");
        REQUIRE(swapped.at("frame") == 21);
        run.quit();
    }
    SECTION("into a running game")
    {
        supervisor_run run{game};
        run.wait_for_frame(3);
        run.order({"load", "kept.state"});
        const event swapped =
            run.wait_for("swapped", [](const event& each) { return each.at("frame") == 21; });
        REQUIRE(swapped.at("state") == "migrated");
        REQUIRE(swapped.at("migration").at("changes").at(0).at("field") == "armor");
        run.quit();
    }
}

TEST_CASE("a file of a layout that nobody can get to is refused by the path, and is left alone")
{
    const project game;
    leave_state(game, "layout_a");
    const std::string file = read_file(game / "kept.state");
    game.install(worker_program("layout_c"));

    SECTION("the session can't begin with it")
    {
        const program_result refused = run_program(
            game.respawn({"run", "--headless", "--state", "kept.state", game.executable().string()}));
        INFO(refused.errors);
        REQUIRE(refused.exit_code == 1);
        REQUIRE(refused.errors.find("world.player was hero") != std::string::npos);
        REQUIRE(
            refused.errors.find("kept.state away, or name another file with --state") != std::string::npos);
        REQUIRE(refused.errors.find("R starts") == std::string::npos);
        REQUIRE((read_file(game / "kept.state") == file));
    }
    SECTION("a session that builds waits, and the file is written over only after a reset")
    {
        supervisor_run run{game, {"--state", "kept.state", "--build", "true", "--autosave", "0.02"}};
        const event refused = run.wait_for("refused");
        REQUIRE(refused.at("sentence").get<std::string>().find("world.player") != std::string::npos);
        const event told = run.wait_for("notice");
        REQUIRE(told.at("sentence").get<std::string>().find("is left as it is until") != std::string::npos);
        REQUIRE(always([&] { return read_file(game / "kept.state") == file; }, 200ms));
        SECTION("the old layout comes back")
        {
            game.install(worker_program("layout_a"));
            const event swapped = run.wait_for("swapped");
            REQUIRE(swapped.at("state") == "loaded");
            REQUIRE(swapped.at("frame") == 21);
            run.quit();
        }
        SECTION("the session ends")
        {
            run.quit();
            REQUIRE((read_file(game / "kept.state") == file));
        }
        SECTION("a reset")
        {
            run.order({"reset"});
            REQUIRE(run.wait_for("swapped").at("state") == "fresh");
            const event stopped = run.quit();
            REQUIRE(read_state_file(game / "kept.state").frame == stopped.at("frame").get<std::uint64_t>());
        }
    }
    SECTION("the game that plays another one plays on")
    {
        supervisor_run run{game};
        run.wait_for_frame(5);
        const int worker = run.worker_process_id();
        REQUIRE(complaint(run, {"load", "kept.state"}).find("world.player was hero") != std::string::npos);
        run.wait_for_frame(run.frame() + 5);
        REQUIRE(run.worker_process_id() == worker);
        run.quit();
        REQUIRE((read_file(game / "kept.state") == file));
    }
}

TEST_CASE("a file of which the game would keep nothing is taken for another game's, and is left alone")
{
    const project game;
    leave_state(game, "layout_a");
    const std::string file = read_file(game / "kept.state");
    game.install(worker_program("keyed"));
    const program_result refused = run_program(game.respawn(
        {"run", "--headless", "--frames", "5", "--state", "kept.state", game.executable().string()}));
    INFO(refused.errors);
    REQUIRE(refused.exit_code == 1);
    REQUIRE(refused.errors.find("it seems to be another game") != std::string::npos);
    REQUIRE(refused.errors.find("kept.state away, or name another file with --state") != std::string::npos);
    REQUIRE((read_file(game / "kept.state") == file));
}

TEST_CASE("a damaged file is refused by a sentence, is left alone, and harms neither a start nor a session")
{
    const project game;
    leave_state(game, "counter");
    std::string damaged = read_file(game / "kept.state");
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] + 1);
    write_file(game / "kept.state", damaged);
    const program_result refused =
        run_program(game.respawn({"run", "--headless", "--state", "kept.state", game.executable().string()}));
    INFO(refused.errors);
    REQUIRE(refused.exit_code == 1);
    REQUIRE(
        refused.errors.find("kept.state is damaged: its block 1 does not match its checksum") !=
        std::string::npos);
    supervisor_run run{game};
    run.wait_for_frame(5);
    REQUIRE(complaint(run, {"load", "kept.state"}).find("is damaged") != std::string::npos);
    REQUIRE(complaint(run, {"load", "nothing.state"}).find("No such file") != std::string::npos);
    REQUIRE(complaint(run, {"load", "/dev/zero"}).find("is not a regular file") != std::string::npos);
    run.wait_for_frame(run.frame() + 5);
    REQUIRE(run.events("swapped").size() == 1);
    run.quit();
    REQUIRE((read_file(game / "kept.state") == damaged));
}

TEST_CASE("a save that finds no room or no folder is told in a sentence, and the old file stays")
{
    const project game;
    leave_state(game, "counter");
    const std::string file = read_file(game / "kept.state");
    supervisor_run run{game, {"--state", "kept.state"}};
    run.wait_for_frame(25);
    REQUIRE(complaint(run, {"save", "no/such/folder/a.state"}).find("cannot write ") != std::string::npos);
    REQUIRE(
        complaint(run, {"save", "/proc/a.state"}).find("cannot write /proc/a.state") != std::string::npos);
    REQUIRE(complaint(run, {"save", "build"}).find("is not a regular file") != std::string::npos);
    limit_files(run.process_id(), 4096);
    REQUIRE(complaint(run, {"save"}).find("cannot write ") != std::string::npos);
    REQUIRE((read_file(game / "kept.state") == file));
    REQUIRE_FALSE(fs::exists(game / "kept.state.partial"));
    run.wait_for_frame(run.frame() + 5);
    REQUIRE(run.events("worker_ended").empty());
    limit_files(run.process_id(), RLIM_INFINITY);
    const event stopped = run.quit();
    require_counter(game / "kept.state", stopped.at("frame"));
}

TEST_CASE("a state that is kept behind a link that leads to no file yet is saved where the link leads")
{
    const project game;
    game.install(worker_program("counter"));
    fs::create_directory(game / "saves");
    fs::create_symlink("saves/today", game / "kept.state");
    supervisor_run run{game, {"--state", "kept.state", "--frames", "5", "--fps", "0"}};
    run.wait_until_stopped();
    REQUIRE(fs::is_symlink(game / "kept.state"));
    require_counter(game / "saves/today", 5);
}

TEST_CASE("a file is kept by one session at a time: a second one is refused, and so are others' saves to it")
{
    const project game, other_game;
    game.install(worker_program("counter"));
    other_game.install(worker_program("counter"));
    const std::string file = (game / "kept.state").string();
    fs::create_symlink(file, other_game / "link.state");
    supervisor_run run{game, {"--state", "kept.state", "--autosave", "0.01"}};
    run.wait_for("saved");
    const std::string holder = "another respawn (pid " + std::to_string(run.process_id()) + ") keeps its ";

    const program_result refused = run_program(
        other_game.respawn({"run", "--headless", "--state", "link.state", other_game.executable().string()}));
    REQUIRE(refused.exit_code == 1);
    REQUIRE(
        refused.errors == "respawn: cannot keep the state in " + (other_game / "link.state").string() + ": " +
                              holder + "own there; end that one, or name another file with --state\n");

    supervisor_run other{other_game};
    other.wait_for_frame(5);
    REQUIRE(
        complaint(other, {"save", "link.state"}).find(holder + "state there; name another file") !=
        std::string::npos);
    run.order({"save", file});
    other.order({"load", file});
    other.quit();

    ::kill(run.process_id(), SIGKILL);
    run.process().wait();
    supervisor_run next{other_game, {"--state", "link.state"}};
    next.wait_for("swapped");
    next.quit();
    REQUIRE(entries_in(game.folder()) == 3); // .respawn, build and the file
}

TEST_CASE("a session whose last save fails ends with exit code 1 and says why")
{
    const project game;
    game.install(worker_program("counter"));
    fs::create_directory(game / "kept.state.partial");
    const program_result ended = run_program(game.respawn(
        {"run", "--headless", "--frames", "5", "--state", "kept.state", game.executable().string()}));
    INFO(ended.errors);
    REQUIRE(ended.exit_code == 1);
    REQUIRE(
        ended.errors.find("respawn: cannot write " + (game / "kept.state").string()) != std::string::npos);
}
