#include "supervisor/state_file/encode.hpp"

#include "shared/journal/record.hpp"
#include "supervisor/state_file/checksum.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace respawn::state_file {

namespace {

using journal::page_bytes;

bool holds_zeros(const std::byte* page)
{
    static constexpr std::array<std::byte, page_bytes> zeros{};
    return std::memcmp(page, zeros.data(), page_bytes) == 0;
}

template <class Data>
void put(std::vector<std::byte>& bytes, std::size_t offset, const Data& data)
{
    std::memcpy(bytes.data() + offset, &data, sizeof data);
}

std::vector<std::uint32_t> places_with_content(const page_copies& copies)
{
    std::vector<std::uint32_t> places;
    for (std::uint32_t place = 0; place != copies.pages.size(); ++place)
        if (!holds_zeros(copies.bytes.data() + place * page_bytes))
            places.push_back(place);
    return places;
}

} // namespace

void page_copies::clear()
{
    pages.clear();
    bytes.clear();
}

void page_copies::add(std::uint32_t page, const std::byte* content)
{
    pages.push_back(page);
    bytes.insert(bytes.end(), content, content + page_bytes);
}

header_data make_header(const description& what, const contents& written)
{
    header_data header{};
    std::memcpy(header.magic, magic, sizeof magic);
    header.format_version = format_version;
    header.machine = this_machine;
    header.address = what.address;
    header.capacity_bytes = what.capacity_bytes;
    header.extent_bytes = what.extent_bytes;
    header.frame = what.frame;
    header.page_count = written.pages;
    header.block_count = written.blocks;
    header.file_bytes = sizeof header + written.bytes;
    header.saved_s = what.saved_s;
    header.pointers_bytes = written.pointers_bytes;
    header.required_features = written.pointers_bytes != 0 ? pointers_feature : 0;
    header.checksum = checksum_of(header);
    return header;
}

std::uint32_t checksum_of(const header_data& header)
{
    header_data plain = header;
    plain.checksum = 0;
    return crc32(std::as_bytes(std::span{&plain, 1}));
}

std::uint32_t checksum_of(const block_data& head, std::span<const std::byte> record)
{
    block_data plain = head;
    plain.checksum = 0;
    return crc32(record, crc32(std::as_bytes(std::span{&plain, 1})));
}

std::uint32_t checksum_of(const pointers_data& head, std::span<const std::byte> told)
{
    pointers_data plain = head;
    plain.checksum = 0;
    return crc32(told, crc32(std::as_bytes(std::span{&plain, 1})));
}

std::vector<std::byte> encode_pointers(std::span<const std::byte> told)
{
    pointers_data head{pointers_magic, 0, told.size()};
    head.checksum = checksum_of(head, told);
    std::vector<std::byte> all(sizeof head + told.size());
    put(all, 0, head);
    std::copy(told.begin(), told.end(), all.begin() + sizeof head);
    return all;
}

std::uint64_t encode_block(const description& what, const page_copies& copies, std::vector<std::byte>& block)
{
    block.clear();
    const std::vector<std::uint32_t> places = places_with_content(copies);
    if (places.empty())
        return 0;
    block_data head{};
    head.magic = block_magic;
    head.record_bytes = journal::record_bytes(places.size());
    journal::record_data record{};
    record.magic = journal::record_magic;
    record.page_count = static_cast<std::uint32_t>(places.size());
    record.bytes = head.record_bytes;
    record.frame = what.frame;
    record.extent_bytes = what.extent_bytes;
    block.resize(sizeof head + head.record_bytes);
    put(block, sizeof head, record);
    std::size_t index_at = sizeof head + sizeof record;
    std::size_t page_at = sizeof head + journal::pages_offset(places.size());
    for (const std::uint32_t place : places) {
        put(block, index_at, copies.pages[place]);
        std::memcpy(block.data() + page_at, copies.bytes.data() + place * page_bytes, page_bytes);
        index_at += sizeof(std::uint32_t);
        page_at += page_bytes;
    }
    head.checksum = checksum_of(head, std::span{block}.subspan(sizeof head));
    put(block, 0, head);
    return places.size();
}

} // namespace respawn::state_file
