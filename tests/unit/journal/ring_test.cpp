#include "shared/journal/ring.hpp"

#include "catch.hpp"
#include "guarded_memory.hpp"
#include "random_state.hpp"
#include "seed.hpp"

namespace journal = respawn::journal;

namespace {

/// Both sides of one ring, and the state that the supervisor's side makes of it.
struct ring {
    explicit ring(std::uint64_t bytes) :
        memory{journal::region_bytes(bytes)}, writer{memory.get(), bytes}, reader{memory.get(), bytes}
    {}

    /// Where in the ring the record that was read last has its first page.
    std::size_t place_of_pages() const
    {
        return static_cast<std::size_t>(record.page_bytes - memory.get()) - journal::ring_offset;
    }

    guarded_memory memory;
    journal::ring_writer writer;
    journal::ring_reader reader;
    journal::record record;
};

/// Sends a frame of `count` changed pages through the ring and checks that it arrives.
void play_frame(ring& through, random_state& state, std::size_t count, std::vector<std::byte>& committed)
{
    const auto changes = state.change(count);
    through.writer.append(changes);
    const auto read = through.reader.next(state.expected(), through.record);
    REQUIRE(read.has_value());
    REQUIRE(*read);
    REQUIRE(through.record.frame == changes.frame);
    REQUIRE(through.record.extent_bytes == changes.extent_bytes);
    REQUIRE(through.record.pages == state.changed());
    journal::apply(through.record, committed.data());
    REQUIRE(committed == state.bytes());
}

bool has_no_record(ring& through, const random_state& state)
{
    const auto read = through.reader.next(state.expected(), through.record);
    return read.has_value() && !*read;
}

constexpr std::uint64_t one_page_record = 4096 + 128;
constexpr std::uint64_t empty_record = 64;
static_assert(journal::record_bytes(1) == one_page_record);
static_assert(journal::record_bytes(0) == empty_record);

} // namespace

TEST_CASE("a new ring has no record")
{
    ring fresh{1 << 16};
    CHECK(has_no_record(fresh, random_state{1, 1}));
}

TEST_CASE("a record is read once")
{
    ring one{1 << 16};
    random_state state{8, 1};
    std::vector<std::byte> committed(state.bytes().size());
    play_frame(one, state, 3, committed);
    CHECK(has_no_record(one, state));
}

TEST_CASE("a commit without a changed page is a record too")
{
    ring one{1 << 16};
    random_state state{8, 1};
    std::vector<std::byte> committed(state.bytes().size());
    for (int frame = 0; frame != 5'000; ++frame)
        play_frame(one, state, 0, committed);
    CHECK(state.frame() == 5'000);
}

TEST_CASE("commits of all sizes arrive byte by byte, however often the ring wraps")
{
    const std::uint32_t seed = respawn::test::seed();
    CAPTURE(seed);
    const std::uint64_t ring_bytes = GENERATE(16u, 17u, 40u, 101u) * std::uint64_t{4096};
    CAPTURE(ring_bytes);
    ring one{ring_bytes};
    random_state state{24, seed};
    std::vector<std::byte> committed(state.bytes().size());
    std::size_t most = 0;
    while (most != 24 && one.writer.fits(most + 1))
        ++most;
    CAPTURE(most);
    std::uint64_t written = 0;
    for (int frame = 0; frame != 1'500; ++frame) {
        const std::size_t count = state.random()() % (most + 1);
        play_frame(one, state, count, committed);
        written += journal::record_bytes(count);
    }
    CHECK(written > 20 * ring_bytes);
}

TEST_CASE("a record that fits exactly before the ring's end ends there, and the next begins at the start")
{
    const std::uint64_t ring_bytes = 1 << 16;
    ring one{ring_bytes};
    random_state state{8, 1};
    std::vector<std::byte> committed(state.bytes().size());
    for (std::uint64_t used = 0; used != ring_bytes - one_page_record; used += empty_record)
        play_frame(one, state, 0, committed);
    play_frame(one, state, 1, committed);
    CHECK(one.place_of_pages() == ring_bytes - 4096);
    play_frame(one, state, 1, committed);
    CHECK(one.place_of_pages() == 128);
}

TEST_CASE("a record that does not fit before the ring's end begins at its start")
{
    const std::uint64_t ring_bytes = 1 << 16;
    // From the room for a record but for 64 bytes to the room for nothing but the mark to skip.
    const std::uint64_t left = GENERATE(one_page_record - 64, std::uint64_t{128}, std::uint64_t{64});
    CAPTURE(left);
    ring one{ring_bytes};
    random_state state{8, 1};
    std::vector<std::byte> committed(state.bytes().size());
    for (std::uint64_t used = 0; used != ring_bytes - left; used += empty_record)
        play_frame(one, state, 0, committed);
    for (int frame = 0; frame != 3; ++frame) {
        play_frame(one, state, 1, committed);
        CHECK(one.place_of_pages() == static_cast<std::size_t>(frame) * one_page_record + 128);
    }
}

TEST_CASE("the largest commit that fits is half of the ring, and fits at every place in it")
{
    // The one size of a record that is half of a whole number of pages.
    constexpr std::size_t page_count = 496;
    constexpr std::uint64_t ring_bytes = 2 * journal::record_bytes(page_count);
    static_assert(ring_bytes % 4096 == 0);
    ring one{ring_bytes};
    CHECK(one.writer.fits(0));
    CHECK(one.writer.fits(page_count));
    CHECK_FALSE(one.writer.fits(page_count + 1));

    random_state state{page_count, 1};
    std::vector<std::byte> committed(state.bytes().size());
    for (int frame = 0; frame != 12; ++frame) {
        play_frame(one, state, page_count, committed);
        play_frame(one, state, frame % 2 == 0 ? 0 : 300, committed);
    }
    CHECK(state.frame() == 24);
}

TEST_CASE("records that nobody has read yet are read one by one and in order")
{
    ring one{1 << 16};
    random_state state{8, 1};
    for (int frame = 0; frame != 5; ++frame)
        one.writer.append(state.change(1));
    for (std::uint64_t frame = 1; frame <= 5; ++frame) {
        const auto read = one.reader.next({frame, state.bytes().size()}, one.record);
        REQUIRE(read.has_value());
        CHECK(*read);
        CHECK(one.record.frame == frame);
    }
    CHECK(has_no_record(one, state));
}

TEST_CASE("a record that its writer did not publish does not exist")
{
    ring one{1 << 16};
    random_state state{8, 1};
    const auto changes = state.change(2);
    const journal::record_data head = journal::head_of(changes);
    std::memcpy(one.memory.get() + journal::ring_offset, &head, sizeof head);
    CHECK(has_no_record(one, state));
}
