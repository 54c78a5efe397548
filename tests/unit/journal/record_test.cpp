#include "shared/journal/record.hpp"
#include "shared/journal/ring.hpp"

#include "catch.hpp"
#include "guarded_memory.hpp"
#include "random_state.hpp"

#include <array>
#include <functional>
#include <string>

namespace journal = respawn::journal;

namespace {

/// A record in memory of its own that ends where the record ends.
struct stored_record {
    explicit stored_record(const journal::commit& changes) :
        memory{(journal::record_bytes(changes.pages.size()) + 4095) / 4096 * 4096},
        bytes{memory.last(journal::record_bytes(changes.pages.size()))}
    {
        const journal::record_data made = journal::head_of(changes);
        std::memcpy(bytes.data(), &made, sizeof made);
        if (!changes.pages.empty())
            std::memcpy(bytes.data() + sizeof made, changes.pages.data(), changes.pages.size_bytes());
        std::byte* next = bytes.data() + journal::pages_offset(changes.pages.size());
        for (const std::uint32_t page : changes.pages) {
            std::memcpy(next, changes.state + page * journal::page_bytes, journal::page_bytes);
            next += journal::page_bytes;
        }
    }

    journal::record_data& head() const { return *reinterpret_cast<journal::record_data*>(bytes.data()); }
    std::uint32_t& page(std::size_t index) const
    {
        return reinterpret_cast<std::uint32_t*>(bytes.data() + sizeof(journal::record_data))[index];
    }

    guarded_memory memory;
    std::span<std::byte> bytes;
};

/// The sentence for a record of three pages of an eight-page state in which `spoil` changed something.
std::string refusal_of(const std::function<void(stored_record&)>& spoil)
{
    random_state state{8, 1};
    stored_record stored{state.change(3)};
    stored.page(0) = 1;
    stored.page(1) = 3;
    stored.page(2) = 7;
    spoil(stored);
    journal::record read;
    const auto done = journal::read_record(stored.bytes, state.expected(), read);
    return done ? "" : done.error().sentence;
}

bool is_about(const std::string& sentence, const std::string& what)
{
    INFO(sentence);
    return sentence.find(what) != std::string::npos;
}

} // namespace

TEST_CASE("a record is read as it was written")
{
    random_state state{8, 1};
    const stored_record stored{state.change(5)};
    journal::record read;
    REQUIRE(journal::read_record(stored.bytes, state.expected(), read).has_value());
    CHECK(read.frame == 1);
    CHECK(read.extent_bytes == 8 * 4096);
    CHECK(read.pages == state.changed());
    CHECK(read.page_bytes + 5 * 4096 == stored.bytes.data() + stored.bytes.size());
}

TEST_CASE("applying a record changes its pages and no other byte")
{
    random_state state{8, 1};
    const stored_record stored{state.change(3)};
    journal::record read;
    REQUIRE(journal::read_record(stored.bytes, state.expected(), read).has_value());

    const std::byte untouched{0xee};
    guarded_memory target{8 * 4096};
    std::fill(target.bytes().begin(), target.bytes().end(), untouched);
    journal::apply(read, target.get());
    for (std::uint32_t page = 0; page != 8; ++page) {
        CAPTURE(page);
        const auto bytes = target.bytes().subspan(page * 4096, 4096);
        const bool changed = std::find(read.pages.begin(), read.pages.end(), page) != read.pages.end();
        if (changed)
            CHECK(std::equal(bytes.begin(), bytes.end(), state.bytes().data() + page * 4096));
        else
            CHECK(std::all_of(bytes.begin(), bytes.end(), [&](std::byte each) { return each == untouched; }));
    }
}

TEST_CASE("what a record must not be is refused with a sentence")
{
    CHECK(refusal_of([](stored_record&) {}) == "");
    CHECK(is_about(refusal_of([](auto& it) { it.head().magic = 0; }), "does not begin with a record"));
    CHECK(is_about(refusal_of([](auto& it) { it.head().magic = journal::skip_magic; }), "does not begin"));
    CHECK(is_about(refusal_of([](auto& it) { it.head().frame = 2; }), "for frame 2 instead of frame 1"));
    CHECK(is_about(refusal_of([](auto& it) { it.head().extent_bytes = 9 * 4096; }), "36864 bytes"));
    CHECK(is_about(refusal_of([](auto& it) { it.head().extent_bytes -= 64; }), "32704 bytes"));
    CHECK(is_about(
        refusal_of([](auto& it) { it.head().extent_bytes = 2 * 4096; }), "more pages than the state"));
    CHECK(is_about(refusal_of([](auto& it) { it.head().page_count = 0xffff'ffff; }), "more pages"));
    CHECK(is_about(refusal_of([](auto& it) { it.head().page_count = 2; }), "says that it has"));
    CHECK(is_about(refusal_of([](auto& it) { it.head().page_count = 4; }), "says that it has"));
    CHECK(is_about(refusal_of([](auto& it) { it.head().bytes += 64; }), "says that it has"));
    CHECK(is_about(refusal_of([](auto& it) { it.head().bytes = ~std::uint64_t{0}; }), "says that it has"));
    CHECK(is_about(refusal_of([](auto& it) { it.page(1) = 1; }), "a page outside"));
    CHECK(is_about(refusal_of([](auto& it) { it.page(1) = 0; }), "a page outside"));
    CHECK(is_about(refusal_of([](auto& it) { it.page(2) = 8; }), "a page outside"));
    CHECK(is_about(refusal_of([](auto& it) { it.page(2) = 0xffff'ffff; }), "a page outside"));
    CHECK(is_about(refusal_of([](auto& it) { it.head().extent_bytes = 7 * 4096; }), "a page outside"));
    CHECK(is_about(
        refusal_of([](auto& it) { it.bytes = it.bytes.first(it.bytes.size() - 1); }), "says that it has"));
    CHECK(is_about(refusal_of([](auto& it) { it.bytes = it.bytes.first(63); }), "shorter than the head"));
    CHECK(is_about(refusal_of([](auto& it) { it.bytes = {}; }), "shorter than the head"));
}

TEST_CASE("a record of no pages may say that the state is empty")
{
    const random_state state{1, 1};
    const stored_record stored{{1, 0, {}, state.bytes().data()}};
    journal::record read;
    CHECK(journal::read_record(stored.bytes, {1, 4096}, read).has_value());
    CHECK(read.pages.empty());
    CHECK(read.extent_bytes == 0);
}
