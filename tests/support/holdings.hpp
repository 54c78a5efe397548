#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace respawn::test {

/// What a process holds.
struct holdings {
    std::size_t descriptors = 0;
    std::size_t mappings = 0; ///< of files and memory objects: the allocator's own are its own business
    std::size_t children = 0; ///< also such as have ended and were not reaped
    friend bool operator==(const holdings&, const holdings&) = default;
};

[[nodiscard]] holdings holdings_of(int process_id);
/// The same once everything that goes on in the background has ended and one child is left; throws
/// std::runtime_error when that does not happen.
[[nodiscard]] holdings settled_holdings(int process_id);
[[nodiscard]] std::string text_of(const holdings& all);

/// Memory of the process's own that is resident, without what it shares with others.
[[nodiscard]] std::uint64_t own_memory_bytes(int process_id);

} // namespace respawn::test
