#pragma once

#include "shared/journal/record.hpp"
#include "shared/result.hpp"
#include "supervisor/state_file/layout.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace respawn::state_file {

/// Bytes that are read from the first to the last, once.
class byte_source {
public:
    virtual ~byte_source() = default;
    /// How many there were when reading began.
    [[nodiscard]] virtual std::uint64_t size_bytes() const = 0;
    /// Fills `into` with the next ones: false if there are fewer. Fails, with a clause that says why, when
    /// the system does not give them.
    [[nodiscard]] virtual result<bool> read(std::span<std::byte> into) = 0;
};

/// Bytes in memory, which stay the caller's.
class memory_source final : public byte_source {
public:
    explicit memory_source(std::span<const std::byte> bytes) : bytes_{bytes}, size_bytes_{bytes.size()} {}
    [[nodiscard]] std::uint64_t size_bytes() const override { return size_bytes_; }
    [[nodiscard]] result<bool> read(std::span<std::byte> into) override;

private:
    std::span<const std::byte> bytes_;
    std::uint64_t size_bytes_;
};

/// What a state must be to suit a session.
struct expectation {
    std::uint64_t address;
    std::uint64_t capacity_bytes;
};

/// Reads a state file, trusting nothing in it, and gives `use` each block as a checked record. What was used
/// is a state only if the whole file is read without a failure; its frame and extent are in the result.
///
/// A failure is a clause whose subject is the file, such as "is cut short: it has 7 of its 4096 bytes". At
/// most one block is in memory at a time. `pointers`: gets what the file tells of the pointers out of the
/// state, unchecked; empty: nothing.
[[nodiscard]] result<header_data> read_state_file(
    byte_source& from, expectation expected, const std::function<void(const journal::record&)>& use,
    std::vector<std::byte>* pointers = nullptr);

/// The same from memory, and only to see whether it can be read.
[[nodiscard]] result<header_data> check_state_file(std::span<const std::byte> bytes, expectation expected);

} // namespace respawn::state_file
