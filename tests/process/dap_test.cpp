#include "catch.hpp"

#include "supervisor/debug/debugger_programs.hpp"
#include "tests/process/attach_permission.hpp"
#include "tests/support/dap_client.hpp"
#include "tests/support/dumped_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <csignal>
#include <fstream>
#include <map>
#include <memory>
#include <optional>

#include <unistd.h>

using namespace respawn::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// Where the system lets only parents attach, or has no adapter, nothing of this can be shown.
bool can_debug()
{
    const bool can = may_attach('0') && respawn::supervisor::find_debug_adapter().has_value();
    if (!can)
        WARN("left out: there is no debug adapter, or it may not attach");
    return can;
}

/// The line of beginner.cpp with that comment.
int line_with(const std::string& comment)
{
    std::ifstream file{BEGINNER_SOURCE};
    int number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        if (line.ends_with("// breakpoint: " + comment))
            return number;
    }
    throw std::runtime_error{"there is no line for " + comment};
}

program_start dap_in(const project& game, std::vector<std::string> options = {})
{
    options.insert(options.begin(), "dap");
    program_start start = game.respawn(std::move(options));
    start.errors = game / "dap.errors";
    return start;
}

struct place {
    int line = 0;
    std::map<std::string, std::string> locals{};
};

/// An editor with breakpoints, which begins the next debugging session when the one before ends with
/// `restart`: with a new adapter.
class editor {
public:
    editor(const project& game, std::vector<int> breakpoints) :
        game_{game}, breakpoints_{std::move(breakpoints)}
    {}

    void begin(json restart = nullptr)
    {
        adapter_ = std::make_unique<dap_client>(dap_in(game_));
        begin_session(std::move(restart));
    }

    /// Up to where the worker goes on.
    void begin_session(json restart = nullptr)
    {
        adapter_->ask(
            "initialize", {{"adapterID", "lldb-dap"}, {"linesStartAt1", true}, {"pathFormat", "path"}});
        json arguments{{"cwd", game_.folder().string()}};
        if (!restart.is_null())
            arguments["__restart"] = std::move(restart);
        const int attach = adapter_->send("attach", arguments);
        adapter_->wait_for("initialized");
        verified_ = set_breakpoints();
        adapter_->ask("configurationDone");
        const json attached = adapter_->response_to(attach);
        if (!attached.at("success").get<bool>())
            throw std::runtime_error{attached.dump()};
    }

    /// Waits for the end of a session, which must say that the next one is to begin, and begins it.
    void follow()
    {
        const json restart = end_of_session();
        adapter_->ask("disconnect", {{"restart", true}});
        if (adapter_->finish() != 0)
            throw std::runtime_error{"the debug adapter failed: " + read_file(game_ / "dap.errors")};
        begin(restart);
    }

    json end_of_session() { return adapter_->wait_for("terminated").at("restart"); }

    /// Waits until the worker stops.
    place stop()
    {
        thread_ = adapter_->wait_for("stopped").at("threadId");
        const json frames = adapter_->ask("stackTrace", {{"threadId", thread_}}).at("stackFrames");
        place found{frames.at(0).at("line"), {}};
        const json scopes = adapter_->ask("scopes", {{"frameId", frames.at(0).at("id")}}).at("scopes");
        const json locals =
            adapter_->ask("variables", {{"variablesReference", scopes.at(0).at("variablesReference")}});
        for (const json& each : locals.at("variables"))
            found.locals[each.at("name")] = each.at("value");
        return found;
    }
    void go_on() { adapter_->ask("continue", {{"threadId", thread_}}); }

    /// The adapter's exit code, which is to be 0: what it complains of then is shown.
    int finish()
    {
        const int exit_code = adapter_->finish();
        UNSCOPED_INFO("the debug adapter said: " << read_file(game_ / "dap.errors"));
        return exit_code;
    }

    [[nodiscard]] bool has_verified_all() const { return verified_; }
    [[nodiscard]] dap_client& adapter() { return *adapter_; }

private:
    bool set_breakpoints()
    {
        json lines = json::array();
        for (const int line : breakpoints_)
            lines.push_back({{"line", line}});
        const json set = adapter_->ask(
            "setBreakpoints", {{"source", {{"path", BEGINNER_SOURCE}}}, {"breakpoints", lines}});
        for (const json& each : set.at("breakpoints"))
            if (!each.at("verified").get<bool>())
                return false;
        return set.at("breakpoints").size() == breakpoints_.size();
    }

    const project& game_;
    std::vector<int> breakpoints_;
    std::unique_ptr<dap_client> adapter_;
    bool verified_ = false;
    json thread_;
};

/// A game that plays, and an editor that debugs it.
struct debugging {
    /// False: nothing of this can be shown here.
    bool begin(std::vector<int> breakpoints)
    {
        if (!can_debug())
            return false;
        user.emplace(game, std::move(breakpoints));
        user->begin();
        return true;
    }

    void install(int number) { game.install(worker_program("beginner"), std::to_string(number)); }

    void require_that_it_plays_on()
    {
        run.wait_for_frame(run.frame() + 10);
        run.quit();
        const dumped_state state{game / "end.state"};
        REQUIRE(counts_up(state.read_vector<std::uint64_t>(state.root("counter"))));
    }

    struct built_project : project {
        built_project() { install(worker_program("beginner"), "1"); }
    } game;
    supervisor_run run{game, {"--dump-state", "end.state"}};
    int worker = run.wait_for("swapped").at("pid");
    std::optional<editor> user;
};

const int in_initialiser = line_with("static initialiser"), in_main = line_with("main"),
          in_frame = line_with("frame");

/// Breakpoints where the program begins are hit in a new worker, which has the values of its own build.
void require_stops_at_the_beginning(editor& user, int build)
{
    CAPTURE(build);
    REQUIRE(user.has_verified_all());
    const place initialiser = user.stop();
    REQUIRE(initialiser.line == in_initialiser);
    REQUIRE(initialiser.locals.at("build") == std::to_string(build));
    user.go_on();
    REQUIRE(user.stop().line == in_main);
    user.go_on();
    const place frame = user.stop();
    REQUIRE(frame.line == in_frame);
    REQUIRE(frame.locals.at("halved") == std::to_string(build));
}

} // namespace

TEST_CASE_METHOD(
    debugging, "an editor's debugging session follows the game over five generations, with its breakpoints")
{
    if (!begin({in_initialiser, in_main, in_frame}))
        return;
    REQUIRE(user->has_verified_all());
    const place first = user->stop();
    REQUIRE(first.line == in_frame);
    REQUIRE(first.locals.at("halved") == "1");
    for (int build = 2; build <= 6; ++build) {
        // The worker before it is stopped at a breakpoint.
        install(build);
        user->follow();
        require_stops_at_the_beginning(*user, build);
        user->go_on();
        REQUIRE(user->stop().line == in_frame);
        REQUIRE(run.wait_for("swapped").at("generation") == build);
    }
    user->adapter().ask("disconnect");
    REQUIRE(user->finish() == 0);
    REQUIRE(run.events("worker_ended").empty());
    require_that_it_plays_on();
}

TEST_CASE_METHOD(
    debugging, "an editor's debugging session follows from a running worker, with the same adapter")
{
    if (!begin({in_main}))
        return;
    install(2);
    user->begin_session(user->end_of_session());
    REQUIRE(user->stop().line == in_main);
    user->go_on();
    run.wait_for("swapped");
    user->adapter().ask("disconnect");
    REQUIRE(user->finish() == 0);
    require_that_it_plays_on();
}

TEST_CASE_METHOD(
    debugging,
    "an editor's debugging session follows to the worker that takes the place of one that was killed")
{
    if (!begin({in_main}))
        return;
    ::kill(worker, SIGKILL);
    user->follow();
    REQUIRE(user->stop().line == in_main);
    REQUIRE(user->finish() == 0);
    run.wait_for("swapped");
    require_that_it_plays_on();
}

TEST_CASE_METHOD(debugging, "an editor that ends its debugging session leaves the worker playing")
{
    if (!begin({in_frame}))
        return;
    REQUIRE(user->stop().line == in_frame);
    SECTION("disconnects")
    {
        user->adapter().ask("disconnect", {{"terminateDebuggee", true}});
    }
    SECTION("closes the stream") {}
    SECTION("ends the adapter")
    {
        ::kill(user->adapter().process_id(), SIGTERM);
    }
    REQUIRE(user->finish() == 0);
    run.wait_for_frame(run.frame() + 10);
    REQUIRE(run.worker_process_id() == worker);
    require_that_it_plays_on();
}

TEST_CASE_METHOD(
    debugging, "an editor that is killed, with all that it has started, leaves a session that plays on")
{
    if (!begin({in_frame}))
        return;
    REQUIRE(user->stop().line == in_frame);
    ::kill(user->adapter().process_id(), SIGKILL);
    REQUIRE(user->finish() == 128 + SIGKILL);
    require_that_it_plays_on();
}

TEST_CASE_METHOD(debugging, "an editor's debugging session ends with the supervisor, and asks for no other")
{
    if (!begin({in_main}))
        return;
    run.quit();
    REQUIRE_FALSE(user->adapter().wait_for("terminated").contains("restart"));
    user->adapter().ask("disconnect");
    REQUIRE(user->finish() == 0);
}

TEST_CASE("an editor is told when no supervisor runs in its folder")
{
    if (!can_debug())
        return;
    const project game;
    dap_client adapter{dap_in(game)};
    adapter.ask("initialize", {{"adapterID", "lldb-dap"}});
    const json response = adapter.response_to(adapter.send("attach", {{"cwd", game.folder().string()}}));
    REQUIRE_FALSE(response.at("success").get<bool>());
    REQUIRE(response.at("message").get<std::string>().find("no respawn runs") != std::string::npos);
    REQUIRE(adapter.finish() == 0);
}

TEST_CASE("an editor, and who looks at the errors, is told which debug adapter there is not")
{
    const project game;
    const std::string name = GENERATE("/nowhere/lldb-dap", "no-such-adapter");
    const std::string sentence = "there is no program '" + name + "', which --adapter names: install it";
    dap_client adapter{dap_in(game, {"--adapter", name + " --port 1"})};
    // Before anything is asked for.
    REQUIRE(eventually([&] { return read_file(game / "dap.errors").starts_with("respawn: " + sentence); }));
    const json response = adapter.response_to(adapter.send("initialize"));
    REQUIRE_FALSE(response.at("success").get<bool>());
    REQUIRE(response.at("message").get<std::string>().starts_with(sentence));
    REQUIRE(adapter.finish() == 0);
}

TEST_CASE("an editor that sends garbage is told so, and that is the end of it")
{
    const project game;
    dap_client adapter{dap_in(game)};
    adapter.send_bytes("GET / HTTP/1.1\r\n\r\n");
    REQUIRE(
        adapter.wait_for("output").at("output").get<std::string>().find("has no Content-Length") !=
        std::string::npos);
    REQUIRE(adapter.finish() == 1);
    REQUIRE(read_file(game / "dap.errors").starts_with("respawn: the editor's messages can't be read: "));
}
