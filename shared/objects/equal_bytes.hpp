#pragma once

#include "shared/objects/sequence.hpp"
#include "shared/objects/work_limit.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace respawn::objects {

/// How to tell equal objects of a type by their bytes alone: by their own, and those of the texts that they
/// own.
struct byte_shape {
    struct text {
        std::uint64_t offset; ///< of the string in the object
        std::uint64_t character_bytes;
    };
    std::uint64_t bytes = 0;
    std::vector<text> texts{}; ///< an object with any is only known to be equal at the same address
};

/// Passes quickly over what is equal in two states. A pointer that has not changed leads to what is the same
/// object for whoever compares.
class equal_bytes {
public:
    /// All outlive this.
    equal_bytes(const state_bytes& before, const state_bytes& after, work_limit& work) :
        before_{before}, after_{after}, work_{work}
    {}

    /// Objects of these types are meant from now on; null: the two states have different ones, so that equal
    /// bytes mean nothing.
    void use_types(const type_list* types);

    /// Whether equal bytes mean equal objects: they own nothing.
    [[nodiscard]] bool is_plain(std::uint32_t type) const { return !plain_.empty() && plain_[type]; }
    /// Nothing: one has to look at the parts of such objects.
    [[nodiscard]] std::optional<byte_shape> shape_of(std::uint32_t type) const;

    // False: they differ, or it can't be told.

    [[nodiscard]] bool are_equal(const place& before, const place& after);
    /// `count` objects that lie behind each other from these addresses on.
    [[nodiscard]] bool are_equal(
        std::uint64_t before, std::uint64_t after, std::uint64_t count, const byte_shape& shape);

    /// Passes over the next elements of both, at most so many, as long as they are known to be equal. How
    /// many these were: there may be more.
    std::uint64_t pass_over(sequence& before, sequence& after, std::uint64_t most, const byte_shape& element);

private:
    [[nodiscard]] bool have_equal_bytes(std::uint64_t before, std::uint64_t after, std::uint64_t bytes);
    [[nodiscard]] bool has_equal_text(std::uint64_t string, std::uint64_t character_bytes);

    const state_bytes& before_;
    const state_bytes& after_;
    work_limit& work_;
    const type_list* types_ = nullptr;
    std::vector<bool> plain_; ///< for each type; none: of different types
};

} // namespace respawn::objects
