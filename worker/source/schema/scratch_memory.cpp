#include "worker/source/schema/scratch_memory.hpp"

namespace respawn::detail {

namespace {

constexpr std::size_t max_bytes = std::size_t{256} << 20;

thread_local scratch_memory* newest = nullptr;

} // namespace

scratch_memory::scratch_memory() : outer_{newest}
{
    newest = this;
}

scratch_memory::~scratch_memory()
{
    newest = outer_;
    for (const auto& [memory, alignment] : blocks_)
        ::operator delete(memory, alignment);
}

scratch_memory* scratch_memory::current()
{
    return newest;
}

void* scratch_memory::allocate(std::size_t bytes, std::size_t alignment)
{
    if (bytes > max_bytes - bytes_)
        throw std::bad_alloc{};
    void* memory = ::operator new (bytes, std::align_val_t{alignment});
    try {
        blocks_.emplace(memory, std::align_val_t{alignment});
    } catch (...) {
        ::operator delete (memory, std::align_val_t{alignment});
        throw;
    }
    bytes_ += bytes;
    return memory;
}

bool scratch_memory::deallocate(void* memory) noexcept
{
    for (scratch_memory* owner = this; owner != nullptr; owner = owner->outer_) {
        const auto found = owner->blocks_.find(memory);
        if (found == owner->blocks_.end())
            continue;
        ::operator delete(memory, found->second);
        owner->blocks_.erase(found);
        return true;
    }
    return false;
}

} // namespace respawn::detail
