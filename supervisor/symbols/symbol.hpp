#pragma once

#include <cstdint>
#include <string_view>

namespace respawn::supervisor {

/// What a pointer in the state is.
enum class pointer_kind : std::uint8_t {
    function, ///< to the beginning of a function
    data,     ///< to, or into, an object
    vtable,   ///< of an object with virtual functions
};

enum class symbol_kind : std::uint8_t { function, object };
enum class symbol_binding : std::uint8_t { local, global };

/// A function or an object of an image. Its texts are the table's.
struct symbol {
    std::string_view name;        ///< mangled, without a version
    std::string_view file;        ///< the source file of a local one, as the compiler was told it; else empty
    std::uint64_t address = 0;    ///< where the linker put it; the process has it a load bias further
    std::uint64_t size_bytes = 0; ///< 0: unknown
    symbol_kind kind = symbol_kind::function;
    symbol_binding binding = symbol_binding::global;

    [[nodiscard]] bool is_local() const noexcept { return binding == symbol_binding::local; }
    /// One without a size has only its first byte.
    [[nodiscard]] bool contains(std::uint64_t where) const noexcept
    {
        return where == address || (where > address && where - address < size_bytes);
    }
};

enum class segment_kind : std::uint8_t { code, read_only, writable };

/// A part of an image that is loaded.
struct segment {
    std::uint64_t address = 0, memory_bytes = 0;
    std::uint64_t file_offset = 0, file_bytes = 0; ///< the latter no more than `memory_bytes`
    segment_kind kind = segment_kind::read_only;

    [[nodiscard]] bool contains(std::uint64_t where) const noexcept
    {
        return where >= address && where - address < memory_bytes;
    }
    friend bool operator==(const segment&, const segment&) = default;
};

struct address_range {
    std::uint64_t begin = 0, end = 0;
    [[nodiscard]] bool contains(std::uint64_t where) const noexcept { return where >= begin && where < end; }
};

} // namespace respawn::supervisor
