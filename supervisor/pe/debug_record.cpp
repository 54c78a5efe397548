#include "supervisor/pe/debug_record.hpp"

#include "shared/text/printable.hpp"
#include "supervisor/pe/headers.hpp"
#include "supervisor/platform/durable_file.hpp"
#include "supervisor/platform/file_copy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <vector>

namespace respawn::pe {

namespace {

struct directory_entry {
    std::uint32_t characteristics;
    std::uint32_t time_stamp;
    std::uint16_t major_version, minor_version;
    std::uint32_t type; ///< IMAGE_DEBUG_TYPE_*
    std::uint32_t data_bytes;
    std::uint32_t data_address;
    std::uint32_t data_offset; ///< in the file
};
static_assert(sizeof(directory_entry) == 28);

struct record_header {
    std::array<char, 4> magic;
    guid id;
    std::uint32_t age; ///< followed by the path and a zero
};
static_assert(sizeof(record_header) == 24);

constexpr std::uint32_t type_codeview = 2;
constexpr std::array<char, 4> record_magic{'R', 'S', 'D', 'S'};
/// Linkers write a handful, of different types.
constexpr std::uint32_t most_entries = 256;
/// A path of Windows has at most 32,767 characters, of at most three bytes each.
constexpr std::uint32_t most_path_bytes = 3 * 32767 + 1;

failure no_record(const std::string& path)
{
    return failure{
        path + " has no record of a PDB; link it with debug information: -g -gcodeview -Wl,--pdb= for clang"};
}

failure damaged(const std::string& path, const std::string& what)
{
    return failure{path + " has a damaged debug directory: " + what + "; build it again"};
}

/// Of an entry of the debug directory; nothing: it is not a record of that kind.
result<std::optional<debug_record>> read_record(
    bounded_file& file, const std::string& path, const directory_entry& entry)
{
    if (entry.type != type_codeview || file.read<std::array<char, 4>>(entry.data_offset) != record_magic)
        return std::optional<debug_record>{};
    const auto header = file.read<record_header>(entry.data_offset);
    if (!header || entry.data_bytes <= sizeof(record_header) ||
        !file.contains(entry.data_offset, entry.data_bytes))
        return damaged(path, "the record of the PDB is cut off");
    debug_record found{header->id, header->age, {}, entry.data_offset + sizeof(record_header), 0};
    found.path_room_bytes = entry.data_bytes - std::uint32_t{sizeof(record_header)};
    if (found.path_room_bytes > most_path_bytes)
        return damaged(path, "the record of the PDB is longer than any path");
    const auto text = file.read_string(found.path_offset, found.path_room_bytes);
    const auto end = text ? text->find('\0') : std::string::npos;
    if (end == std::string::npos)
        return damaged(path, "the path of the PDB has no end");
    found.pdb_path = text->substr(0, end);
    return std::optional{std::move(found)};
}

/// The path as it stands in the file: `name`, and zeros up to the end of the room.
std::string path_bytes(const debug_record& record, std::string_view name)
{
    std::string bytes{name};
    bytes.resize(record.path_room_bytes, '\0');
    return bytes;
}

/// The record of an image that is to name another PDB.
result<debug_record> read_record_for(const std::filesystem::path& image, std::string_view name)
{
    if (!is_bare_name(name))
        return failure{fmt::format(
            "'{}' is more than the name of a file; give one without folders, such as game.pdb",
            text::printable(std::string{name}, text::line_ends::go))};
    auto record = read_debug_record(image);
    if (record && name.size() >= record->path_room_bytes)
        return failure{fmt::format(
            "{} has room for a name of {} bytes, and '{}' has {}; choose a shorter one, or link it again "
            "with -Wl,-pdbaltpath:{}",
            image.string(), record->path_room_bytes - 1, name, name.size(), name)};
    return record;
}

/// Appends the next `bytes` of `from`.
result<void> append_bytes(
    platform::input_file& from, platform::durable_file& to, std::uint64_t bytes, const std::string& path)
{
    constexpr std::uint64_t piece_bytes = std::uint64_t{256} << 10;
    std::vector<std::byte> piece;
    for (; bytes != 0; bytes -= piece.size()) {
        piece.resize(static_cast<std::size_t>(std::min(bytes, piece_bytes)));
        const auto is_read = from.read(piece);
        if (!is_read)
            return failure{"cannot read " + path + ": " + is_read.error().sentence};
        if (!*is_read)
            return failure{path + " changed meanwhile; wait for the build to end"};
        if (auto written = to.append(piece); !written)
            return written;
    }
    return {};
}

/// All of `from`, with `path_in_it` where the record has it.
result<void> append_patched(
    platform::input_file& from, platform::durable_file& to, const debug_record& record,
    const std::string& path_in_it, const std::string& path)
{
    if (auto before = append_bytes(from, to, record.path_offset, path); !before)
        return before;
    std::vector<std::byte> old(path_in_it.size());
    if (const auto skipped = from.read(old); !skipped || !*skipped)
        return failure{path + " changed meanwhile; wait for the build to end"};
    if (auto name = to.append(std::as_bytes(std::span{path_in_it})); !name)
        return name;
    return append_bytes(from, to, from.size_bytes() - record.path_offset - path_in_it.size(), path);
}

} // namespace

result<debug_record> read_debug_record(const std::filesystem::path& image)
{
    const std::string path = image.string();
    bounded_file file{path};
    const auto of = read_headers(file, path);
    if (!of)
        return of.error();
    const auto count = static_cast<std::uint32_t>(of->debug.bytes / sizeof(directory_entry));
    if (count == 0)
        return no_record(path);
    const auto directory = offset_of(file, *of, of->debug.virtual_address, of->debug.bytes);
    if (!directory || count > most_entries)
        return damaged(path, "it is outside of all sections, or too long");
    for (std::uint32_t index = 0; index < count; ++index) {
        const auto entry = file.read<directory_entry>(*directory + index * sizeof(directory_entry));
        if (!entry)
            return incomplete(path, "the debug directory is");
        const auto record = read_record(file, path, *entry);
        if (!record)
            return record.error();
        if (*record)
            return **record;
    }
    return no_record(path);
}

std::string bare_name(std::string_view path)
{
    const auto separator = path.find_last_of("/\\:");
    const auto name = path.substr(separator == std::string_view::npos ? 0 : separator + 1);
    return is_bare_name(name) ? std::string{name} : std::string{};
}

bool is_bare_name(std::string_view path)
{
    const auto steers = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
    return !path.empty() && path != "." && path != ".." &&
           path.find_first_of("/\\:") == std::string_view::npos &&
           std::none_of(path.begin(), path.end(), steers);
}

result<void> patch_pdb_path(const std::filesystem::path& image, std::string_view name)
{
    const auto record = read_record_for(image, name);
    if (!record)
        return record.error();
    const std::string bytes = path_bytes(*record, name);
    std::fstream file{image, std::ios::binary | std::ios::in | std::ios::out};
    file.seekp(static_cast<std::streamoff>(record->path_offset));
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush())
        return failure{"cannot write " + image.string() + "; check its permissions and the disk's room"};
    return {};
}

result<void> replace_pdb_path(const std::filesystem::path& image, std::string_view name)
{
    const std::string path = image.string();
    const auto before = platform::version_of(path);
    if (!before)
        return before.error();
    const auto record = read_record_for(image, name);
    if (!record)
        return record.error();
    auto from = platform::input_file::open(image);
    if (!from)
        return from.error();
    auto to = platform::durable_file::create(image);
    if (!to)
        return to.error();
    if (auto written = append_patched(*from, *to, *record, path_bytes(*record, name), path); !written)
        return written;
    if (const auto after = platform::version_of(path); !after || *after != *before)
        return failure{path + " changed meanwhile; wait for the build to end"};
    return to->publish();
}

} // namespace respawn::pe
