#include "supervisor/hooks/hook_command.hpp"

#include "catch.hpp"

#include <algorithm>

using namespace respawn::supervisor;

namespace {

hook_values values_in(const std::string& folder)
{
    hook_values values;
    values.event = worker_news::live;
    values.process_id = 4711;
    values.generation = 12;
    values.executable = folder + "/.respawn/gen/000012/game";
    values.project = folder;
    return values;
}

std::string filled(const std::string& command, const std::string& folder = "/home/me")
{
    REQUIRE(check_hook(command).has_value());
    return fill_in(command, values_in(folder));
}

} // namespace

TEST_CASE("placeholders are replaced by what they stand for")
{
    CHECK(filled("attach {pid}") == "attach '4711'");
    CHECK(
        filled("{event} {generation} {exe} {dir} {project}") ==
        "'live' '12' '/home/me/.respawn/gen/000012/game' '/home/me/.respawn/gen/000012' '/home/me'");
    CHECK(filled("{pid}{pid}") == "'4711''4711'");
    CHECK(filled("nothing") == "nothing");
}

TEST_CASE("values are quoted as the place in the command needs it")
{
    const std::string folder = R"(/it's "$HOME" `x` \ {pid})";
    CHECK(filled("ls {project}", folder) == R"(ls '/it'\''s "$HOME" `x` \ {pid}')");
    CHECK(filled("ls '{project}'", folder) == R"(ls '/it'\''s "$HOME" `x` \ {pid}')");
    CHECK(filled(R"(ls "{project}")", folder) == R"(ls "/it's \"\$HOME\" \`x\` \\ {pid}")");
    CHECK(filled(R"(echo "it's" {pid})") == R"(echo "it's" '4711')");
    CHECK(filled(R"(echo \' {pid})") == R"(echo \' '4711')");
    CHECK(filled(R"(echo "\"" {pid})") == R"(echo "\"" '4711')");
}

TEST_CASE("braces that are the shell's own stay as they are")
{
    for (const char* const command :
         {"echo ${HOME} ${pid}", "{ ls; }", "{ls;}", "echo {} {1} {a,b}", R"(\{pid})", "echo {", "echo {pid",
          "$"}) {
        CAPTURE(command);
        CHECK(filled(command) == command);
    }
}

TEST_CASE("an unknown placeholder is refused with the names of those that are known")
{
    const auto checked = check_hook("attach {pod} {pid}");
    REQUIRE(checked.has_error());
    CHECK(
        checked.error().sentence ==
        "has {pod} in it; the placeholders are {pid}, {exe}, {generation}, {dir}, {event}, {project}");
}

TEST_CASE("the environment of a hook has the same values")
{
    const auto environment = environment_of(values_in("/a b"));
    const auto has = [&](const char* name, const char* value) {
        return std::find(
                   environment.begin(), environment.end(),
                   std::pair<std::string, std::string>{name, value}) != environment.end();
    };
    CHECK(has("RESPAWN_PID", "4711"));
    CHECK(has("RESPAWN_EXE", "/a b/.respawn/gen/000012/game"));
    CHECK(has("RESPAWN_GENERATION", "12"));
    CHECK(has("RESPAWN_DIR", "/a b/.respawn/gen/000012"));
    CHECK(has("RESPAWN_EVENT", "live"));
    CHECK(has("RESPAWN_PROJECT", "/a b"));
}
