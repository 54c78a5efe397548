#pragma once

#include <cstdint>
#include <string_view>

namespace respawn {

/// The 64-bit FNV-1a hash of bytes: the same in every process, build and version.
/// Source: http://www.isthe.com/chongo/tech/comp/fnv/
class fnv1a {
public:
    constexpr fnv1a& add_byte(std::uint8_t byte)
    {
        hash_ = (hash_ ^ byte) * 0x100000001b3;
        return *this;
    }
    /// Its characters alone: "ab" and "c" leave what "a" and "bc" do.
    constexpr fnv1a& add(std::string_view text)
    {
        for (const char each : text)
            add_byte(static_cast<std::uint8_t>(each));
        return *this;
    }
    [[nodiscard]] constexpr std::uint64_t value() const { return hash_; }

private:
    std::uint64_t hash_ = 0xcbf29ce484222325;
};

} // namespace respawn
