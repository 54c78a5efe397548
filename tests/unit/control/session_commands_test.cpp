#include "supervisor/command/session_commands.hpp"

#include "served_session.hpp"

#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace respawn::supervisor;
namespace fs = std::filesystem;

namespace {

/// Stands in a folder for as long as it lives.
class standing_in {
public:
    explicit standing_in(const fs::path& folder) : before_{fs::current_path()} { fs::current_path(folder); }
    ~standing_in() { fs::current_path(before_); }
    standing_in(const standing_in&) = delete;
    standing_in& operator=(const standing_in&) = delete;

private:
    fs::path before_;
};

session_command command(action what)
{
    session_command typed;
    typed.what.what = what;
    return typed;
}

} // namespace

TEST_CASE("the status is printed for people, or for scripts")
{
    const served_session serving{[](const request&, const reply_function& reply) {
        reply({"", session_status{7, 2, std::nullopt, 4096, true}});
    }};
    fs::create_directory(serving.project() / "src");
    const standing_in below{serving.project() / "src"};
    auto status = command(action::status);
    CHECK(
        run_session_command(status).value().text ==
        "game    paused at frame 7\nworker  none, waiting for the next build\nstate   4 KiB\n");
    status.json = true;
    CHECK(
        run_session_command(status).value().text ==
        "{\"frame\":7,\"generation\":2,\"worker\":null,\"state_bytes\":4096,\"paused\":true,\"in_debugger\":"
        "false,\"next\":null,"
        "\"kept_pid\":null}\n");
}

TEST_CASE("a screenshot is written where the user stands")
{
    std::vector<request> seen;
    const served_session serving{[&](const request& asked, const reply_function& reply) {
        seen.push_back(asked);
        reply({});
    }};
    fs::create_directory(serving.project() / "src");
    const standing_in below{serving.project() / "src"};
    auto screenshot = command(action::screenshot);
    screenshot.what.file = "../a.png";
    const auto file = serving.project() / "a.png";
    CHECK(run_session_command(screenshot).value().text == "wrote " + file.string() + "\n");
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].file == file);
}

TEST_CASE("a state is saved where the user stands, or where the session says")
{
    std::vector<request> seen;
    const served_session serving{[&](const request& asked, const reply_function& reply) {
        seen.push_back(asked);
        respawn::supervisor::reply answer;
        answer.file = asked.file.empty() ? "/its/own/file" : asked.file;
        reply(answer);
    }};
    const standing_in here{serving.project()};
    auto save = command(action::save);
    CHECK(run_session_command(save).value().text == "wrote /its/own/file\n");
    save.what.file = "a.state";
    const auto file = serving.project() / "a.state";
    CHECK(run_session_command(save).value().text == "wrote " + file.string() + "\n");
    auto load = command(action::load);
    load.what.file = "a.state";
    CHECK(run_session_command(load).value().text.empty());
    REQUIRE(seen.size() == 3);
    CHECK(seen[0].file.empty());
    CHECK(seen[1].file == file);
    CHECK(seen[2].file == file);
}

TEST_CASE("after quit the session has ended")
{
    served_session* ending = nullptr;
    served_session serving{[&](const request&, const reply_function& reply) {
        reply({});
        ending->end_soon();
    }};
    ending = &serving;
    const standing_in here{serving.project()};
    CHECK(
        run_session_command(command(action::quit)).value().text ==
        "quit: respawn (pid " + std::to_string(::getpid()) + ") has ended\n");
    CHECK_FALSE(session_here(serving.project()).has_value());
}

TEST_CASE("what was done, or begun, is told to who ordered it")
{
    const served_session serving{
        [](const request&, const reply_function& reply) { reply(done("gate on: a sentence")); }};
    const standing_in here{serving.project()};
    CHECK(run_session_command(command(action::gate)).value().text == "gate on: a sentence\n");
}

TEST_CASE("a command where no session runs says where to go")
{
    const scratch_project scratch;
    const standing_in here{scratch.project()};
    const auto answer = run_session_command(command(action::pause));
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().sentence.starts_with("no respawn runs in " + scratch.project().string()));
}

TEST_CASE("what the supervisor refuses is a failure of the command")
{
    const served_session serving{[](const request&, const reply_function& reply) {
        reply({"there is no picture yet", std::nullopt});
    }};
    const standing_in here{serving.project()};
    const auto answer = run_session_command(command(action::restart));
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().sentence == "there is no picture yet");
}
