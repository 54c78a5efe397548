#include "tests/unit/state_file/file_bytes.hpp"

#include "supervisor/state_file/checksum.hpp"

#include "catch.hpp"

#include <random>

using namespace respawn::test;
namespace state_file = respawn::state_file;

TEST_CASE("a state comes back as it was saved, page by page")
{
    const small_state state{812, 16, {{0, 'a'}, {3, 'b'}, {4, 'c'}, {15, 'd'}}};
    CHECK(state_in(file_of(state)) == state);
    CHECK(state_in(file_of(state, {{{0, 'a'}, {3, 'b'}}, {{4, 'c'}, {15, 'd'}}})) == state);
    const auto header = state_file::check_state_file(file_of(state), session).value();
    CHECK(header.page_count == 4);
    CHECK(header.saved_s == 1'700'000'000);
}

TEST_CASE("pages that hold nothing but zeros take no room")
{
    bytes block;
    const auto copies = copies_of({{0, '\0'}, {1, 'x'}, {2, '\0'}});
    CHECK(state_file::encode_block(description_of({}), copies, block) == 1);
    CHECK(block.size() == sizeof(state_file::block_data) + respawn::journal::record_bytes(1));
    CHECK(state_file::encode_block(description_of({}), copies_of({{7, '\0'}}), block) == 0);
    CHECK(block.empty());
}

TEST_CASE("a state of nothing but zeros is a state")
{
    const small_state state{1, 16, {}};
    CHECK(state_in(file_of(state, {})) == state);
}

TEST_CASE("a file that is damaged in any bit is refused")
{
    const bytes whole = file_of({812, 16, {{0, 'a'}}});
    for (std::size_t place = 0; place != whole.size(); ++place)
        for (unsigned bit = 0; bit != 8; ++bit) {
            bytes damaged = whole;
            damaged[place] ^= static_cast<std::byte>(1u << bit);
            if (problem_of(damaged) == "nothing")
                FAIL("bit " << bit << " of byte " << place << " may be anything");
        }
}

TEST_CASE("a file that was cut anywhere is refused with what is there and what should be")
{
    const bytes whole = file_of({812, 16, {{0, 'a'}, {9, 'b'}}}, {{{0, 'a'}}, {{9, 'b'}}});
    for (std::size_t length = 0; length != whole.size(); ++length) {
        const bytes cut{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)};
        const std::size_t wanted =
            length < sizeof(state_file::header_data) ? sizeof(state_file::header_data) : whole.size();
        CAPTURE(length);
        REQUIRE(
            problem_of(cut) == "is cut short: it has " + std::to_string(length) + " of its " +
                                   std::to_string(wanted) + " bytes");
    }
    bytes longer = whole;
    longer.push_back({});
    CHECK(problem_of(longer).starts_with("is damaged: it has "));
}

TEST_CASE("a file that shrinks while it is read is cut short")
{
    class shrinking final : public state_file::byte_source {
    public:
        explicit shrinking(const bytes& file) :
            there_{std::span{file}.first(file.size() - 5)}, size_{file.size()}
        {}
        [[nodiscard]] std::uint64_t size_bytes() const override { return size_; }
        [[nodiscard]] respawn::result<bool> read(std::span<std::byte> into) override
        {
            return there_.read(into);
        }

    private:
        state_file::memory_source there_;
        std::uint64_t size_;
    };
    const bytes file = file_of({812, 16, {{0, 'a'}}});
    shrinking source{file};
    const auto read = state_file::read_state_file(source, session, [](const auto&) {});
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().sentence.starts_with("is cut short: "));
}

TEST_CASE("random bytes are no state, with or without a header before them")
{
    constexpr unsigned seed = 7;
    CAPTURE(seed);
    std::mt19937 random{seed};
    const bytes whole = file_of({812, 16, {{0, 'a'}, {1, 'b'}}});
    for (int round = 0; round != 2000; ++round) {
        bytes file = whole;
        const std::size_t from = round % 2 == 0 ? 0 : sizeof(state_file::header_data);
        for (std::size_t place = from; place != file.size(); ++place)
            file[place] = static_cast<std::byte>(random());
        REQUIRE(problem_of(file) != "nothing");
    }
    CHECK(problem_of(bytes(5000)) == "is not a state that respawn saved");
    CHECK(problem_of(bytes(5)) == "is not a state that respawn saved");
}

TEST_CASE("the checksum is the one that everybody calls CRC-32")
{
    const std::string digits = "123456789";
    CHECK(state_file::crc32(std::as_bytes(std::span{digits})) == 0xcbf43926);
}
