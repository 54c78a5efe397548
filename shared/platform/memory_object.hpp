#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"

#include <cstddef>
#include <cstdint>

/// Anonymous shared memory that is passed as a descriptor and never has a name. Implemented in platform/<os>/.
namespace respawn::platform {

/// Makes a sparse memory object of fixed size: no holder of a descriptor can shrink or grow it, so that reading a
/// mapping of it never faults. `purpose` shows in the system's process tools only.
[[nodiscard]] result<unique_handle> create_memory_object(const char* purpose, std::size_t bytes);

/// Takes the right to write from everyone who has not mapped the object writable yet, for ever. Private
/// copy-on-write mappings stay possible.
[[nodiscard]] result<void> forbid_new_writers(int object);

/// A second descriptor of the object that can only read.
[[nodiscard]] result<unique_handle> reopen_read_only(int object);

/// Makes a memory object from `bytes` of data that no one can change, for sending: see sealed_size().
[[nodiscard]] result<unique_handle> create_sealed_copy(const char* purpose, const void* data, std::size_t bytes);

/// Builds a sealed object piece by piece, without mapping it.
class sealed_object_writer {
public:
    [[nodiscard]] static result<sealed_object_writer> create(const char* purpose);
    [[nodiscard]] result<void> append(const void* data, std::size_t bytes);
    /// Seals and hands out the object.
    [[nodiscard]] result<unique_handle> finish() &&;

private:
    explicit sealed_object_writer(unique_handle object) : object_{std::move(object)} {}
    unique_handle object_;
};

/// The size of an object that another process sent, if it is sealed so that neither size nor bytes can change;
/// otherwise the sentence that says what is wrong with it.
[[nodiscard]] result<std::uint64_t> sealed_size(int object);

} // namespace respawn::platform
