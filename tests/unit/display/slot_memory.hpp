#pragma once

#include "shared/pictures/layout.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

namespace respawn::test {

/// Memory for one slot, all zero; only what is touched takes memory.
class slot_memory {
public:
    [[nodiscard]] std::byte* get() const { return memory_.get(); }
    [[nodiscard]] pictures::slot_data& header() const { return *at<pictures::slot_data>(0); }
    [[nodiscard]] pictures::command_data* commands() const
    {
        return at<pictures::command_data>(pictures::commands_offset);
    }
    [[nodiscard]] std::uint32_t* indices() const { return at<std::uint32_t>(pictures::indices_offset); }
    [[nodiscard]] pictures::vertex_data* vertices() const
    {
        return at<pictures::vertex_data>(pictures::vertices_offset);
    }
    [[nodiscard]] std::uint32_t* pixels() const { return at<std::uint32_t>(pictures::pixels_offset); }

private:
    template <class T>
    [[nodiscard]] T* at(std::size_t offset) const
    {
        return reinterpret_cast<T*>(memory_.get() + offset);
    }

    struct release {
        void operator()(std::byte* memory) const { std::free(memory); }
    };
    std::unique_ptr<std::byte, release> memory_{
        static_cast<std::byte*>(std::calloc(pictures::slot_bytes, 1))};
};

} // namespace respawn::test
