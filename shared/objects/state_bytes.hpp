#pragma once

#include "shared/objects/used_parts.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

namespace respawn::objects {

class class_table;

/// The bytes of a state, wherever this process has them. Addresses are those that pointers in the state hold.
///
/// Distrusts them: nothing outside of the state is ever read, whatever the state says.
class state_bytes {
public:
    /// `bytes`: of the state that workers have at `address`; they outlive this.
    state_bytes(const std::byte* bytes, std::uint64_t address, std::uint64_t extent_bytes) :
        bytes_{reinterpret_cast<std::uintptr_t>(bytes)}, address_{address}, extent_bytes_{extent_bytes}
    {}

    /// Everything that this process has, as a state: for objects that are known to be sound.
    [[nodiscard]] static state_bytes own_memory() { return {nullptr, 0, static_cast<std::uint64_t>(-1)}; }

    [[nodiscard]] bool contains(std::uint64_t address, std::uint64_t bytes) const
    {
        // Of an address below the state, the difference is too large.
        const std::uint64_t offset = address - address_;
        return offset <= extent_bytes_ && bytes <= extent_bytes_ - offset;
    }

    /// The bytes at `address`, or null if they are not all inside the state.
    [[nodiscard]] const std::byte* at(std::uint64_t address, std::uint64_t bytes) const
    {
        return contains(address, bytes) ? reinterpret_cast<const std::byte*>(bytes_ + (address - address_))
                                        : nullptr;
    }

    template <class T>
    [[nodiscard]] std::optional<T> read(std::uint64_t address) const
    {
        const std::byte* place = at(address, sizeof(T));
        if (!place)
            return std::nullopt;
        T value;
        std::memcpy(&value, place, sizeof value);
        return value;
    }

    /// The same state, with what tells the classes of its objects; null: nothing does. It outlives this.
    [[nodiscard]] state_bytes with_classes(const class_table* classes) const
    {
        state_bytes result = *this;
        result.classes_ = classes;
        return result;
    }
    [[nodiscard]] const class_table* classes() const { return classes_; }

    /// The same state, with what tells which parts of it are in use; null: all of it is. It outlives this.
    [[nodiscard]] state_bytes with_used_parts(const used_parts* used) const
    {
        state_bytes result = *this;
        result.used_ = used;
        return result;
    }
    /// The first part in use, by address, that ends behind `address`, which is in the state.
    [[nodiscard]] used_part used_from(std::uint64_t address) const
    {
        if (!used_)
            return {};
        const used_part found = used_->from(address - address_);
        const std::uint64_t most = ~std::uint64_t{0} - address_;
        return {address_ + std::min(found.begin, most), address_ + std::min(found.end, most)};
    }

    [[nodiscard]] std::uint64_t address() const { return address_; }
    [[nodiscard]] std::uint64_t extent_bytes() const { return extent_bytes_; }

private:
    std::uintptr_t bytes_;
    std::uint64_t address_;
    std::uint64_t extent_bytes_;
    const class_table* classes_ = nullptr;
    const used_parts* used_ = nullptr;
};

} // namespace respawn::objects
