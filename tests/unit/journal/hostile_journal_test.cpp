#include "shared/journal/record.hpp"
#include "shared/journal/ring.hpp"

#include "catch.hpp"
#include "guarded_memory.hpp"
#include "random_state.hpp"
#include "seed.hpp"

#include <atomic>
#include <optional>

namespace journal = respawn::journal;

namespace {

constexpr int tries = 100'000;
constexpr std::size_t state_pages = 6;
constexpr std::size_t state_bytes = state_pages * journal::page_bytes;
constexpr std::uint64_t ring_bytes = 16 * 4096;

/// Numbers that sizes and offsets go wrong at.
std::uint64_t nasty_number(std::mt19937& random)
{
    const std::uint64_t bit = std::uint64_t{1} << (random() % 64);
    switch (random() % 5) {
    case 0:
        return random() % 10;
    case 1:
        return bit + random() % 3 - 1;
    case 2:
        return ~std::uint64_t{0} - random() % 5;
    case 3:
        return 64 * (random() % 1100);
    default:
        return (std::uint64_t{random()} << 32) | random();
    }
}

/// Overwrites a few bytes of `bytes` with anything, more often near its start than elsewhere.
void spoil(std::span<std::byte> bytes, std::mt19937& random)
{
    for (std::size_t count = random() % 3 + 1; count != 0; --count) {
        const std::size_t range = random() % 3 != 0 ? std::min<std::size_t>(bytes.size(), 96) : bytes.size();
        if (range < sizeof(std::uint64_t))
            return;
        const std::uint64_t number = nasty_number(random);
        const std::size_t size = random() % 2 == 0 ? 4 : 8;
        const std::size_t place = random() % (range - size + 1) / 4 * 4;
        std::memcpy(bytes.data() + place, &number, size);
    }
}

/// Checks all that the supervisor relies on when it applies `read`.
void require_sound(const journal::record& read, std::span<const std::byte> around, std::byte* state)
{
    REQUIRE(read.extent_bytes <= state_bytes);
    for (std::size_t index = 0; index != read.pages.size(); ++index) {
        REQUIRE(read.pages[index] < read.extent_bytes / journal::page_bytes);
        REQUIRE((index == 0 || read.pages[index - 1] < read.pages[index]));
    }
    REQUIRE(read.page_bytes >= around.data());
    REQUIRE(read.page_bytes + read.pages.size() * journal::page_bytes <= around.data() + around.size());
    journal::apply(read, state);
}

} // namespace

TEST_CASE("a record that says it goes on past the ring's end is refused")
{
    guarded_memory ring{journal::region_bytes(ring_bytes)};
    journal::ring_writer writer{ring.get(), ring_bytes};
    journal::ring_reader reader{ring.get(), ring_bytes};
    random_state game{state_pages, 1};
    journal::record read;
    for (std::uint64_t used = 0; used != ring_bytes - 128; used += journal::record_bytes(0)) {
        writer.append(game.change(0));
        REQUIRE(reader.next(game.expected(), read).has_value());
    }
    const auto head = journal::head_of(game.change(1));
    std::memcpy(ring.last(128).data(), &head, sizeof head);
    reinterpret_cast<journal::region_data*>(ring.get())->head += head.bytes;
    CHECK_FALSE(reader.next(game.expected(), read).has_value());
}

TEST_CASE("a journal that ends at a mark to skip is refused")
{
    guarded_memory ring{journal::region_bytes(ring_bytes)};
    journal::ring_writer writer{ring.get(), ring_bytes};
    journal::ring_reader reader{ring.get(), ring_bytes};
    random_state game{state_pages, 1};
    journal::record read;
    writer.append(game.change(0));
    REQUIRE(reader.next(game.expected(), read).has_value());
    // The start of the ring has a record for the next frame, as a worker that is up to something can write
    // it.
    const auto head = journal::head_of(game.change(0));
    journal::record_data skip{};
    skip.magic = journal::skip_magic;
    std::memcpy(ring.get() + journal::ring_offset, &head, sizeof head);
    std::memcpy(ring.get() + journal::ring_offset + 64, &skip, sizeof skip);
    reinterpret_cast<journal::region_data*>(ring.get())->head += 64;
    CHECK_FALSE(reader.next(game.expected(), read).has_value());
}

TEST_CASE("whatever the bytes of a record, it is rejected or sound, and nothing outside it is read")
{
    const std::uint32_t seed = respawn::test::seed();
    CAPTURE(seed);
    random_state game{state_pages, seed};
    std::mt19937& random = game.random();
    guarded_memory source{8 * 4096}, target{state_bytes};
    guarded_memory ring{journal::region_bytes(ring_bytes)};
    journal::record read;
    int accepted = 0, rejected = 0;
    for (int attempt = 0; attempt != tries; ++attempt) {
        // A valid record, made by a real writer at the start of a new ring, then damaged and cut.
        const auto changes = game.change(random() % (state_pages + 1));
        journal::ring_writer{ring.get(), ring_bytes}.append(changes);
        const std::size_t bytes = journal::record_bytes(changes.pages.size());
        const std::size_t kept = random() % 8 == 0 ? random() % (bytes + 1) : bytes;
        const auto place = source.last(kept);
        std::memcpy(place.data(), ring.get() + journal::ring_offset, kept);
        if (random() % 16 == 0)
            std::generate(place.begin(), place.end(), [&] { return static_cast<std::byte>(random()); });
        else
            spoil(place, random);

        if (journal::read_record(place, {changes.frame, state_bytes}, read)) {
            ++accepted;
            require_sound(read, place, target.get());
        } else {
            ++rejected;
        }
    }
    CHECK(accepted > tries / 100);
    CHECK(rejected > tries / 10);
}

TEST_CASE("whatever a worker writes into its journal, a record is rejected or sound, and nothing outside it "
          "is read")
{
    const std::uint32_t seed = respawn::test::seed();
    CAPTURE(seed);
    random_state game{state_pages, seed};
    std::mt19937& random = game.random();
    guarded_memory ring{journal::region_bytes(ring_bytes)}, target{state_bytes};
    auto& head = reinterpret_cast<journal::region_data*>(ring.get())->head;
    std::optional<journal::ring_writer> writer;
    std::optional<journal::ring_reader> reader;
    journal::record read;
    int accepted = 0, rejected = 0, empty = 0;
    for (int attempt = 0; attempt != tries; ++attempt) {
        if (!reader) {
            head = 0;
            writer.emplace(ring.get(), ring_bytes);
            reader.emplace(ring.get(), ring_bytes);
        }
        const std::uint64_t start = head;
        if (random() % 16 != 0)
            writer->append(game.change(random() % 4));
        if (random() % 4 == 0)
            spoil(ring.bytes().subspan(journal::ring_offset + start % ring_bytes), random);
        if (random() % 16 == 0)
            head = random() % 2 == 0 ? nasty_number(random) : start + 64 * (random() % 1100);

        const auto found = reader->next({game.frame(), state_bytes}, read);
        if (!found) {
            ++rejected;
            reader.reset();
        } else if (*found) {
            ++accepted;
            require_sound(read, ring.bytes().subspan(journal::ring_offset), target.get());
        } else {
            ++empty;
        }
    }
    CHECK(accepted > tries / 10);
    CHECK(rejected > tries / 100);
    CHECK(empty > tries / 100);
}
