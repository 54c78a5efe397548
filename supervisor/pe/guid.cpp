#include "supervisor/pe/guid.hpp"

#include <fmt/format.h>

namespace respawn::pe {

std::string to_text(const guid& id)
{
    constexpr std::array order{3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15};
    std::string text = "{";
    for (const int index : order)
        text += index < 0 ? "-" : fmt::format("{:02X}", id.bytes[static_cast<std::size_t>(index)]);
    return text + "}";
}

} // namespace respawn::pe
