#pragma once

#include "shared/migration/plan.hpp"
#include "shared/objects/state_bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace respawn::detail {

/// Objects that lay behind each other and were carried over by one conversion.
struct relocation {
    std::uint64_t from, count, from_stride;
    std::uint64_t to, to_stride;
    const migration::plan* plan; ///< null: they stayed where they are
    std::uint32_t conversion;
};

/// What a pointer points to, before and now; without types: that is not known.
struct pointee {
    const std::vector<schema::type_node>* from_types;
    const std::vector<schema::type_node>* to_types;
    std::uint32_t from, to;
};

/// Where everything is now: what pointers are found with.
///
/// Invariant: until the memory of what has moved is freed, nothing else lies where it was.
class relocations {
public:
    explicit relocations(objects::state_bytes before) : before_{before} {}

    void add(const relocation& made);
    /// Sorts what was added into what can be found.
    void settle();

    enum class fate : std::uint8_t {
        unknown, ///< nobody has told of an object there
        stays,
        moved,
        gone, ///< it has no counterpart, or one of another type
    };
    struct answer {
        fate what = fate::unknown;
        std::uint64_t place = 0; ///< of an object that moved
    };
    /// Where the object is now that was at `address`; also a place just behind the last of several.
    [[nodiscard]] answer find(std::uint64_t address, const pointee& type) const;
    /// The objects that were at `address`, or just before it, or null.
    [[nodiscard]] const relocation* containing(std::uint64_t address) const;

private:
    [[nodiscard]] std::optional<std::uint64_t> place_in(
        const relocation& whole, std::uint64_t address, const pointee& type) const;

    objects::state_bytes before_;
    std::vector<relocation> all_;
    std::size_t settled_ = 0; ///< so many are in order, and can be found
};

} // namespace respawn::detail
