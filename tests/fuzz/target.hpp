#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>

/// A fuzz target is one file with one LLVMFuzzerTestOneInput(). Nothing that it is given may harm the
/// process, and what is accepted must be as its docstring promises.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace respawn::test {

/// Ends the process with what was found.
inline void require(bool is_so, const char* claim)
{
    if (is_so)
        return;
    std::fprintf(stderr, "not so: %s\n", claim);
    std::abort();
}

inline std::string_view text_of(const std::uint8_t* bytes, std::size_t size)
{
    return {reinterpret_cast<const char*>(bytes), size};
}

/// Takes fixed-size parts off the front of the input; what is not there reads as zero.
class input_parts {
public:
    input_parts(const std::uint8_t* bytes, std::size_t size) : rest_{bytes, size} {}

    template <class T>
    [[nodiscard]] T take()
    {
        T value{};
        copy_to(&value, sizeof value);
        return value;
    }
    void copy_to(void* target, std::size_t bytes)
    {
        const std::size_t count = bytes < rest_.size() ? bytes : rest_.size();
        if (count != 0)
            std::memcpy(target, rest_.data(), count);
        rest_ = rest_.subspan(count);
    }
    [[nodiscard]] std::span<const std::uint8_t> rest() const { return rest_; }

private:
    std::span<const std::uint8_t> rest_;
};

} // namespace respawn::test
