#pragma once

#include "worker/source/runtime/segment.hpp"

#include "tests/unit/journal/guarded_memory.hpp"

#include <sys/mman.h>

/// A new segment in memory that ends where the state's capacity ends.
struct segment_memory {
    explicit segment_memory(std::size_t capacity_bytes = 4 << 20) :
        memory{capacity_bytes}, segment{memory.get(), capacity_bytes}
    {
        segment.format_if_new();
    }

    [[nodiscard]] bool is_inside(const void* place, std::size_t bytes) const
    {
        const auto* start = static_cast<const std::byte*>(place);
        return start >= memory.get() + respawn::state::segment_offset &&
               start + bytes <= memory.get() + segment.extent_bytes();
    }

    guarded_memory memory;
    respawn::detail::segment segment;
};
