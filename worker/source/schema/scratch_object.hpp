#pragma once

#include <respawn/schema/description.hpp>

#include <cstddef>
#include <memory>
#include <new>

namespace respawn::detail {

struct aligned_delete {
    std::align_val_t alignment;
    void operator()(std::byte* memory) const { ::operator delete(memory, alignment); }
};

/// Raw memory for one object outside of the state, all zero.
[[nodiscard]] std::unique_ptr<std::byte, aligned_delete> memory_for(const type_description& type);

} // namespace respawn::detail
