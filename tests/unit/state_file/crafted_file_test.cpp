#include "tests/unit/state_file/file_bytes.hpp"

#include "catch.hpp"

#include <limits>

// Files whose checksums are right and whose content is not what this version writes: another version's,
// another session's, or made to do harm.

using namespace respawn::test;
namespace state_file = respawn::state_file;
using respawn::journal::record_data;
using state_file::block_data;
using state_file::header_data;

namespace {

const bytes whole = file_of({812, 16, {{2, 'a'}, {5, 'b'}}});
constexpr auto huge = std::numeric_limits<std::uint64_t>::max();

template <class Change>
std::string header_problem(Change change)
{
    return problem_of(with_header(whole, change));
}

template <class Change>
std::string block_problem(Change change)
{
    return problem_of(with_block(whole, change));
}

} // namespace

TEST_CASE("a file of another version is refused, whatever else is in it")
{
    CHECK(header_problem([](header_data& header) {
              header.format_version = 2;
          }) == "was saved by another version of respawn: it has format 2, and this one reads format 1");
    CHECK(header_problem([](header_data& header) {
              header.machine.state_layout_version += 1;
          }).starts_with("was saved by another version of respawn: its state has layout "));
    bytes unknown_header = whole;
    unknown_header[8] = std::byte{9};
    CHECK(problem_of(unknown_header).starts_with("was saved by another version of respawn: "));
}

TEST_CASE("features that a reader may do without are ignored, and those that it must know are refused")
{
    CHECK(header_problem([](header_data& header) { header.optional_features = huge; }) == "nothing");
    CHECK(header_problem([](header_data& header) {
              header.required_features = 4;
          }) == "was saved by another version of respawn: it has features 0x4, which this one does not know");
}

TEST_CASE("a file of another kind of machine is refused")
{
    const std::string other = "was saved on another kind of machine";
    CHECK(header_problem([](header_data& header) { header.machine.byte_order = 0x04030201; }) == other);
    CHECK(header_problem([](header_data& header) { header.machine.pointer_bytes = 4; }) == other);
    CHECK(header_problem([](header_data& header) { header.machine.page_bytes = 16384; }) == other);
}

TEST_CASE("a file for another address, or for more room than there is, is refused with the option that helps")
{
    CHECK(
        problem_of(whole, {0x3000'0000'0000, session.capacity_bytes}) ==
        "was saved with the state at address 0x200000000000, and this session has it at 0x300000000000: "
        "start "
        "with --state-address 0x200000000000");
    CHECK(
        problem_of(whole, {session.address, 8 * page_bytes}) ==
        "holds a state of 64 KiB, more than this session has room for: start with a larger --state-capacity");
    CHECK(problem_of(whole, {session.address, 16 * page_bytes}) == "nothing");
    CHECK(header_problem([](header_data& header) { header.capacity_bytes = huge; }) == "nothing");
}

TEST_CASE("a header that contradicts itself is refused")
{
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{3}, std::uint64_t{1} << 32, huge}) {
        CAPTURE(number);
        CHECK(header_problem([&](header_data& header) { header.page_count = number; }) != "nothing");
        CHECK(header_problem([&](header_data& header) { header.block_count = number; }) != "nothing");
        CHECK(header_problem([&](header_data& header) { header.file_bytes = number; }) != "nothing");
        CHECK(header_problem([&](header_data& header) { header.extent_bytes = number; }) != "nothing");
    }
    CHECK(header_problem([](header_data& header) { header.frame = 0; }) != "nothing");
    CHECK(header_problem([](header_data& header) { header.frame += 1; }) != "nothing");
    CHECK(header_problem([](header_data& header) { header.extent_bytes += 1; }) != "nothing");
    CHECK(header_problem([](header_data& header) { header.extent_bytes += page_bytes; }) != "nothing");
}

TEST_CASE("a block that contradicts itself or the header is refused")
{
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{64}, std::uint64_t{1} << 32, huge}) {
        CAPTURE(number);
        CHECK(
            block_problem([&](block_data& head, record_data&) { head.record_bytes = number; }) != "nothing");
        CHECK(block_problem([&](block_data&, record_data& record) { record.bytes = number; }) != "nothing");
        CHECK(block_problem([&](block_data&, record_data& record) {
                  record.extent_bytes = number;
              }) != "nothing");
    }
    CHECK(block_problem([](block_data& head, record_data&) { head.magic += 1; }) != "nothing");
    CHECK(block_problem([](block_data&, record_data& record) { record.magic += 1; }) != "nothing");
    CHECK(block_problem([](block_data&, record_data& record) { record.frame += 1; }) != "nothing");
    CHECK(block_problem([](block_data&, record_data& record) { record.page_count = 1; }) != "nothing");
    CHECK(block_problem([](block_data&, record_data& record) { record.page_count = ~0u; }) != "nothing");
    CHECK(block_problem([](block_data&, record_data&) {}) == "nothing");
}

TEST_CASE("pages that do not ascend through the whole file, or lie outside the state, are refused")
{
    const small_state state{812, 16, {}};
    CHECK(problem_of(file_of(state, {{{5, 'a'}}, {{5, 'b'}}})).starts_with("is damaged: its block 2 "));
    CHECK(problem_of(file_of(state, {{{5, 'a'}}, {{4, 'b'}}})).starts_with("is damaged: its block 2 "));
    CHECK(problem_of(file_of(state, {{{16, 'a'}}})).starts_with("is damaged: its block 1 "));
    CHECK(problem_of(file_of(state, {{{~0u, 'a'}}})).starts_with("is damaged: its block 1 "));
}
