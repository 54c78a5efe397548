#include "tests/migration/random_pair.hpp"
#include "tests/migration/run_time/binding.hpp"
#include "tests/migration/run_time/palette.hpp"
#include "tests/unit/state/supervisor_stand_in.hpp"

#include "shared/migration/plan.hpp"
#include "shared/state/allocations.hpp"
#include "worker/source/schema/encode.hpp"

#include "catch.hpp"
#include "seed.hpp"

#include <iostream>

/// Random pairs of layouts through real workers' sessions, compared with an oracle that knows the rules only.
///
/// Random: the structures with their fields, names, offsets, sizes, defaults and hints, the enumerations with
/// their enumerators, all values, and the edits between the two layouts. Fixed: the types that a field can
/// have, which the compiler must know (run_time/palette*.cpp): scalars, strings, run-time structures and
/// enumerations, and containers of them. Pointers, ignored fields and functions of the game are not among
/// them: see tests/unit/migration.
///
/// RESPAWN_TEST_SEED=n begins with the pair n; RESPAWN_TEST_PAIRS=n plays so many.

using namespace respawn::test;
namespace run_time = respawn::test::run_time;

namespace {

constexpr const char* root_name = "game";

std::uint32_t pair_count()
{
    const char* wanted = std::getenv("RESPAWN_TEST_PAIRS");
    return wanted ? static_cast<std::uint32_t>(std::stoul(wanted)) : RESPAWN_RANDOM_PAIRS;
}

pair_limits run_time_limits()
{
    const auto& palette = run_time::palette::get();
    pair_limits limits;
    limits.has_type = [&palette](const model::layout& in, const model::type& wanted) {
        return palette.has(in, wanted);
    };
    limits.known_types = palette.types();
    limits.has_room = run_time::has_room_for;
    return limits;
}

/// What the engine says without any object.
bool is_refused(const model::layout& before, const model::layout& after)
{
    run_time::use(before);
    const auto old_bytes = respawn::detail::encode(run_time::describe_root()).bytes;
    run_time::use(after);
    const auto new_bytes = respawn::detail::encode(run_time::describe_root()).bytes;
    const auto from = respawn::schema::view::create(old_bytes);
    const auto to = respawn::schema::view::create(new_bytes);
    REQUIRE(from.has_value());
    REQUIRE(to.has_value());
    return !respawn::migration::plan::create(*from, *to, {root_name}).has_value();
}

/// One worker's whole life, with a root of the layout in use.
template <class Play>
void play_worker(supervisor_stand_in& supervisor, Play play)
{
    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    void* root = worker->root(root_name, run_time::describe_root(), &run_time::construct_root);
    supervisor.finish_frame(*worker, [&] { play(root); });
}

std::size_t count_allocations(const supervisor_stand_in& supervisor)
{
    const auto state = supervisor.state().bytes();
    const auto all = respawn::state::allocations_in(state.data(), state.size());
    REQUIRE(all.has_value());
    return all->size();
}

/// What is in the state when it has been nothing but this object.
std::size_t allocations_for(const std::string& object)
{
    supervisor_stand_in supervisor;
    play_worker(supervisor, [&](void* root) { run_time::fill_root(root, object); });
    return count_allocations(supervisor);
}

std::string text_of(const model::layout& in, const model::value& root)
{
    return model::text(in, {model::kind::structure, 0, 0}, root);
}

/// Empty, or what is wrong.
std::string play(const random_pair& pair)
{
    if (is_refused(pair.before, pair.after) != pair.is_refused)
        return pair.is_refused ? "it is not refused" : "it is refused";
    if (pair.is_refused)
        return {};
    supervisor_stand_in supervisor;
    run_time::use(pair.before);
    const std::string old_text = text_of(pair.before, pair.old_root);
    std::string filled, migrated;
    play_worker(supervisor, [&](void* root) {
        run_time::fill_root(root, old_text);
        filled = run_time::show_root(root);
    });
    if (filled != old_text)
        return "the test itself fails: the old object is " + filled;
    run_time::use(pair.after);
    play_worker(supervisor, [&](void* root) {
        migrated = run_time::show_root(root);
        // What containers have in reserve is theirs: only what nobody owns is left then.
        run_time::fill_root(root, migrated);
    });
    const std::string wanted = text_of(pair.after, pair.new_root);
    if (migrated != wanted)
        return "it became " + migrated;
    const std::size_t left = count_allocations(supervisor), needed = allocations_for(wanted);
    if (left != needed)
        return std::to_string(left) + " allocations are in the state, but " + std::to_string(needed) +
               " are needed";
    return {};
}

} // namespace

TEST_CASE("random layouts become each other as the oracle says, and leave nothing behind")
{
    const pair_limits limits = run_time_limits();
    const std::uint32_t first = seed(), count = pair_count();
    std::uint32_t refused = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        INFO("pair " << i << ": RESPAWN_TEST_SEED=" << first + i << " RESPAWN_TEST_PAIRS=1 plays it alone");
        const random_pair pair = make_random_pair(first + i, limits);
        refused += pair.is_refused ? 1 : 0;
        if (const std::string wrong = play(pair); !wrong.empty())
            FAIL_CHECK(wrong << "\n" << pair.description());
    }
    std::cout << count << " pairs, " << refused << " of them refused\n";
}
