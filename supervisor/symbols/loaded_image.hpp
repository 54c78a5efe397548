#pragma once

#include "supervisor/symbols/symbol_table.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace respawn::supervisor {

/// An image as a process has it.
struct loaded_image {
    std::shared_ptr<const symbol_table> table{};
    std::uint64_t load_bias = 0; ///< how far from where the linker put it

    [[nodiscard]] bool contains(std::uint64_t address) const
    {
        return table->segment_at(address - load_bias) != nullptr;
    }
};

/// A shared library, or another image, as a process has it, whose symbols are read only if something points
/// to it.
struct loaded_library {
    std::filesystem::path path{};
    std::uint64_t load_bias = 0;
    std::vector<address_range> ranges{};            ///< where in the process it is
    file_identity identity{};                       ///< of the file that the process has
    std::shared_ptr<const image_file> file = {};    ///< that file, also when it is removed; null: by its path
    std::shared_ptr<const symbol_table> table = {}; ///< null: it is to be read

    [[nodiscard]] bool contains(std::uint64_t address) const
    {
        return std::any_of(
            ranges.begin(), ranges.end(), [&](const address_range& each) { return each.contains(address); });
    }
};

/// A program with all that it has loaded.
struct loaded_program {
    loaded_image executable{};
    std::vector<loaded_library> libraries{};
};

} // namespace respawn::supervisor
