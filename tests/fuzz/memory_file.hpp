#pragma once

#include "tests/fuzz/target.hpp"

#include <filesystem>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

namespace respawn::test {

/// A file in memory that has a path, for what reads files.
class memory_file {
public:
    explicit memory_file(std::span<const std::uint8_t> bytes) : file_{::memfd_create("fuzz", MFD_CLOEXEC)}
    {
        const auto written = ::write(file_, bytes.data(), bytes.size());
        require(written == static_cast<ssize_t>(bytes.size()), "memory has room for the input");
    }
    ~memory_file() { ::close(file_); }
    memory_file(const memory_file&) = delete;
    memory_file& operator=(const memory_file&) = delete;

    [[nodiscard]] std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(file_); }

private:
    int file_;
};

} // namespace respawn::test
