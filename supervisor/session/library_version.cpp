#include "supervisor/session/library_version.hpp"

#include "shared/protocol/messages.hpp"
#include "supervisor/version.hpp"

#include <fmt/format.h>

namespace respawn::supervisor {
namespace {

/// "0.1" of "0.1.0".
std::string_view minor_version(std::string_view whole)
{
    const auto first = whole.find('.');
    return first == std::string_view::npos ? whole : whole.substr(0, whole.find('.', first + 1));
}

} // namespace

std::string library_problem(std::string_view library, std::uint32_t protocol)
{
    const auto theirs = minor_version(library), ours = minor_version(version);
    if (theirs != ours)
        return fmt::format(
            "the game was built with respawn {}, and the supervisor that runs is respawn {}: build the game "
            "with "
            "respawn {}, or run it with respawn {}",
            library, version, ours, theirs);
    if (protocol != protocol::version)
        return fmt::format(
            "the game was built with a respawn {} that speaks protocol {}, and the supervisor that runs, "
            "respawn "
            "{}, speaks protocol {}: build the game against the library that came with this supervisor",
            library, protocol, version, protocol::version);
    return {};
}

} // namespace respawn::supervisor
