#pragma once

#include "shared/result.hpp"
#include "supervisor/symbols/process_images.hpp"
#include "supervisor/symbols/refusal.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <vector>

namespace respawn::supervisor {

/// What has to be known of a process to follow pointers into it when it and its images are gone.
struct images_excerpt {
    std::uint64_t generation = 0;
    process_images images{}; ///< each with a table of what the pointers lead to
};

/// Collects that for pointers, one after the other.
class excerpt_maker {
public:
    /// `images` and `tables` outlive this.
    excerpt_maker(const process_images& images, image_tables& tables) : images_{images}, tables_{tables} {}

    /// `character_bytes`: of a pointer to characters; else 0.
    void add(std::uint64_t address, pointer_kind kind, std::size_t character_bytes);

    /// Empty: none of the pointers leads into an image. Fails with a sentence if an image can't be read, or
    /// has too much of what is pointed to.
    [[nodiscard]] result<std::vector<std::byte>> encode(std::uint64_t generation) const;

private:
    const process_images& images_;
    image_tables& tables_;
    std::map<const loaded_library*, std::set<std::tuple<std::uint64_t, pointer_kind, std::size_t>>> places_;
};

/// Reads what encode() has made, trusting nothing in it. Nothing: it contradicts itself.
[[nodiscard]] std::optional<images_excerpt> decode_excerpt(std::span<const std::byte> bytes);

} // namespace respawn::supervisor
