#pragma once

#include "supervisor/postmortem/stack.hpp"

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace respawn::postmortem {

/// From an address to functions and lines, by the images that a process has loaded. Remembers what it read.
class debug_information {
public:
    /// `images` must outlive it. `own_image`: the path of the game's executable as the process has it.
    debug_information(Dwfl* images, std::string own_image);

    /// How much to look for: all there is, or what symbols say, which takes no time.
    enum class depth { all, symbols };

    /// The frames at an address, innermost first: inlined functions have frames of their own. At least one.
    [[nodiscard]] const std::vector<frame>& frames_at(Dwarf_Addr address, depth how);

    /// Whether the game's executable says from which sources it was made.
    [[nodiscard]] bool has_any() const;

private:
    struct unit {
        Dwarf_Die die;
        Dwarf_Addr bias;
    };
    struct image {
        std::string name;
        bool is_own = false; ///< the game's or its libraries', not the system's
        bool units_are_read = false;
        std::vector<unit> units; ///< read only if the image has no index of its addresses
    };

    [[nodiscard]] std::vector<frame> find_frames(Dwarf_Addr address, depth how);
    image& image_of(Dwfl_Module* module);
    [[nodiscard]] bool find_unit(Dwfl_Module* module, image& of, Dwarf_Addr address, unit& found);
    static void read_units(Dwfl_Module* module, image& of);
    [[nodiscard]] static std::vector<frame> frames_by_debug_information(
        Dwfl_Module* module, unit found, Dwarf_Addr address);

    Dwfl* images_;
    std::string own_image_;
    std::map<Dwfl_Module*, image> known_;
    std::map<Dwarf_Addr, std::vector<frame>>
        found_; ///< a recursion comes to the same address again and again
};

} // namespace respawn::postmortem
