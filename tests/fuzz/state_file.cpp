// A state file. After a first byte of 0 it is the bytes as they are. After any other it is put together, so
// that small inputs have many pages, and gets the checksums that it should have: a header, then for each
// block its head, the head of its record, how many page numbers follow, those, and what the pages are full
// of.
#include "supervisor/state_file/encode.hpp"
#include "supervisor/state_file/reader.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <vector>

using namespace respawn;

namespace {

constexpr state_file::expectation session{state::default_address, std::uint64_t{1} << 20};
constexpr std::size_t most_blocks = 8;

using file_bytes = std::vector<std::byte>;

template <class Data>
void append(file_bytes& file, const Data& data, std::size_t bytes = sizeof(Data))
{
    const std::size_t at = file.size();
    file.resize(at + bytes);
    std::memcpy(file.data() + at, &data, std::min(bytes, sizeof data));
}

void append_block(file_bytes& file, test::input_parts& input)
{
    auto head = input.take<state_file::block_data>();
    const auto record = input.take<journal::record_data>();
    const std::size_t pages = input.take<std::uint8_t>();
    const std::size_t head_at = file.size(), record_at = head_at + sizeof head;
    append(file, head);
    append(file, record);
    for (std::size_t count = 0; count != pages; ++count)
        append(file, input.take<std::uint32_t>());
    file.resize(record_at + journal::pages_offset(pages));
    file.resize(file.size() + pages * journal::page_bytes, input.take<std::byte>());
    head.checksum = checksum_of(head, std::span{file}.subspan(record_at));
    std::memcpy(file.data() + head_at, &head, sizeof head);
}

file_bytes put_together(test::input_parts input)
{
    file_bytes file;
    auto header = input.take<state_file::header_data>();
    header.checksum = checksum_of(header);
    append(file, header);
    for (std::size_t count = 0; count != most_blocks && !input.rest().empty(); ++count)
        append_block(file, input);
    return file;
}

/// What the checked blocks add up to.
struct sums {
    std::uint64_t pages = 0, next_page = 0, frame = 0, extent_bytes = 0;
    std::byte bits{};

    void add(const journal::record& block)
    {
        for (const std::uint32_t page : block.pages) {
            test::require(page >= next_page, "pages ascend through the whole file");
            next_page = std::uint64_t{page} + 1;
        }
        // Reads every byte: they must be there.
        const std::span content{block.page_bytes, block.pages.size() * journal::page_bytes};
        pages += content.size() / journal::page_bytes;
        bits = std::accumulate(content.begin(), content.end(), bits, std::bit_or{});
        test::require(block.extent_bytes <= session.capacity_bytes, "a state fits into its session");
        test::require(
            next_page * journal::page_bytes <= block.extent_bytes, "pages are inside of the extent");
        frame = block.frame;
        extent_bytes = block.extent_bytes;
    }
};

void check(const file_bytes& file)
{
    sums all;
    state_file::memory_source source{file};
    const auto header =
        state_file::read_state_file(source, session, [&](const journal::record& block) { all.add(block); });
    if (!header)
        return test::require(!header.error().sentence.empty(), "a refusal has a reason");
    test::require(header->file_bytes == file.size(), "a state file has the size that it says");
    test::require(header->page_count == all.pages, "and the pages");
    test::require(header->address == session.address, "it is for this address");
    test::require(header->frame != 0 && (all.pages == 0 || header->frame == all.frame), "and of one frame");
    test::require(all.pages == 0 || header->extent_bytes == all.extent_bytes, "and of one extent");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    test::input_parts input{bytes, size};
    if (input.take<std::uint8_t>() != 0) {
        check(put_together(input));
    } else {
        const auto rest = std::as_bytes(input.rest());
        check({rest.begin(), rest.end()});
    }
    return 0;
}
