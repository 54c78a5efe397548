#pragma once

#include <cstddef>
#include <new>
#include <unordered_map>

namespace respawn::detail {

/// While one exists, respawn::allocator on this thread takes its memory from here instead of the state: for
/// objects that are made and destroyed before the worker has the state, or that must leave no trace in it.
///
/// What was allocated ends with it. Threads: the one that made it. Invariant: they end in the reverse order.
class scratch_memory {
public:
    scratch_memory();
    ~scratch_memory();
    scratch_memory(const scratch_memory&) = delete;
    scratch_memory& operator=(const scratch_memory&) = delete;

    /// The newest one of this thread, or null.
    [[nodiscard]] static scratch_memory* current();

    /// Throws std::bad_alloc beyond 256 MiB.
    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment);

    /// Gives `memory` back, which this or an older one of the thread has handed out. False if it is not from
    /// here.
    [[nodiscard]] bool deallocate(void* memory) noexcept;

    /// How many pieces of memory are handed out.
    [[nodiscard]] std::size_t block_count() const { return blocks_.size(); }

private:
    std::unordered_map<void*, std::align_val_t> blocks_;
    std::size_t bytes_ = 0;
    scratch_memory* outer_;
};

} // namespace respawn::detail
