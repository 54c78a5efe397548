#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace respawn::pe {

/// What makes one link of a program different from every other, in the byte order of files.
struct guid {
    std::array<std::uint8_t, 16> bytes{};

    friend bool operator==(const guid&, const guid&) = default;
};

/// As Microsoft writes it: "{FFA8D9CC-8EAA-49A9-4C4C-44205044422E}". The first three parts are numbers, whose
/// lowest byte comes first in a file.
[[nodiscard]] std::string to_text(const guid& id);

} // namespace respawn::pe
