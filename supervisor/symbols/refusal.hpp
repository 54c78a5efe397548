#pragma once

#include "supervisor/symbols/symbol.hpp"

#include <cstdint>
#include <string>

namespace respawn::supervisor {

/// Why a pointer into an image has no counterpart in another.
enum class refusal_reason : std::uint8_t {
    no_image,         ///< it points into none of the program's images
    image_gone,       ///< the image that it points into is not there any more
    image_unreadable, ///< the image that it points into can't be read
    no_symbol,        ///< nothing that has a name is there
    other_kind,       ///< what is there is not what such a pointer can point to
    inside_function,  ///< a function is there, but it begins elsewhere
    unnamed,          ///< a lambda, or something else whose name is only a number
    gone,             ///< the new image has nothing of the name
    ambiguous,        ///< the names that are there have several counterparts
    kind_changed,     ///< a function became an object, or an object a function
    became_constant,  ///< what was a variable is now where nobody may write
    resized,          ///< it points into the middle of an object, which has another size now
    outside,          ///< the object, or the vtable, is too small now
    bases_changed,    ///< it is a base's part of a vtable, which has other such parts now
};

/// A pointer that has no counterpart, and all that can be said about it.
struct missing_counterpart {
    refusal_reason reason = refusal_reason::no_symbol;
    pointer_kind kind = pointer_kind::data;
    symbol_kind target = symbol_kind::object; ///< of what it points to
    std::string name{};                       ///< of that, as a person says it; empty: it has none
    std::uint64_t address = 0;                ///< in the image, where the linker put it
    std::uint64_t offset_bytes = 0;           ///< how far it points into it
    std::uint64_t old_bytes = 0, new_bytes = 0;
    bool is_stripped = false; ///< the old image tells only the names that other images may use
};

struct generation_pair {
    std::uint64_t from = 0, to = 0;
};

/// What is said of the pointer, which is the subject: "points to the function jump(player&), which
/// generation 8 does not have".
[[nodiscard]] std::string clause_of(const missing_counterpart& what, generation_pair generations);

} // namespace respawn::supervisor
