#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

/// Anonymous shared memory that is passed as a descriptor and never has a name. Implemented in
/// platform/<os>/.
namespace respawn::platform {

/// Makes a sparse memory object of `bytes` zeros that no holder of a descriptor can shrink or grow, so that
/// reading a mapping of it never faults. `purpose` shows in the system's process tools only.
[[nodiscard]] result<unique_handle> create_memory_object(const char* purpose, std::size_t bytes);

enum class new_writers { allowed, forbidden };

/// Makes the object's seals final. With `forbidden` nobody who has not yet mapped it writable ever can;
/// private copy-on-write mappings stay possible. A read-only descriptor alone would not do: it can be
/// reopened.
[[nodiscard]] result<void> seal(int object, new_writers writers);

/// A second descriptor of the object that can only read.
[[nodiscard]] result<unique_handle> reopen_read_only(int object);

/// Offset of the first byte from `offset` on that was ever written or read through a mapping, to the page;
/// all before it are zeros that take no memory. Nothing: there is none, up to the object's end.
[[nodiscard]] std::optional<std::uint64_t> next_used_byte(int object, std::uint64_t offset) noexcept;
/// The same of the first byte from `offset` on, inside of the object, that takes no memory.
[[nodiscard]] std::uint64_t next_unused_byte(int object, std::uint64_t offset) noexcept;

/// Builds a memory object from pieces, for sending to a process that does not trust this one.
class sealed_object_writer {
public:
    [[nodiscard]] static result<sealed_object_writer> create(const char* purpose);
    [[nodiscard]] result<void> append(const void* data, std::size_t bytes);
    /// Makes size and bytes unchangeable, for ever, and hands the object out.
    [[nodiscard]] result<unique_handle> finish() &&;

private:
    explicit sealed_object_writer(unique_handle object) : object_{std::move(object)} {}
    unique_handle object_;
};

/// The size of an object that another process sent, if neither its size nor its bytes can change any more and
/// reading it never faults.
[[nodiscard]] result<std::uint64_t> sealed_size(int object);

} // namespace respawn::platform
