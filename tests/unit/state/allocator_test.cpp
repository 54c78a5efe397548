#include "supervisor_stand_in.hpp"

#include <respawn/containers.hpp>

#include "catch.hpp"

#include <limits>
#include <stdexcept>
#include <type_traits>

namespace {

struct game {
    std::uint64_t ticks = 0;
};

} // namespace

TEST_CASE("memory of the state can't be had before the take-over, nor after the worker's end")
{
    const auto allocate = [] { static_cast<void>(respawn::allocator<int>{}.allocate(1)); };
    CHECK_THROWS_AS(allocate(), std::logic_error);
    supervisor_stand_in supervisor;
    auto worker = supervisor.start_worker();
    CHECK_THROWS_AS(allocate(), std::logic_error);
    CHECK_THROWS_AS(respawn::vector<int>(1), std::logic_error);

    supervisor.give_tick();
    root<game>(*worker, "game");
    int* place = respawn::allocator<int>{}.allocate(1);
    CHECK(supervisor.is_in_state(place) == false); // not committed yet: the state is still empty
    supervisor.finish_frame(*worker, [] {});
    CHECK(supervisor.is_in_state(place));
    worker.reset();
    CHECK_THROWS_AS(allocate(), std::logic_error);
}

TEST_CASE("giving memory back when the worker is gone already does nothing")
{
    supervisor_stand_in supervisor;
    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    root<game>(*worker, "game");
    {
        const respawn::vector<int> outliving(100, 7);
        supervisor.finish_frame(*worker, [] {});
        worker.reset();
    }
    CHECK(supervisor.state().frame() == 1);
}

TEST_CASE("more memory than there is throws bad_alloc, also when its size can't be counted")
{
    supervisor_stand_in supervisor;
    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    root<game>(*worker, "game");
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    const auto allocate = [](auto allocator, std::size_t count) {
        static_cast<void>(allocator.allocate(count));
    };
    CHECK_THROWS_AS(
        allocate(respawn::allocator<int>{}, supervisor_stand_in::capacity_bytes / 4), std::bad_alloc);
    CHECK_THROWS_AS(allocate(respawn::allocator<char>{}, most), std::bad_alloc);
    CHECK_THROWS_AS(allocate(respawn::allocator<int>{}, most), std::bad_alloc);
    CHECK_THROWS_AS(allocate(respawn::allocator<int>{}, most / 4), std::bad_alloc);
    CHECK_THROWS_AS(allocate(respawn::allocator<int>{}, most / 4 + 1), std::bad_alloc);
    CHECK(respawn::allocator<int>{}.allocate(1) != nullptr);
}

TEST_CASE("what is allocated has its type's alignment")
{
    struct alignas(256) wide {
        char bytes[300];
    };
    supervisor_stand_in supervisor;
    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    root<game>(*worker, "game");
    for (int count = 1; count != 10; ++count) {
        wide* place = respawn::allocator<wide>{}.allocate(static_cast<std::size_t>(count));
        CHECK(reinterpret_cast<std::uintptr_t>(place) % alignof(wide) == 0);
    }
}

TEST_CASE("all allocators are one")
{
    using allocator = respawn::allocator<int>;
    using traits = std::allocator_traits<allocator>;
    CHECK(std::is_empty_v<allocator>);
    CHECK(traits::is_always_equal::value);
    CHECK(traits::propagate_on_container_move_assignment::value);
    CHECK(allocator{} == allocator{respawn::allocator<char>{}});
    CHECK_FALSE(allocator{} != allocator{});
}
