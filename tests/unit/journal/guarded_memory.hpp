#pragma once

#include "catch.hpp"

#include <sys/mman.h>

#include <cstddef>
#include <span>

/// Zeroed memory between two pages that can't be touched: reading one byte outside it ends the test.
class guarded_memory {
public:
    /// `bytes`: a multiple of the page size.
    explicit guarded_memory(std::size_t bytes) : bytes_{bytes}
    {
        void* place = ::mmap(nullptr, bytes + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        REQUIRE(place != MAP_FAILED);
        start_ = static_cast<std::byte*>(place) + page;
        REQUIRE(::mprotect(start_, bytes, PROT_READ | PROT_WRITE) == 0);
    }
    ~guarded_memory() { ::munmap(start_ - page, bytes_ + 2 * page); }
    guarded_memory(const guarded_memory&) = delete;
    guarded_memory& operator=(const guarded_memory&) = delete;

    [[nodiscard]] std::byte* get() const { return start_; }
    [[nodiscard]] std::span<std::byte> bytes() const { return {start_, bytes_}; }
    /// The last `count` bytes before the guard.
    [[nodiscard]] std::span<std::byte> last(std::size_t count) const { return bytes().last(count); }

private:
    static constexpr std::size_t page = 4096;

    std::size_t bytes_;
    std::byte* start_;
};
