#include "shared/pictures/exchange.hpp"

#include "catch.hpp"

#include <boost/interprocess/anonymous_shared_memory.hpp>

#include <chrono>
#include <random>
#include <set>
#include <thread>

namespace pictures = respawn::pictures;

namespace {

struct region {
    boost::interprocess::mapped_region mapping =
        boost::interprocess::anonymous_shared_memory(pictures::region_bytes);

    std::byte* bytes() const { return static_cast<std::byte*>(mapping.get_address()); }
    pictures::region_data& head() const
    {
        return *static_cast<pictures::region_data*>(mapping.get_address());
    }
    bool is_slot(const std::byte* slot) const
    {
        const auto offset = static_cast<std::size_t>(slot - bytes());
        return offset >= pictures::slots_offset && offset < pictures::region_bytes &&
               (offset - pictures::slots_offset) % pictures::slot_bytes == 0;
    }
};

constexpr std::size_t pattern_words = 512;

std::uint64_t* words_of(const std::byte* slot)
{
    return reinterpret_cast<std::uint64_t*>(const_cast<std::byte*>(slot));
}

void write_pattern(std::byte* slot, std::uint64_t frame)
{
    for (std::size_t index = 0; index != pattern_words; ++index)
        words_of(slot)[index] = frame * (index + 1);
}

/// The frame that all of the slot was written for; 0 if its parts are of different ones.
std::uint64_t read_pattern(const std::byte* slot)
{
    const std::uint64_t frame = words_of(slot)[0];
    for (std::size_t index = 0; index != pattern_words; ++index)
        if (words_of(slot)[index] != frame * (index + 1))
            return 0;
    return frame;
}

} // namespace

TEST_CASE("a new region has no picture to take")
{
    const region memory;
    pictures::consumer consumer{memory.bytes()};
    CHECK(consumer.take() == nullptr);
}

TEST_CASE("a published picture is taken once")
{
    const region memory;
    pictures::producer producer{memory.bytes()};
    pictures::consumer consumer{memory.bytes()};
    write_pattern(producer.slot(), 7);
    producer.publish();

    const std::byte* slot = consumer.take();
    REQUIRE(slot != nullptr);
    CHECK(read_pattern(slot) == 7);
    CHECK(consumer.take() == nullptr);
}

TEST_CASE("a picture that was not taken gives way to the next one")
{
    const region memory;
    pictures::producer producer{memory.bytes()};
    pictures::consumer consumer{memory.bytes()};
    for (std::uint64_t frame = 1; frame != 6; ++frame) {
        write_pattern(producer.slot(), frame);
        producer.publish();
    }
    const std::byte* slot = consumer.take();
    REQUIRE(slot != nullptr);
    CHECK(read_pattern(slot) == 5);
}

TEST_CASE("the producer never draws into the slot that the consumer has taken")
{
    const region memory;
    pictures::producer producer{memory.bytes()};
    pictures::consumer consumer{memory.bytes()};
    std::set<const std::byte*> used;
    std::mt19937 random{1};
    const std::byte* taken = nullptr;
    for (int step = 0; step != 1000; ++step) {
        if (random() % 2 == 0)
            producer.publish();
        else if (const std::byte* slot = consumer.take())
            taken = slot;
        CHECK(producer.slot() != taken);
        used.insert(producer.slot());
    }
    CHECK(used.size() == pictures::slot_count);
}

TEST_CASE("whatever a worker writes into the exchange word, only slots are handed out")
{
    const region memory;
    pictures::consumer consumer{memory.bytes()};
    pictures::producer producer{memory.bytes()};
    constexpr unsigned seed = 20;
    CAPTURE(seed);
    std::mt19937 random{seed};
    int taken = 0, refused = 0;
    for (int step = 0; step != 20'000; ++step) {
        const auto word = static_cast<std::uint32_t>(random()) >> (random() % 32);
        CAPTURE(word);
        memory.head().latest = word;
        if (step % 3 == 0)
            producer.publish();
        const std::byte* slot = consumer.take();
        ++(slot == nullptr ? refused : taken);
        REQUIRE((slot == nullptr || memory.is_slot(slot)));
        REQUIRE(memory.is_slot(producer.slot()));
    }
    CHECK(taken > 100);
    CHECK(refused > 100);
}

TEST_CASE("pictures that race with their consumer arrive whole, in order, and the last one always")
{
    constexpr std::uint64_t frames = 20'000;
    const region memory;

    std::thread worker{[&] {
        pictures::producer producer{memory.bytes()};
        for (std::uint64_t frame = 1; frame <= frames; ++frame) {
            write_pattern(producer.slot(), frame);
            producer.publish();
        }
    }};

    pictures::consumer consumer{memory.bytes()};
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{120};
    std::uint64_t newest = 0;
    bool whole = true, in_order = true;
    while (newest != frames && whole && in_order && std::chrono::steady_clock::now() < deadline) {
        const std::byte* slot = consumer.take();
        if (slot == nullptr) {
            std::this_thread::yield();
            continue;
        }
        const std::uint64_t frame = read_pattern(slot);
        whole = frame != 0;
        in_order = frame > newest;
        newest = frame;
    }
    worker.join();
    CHECK(whole);
    CHECK(in_order);
    CHECK(newest == frames);
}
