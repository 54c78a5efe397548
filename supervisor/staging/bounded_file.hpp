#pragma once

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace respawn::supervisor {

/// Reads from anywhere in a file that may be any bytes and may change or shrink meanwhile: what is not there
/// is nothing, never a fault.
class bounded_file {
public:
    explicit bounded_file(const std::string& path);

    [[nodiscard]] bool is_open() const { return file_.is_open(); }
    /// The size when the file was opened.
    [[nodiscard]] std::uint64_t size_bytes() const noexcept { return size_bytes_; }
    [[nodiscard]] bool contains(std::uint64_t offset, std::uint64_t bytes) const noexcept
    {
        return offset <= size_bytes_ && bytes <= size_bytes_ - offset;
    }

    /// The record at `offset`, if it lies inside the file.
    template <class Record>
    [[nodiscard]] std::optional<Record> read(std::uint64_t offset)
    {
        static_assert(std::is_trivially_copyable_v<Record>);
        Record record;
        if (!read_bytes(offset, reinterpret_cast<char*>(&record), sizeof record))
            return std::nullopt;
        return record;
    }
    /// The bytes at `offset`, if they lie inside the file.
    [[nodiscard]] std::optional<std::string> read_string(std::uint64_t offset, std::size_t bytes);

private:
    bool read_bytes(std::uint64_t offset, char* to, std::size_t bytes);

    std::ifstream file_;
    std::uint64_t size_bytes_ = 0;
};

} // namespace respawn::supervisor
