#pragma once

#include "shared/state/layout.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace respawn::test {

/// A committed state as `respawn run --dump-state` wrote it.
class dumped_state {
public:
    explicit dumped_state(const std::filesystem::path& file) : bytes_{read_file(file)} {}

    /// One that was not in a file of that kind.
    [[nodiscard]] static dumped_state of_bytes(std::string bytes)
    {
        dumped_state state;
        state.bytes_ = std::move(bytes);
        return state;
    }

    [[nodiscard]] const std::string& bytes() const { return bytes_; }

    /// Address of a root in the worker; throws if there is none of that name.
    [[nodiscard]] std::uint64_t root(std::string_view name) const
    {
        const auto header = read<state::header_data>(state::default_address);
        const auto* end = header.roots + header.root_count;
        const auto* found =
            std::find_if(header.roots, end, [&](const auto& each) { return name == each.name; });
        if (found == end)
            throw std::runtime_error{"the state has no root " + std::string{name}};
        return state::default_address + found->object_offset;
    }

    /// What lay at an address in the worker.
    template <class T>
    [[nodiscard]] T read(std::uint64_t address) const
    {
        T value;
        std::memcpy(&value, range(address, sizeof value), sizeof value);
        return value;
    }

    /// The elements of a respawn::vector at an address in the worker.
    template <class T>
    [[nodiscard]] std::vector<T> read_vector(std::uint64_t address) const
    {
        const auto begin = read<std::uint64_t>(address);
        const auto end = read<std::uint64_t>(address + sizeof begin);
        std::vector<T> values((end - begin) / sizeof(T));
        if (!values.empty())
            std::memcpy(values.data(), range(begin, end - begin), end - begin);
        return values;
    }

private:
    dumped_state() = default;

    [[nodiscard]] const char* range(std::uint64_t address, std::uint64_t size) const
    {
        const std::uint64_t offset = address - state::default_address;
        if (offset > bytes_.size() || size > bytes_.size() - offset)
            throw std::runtime_error{"the dumped state has no address " + std::to_string(address)};
        return bytes_.data() + offset;
    }

    std::string bytes_;
};

/// Whether the numbers are 1, 2, 3, … without a gap or a repetition.
[[nodiscard]] inline bool counts_up(const std::vector<std::uint64_t>& numbers)
{
    for (std::size_t index = 0; index != numbers.size(); ++index)
        if (numbers[index] != index + 1)
            return false;
    return true;
}

} // namespace respawn::test
