#pragma once

#include "supervisor/symbols/loaded_image.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace respawn::test {

/// The image of one of the game's versions, 1 or 2, linked in one of the ways that CMakeLists.txt lists.
[[nodiscard]] std::filesystem::path game_image(const std::string& name, int version);

/// Throws std::runtime_error with the sentence if it can't be read.
[[nodiscard]] std::shared_ptr<const supervisor::symbol_table> read_symbols(
    const std::filesystem::path& image);

/// A process of a version of the game that has ended, and what it said about itself.
class game_program {
public:
    game_program(const std::string& name, int version);

    /// Where the process had a thing; throws if it did not say.
    [[nodiscard]] std::uint64_t at(const std::string& thing) const { return places_.at(thing); }
    [[nodiscard]] const std::map<std::string, std::uint64_t>& places() const { return places_; }
    [[nodiscard]] const supervisor::loaded_program& loaded() const { return loaded_; }
    [[nodiscard]] const supervisor::symbol_table& table() const { return *loaded_.executable.table; }
    /// As the linker chose it.
    [[nodiscard]] std::uint64_t linked_at(const std::string& thing) const
    {
        return at(thing) - loaded_.executable.load_bias;
    }

private:
    void read_line(const std::string& line);

    std::map<std::string, std::uint64_t> places_;
    supervisor::loaded_program loaded_;
    bool is_in_library_ = false; ///< whether the lines that come are about one
};

} // namespace respawn::test
