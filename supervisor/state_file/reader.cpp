#include "supervisor/state_file/reader.hpp"

#include "supervisor/report/units.hpp"
#include "supervisor/state_file/encode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

namespace respawn::state_file {

namespace {

using journal::page_bytes;

failure cut_short(std::uint64_t there_bytes, std::uint64_t all_bytes)
{
    return {fmt::format("is cut short: it has {} of its {} bytes", there_bytes, all_bytes)};
}

failure damaged(const std::string& where)
{
    return {"is damaged: " + where};
}

failure damaged_block(std::uint64_t number)
{
    return damaged(fmt::format("its block {} does not match its checksum", number));
}

bool is_whole_pages(std::uint64_t bytes)
{
    return bytes % page_bytes == 0;
}

/// Whether the file is of the kind that this program reads at all. The version comes before the checksum:
/// another version may have it elsewhere.
result<void> check_kind(const header_data& header)
{
    if (std::memcmp(header.magic, magic, sizeof magic) != 0)
        return failure{"is not a state that respawn saved"};
    if (header.format_version != format_version)
        return failure{fmt::format(
            "was saved by another version of respawn: it has format {}, and this one reads format {}",
            header.format_version, format_version)};
    if (header.checksum != checksum_of(header))
        return damaged("its header does not match its checksum");
    if (const std::uint64_t unknown = header.required_features & ~known_required_features)
        return failure{fmt::format(
            "was saved by another version of respawn: it has features {:#x}, which this one does not know",
            unknown)};
    return {};
}

result<void> check_machine(const machine_data& machine)
{
    if (machine.byte_order != this_machine.byte_order ||
        machine.pointer_bytes != this_machine.pointer_bytes || machine.page_bytes != this_machine.page_bytes)
        return failure{"was saved on another kind of machine"};
    if (machine.state_layout_version != this_machine.state_layout_version)
        return failure{fmt::format(
            "was saved by another version of respawn: its state has layout {}, and this one uses layout {}",
            machine.state_layout_version, this_machine.state_layout_version)};
    return {};
}

/// Sums that the checksum has found to be as they were written, by whomever.
result<void> check_counts(const header_data& header)
{
    const std::uint64_t pages = header.extent_bytes / page_bytes;
    if (!is_whole_pages(header.extent_bytes) || header.frame == 0 || header.page_count > pages ||
        header.block_count > header.page_count)
        return damaged("its header contradicts itself");
    return {};
}

result<void> check_fit(const header_data& header, expectation expected)
{
    if (header.address != expected.address)
        return failure{fmt::format(
            "was saved with the state at address {0:#x}, and this session has it at {1:#x}: start with "
            "--state-address {0:#x}",
            header.address, expected.address)};
    if (header.extent_bytes > expected.capacity_bytes)
        return failure{fmt::format(
            "holds a state of {}, more than this session has room for: start with a larger "
            "--state-capacity",
            report::bytes_text(header.extent_bytes))};
    return {};
}

result<void> check_size(std::uint64_t there_bytes, std::uint64_t all_bytes)
{
    if (there_bytes < all_bytes)
        return cut_short(there_bytes, all_bytes);
    if (there_bytes > all_bytes)
        return damaged(fmt::format("it has {} bytes instead of {}", there_bytes, all_bytes));
    return {};
}

class reader {
public:
    reader(byte_source& from, expectation expected) : from_{from}, expected_{expected} {}

    result<void> read_header()
    {
        const std::uint64_t size = from_.size_bytes();
        const auto bytes = std::as_writable_bytes(std::span{&header_, 1})
                               .first(std::min<std::uint64_t>(size, sizeof header_));
        if (auto done = fill(bytes); !done)
            return done;
        if (bytes.size() < sizeof header_) {
            const bool begins_well = std::equal(
                bytes.begin(), bytes.begin() + std::min<std::ptrdiff_t>(std::ssize(bytes), sizeof magic),
                std::as_bytes(std::span{magic}).begin());
            return begins_well ? cut_short(size, sizeof header_)
                               : failure{"is not a state that respawn saved"};
        }
        for (const auto& checked :
             {check_kind(header_), check_size(size, header_.file_bytes), check_machine(header_.machine),
              check_counts(header_), check_fit(header_, expected_)})
            if (!checked)
                return checked;
        return {};
    }

    result<void> read_blocks(const std::function<void(const journal::record&)>& use)
    {
        for (std::uint64_t number = 1; number <= header_.block_count; ++number) {
            if (auto read = read_block(number); !read)
                return read;
            use(record_);
        }
        return {};
    }

    result<void> read_pointers()
    {
        const bool has_any = (header_.required_features & pointers_feature) != 0;
        if (has_any != (header_.pointers_bytes != 0) || header_.pointers_bytes > max_pointers_bytes)
            return damaged("its header contradicts itself");
        if (!has_any)
            return {};
        pointers_data head{};
        if (auto done = fill(std::as_writable_bytes(std::span{&head, 1})); !done)
            return done;
        const bool is_there =
            header_.pointers_bytes <= header_.file_bytes - std::min(bytes_, header_.file_bytes);
        if (head.magic != pointers_magic || head.bytes != header_.pointers_bytes || !is_there)
            return damaged("what it tells of its pointers contradicts its header");
        pointers_.resize(head.bytes);
        if (auto done = fill(pointers_); !done)
            return done;
        if (head.checksum != checksum_of(head, pointers_))
            return damaged("what it tells of its pointers does not match its checksum");
        return {};
    }

    result<void> check_sums() const
    {
        if (pages_ != header_.page_count || bytes_ != header_.file_bytes)
            return damaged("its header and its blocks contradict each other");
        return {};
    }

    [[nodiscard]] std::vector<std::byte> take_pointers() { return std::move(pointers_); }

    [[nodiscard]] const header_data& header() const { return header_; }

private:
    result<void> read_block(std::uint64_t number)
    {
        block_data head{};
        if (auto done = fill(std::as_writable_bytes(std::span{&head, 1})); !done)
            return done;
        if (head.magic != block_magic || head.record_bytes < journal::record_bytes(1) ||
            head.record_bytes > journal::record_bytes(max_block_pages))
            return damaged_block(number);
        block_.resize(head.record_bytes);
        if (auto done = fill(block_); !done)
            return done;
        if (head.checksum != checksum_of(head, block_))
            return damaged_block(number);
        const journal::expectation suiting{header_.frame, expected_.capacity_bytes};
        if (auto read = journal::read_record(block_, suiting, record_); !read)
            return damaged(fmt::format("its block {} can't be used: {}", number, read.error().sentence));
        return check_order(number);
    }

    /// Of the record against the file as a whole.
    result<void> check_order(std::uint64_t number)
    {
        const bool ascends = !record_.pages.empty() && (!last_page_ || record_.pages.front() > *last_page_);
        if (!ascends || record_.extent_bytes != header_.extent_bytes)
            return damaged(fmt::format("its block {} contradicts what comes before it", number));
        last_page_ = record_.pages.back();
        pages_ += record_.pages.size();
        return {};
    }

    result<void> fill(std::span<std::byte> into)
    {
        const auto filled = from_.read(into);
        if (!filled)
            return filled.error();
        if (!*filled)
            return cut_short(bytes_, std::max(header_.file_bytes, from_.size_bytes()));
        bytes_ += into.size();
        return {};
    }

    byte_source& from_;
    expectation expected_;
    header_data header_{};
    std::vector<std::byte> block_, pointers_;
    journal::record record_;
    std::optional<std::uint32_t> last_page_;
    std::uint64_t bytes_ = 0, pages_ = 0;
};

} // namespace

result<bool> memory_source::read(std::span<std::byte> into)
{
    if (into.size() > bytes_.size())
        return false;
    std::copy_n(bytes_.begin(), into.size(), into.begin());
    bytes_ = bytes_.subspan(into.size());
    return true;
}

result<header_data> read_state_file(
    byte_source& from, expectation expected, const std::function<void(const journal::record&)>& use,
    std::vector<std::byte>* pointers)
{
    reader file{from, expected};
    if (auto read = file.read_header(); !read)
        return read.error();
    if (auto read = file.read_blocks(use); !read)
        return read.error();
    if (auto read = file.read_pointers(); !read)
        return read.error();
    if (auto right = file.check_sums(); !right)
        return right.error();
    if (pointers)
        *pointers = file.take_pointers();
    return file.header();
}

result<header_data> check_state_file(std::span<const std::byte> bytes, expectation expected)
{
    memory_source source{bytes};
    return read_state_file(source, expected, [](const journal::record&) {});
}

} // namespace respawn::state_file
