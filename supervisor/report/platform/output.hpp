#pragma once

#include "shared/unique_handle.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace respawn::platform {

/// A descriptor to write to without waiting for its reader, whatever it is: terminal, pipe or socket. A file
/// has no reader, but a disk that may be waited for.
///
/// Where the system allows it, this is an open file of our own, so that not waiting changes nothing for the
/// other processes that write to the same place.
class output {
public:
    explicit output(int descriptor);

    [[nodiscard]] bool may_wait_for_a_disk() const { return is_file_; }
    /// Writes as much of `bytes` as the reader has room for now and says how much that was; nothing: the
    /// reader is gone for good.
    [[nodiscard]] std::optional<std::size_t> write(std::string_view bytes);
    /// Waits until there is room to write, or until `patience` is over.
    void wait(std::chrono::milliseconds patience);

private:
    unique_handle handle_;
    bool is_socket_, is_file_;
};

/// Whether `descriptor` is a terminal that a person looks at and that knows colours.
[[nodiscard]] bool is_colour_terminal(int descriptor);

} // namespace respawn::platform
