#pragma once

#include "shared/state/layout.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>

namespace respawn::detail {

/// The state as the worker sees it: the directory of named roots and the allocator, inside its private view.
///
/// The lock is in the worker's own memory, so that no commit can contain it while it is held.
/// Threads: allocate and deallocate, any; the rest, the worker's.
class segment {
public:
    /// `base`: the private view, which outlives the segment.
    segment(std::byte* base, std::uint64_t capacity_bytes) : base_{base}, capacity_bytes_{capacity_bytes} {}

    /// Makes an empty state unless there is one: true. Its bytes become part of the next commit.
    bool format_if_new();

    /// Memory from the state, or null when it is full.
    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment) noexcept;
    void deallocate(void* memory) noexcept;

    [[nodiscard]] std::uint64_t extent_bytes() const { return header().extent_bytes; }

    /// The directory's entry of that name, or null.
    [[nodiscard]] const state::root_data* find_root(std::string_view name) const;
    /// Adds an entry. There must be room for it: see root_count() and state::max_roots.
    void add_root(const state::root_data& root);
    /// Changes the entry of the same name.
    void replace_root(const state::root_data& root);
    [[nodiscard]] std::uint32_t root_count() const { return header().root_count; }
    [[nodiscard]] std::span<const state::root_data> roots() const
    {
        return {header().roots, std::min<std::size_t>(header().root_count, state::max_roots)};
    }

    /// The copies of constants; see state::text_data.
    [[nodiscard]] std::span<const state::text_data> texts() const
    {
        return {reinterpret_cast<const state::text_data*>(at(header().texts_offset)), header().text_count};
    }
    /// Puts these in the place of texts(). False: there is no room for the list.
    [[nodiscard]] bool set_texts(std::span<const state::text_data> texts) noexcept;

    [[nodiscard]] std::uint64_t offset_of(const void* place) const
    {
        return static_cast<std::uint64_t>(static_cast<const std::byte*>(place) - base_);
    }
    [[nodiscard]] std::byte* at(std::uint64_t offset) const { return base_ + offset; }

private:
    [[nodiscard]] state::header_data& header() const { return *reinterpret_cast<state::header_data*>(base_); }
    bool grow(std::size_t wanted_bytes) noexcept;

    std::byte* base_;
    std::uint64_t capacity_bytes_;
    std::mutex mutex_;
};

/// Why the state at `base` can't be used by this library at `address`, or null if it can: then the directory
/// names only what lies inside the state.
[[nodiscard]] const char* incompatibility_of(
    const std::byte* base, std::uintptr_t address, std::uint64_t capacity_bytes);

/// The entry `name` of the directory at `base`, or null. Reads nothing but the header, however damaged it is.
[[nodiscard]] const state::root_data* find_root_in(const std::byte* base, std::string_view name);

} // namespace respawn::detail
