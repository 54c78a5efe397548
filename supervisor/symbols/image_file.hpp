#pragma once

#include "shared/result.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// Which file it is, and which content of it: a number alone is used again for another one. All 0: not known.
struct file_identity {
    std::uint64_t device = 0, inode = 0, size_bytes = 0, modified_ns = 0;
    friend auto operator<=>(const file_identity&, const file_identity&) = default;
};

/// An open file, also when it is removed meanwhile. It may be any bytes and may shrink: what is not there is
/// not read, never a fault. Or parts of one in memory, between which there are zeros. Threads: any, also
/// several at once.
class image_file {
public:
    struct part {
        std::uint64_t offset;
        std::string bytes;
    };
    [[nodiscard]] static result<image_file> open(const std::filesystem::path& path);
    /// `parts`: by offset, and not over each other.
    [[nodiscard]] static image_file of_parts(std::uint64_t size_bytes, std::vector<part> parts);
    image_file(image_file&& other) noexcept;
    image_file& operator=(image_file&& other) noexcept;
    ~image_file();

    [[nodiscard]] std::uint64_t size_bytes() const noexcept { return size_bytes_; }
    /// Of the file as it was when it was opened.
    [[nodiscard]] const file_identity& identity() const noexcept { return identity_; }
    [[nodiscard]] bool contains(std::uint64_t offset, std::uint64_t bytes) const noexcept
    {
        return offset <= size_bytes_ && bytes <= size_bytes_ - offset;
    }
    /// The same open file once more.
    [[nodiscard]] result<image_file> reopen() const;
    /// False unless all of `into` was filled.
    [[nodiscard]] bool read(std::uint64_t offset, std::span<char> into) const;
    /// Empty for an open file.
    [[nodiscard]] const std::vector<part>& parts() const noexcept { return parts_; }
    /// The system's, for libraries that read themselves.
    [[nodiscard]] int handle() const noexcept { return handle_; }

private:
    void read_parts(std::uint64_t offset, std::span<char> into) const;

    image_file(int handle, std::uint64_t size_bytes) : handle_{handle}, size_bytes_{size_bytes} {}

    int handle_;
    std::uint64_t size_bytes_;
    file_identity identity_;
    std::vector<part> parts_;
};

} // namespace respawn::supervisor
