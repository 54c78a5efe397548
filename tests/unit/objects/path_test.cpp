#include "shared/objects/path.hpp"

#include "catch.hpp"

using namespace respawn::objects;

namespace {

std::string problem_of(std::string_view text)
{
    const auto parsed = parse_path(text);
    return parsed ? "understood" : parsed.error().sentence;
}

} // namespace

TEST_CASE("a path is a root and what leads on from there")
{
    const auto parsed = parse_path("game.enemies[3]->name[\"a]b\"].*[2..5][#1]['x'][..]");
    REQUIRE(parsed.has_value());
    CHECK(parsed->root == "game");
    const auto& steps = parsed->steps;
    REQUIRE(steps.size() == 9);
    CHECK(steps[0].text == "enemies");
    CHECK(steps[1].what == step::kind::key);
    CHECK(steps[1].text == "3");
    CHECK(steps[2].text == "name");
    CHECK(steps[3].text == "\"a]b\"");
    CHECK(steps[4].what == step::kind::target);
    CHECK(steps[5].first == 2);
    CHECK(steps[5].last == 5);
    CHECK(steps[5].is_range);
    CHECK_FALSE(steps[5].counts_places);
    CHECK(steps[6].first == 1);
    CHECK_FALSE(steps[6].is_range);
    CHECK(steps[7].text == "'x'");
    CHECK(steps[8].last == no_limit);
}

TEST_CASE("the name of a root can be anything, in quotes")
{
    CHECK(parse_path("\"a.b [c]\".x")->root == "a.b [c]");
    CHECK(parse_path("root 12.x")->root == "root 12");
    for (const char* name : {"game", "a.b", "a->b", "x[3]", "q\"q", "root 12", "b\\s", "new\nline"})
        CHECK(parse_path(root_text(name))->root == name);
}

TEST_CASE("what is no path is refused by where it goes wrong")
{
    CHECK(problem_of("") == "the path is empty: begin it with the name of a root");
    CHECK(problem_of(".x") == R"(".x": there must be the name of a root at character 1)");
    CHECK(problem_of("game.") == R"("game.": there must be the name of a field at character 6)");
    CHECK(problem_of("game[3") == R"("game[3": there is no ] for the [ at character 5)");
    CHECK(problem_of("game[]").find("an index or a key") != std::string::npos);
    CHECK(problem_of("game[3]x").find("there must be a . or a [ at character 8") != std::string::npos);
    CHECK(problem_of("game[5..2]").find("a range such as [2..5]") != std::string::npos);
    CHECK(problem_of("game[#]").find("a place such as [#3]") != std::string::npos);
    CHECK(problem_of("game[\"x]").find("no ]") != std::string::npos);
    CHECK(problem_of("\"game.x").find("not closed") != std::string::npos);
    CHECK(problem_of(std::string(5000, 'x')).find("longer") != std::string::npos);
    std::string many = "x";
    for (int i = 0; i < 300; ++i)
        many += ".y";
    CHECK(problem_of(many).find("more than 256 parts") != std::string::npos);
}
