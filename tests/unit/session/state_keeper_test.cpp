#include "supervisor/session/state_keeper.hpp"

#include "kept_state.hpp"
#include "tests/unit/build/loop_support.hpp"

#include "catch.hpp"

#include <unistd.h>

using namespace respawn::supervisor;
using namespace respawn::test;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr respawn::state_file::expectation expected{respawn::state::default_address, 100 * page};

/// A session as far as its keeper knows it.
struct kept_session {
    explicit kept_session(std::optional<fs::path> file, std::chrono::milliseconds interval = 0ms) :
        lines{loop}, keeper{loop, {std::move(file), interval, expected}, lines.reporter(), [this] {
                                return state;
                            }}
    {}

    respawn::result<saved_state> save(const std::optional<fs::path>& file)
    {
        std::optional<respawn::result<saved_state>> outcome;
        keeper.save(
            file, [&](const auto& saved) { outcome = saved; });
        REQUIRE(run_until(loop, [&] { return outcome.has_value(); }));
        return *outcome;
    }
    respawn::result<state_pointer> load(const fs::path& file)
    {
        std::optional<respawn::result<state_pointer>> outcome;
        keeper.load(
            file, [&](const auto& loaded) { outcome = loaded; });
        REQUIRE(run_until(loop, [&] { return outcome.has_value(); }));
        return *outcome;
    }
    respawn::result<void> finish()
    {
        std::optional<respawn::result<void>> outcome;
        keeper.finish([&](const respawn::result<void>& saved) { outcome = saved; });
        REQUIRE(run_until(loop, [&] { return outcome.has_value(); }));
        return *outcome;
    }

    asio::io_context loop;
    reports lines;
    std::shared_ptr<committed_state> state = make_state(100);
    state_keeper keeper;
};

std::uint64_t frame_in(const fs::path& file)
{
    const auto loaded = load_state(file, expected);
    return loaded ? loaded->state->frame() : 0;
}

/// Leaves a state of one frame in the file.
void leave_state(const fs::path& file)
{
    kept_session earlier{file};
    commit(*earlier.state, {0}, 1, 'a');
    REQUIRE(earlier.finish().has_value());
    REQUIRE(frame_in(file) == 1);
}

} // namespace

TEST_CASE("a session without a file of its own saves where it is told to, and not at its end")
{
    const temporary_folder folder;
    kept_session session{std::nullopt};
    session.keeper.start();
    commit(*session.state, {0}, 1, 'a');
    CHECK(
        session.save(std::nullopt).error().sentence ==
        "this session has no file of its own: name one, or start it with --state FILE");
    CHECK(session.save(folder / "file").value().frame == 1);
    CHECK(frame_in(folder / "file") == 1);
    commit(*session.state, {0}, 1, 'b');
    CHECK(session.finish().has_value());
    CHECK(frame_in(folder / "file") == 1);
}

TEST_CASE("a state whose pointers can't be told is not saved")
{
    const temporary_folder folder;
    kept_session session{folder / "own"};
    commit(*session.state, {0}, 1, 'a');
    state_keeper::settings how{std::nullopt, 0ms, expected};
    how.tell_pointers = [](const committed_state&) { return respawn::failure{"game was replaced"}; };
    state_keeper keeper{session.loop, how, session.lines.reporter(), [&] { return session.state; }};
    std::string sentence;
    keeper.save(folder / "file", [&](const auto& saved) { sentence = saved ? "" : saved.error().sentence; });
    CHECK(sentence == "what its pointers lead to can't be told: game was replaced");
    CHECK_FALSE(fs::exists(folder / "file"));
}

TEST_CASE("at its end a session saves what its file does not have yet")
{
    const temporary_folder folder;
    leave_state(folder / "file");
    kept_session session{folder / "file"};
    session.state = session.keeper.load_first().value();
    session.keeper.start();
    CHECK(session.lines.tell("loaded frame 1 from "));
    const std::string then = read_file(folder / "file");
    SECTION("nothing: the file is not written")
    {
        fs::remove(folder / "file");
        CHECK(session.finish().has_value());
        CHECK_FALSE(fs::exists(folder / "file"));
        CHECK_FALSE(session.lines.tell("saved"));
    }
    SECTION("a frame")
    {
        commit(*session.state, {0}, 1, 'b');
        CHECK(session.finish().has_value());
        CHECK(frame_in(folder / "file") == 2);
        CHECK(session.lines.tell("saved frame 2 to "));
    }
    SECTION("nothing since the last save")
    {
        commit(*session.state, {0}, 1, 'b');
        CHECK(session.save(std::nullopt).has_value());
        fs::remove(folder / "file");
        CHECK(session.finish().has_value());
        CHECK_FALSE(fs::exists(folder / "file"));
    }
    SECTION("another state")
    {
        session.state = make_state(100);
        commit(*session.state, {1}, 2, 'z');
        CHECK(session.finish().has_value());
        CHECK(frame_in(folder / "file") == 1);
        CHECK((read_file(folder / "file") != then));
    }
    SECTION("a fresh state that has no frame yet: the file stays")
    {
        session.state = make_state(100);
        CHECK(session.finish().has_value());
        CHECK((read_file(folder / "file") == then));
    }
}

TEST_CASE("a file that is not there yet is a fresh start, and one that can't be used is a failure")
{
    const temporary_folder folder;
    kept_session session{folder / "file"};
    CHECK(session.keeper.load_first().value() == nullptr);
    session.keeper.start();
    CHECK(session.lines.tell("is not there yet: the game starts afresh"));
    write_file(folder / "bad", "something else");
    kept_session refused{folder / "bad"};
    CHECK(
        refused.keeper.load_first().error().sentence ==
        (folder / "bad").string() + " is not a state that respawn saved; the file is left as it is; move " +
            (folder / "bad").string() + " away, or name another file with --state, to start afresh");
    CHECK(read_file(folder / "bad") == "something else");
}

TEST_CASE("the leftover of a killed session is removed at the start")
{
    const temporary_folder folder;
    write_file(folder / "file.partial", "half a state");
    kept_session session{folder / "file"};
    CHECK(session.keeper.load_first().has_value());
    CHECK_FALSE(fs::exists(folder / "file.partial"));
}

TEST_CASE("a file is one session's from its first look at it to its end, also where a link leads there")
{
    const temporary_folder folder;
    fs::create_symlink("file", folder / "link");
    {
        kept_session session{folder / "file"};
        REQUIRE(session.keeper.load_first().has_value());
        for (const char* name : {"file", "link"}) {
            kept_session refused{folder / name};
            CHECK(
                refused.keeper.load_first().error().sentence ==
                "cannot keep the state in " + (folder / name).string() + ": another respawn (pid " +
                    std::to_string(::getpid()) +
                    ") keeps its own there; end that one, or name another file with --state");
        }
        // Its saves put another file in its place.
        commit(*session.state, {0}, 1, 'a');
        REQUIRE(session.save(std::nullopt).has_value());
        CHECK_FALSE(kept_session{folder / "link"}.keeper.load_first().has_value());
        REQUIRE(session.finish().has_value());
    }
    CHECK(entries_in(folder.path()) == 2);
    kept_session next{folder / "link"};
    CHECK(next.keeper.load_first().value()->frame() == 1);
}

TEST_CASE("a changed state is saved by itself, again and again, and one that stands still is not")
{
    const temporary_folder folder;
    kept_session session{folder / "file", 1ms};
    session.keeper.start();
    CHECK_FALSE(run_until(
        session.loop, [&] { return fs::exists(folder / "file"); }, 50ms));
    for (std::uint64_t frame = 1; frame != 4; ++frame) {
        commit(*session.state, {0}, 1, 'a');
        REQUIRE(run_until(
            session.loop, [&] { return session.lines.tell("saved frame " + std::to_string(frame)); }));
        CHECK(frame_in(folder / "file") == frame);
    }
    const std::string said = session.lines.text();
    CHECK_FALSE(run_until(
        session.loop, [&] { return session.lines.text() != said; }, 50ms));
}

TEST_CASE("an interval of zero saves nothing by itself")
{
    const temporary_folder folder;
    kept_session session{folder / "file", 0ms};
    session.keeper.start();
    commit(*session.state, {0}, 1, 'a');
    CHECK_FALSE(run_until(
        session.loop, [&] { return fs::exists(folder / "file"); }, 50ms));
}

TEST_CASE(
    "saves are carried out one after the other, each with the state of its turn, and the end waits for all")
{
    const temporary_folder folder;
    kept_session session{folder / "own"};
    std::string ended;
    commit(*session.state, {0}, 1, 'a');
    session.keeper.save(
        folder / "one", [&](const auto& saved) { ended += saved ? "1" : "-"; });
    session.keeper.save(
        folder / "no/such/folder", [&](const auto& saved) { ended += saved ? "2" : "-"; });
    session.keeper.save(folder / "three", [&](const auto& saved) { ended += saved ? "3" : "-"; });
    commit(*session.state, {0}, 1, 'b');
    CHECK(session.finish().has_value());
    CHECK(ended == "1-3");
    CHECK(frame_in(folder / "one") == 1);
    CHECK(frame_in(folder / "three") == 2);
    CHECK(frame_in(folder / "own") == 2);
    session.keeper.save(
        folder / "late", [&](const auto& saved) { ended += saved ? "4" : saved.error().sentence; });
    CHECK(ended == "1-3the supervisor is ending");
}

TEST_CASE("a last save that fails is the session's failure, and the old file stays")
{
    const temporary_folder folder;
    leave_state(folder / "file");
    kept_session session{folder / "file"};
    session.state = session.keeper.load_first().value();
    commit(*session.state, {0}, 1, 'b');
    fs::create_directory(folder / "file.partial");
    const auto finished = session.finish();
    REQUIRE_FALSE(finished.has_value());
    CHECK(finished.error().sentence.starts_with("cannot write " + (folder / "file").string()));
    CHECK(session.lines.tell("the state was not saved: cannot write "));
    CHECK(frame_in(folder / "file") == 1);
}

TEST_CASE("a state without a frame is not saved, and the asker is told")
{
    const temporary_folder folder;
    kept_session session{folder / "file"};
    CHECK(
        session.save(std::nullopt).error().sentence ==
        "there is nothing to save yet: no frame has been played");
    CHECK(entries_in(folder.path()) == 0);
}

TEST_CASE("a file is loaded beside the state that plays, or refused")
{
    const temporary_folder folder;
    leave_state(folder / "file");
    kept_session session{std::nullopt};
    CHECK(session.load(folder / "file").value()->frame() == 1);
    CHECK(session.lines.tell("loaded frame 1 from "));
    CHECK(session.state->frame() == 0);
    write_file(folder / "file", read_file(folder / "file") + "x");
    CHECK(session.load(folder / "file").error().sentence.find(" is damaged: it has ") != std::string::npos);
    CHECK(session.load(folder / "none").error().sentence.starts_with("cannot read "));
}

TEST_CASE(
    "a first state that no worker could use is told to be left alone, once, and only as long as that is so")
{
    const temporary_folder folder;
    leave_state(folder / "file");
    kept_session session{folder / "file"};
    session.keeper.first_state_was_refused();
    CHECK_FALSE(session.lines.tell("is left as it is"));
    session.state = session.keeper.load_first().value();
    session.keeper.first_state_was_refused();
    CHECK(session.lines.tell("is left as it is until the game plays on from it"));
    const std::string said = session.lines.text();
    session.keeper.first_state_was_refused();
    CHECK(session.lines.text() == said);
}
