#include "supervisor_stand_in.hpp"

#include "shared/objects/audit.hpp"

#include <respawn/containers.hpp>

#include "catch.hpp"

#include <random>

using namespace respawn::objects;

namespace {

struct item {
    std::int32_t number = 0;
    item* next = nullptr;
};

struct pointing_game {
    respawn::vector<item> items;
    item* held = nullptr;
    respawn::unique_ptr<item> owned;
};

struct pointless_game {
    respawn::vector<std::int32_t> numbers;
};

/// A state that a worker has committed, with everything that the allocator has in it.
template <class Game, class Play>
audit_result audit_of(Play play)
{
    supervisor_stand_in supervisor;
    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    Game& state = ::root<Game>(*worker, "game");
    supervisor.finish_frame(*worker, [&] { play(state); });
    const state_bytes bytes{
        supervisor.state().bytes().data(), supervisor.state_address(), supervisor.state().bytes().size()};
    root_reader reader;
    const auto roots = reader.read(bytes);
    auditor made;
    work_limit work{1'000'000};
    auto result = made.audit(bytes, roots.value(), work);
    CHECK(made.interest_in(roots.value().front()).pointers == std::is_same_v<Game, pointing_game>);
    CHECK_FALSE(result.is_damaged);
    CHECK_FALSE(result.is_cut);
    for (dangling_pointer& each : result.dangling)
        each.types = nullptr;
    return result;
}

} // namespace

TEST_CASE("pointers into allocations, to their ends and to roots are sound")
{
    const auto found = audit_of<pointing_game>([](pointing_game& state) {
        state.items.resize(1000);
        state.owned = respawn::make_unique<item>();
        state.held = state.items.data() + state.items.size();
        state.owned->next = state.owned.get() + 1;
        std::mt19937 random{3};
        for (item& each : state.items)
            each.next = &state.items[random() % 1000];
        state.items[5].next = reinterpret_cast<item*>(&state.held);
        state.items[6].next = nullptr;
    });
    CHECK(found.dangling_count == 0);
    CHECK(found.pointers == 1003);
}

TEST_CASE("a pointer to an object of the state that was given back is told as freed, wherever it was")
{
    const auto found = audit_of<pointing_game>([](pointing_game& state) {
        std::vector<item*> all;
        respawn::allocator<item> allocator;
        for (int i = 0; i != 2000; ++i)
            all.push_back(allocator.allocate(1 + std::size_t(i) % 50));
        state.items.resize(2000);
        for (std::size_t i = 0; i != all.size(); ++i)
            state.items[i].next = all[i];
        for (std::size_t i = 0; i < all.size(); i += 4)
            allocator.deallocate(all[i], 1 + i % 50);
    });
    CHECK(found.dangling_count == 500);
    for (const dangling_pointer& each : found.dangling)
        CHECK(each.what == dangling_pointer::fault::freed);
}

TEST_CASE("a pointer out of the state is told, also a unique_ptr, and what that owns is not looked at")
{
    static item outside;
    const auto found = audit_of<pointing_game>([](pointing_game& state) {
        state.held = &outside;
        item* const owned = &outside;
        std::memcpy(static_cast<void*>(&state.owned), &owned, sizeof owned);
    });
    CHECK(found.pointers == 2);
    REQUIRE(found.dangling_count == 2);
    CHECK(found.dangling[0].what == dangling_pointer::fault::foreign);
    CHECK(found.dangling[1].target == reinterpret_cast<std::uintptr_t>(&outside));
}

TEST_CASE("a state without pointers is not looked at")
{
    const auto found = audit_of<pointless_game>([](pointless_game& state) { state.numbers.resize(1000); });
    CHECK(found.pointers == 0);
    CHECK(found.dangling_count == 0);
}
