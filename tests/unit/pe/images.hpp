#pragma once

#include "tests/support/temporary_folder.hpp"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <initializer_list>

/// Images and a PDB that clang and lld have made: see make_images.
namespace respawn::test {

inline std::filesystem::path pe_image(const char* name)
{
    return std::filesystem::path{PE_IMAGES} / name;
}

/// Calls `look` for copies of `original` at `path` that are cut short at each length, the longest first.
template <class Look>
void for_each_length(const std::string& original, const std::filesystem::path& path, Look look)
{
    write_file(path, original);
    for (std::size_t size = original.size(); size-- != 0;) {
        std::filesystem::resize_file(path, size);
        look(size);
    }
}

/// Calls `look` for copies of `original` at `path` that have each of its bytes changed, one at a time, by
/// each of `changes`.
template <class Look>
void for_each_changed_byte(
    const std::string& original, const std::filesystem::path& path, std::initializer_list<int> changes,
    Look look)
{
    write_file(path, original);
    std::fstream file{path, std::ios::binary | std::ios::in | std::ios::out};
    const auto put = [&](std::size_t at, char byte) {
        file.seekp(static_cast<std::streamoff>(at));
        file.put(byte);
        file.flush();
    };
    for (std::size_t at = 0; at != original.size(); ++at) {
        for (const int change : changes) {
            put(at, static_cast<char>(original[at] ^ change));
            look(at);
        }
        put(at, original[at]);
    }
}

template <class Value>
void put(std::string& bytes, std::size_t at, Value value)
{
    bytes.replace(at, sizeof value, reinterpret_cast<const char*>(&value), sizeof value);
}

} // namespace respawn::test
