#include "supervisor/command/help.hpp"
#include "tests/support/temporary_folder.hpp"

#include "catch.hpp"

#include <algorithm>
#include <iterator>
#include <regex>
#include <set>

namespace {

/// Everything in the first group of `pattern` in the help.
std::set<std::string> told(const std::string& pattern)
{
    const auto help = respawn::supervisor::help_text();
    const std::regex finder{pattern};
    std::set<std::string> found;
    for (std::sregex_iterator each{help.begin(), help.end(), finder}, end; each != end; ++each)
        found.insert((*each)[1].str());
    return found;
}

std::string completion(const char* file)
{
    return respawn::test::read_file(std::filesystem::path{RESPAWN_COMPLETIONS} / file);
}

bool has_word(const std::string& text, const std::string& word)
{
    return std::regex_search(text, std::regex{"(^|[^-a-z])" + word + "($|[^-a-z])"});
}

} // namespace

TEST_CASE("the completions of each shell have every command of the help")
{
    const auto commands = told("\n  respawn ([a-z][a-z-]*)");
    CHECK(commands.size() > 20);
    for (const char* file : {"respawn.bash", "_respawn", "respawn.fish"}) {
        const auto text = completion(file);
        for (const auto& command : commands) {
            CAPTURE(file, command);
            CHECK(has_word(text, command));
        }
    }
}

TEST_CASE("the completions of each shell have every option of the help, and no other")
{
    const auto options = told("(?:\n  |\\[|respawn )--([a-z][a-z-]*)");
    CHECK(options.size() > 25);
    const auto check = [&](const char* file, const std::string& before) {
        const auto text = completion(file);
        std::set<std::string> had;
        const std::regex finder{before + "([a-z][a-z-]*)"};
        for (std::sregex_iterator each{text.begin(), text.end(), finder}, end; each != end; ++each)
            had.insert((*each)[1].str());
        std::vector<std::string> difference;
        std::set_symmetric_difference(
            options.begin(), options.end(), had.begin(), had.end(), std::back_inserter(difference));
        CAPTURE(file);
        CHECK(difference == std::vector<std::string>{});
    };
    check("respawn.bash", "--");
    check("_respawn", "--");
    check("respawn.fish", " -l ");
}
