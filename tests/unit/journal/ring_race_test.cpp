#include "shared/journal/ring.hpp"

#include "catch.hpp"
#include "guarded_memory.hpp"
#include "random_state.hpp"
#include "seed.hpp"

#include <atomic>
#include <chrono>
#include <thread>

namespace journal = respawn::journal;

namespace {

constexpr std::uint64_t ring_bytes = 40 * 4096;
constexpr std::uint64_t frames = 4'000;
constexpr std::size_t page_count = 16;
constexpr std::size_t most_pages = 10;

std::size_t changes_in(random_state& state)
{
    return state.random()() % (most_pages + 1);
}

template <class Condition>
bool spin_until(Condition condition)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{120};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::yield();
    }
    return true;
}

} // namespace

// The ticks go one way only: what makes the record's bytes visible to the reader is the ring's own head,
// which is what the thread sanitizer is to look at.
TEST_CASE("a reader that races with the writer gets every commit whole")
{
    const std::uint32_t seed = respawn::test::seed();
    CAPTURE(seed);
    guarded_memory memory{journal::region_bytes(ring_bytes)};
    std::atomic<std::uint64_t> ticks{0};
    std::atomic<bool> gave_up{false};

    std::thread worker{[&] {
        random_state state{page_count, seed};
        journal::ring_writer writer{memory.get(), ring_bytes};
        for (std::uint64_t frame = 1; frame <= frames && !gave_up; ++frame) {
            if (!spin_until([&] { return gave_up || ticks.load(std::memory_order_acquire) == frame; }))
                return;
            writer.append(state.change(changes_in(state)));
        }
    }};

    // The same random numbers as the worker's: what its state must be.
    random_state expected{page_count, seed};
    std::vector<std::byte> committed(expected.bytes().size());
    journal::ring_reader reader{memory.get(), ring_bytes};
    journal::record record;
    std::string problem;
    for (std::uint64_t frame = 1; frame <= frames && problem.empty(); ++frame) {
        ticks.store(frame, std::memory_order_release);
        respawn::result<bool> read{false};
        const bool came = spin_until([&] {
            read = reader.next({frame, committed.size()}, record);
            return !read || *read;
        });
        if (!came || !read) {
            problem = came ? read.error().sentence : "no record came";
            break;
        }
        [[maybe_unused]] const auto changes = expected.change(changes_in(expected));
        journal::apply(record, committed.data());
        if (record.pages != expected.changed() || committed != expected.bytes())
            problem = "frame " + std::to_string(frame) + " arrived with other bytes";
    }
    gave_up = true;
    worker.join();
    CHECK(problem == "");
    CHECK(expected.frame() == frames);
}
