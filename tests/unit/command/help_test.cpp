#include "supervisor/command/help.hpp"
#include "supervisor/control/messages.hpp"

#include "catch.hpp"

#include <sstream>

using namespace respawn::supervisor;

TEST_CASE("the help fits into 120 columns and begins with the version")
{
    CHECK(help_text().starts_with("respawn 0.1.0\n"));
    std::istringstream lines{help_text()};
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        CHECK(line.size() <= 120);
    }
}

TEST_CASE("the help tells of every command")
{
    for (const auto what :
         {action::status, action::restart, action::reset, action::pause, action::resume, action::step,
          action::screenshot, action::save, action::load, action::audit, action::log, action::quit}) {
        CAPTURE(std::string{name_of(what)});
        CHECK(help_text().find("  respawn " + std::string{name_of(what)} + " ") != std::string::npos);
    }
}
