#pragma once

#include "shared/objects/containers.hpp"
#include "shared/objects/place.hpp"
#include "shared/objects/state_bytes.hpp"
#include "shared/objects/values.hpp"
#include "shared/objects/work_limit.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>

/// What pointers stand for that lead to no object: texts that end with a zero, functions, variables.
namespace respawn::objects {

/// Nobody looks further for the end of a text.
inline constexpr std::uint64_t longest_text_bytes = 1 << 20;

/// How large the characters are that objects of the type point to, which is a text, most likely; 0: they
/// point to something else.
[[nodiscard]] std::uint64_t character_bytes_behind(const type_list& types, std::uint32_t type);

/// The characters from `address` to the first zero, without it. Nothing: the first `most_bytes` from there
/// on, as far as they are in the state, have none.
[[nodiscard]] std::optional<std::span<const std::byte>> text_at(
    const state_bytes& state, std::uint64_t address, std::uint64_t character_bytes, std::uint64_t most_bytes);

/// Finds what pointers of one state stand for. Remembers where the ends of long texts are: there may be very
/// many pointers to one.
class meaning_finder {
public:
    /// `look_bytes`: how far the end of a text is looked for; of a longer one the beginning is shown. `state`
    /// and `work` outlive this.
    meaning_finder(
        const state_bytes& state, work_limit& work, std::uint64_t look_bytes = longest_text_bytes) :
        state_{state},
        work_{work}, look_bytes_{look_bytes}
    {}

    /// What the pointer at `pointer` stands for that leads to `target`: a text, or a word, the name of a
    /// function or a variable; both cut at `most_bytes`. Nothing: it isn't known, or the work was over.
    [[nodiscard]] std::optional<value> find(
        const place& pointer, std::uint64_t target, std::size_t most_bytes);

private:
    /// Characters before the first zero, or as many as were looked at.
    struct looked_at {
        std::span<const std::byte> characters;
        bool has_end;
    };
    [[nodiscard]] std::optional<looked_at> look_at(std::uint64_t address, std::uint64_t character_bytes);
    [[nodiscard]] std::optional<value> text_behind(
        std::uint64_t target, std::uint64_t character_bytes, std::size_t most_bytes);

    const state_bytes& state_;
    work_limit& work_;
    std::uint64_t look_bytes_;
    /// By address and size of a character; nothing: there is none.
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::optional<looked_at>> long_texts_;
};

} // namespace respawn::objects
