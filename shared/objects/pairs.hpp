#pragma once

#include "shared/objects/roots.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace respawn::objects {

/// How a part of both states was come to, from another one.
struct part_step {
    enum class how : std::uint8_t { root, field, element, entry, held };
    std::uint32_t from = 0; ///< its number
    how come_by = how::root;
    std::uint64_t index = 0; ///< of the field or the element, in the later state if it is there
    std::uint64_t last = 0;  ///< of a range of elements
};

/// The parts of two states that belong together, as far as a comparison of one root has come to them. They
/// have numbers from 0 on.
class part_pairs {
public:
    struct part {
        std::optional<place> before,
            after; ///< nothing: it is not there; of a range of elements: their container
        part_step::how come_by;
    };

    /// The states outlive this.
    part_pairs(const state_bytes& before, const state_bytes& after) : before_{before}, after_{after} {}

    /// Forgets all: what follows are the parts of what has that path. The types outlive this; null: it is not
    /// in that state.
    void begin(std::string path, const type_list* before, const type_list* after);
    /// Its number. Of a range of elements, the container is given.
    std::uint32_t add(
        const part_step& step, const std::optional<place>& before, const std::optional<place>& after);
    [[nodiscard]] part operator[](std::uint32_t index) const;

    /// Of a very long one the end. What holders hold is named like these.
    [[nodiscard]] std::string path_of(std::uint32_t index) const;

private:
    /// Small: a comparison keeps all of them.
    struct entry {
        std::uint64_t before, after; ///< addresses; 0: it is not there
        std::uint32_t before_type, after_type;
        std::uint64_t index, last;
        std::uint32_t from;
        part_step::how come_by;
        std::uint8_t before_bit, after_bit;
    };
    [[nodiscard]] std::string step_text(const entry& now, bool through_pointer) const;

    const state_bytes& before_;
    const state_bytes& after_;
    std::string first_path_;
    const type_list *before_types_ = nullptr, *after_types_ = nullptr;
    std::vector<entry> entries_;
};

} // namespace respawn::objects
