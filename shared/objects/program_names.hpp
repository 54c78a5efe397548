#pragma once

#include "shared/objects/work_limit.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace respawn::objects {

/// A text of a program, as far as it was asked for.
struct program_text {
    std::string beginning;                     ///< its characters, as their bytes
    std::optional<std::uint64_t> size_bytes{}; ///< without its zero; nothing: no zero is near enough
};

/// Where in the images of a program an address is, and what is there.
struct program_place {
    std::uint64_t build = 0;        ///< the same number: the same file, in the same generation; 0: not known
    std::uint64_t address = 0;      ///< in the image, where the linker put it
    std::string image{};            ///< the name of a library; empty: the program itself
    std::string symbol{};           ///< as in the image, mangled; empty: nobody knows it
    std::string file{};             ///< that a local symbol is of
    std::uint64_t offset_bytes = 0; ///< into what the symbol names
};

/// Tells what a process has at addresses that are not in the state. Spends work for what it reads and makes:
/// once that is over, it tells nothing more.
class program_names {
public:
    virtual ~program_names() = default;

    /// The first `most_bytes` of a constant that ends with a zero, which is looked for in the first
    /// `look_bytes`. Nothing: there is no such constant.
    [[nodiscard]] virtual std::optional<program_text> text_at(
        std::uint64_t address, std::uint64_t character_bytes, std::uint64_t most_bytes,
        std::uint64_t look_bytes, work_limit& work) const = 0;
    /// A function or a variable as a person says it: "on_hit(enemy&)", "score+0xc". Empty: there is none, or
    /// nobody knows its name.
    [[nodiscard]] virtual std::string name_at(std::uint64_t address, work_limit& work) const = 0;
    /// What tells a function or a variable from those that have its name. Nothing: no image is there.
    [[nodiscard]] virtual std::optional<program_place> place_at(
        std::uint64_t address, work_limit& work) const = 0;
};

} // namespace respawn::objects
