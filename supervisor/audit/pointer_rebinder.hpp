#pragma once

#include "shared/objects/audit.hpp"
#include "shared/protocol/rebinding.hpp"
#include "shared/state/layout.hpp"
#include "supervisor/audit/kept_texts.hpp"
#include "supervisor/audit/process_of_pointers.hpp"
#include "supervisor/symbols/rebinding.hpp"
#include "supervisor/symbols/text_runs.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// A pointer that the next worker would have no use for, and why.
struct refused_pointer {
    objects::foreign_pointer pointer;
    std::string clause; ///< whose subject is the pointer
};

[[nodiscard]] pointer_kind kind_of(const objects::foreign_pointer& one);
/// The size of the characters that it points to; 0: it points to something else.
[[nodiscard]] std::size_t character_bytes(const objects::foreign_pointer& one);

/// Finds for each pointer out of a state what it is in the next worker. Reads symbols only once a pointer
/// leads to one.
class pointer_rebinder {
public:
    pointer_rebinder(
        const process_of_pointers& from, const process_of_pointers& to, image_tables& tables,
        std::vector<kept_text> texts, same_image same = same_image::has_same_places);

    /// Whether the pointer means something in `from`'s images: then it is noted what becomes of it. Pointers
    /// to code always do, if only that the next worker can't have the state.
    bool judge(const objects::foreign_pointer& one);

    /// Finds out which texts there are, once all pointers were judged: before anything below is asked.
    void settle_texts();

    /// Notes why the next worker can't have it, for a reason of the caller's.
    void refuse(const objects::foreign_pointer& one, std::string clause);
    /// The addresses, ascending, of the pointers that are another value for the next worker.
    [[nodiscard]] std::vector<std::uint64_t> changed_pointers() const;

    /// The first ones that can't be rebound.
    [[nodiscard]] const std::vector<refused_pointer>& refused() const { return refused_; }
    [[nodiscard]] std::uint64_t refused_count() const { return refused_count_; }
    /// Whether a pointer led into an image.
    [[nodiscard]] bool has_met_any() const { return has_met_any_; }
    /// Whether a text that is there already is pointed to from now on.
    [[nodiscard]] bool uses_kept_text(std::uint64_t address) const;

    /// The object that tells the worker; empty: nothing is to be changed.
    [[nodiscard]] std::vector<std::byte> encode(
        std::uint64_t state_address, std::span<const std::uint64_t> freed_texts) const;

private:
    [[nodiscard]] rebinding* pointers();
    bool rebind(const objects::foreign_pointer& one, pointer_kind kind);
    [[nodiscard]] bool is_stripped();
    [[nodiscard]] bool is_long_text(const objects::foreign_pointer& one, const refusal& why);
    bool use_text(const objects::foreign_pointer& one);

    const process_of_pointers& from_;
    const process_of_pointers& to_;
    image_tables& tables_;
    same_image same_;
    std::optional<rebinding> pointers_;
    std::string problem_; ///< why there is none
    bool has_met_any_ = false;

    std::vector<protocol::rebinding_place> places_; ///< with addresses for offsets
    struct text_pointer {
        std::uint64_t address, target;
        std::size_t unit_bytes;
    };
    std::vector<text_pointer> text_pointers_; ///< until they are settled
    text_runs text_runs_{longest_text_bytes};
    std::map<std::string, std::vector<protocol::rebinding_place>> texts_; ///< the same
    std::map<std::string, std::uint64_t> kept_texts_;                     ///< to their addresses
    std::map<std::uint64_t, bool> kept_text_is_used_;
    std::vector<refused_pointer> refused_;
    std::uint64_t refused_count_ = 0;
};

} // namespace respawn::supervisor
