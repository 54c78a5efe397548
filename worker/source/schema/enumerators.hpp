#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::detail {

struct enumerator {
    std::string name;
    std::uint64_t value = 0; ///< sign-extended
};

/// The enumerators in a compiler's spelling of an enumeration's values
/// (type_description::enumerator_spelling), by ascending value. Nothing for a spelling that isn't understood:
/// the enumeration is known by its numbers then.
[[nodiscard]] std::vector<enumerator> find_enumerators(std::string_view spelling);

} // namespace respawn::detail
