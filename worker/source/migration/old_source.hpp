#pragma once

#include "shared/objects/containers.hpp"
#include "shared/objects/state_bytes.hpp"
#include "shared/result.hpp"
#include "shared/state/allocations.hpp"

#include <respawn/old_object.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace respawn::detail {

/// A state as it was taken over, whose allocations are looked up once somebody asks. Threads: one at a time.
class committed_memory {
public:
    explicit committed_memory(objects::state_bytes bytes) : bytes_{bytes} {}

    [[nodiscard]] const objects::state_bytes& bytes() const { return bytes_; }
    /// How many bytes the place has up to the end of its allocation; 0: it is in none.
    [[nodiscard]] std::uint64_t bytes_behind(std::uint64_t place) const;

private:
    objects::state_bytes bytes_;
    mutable std::optional<std::vector<state::allocation>> allocations_; ///< in ascending order
};

/// The text behind the pointer to characters at `place`, without its zero; null: an empty one. Fails with
/// what the pointer does instead. `now`: the state in which what pointed into the program that left it has
/// been pointed anew.
[[nodiscard]] result<std::span<const std::byte>> pointed_text(
    const committed_memory& committed, const objects::state_bytes& now, std::uint64_t place,
    std::uint64_t character_bytes);

/// What a respawn::old_object shows.
struct old_source {
    const committed_memory& committed;
    objects::state_bytes now; ///< as for pointed_text()
    const objects::type_list& types;
    std::uint32_t type;
    std::uint64_t address;

    [[nodiscard]] const objects::state_bytes& state() const { return committed.bytes(); }
};

struct old_object_access {
    /// `source` outlives what it is shown by.
    [[nodiscard]] static old_object show(const old_source& source) { return old_object{&source}; }
};

} // namespace respawn::detail
