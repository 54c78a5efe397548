#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace respawn::split_dwarf {

/// Takes numbers and texts off the front of bytes of a file of this machine's byte order. Past the end, all
/// are zero or empty, and is_good() says so.
class byte_reader {
public:
    explicit byte_reader(std::string_view bytes) : rest_{bytes} {}

    [[nodiscard]] bool is_good() const noexcept { return is_good_; }

    template <class Number>
    Number take()
    {
        Number value{};
        const std::string_view bytes = take_bytes(sizeof value);
        if (is_good_)
            std::memcpy(&value, bytes.data(), sizeof value);
        return value;
    }

    /// Of at most 8 bytes.
    std::uint64_t take_number(std::size_t size)
    {
        std::uint64_t value = 0;
        const std::string_view bytes = take_bytes(size);
        if (is_good_)
            std::memcpy(&value, bytes.data(), bytes.size());
        return value;
    }

    std::string_view take_bytes(std::uint64_t count)
    {
        is_good_ = is_good_ && count <= rest_.size();
        if (!is_good_)
            return {};
        const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(count));
        rest_.remove_prefix(taken.size());
        return taken;
    }

    /// LEB128; bits beyond 64 are dropped.
    std::uint64_t take_leb()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; is_good_; shift += 7) {
            const auto byte = take<std::uint8_t>();
            if (shift < 64)
                value |= std::uint64_t{byte & 0x7fU} << shift;
            if ((byte & 0x80U) == 0)
                break;
        }
        return value;
    }

    /// Up to a zero.
    std::string take_text()
    {
        const auto end = rest_.find('\0');
        const std::string_view text = take_bytes(end == std::string_view::npos ? rest_.size() + 1 : end);
        take_bytes(1);
        return std::string{text};
    }

private:
    std::string_view rest_;
    bool is_good_ = true;
};

} // namespace respawn::split_dwarf
