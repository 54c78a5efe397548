#include "supervisor/pe/pdb_file.hpp"

#include "supervisor/staging/bounded_file.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <optional>

namespace respawn::pe {

namespace {

struct superblock {
    std::array<char, 32> magic;
    std::uint32_t block_bytes;
    std::uint32_t free_block_map;
    std::uint32_t block_count;
    std::uint32_t directory_bytes;
    std::uint32_t unknown;
    std::uint32_t block_map; ///< the block that has the numbers of the directory's blocks
};
static_assert(sizeof(superblock) == 56);

/// Begins stream 1.
struct information_header {
    std::uint32_t version;
    std::uint32_t signature;
    std::uint32_t age;
    guid id;
};
static_assert(sizeof(information_header) == 28);

/// Begins stream 3.
struct debug_header {
    std::int32_t signature; ///< -1
    std::uint32_t version;
    std::uint32_t age;
};
static_assert(sizeof(debug_header) == 12);

constexpr std::array<char, 32> msf_magic{'M', 'i', 'c', 'r', 'o',  's',  'o',    'f', 't', ' ',
                                         'C', '/', 'C', '+', '+',  ' ',  'M',    'S', 'F', ' ',
                                         '7', '.', '0', '0', '\r', '\n', '\x1a', 'D', 'S'};
constexpr std::uint32_t least_block_bytes = 512, most_block_bytes = 32768;
constexpr std::uint32_t information_stream = 1, debug_stream = 3;
constexpr std::uint32_t no_stream = 0xffff'ffff; ///< instead of the size of one
constexpr std::uint32_t first_version_with_guid = 20000404;

/// A file of blocks that has streams, each a list of blocks. Only the first block of a stream is looked at,
/// so that no list has to be held.
class msf_file {
public:
    explicit msf_file(const std::string& path) : path_{path}, file_{path} {}

    result<void> open()
    {
        if (!file_.is_open())
            return failure{"cannot read " + path_ + "; check that it is there, and its permissions"};
        const auto head = file_.read<superblock>(0);
        if (!head || head->magic != msf_magic)
            return failure{path_ + " is not a PDB; link the game again"};
        head_ = *head;
        if (!std::has_single_bit(head_.block_bytes) || head_.block_bytes < least_block_bytes ||
            head_.block_bytes > most_block_bytes)
            return damaged("its blocks have no size that makes sense");
        if (!file_.contains(0, std::uint64_t{head_.block_count} * head_.block_bytes))
            return failure{path_ + " is incomplete; wait for the build to end, or build again"};
        return {};
    }

    /// The first bytes of a stream; nothing if the file has no such stream, or an empty one.
    template <class Record>
    result<std::optional<Record>> read_start(std::uint32_t stream)
    {
        static_assert(sizeof(Record) <= least_block_bytes);
        const auto stream_count = directory_word(0);
        if (!stream_count)
            return damaged("its list of streams is not inside of it");
        if (stream >= *stream_count)
            return std::optional<Record>{};
        const auto bytes = stream_bytes(stream);
        if (bytes == std::uint32_t{0})
            return std::optional<Record>{};
        if (!bytes || *bytes < sizeof(Record))
            return damaged(fmt::format("stream {} is cut off", stream));
        const auto record = read_block<Record>(first_block(*stream_count, stream));
        return record ? result<std::optional<Record>>{record}
                      : damaged(fmt::format("stream {} is not inside of it", stream));
    }

    [[nodiscard]] failure damaged(const std::string& what) const
    {
        return failure{path_ + " is damaged: " + what + "; link the game again"};
    }

private:
    /// The first bytes of a block.
    template <class Record>
    std::optional<Record> read_block(std::optional<std::uint32_t> block, std::uint32_t offset = 0)
    {
        if (!block || *block >= head_.block_count)
            return std::nullopt;
        return file_.read<Record>(std::uint64_t{*block} * head_.block_bytes + offset);
    }

    /// A number of the directory: how many streams there are, then the size of each, then the blocks of each.
    std::optional<std::uint32_t> directory_word(std::uint64_t index)
    {
        const std::uint64_t offset = index * sizeof(std::uint32_t);
        const std::uint64_t map_offset = offset / head_.block_bytes * sizeof(std::uint32_t);
        if (offset + sizeof(std::uint32_t) > head_.directory_bytes || map_offset >= head_.block_bytes)
            return std::nullopt;
        const auto block = read_block<std::uint32_t>(head_.block_map, static_cast<std::uint32_t>(map_offset));
        return read_block<std::uint32_t>(block, static_cast<std::uint32_t>(offset % head_.block_bytes));
    }

    std::optional<std::uint32_t> stream_bytes(std::uint32_t stream)
    {
        const auto bytes = directory_word(std::uint64_t{1} + stream);
        return bytes == no_stream ? 0 : bytes;
    }

    std::optional<std::uint32_t> first_block(std::uint32_t stream_count, std::uint32_t stream)
    {
        std::uint64_t index = std::uint64_t{1} + stream_count;
        for (std::uint32_t before = 0; before < stream; ++before) {
            const auto bytes = stream_bytes(before);
            if (!bytes)
                return std::nullopt;
            index += (std::uint64_t{*bytes} + head_.block_bytes - 1) / head_.block_bytes;
        }
        return directory_word(index);
    }

    std::string path_;
    supervisor::bounded_file file_;
    superblock head_{};
};

} // namespace

result<pdb_identity> read_pdb_identity(const std::filesystem::path& pdb)
{
    msf_file file{pdb.string()};
    if (const auto opened = file.open(); !opened)
        return opened.error();
    const auto information = file.read_start<information_header>(information_stream);
    if (!information)
        return information.error();
    if (!*information || (*information)->version < first_version_with_guid)
        return file.damaged("it does not say which image it belongs to");
    const auto debug = file.read_start<debug_header>(debug_stream);
    if (!debug)
        return debug.error();
    if (*debug && (*debug)->signature != -1)
        return file.damaged("it does not say which link it is of");
    return pdb_identity{(*information)->id, *debug ? (*debug)->age : (*information)->age};
}

result<void> check_pdb(const debug_record& record, const std::filesystem::path& pdb)
{
    const auto found = read_pdb_identity(pdb);
    if (!found)
        return found.error();
    if (found->id != record.id)
        return failure{fmt::format(
            "{} is of another build, {}; link the game again, or put the PDB of this build there",
            pdb.string(), to_text(found->id))};
    if (found->age != record.age)
        return failure{fmt::format(
            "{} is of another link of this build, age {}; link the game again", pdb.string(), found->age)};
    return {};
}

} // namespace respawn::pe
