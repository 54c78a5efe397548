#pragma once

#include <utility>

namespace respawn {

/// Owns one operating-system handle (a file descriptor on POSIX systems) and closes it when destroyed.
class unique_handle {
public:
    static constexpr int none = -1;

    unique_handle() noexcept = default;
    explicit unique_handle(int handle) noexcept : handle_{handle} {}
    unique_handle(unique_handle&& other) noexcept : handle_{other.release()} {}
    unique_handle& operator=(unique_handle&& other) noexcept
    {
        unique_handle{std::move(other)}.swap(*this);
        return *this;
    }
    ~unique_handle() { close(); }

    [[nodiscard]] int get() const noexcept { return handle_; }
    [[nodiscard]] int release() noexcept { return std::exchange(handle_, none); }
    explicit operator bool() const noexcept { return handle_ != none; }
    void swap(unique_handle& other) noexcept { std::swap(handle_, other.handle_); }

    /// Closes the handle now; does nothing when there is none. Implemented in platform/<os>/.
    void close() noexcept;

private:
    int handle_ = none;
};

} // namespace respawn
