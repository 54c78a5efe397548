#include "supervisor_stand_in.hpp"

#include <respawn/containers.hpp>

#include "catch.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct game {
    std::uint64_t ticks = 0;
    respawn::vector<int> numbers;
    game* self = nullptr;
};

/// A copy that is not in the state.
std::vector<int> numbers_of(const game& state)
{
    return {state.numbers.begin(), state.numbers.end()};
}

struct throwing {
    int value = throw_it();
    static int throw_it() { throw std::runtime_error{"not today"}; }
};

} // namespace

TEST_CASE("a root keeps its value, its address and what points at it from worker to worker")
{
    supervisor_stand_in supervisor;
    const game* first = nullptr;
    for (std::uint64_t generation = 0; generation != 5; ++generation) {
        auto worker = supervisor.start_worker();
        supervisor.give_tick();
        auto& state = root<game>(*worker, "game");
        if (generation == 0) {
            CHECK(state.ticks == 0);
            first = state.self = &state;
        }
        CHECK(&state == first);
        CHECK(state.self == first);
        CHECK(state.ticks == generation * 10);
        CHECK(state.numbers.size() == generation * 10);
        supervisor.finish_frame(*worker, [&] { state.numbers.push_back(int(state.ticks++)); });
        for (int frame = 1; frame != 10; ++frame)
            supervisor.play_frame(*worker, [&] { state.numbers.push_back(int(state.ticks++)); });
    }
    CHECK(supervisor.state().frame() == 50);
}

TEST_CASE("a frame that changes nothing commits no page")
{
    supervisor_stand_in supervisor;
    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    auto& state = root<game>(*worker, "game");
    CHECK(supervisor.finish_frame(*worker, [] {}) > 0);
    CHECK(
        supervisor.play_frame(
            *worker, [] {}) == 0);
    CHECK(
        supervisor.play_frame(
            *worker, [&] { ++state.ticks; }) == 1);
    CHECK(supervisor.play_frame(*worker, [&] { --state.ticks, ++state.ticks; }) == 0);
}

TEST_CASE("a frame that is left by an exception leaves no trace, not in the allocator either")
{
    supervisor_stand_in supervisor;
    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    auto& state = root<game>(*worker, "game");
    supervisor.finish_frame(*worker, [&] { state.numbers.assign(10, 1); });
    const std::vector<std::byte> before(supervisor.state().bytes().begin(), supervisor.state().bytes().end());
    for (int attempt = 0; attempt != 3; ++attempt) {
        supervisor.give_tick();
        supervisor.begin_frame(*worker);
        state.ticks = 99;
        state.numbers.assign(1'000'000, 2); // grows the state
        worker->drop_frame();
        CHECK(supervisor.outcome() == respawn::control::outcome::dropped);
        CHECK(state.ticks == 0);
        CHECK(numbers_of(state) == std::vector<int>(10, 1));
    }
    supervisor.play_frame(*worker, [] {});
    const auto after = supervisor.state().bytes();
    CHECK(std::equal(before.begin(), before.end(), after.begin(), after.end()));
}

TEST_CASE("a root that was made before its first frame survives that this frame is dropped")
{
    supervisor_stand_in supervisor;
    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    auto& state = root<game>(*worker, "game");
    state.numbers.assign(100, 5);
    supervisor.begin_frame(*worker);
    state.numbers.clear();
    state.numbers.shrink_to_fit();
    worker->drop_frame();
    CHECK(numbers_of(state) == std::vector<int>(100, 5));
    supervisor.play_frame(*worker, [&] { ++state.ticks; });
    worker.reset();

    worker = supervisor.start_worker();
    supervisor.give_tick();
    CHECK(numbers_of(root<game>(*worker, "game")) == std::vector<int>(100, 5));
}

TEST_CASE("a worker whose first frame is dropped before it has any root can make one later")
{
    supervisor_stand_in supervisor;
    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    supervisor.begin_frame(*worker);
    worker->drop_frame();
    game* state = nullptr;
    supervisor.play_frame(*worker, [&] {
        state = &root<game>(*worker, "game");
        state->numbers.assign(100, 5);
    });
    CHECK(numbers_of(*state) == std::vector<int>(100, 5));
    CHECK(supervisor.is_in_state(state));
}

TEST_CASE("a root whose making throws is not there, and can be made later")
{
    supervisor_stand_in supervisor;
    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    CHECK_THROWS_AS(root<throwing>(*worker, "game"), std::runtime_error);
    CHECK(root<game>(*worker, "game").ticks == 0);
    supervisor.finish_frame(*worker, [] {});
}

TEST_CASE("a commit too large for the ring arrives in an object of its own")
{
    supervisor_stand_in supervisor;
    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    auto& state = root<game>(*worker, "game");
    supervisor.finish_frame(*worker, [] {});
    for (int round = 0; round != 3; ++round) {
        const std::size_t pages =
            supervisor.play_frame(*worker, [&] { state.numbers.assign(1'000'000, round + 1); });
        CHECK(pages > supervisor_stand_in::ring_bytes / 4096);
        CHECK(supervisor.outcome() == respawn::control::outcome::sent_object);
        CHECK(supervisor.play_frame(*worker, [&] { ++state.ticks; }) == 1);
        CHECK(supervisor.outcome() == respawn::control::outcome::committed);
    }
    worker.reset();
    worker = supervisor.start_worker();
    supervisor.give_tick();
    CHECK(numbers_of(root<game>(*worker, "game")) == std::vector<int>(1'000'000, 3));
}

TEST_CASE("roots have names of their own, and a state has 64 of them")
{
    supervisor_stand_in supervisor;
    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    std::vector<game*> roots;
    for (std::size_t index = 0; index != 64; ++index) {
        roots.push_back(&root<game>(*worker, "root " + std::to_string(index)));
        roots.back()->ticks = index;
    }
    CHECK_THROWS_AS(root<game>(*worker, "one more"), std::length_error);
    for (std::size_t index = 0; index != 64; ++index) {
        CHECK(&root<game>(*worker, "root " + std::to_string(index)) == roots[index]);
        CHECK(roots[index]->ticks == index);
    }
    supervisor.finish_frame(*worker, [] {});
}

TEST_CASE("a root's name has 1 to 47 bytes")
{
    supervisor_stand_in supervisor;
    auto worker = supervisor.start_worker();
    CHECK_THROWS_AS(root<game>(*worker, ""), std::invalid_argument);
    CHECK_THROWS_AS(root<game>(*worker, std::string(48, 'x')), std::invalid_argument);
    supervisor.give_tick();
    root<game>(*worker, std::string(47, 'x')).ticks = 5;
    supervisor.finish_frame(*worker, [] {});
    CHECK(root<game>(*worker, std::string(47, 'x')).ticks == 5);
}
