#include "tests/bench/benchmarks.hpp"
#include "tests/unit/state/supervisor_stand_in.hpp"

#include <respawn/worker.hpp>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <string>

namespace respawn::bench {

namespace before {

struct entity {
    std::uint64_t id = 0, target = 0;
    float position[3] = {}, velocity[3] = {};
    std::int32_t health = 100, team = 0, cooldown = 0;
    float heat = 0, age = 0;
    std::uint32_t flags = 0;
};
static_assert(sizeof(entity) == 64);

struct world {
    std::uint64_t ticks = 0;
    respawn::vector<entity> entities;
};

struct names {
    std::uint64_t ticks = 0;
    respawn::map<std::uint64_t, entity> entities;
};

} // namespace before

namespace after {

struct entity {
    std::uint64_t id = 0, target = 0;
    float position[3] = {}, velocity[3] = {};
    std::int32_t health = 100;
    std::int32_t armour = 50;
    std::int32_t team = 0, cooldown = 0;
    float heat = 0, age = 0;
    std::uint32_t flags = 0;
};

struct world {
    std::uint64_t ticks = 0;
    respawn::vector<entity> entities;
};

struct names {
    std::uint64_t ticks = 0;
    respawn::map<std::uint64_t, entity> entities;
};

/// The entities are what they were.
struct longer_world {
    std::uint64_t ticks = 0;
    std::uint64_t score = 1;
    respawn::vector<before::entity> entities;
};

} // namespace after

namespace {

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
constexpr const char* root_name = "world";

void require(bool holds, const char* what)
{
    if (!holds)
        throw std::runtime_error{what};
}

/// A committed state that one worker has left and others take over, none of which commits anything.
class kept_state {
public:
    explicit kept_state(std::uint64_t capacity_bytes) :
        supervisor_{std::make_unique<supervisor_stand_in>(capacity_bytes)}
    {}

    template <class Root, class Fill>
    void fill(Fill fill)
    {
        const auto worker = start();
        auto& object = root<Root>(*worker, root_name);
        supervisor_->finish_frame(*worker, [&] { fill(object); });
    }

    [[nodiscard]] std::unique_ptr<detail::worker_session> start()
    {
        auto worker = supervisor_->start_worker();
        supervisor_->give_tick();
        return worker;
    }

    [[nodiscard]] const supervisor_stand_in& supervisor() const { return *supervisor_; }

private:
    std::unique_ptr<supervisor_stand_in> supervisor_;
};

/// What the calling thread took: page faults are most of it, and count. By the clock a machine that others
/// use as well says little.
class thread_times {
public:
    template <class Work>
    double measure(Work work)
    {
        const double before = processor_us();
        wall_.add(microseconds_of(work));
        const double took = processor_us() - before;
        processor_.add(took);
        return took;
    }

    void add_to(json& entry, const std::string& name) const
    {
        entry[name + "_us"] = wall_.summary();
        entry[name + "_processor_us"] = processor_.summary();
    }

private:
    static double processor_us()
    {
        timespec now{};
        if (::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0)
            throw std::runtime_error{"the system does not tell a thread's processor time"};
        return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
    }

    samples wall_, processor_;
};

/// A copy of `bytes` bytes of the state to memory of the state that nobody has touched yet: `state` is new.
/// The first one to touch a page, even of a private view, gets the system to make the shared page too, and
/// that stays.
template <class Root>
double measure_copy(thread_times& times, kept_state& state, std::uint64_t bytes)
{
    const auto worker = state.start();
    const auto& from = root<Root>(*worker, root_name).entities;
    auto* to = allocator<std::byte>{}.allocate(bytes);
    // By pieces: of more than the C library's threshold (here 201 MB) memcpy writes past the caches, and
    // takes longer than the migration that it is to be compared with.
    constexpr std::uint64_t piece = mebibyte;
    const auto* source = reinterpret_cast<const std::byte*>(from.data());
    return times.measure([&] {
        for (std::uint64_t at = 0; at < bytes; at += piece)
            std::memcpy(to + at, source + at, std::min(piece, bytes - at));
    });
}

/// What carrying over takes a worker from state<T>() to its first frame.
struct migration_times {
    thread_times carry; ///< in state<T>(): the new objects are made
    thread_times begin; ///< pointers, memory, the report, and a copy of the changed pages for a dropped frame

    /// `state`: new, for the same reason.
    template <class Root, class Check>
    double measure(kept_state& state, Check check)
    {
        const auto worker = state.start();
        Root* object = nullptr;
        const double took = carry.measure([&] { object = &root<Root>(*worker, root_name); });
        begin.measure([&] { state.supervisor().begin_frame(*worker); });
        require(check(*object), "the objects are not what they were");
        return took;
    }

    void add_to(json& entry) const
    {
        carry.add_to(entry, "carry");
        begin.add_to(entry, "begin");
    }
};

template <class Entity>
Entity numbered(std::uint64_t number)
{
    Entity made;
    made.id = number;
    made.team = static_cast<std::int32_t>(number % 7);
    made.health = static_cast<std::int32_t>(number % 100);
    return made;
}

void fill_world(before::world& world, std::uint64_t count)
{
    world.entities.reserve(count);
    for (std::uint64_t i = 0; i != count; ++i)
        world.entities.push_back(numbered<before::entity>(i));
}

kept_state world_of(std::uint64_t count)
{
    kept_state state{4 * count * sizeof(before::entity) + 64 * mebibyte};
    state.fill<before::world>([&](before::world& world) { fill_world(world, count); });
    return state;
}

json measure_flat_vector(std::uint64_t count, int repetitions)
{
    const std::uint64_t bytes = count * sizeof(before::entity);
    thread_times copy;
    migration_times times;
    samples ratio;
    for (int i = 0; i != repetitions; ++i) {
        double copied = 0;
        {
            auto state = world_of(count);
            copied = measure_copy<before::world>(copy, state, bytes);
        }
        auto state = world_of(count);
        const double carried = times.measure<after::world>(state, [&](const after::world& world) {
            const auto& last = world.entities.back();
            return world.entities.size() == count && last.id == count - 1 && last.armour == 50 &&
                   last.health == static_cast<std::int32_t>((count - 1) % 100);
        });
        ratio.add(carried / copied);
    }
    json entry = {{"entities", count}, {"bytes", bytes}};
    copy.add_to(entry, "memcpy");
    times.add_to(entry);
    entry["carry_to_memcpy"] = ratio.summary();
    return entry;
}

json measure_map(std::uint64_t count, int repetitions)
{
    migration_times times;
    for (int i = 0; i != repetitions; ++i) {
        kept_state state{count * 512 + 64 * mebibyte};
        state.fill<before::names>([&](before::names& names) {
            for (std::uint64_t number = 0; number != count; ++number)
                names.entities.emplace(number * 0x9e37'79b9'7f4a'7c15, numbered<before::entity>(number));
        });
        times.measure<after::names>(state, [&](const after::names& names) {
            return names.entities.size() == count && names.entities.at(0).armour == 50;
        });
    }
    json entry = {{"nodes", count}};
    times.add_to(entry);
    return entry;
}

json measure_unchanged_vector(std::uint64_t bytes, int repetitions)
{
    const std::uint64_t count = bytes / sizeof(before::entity);
    migration_times times;
    for (int i = 0; i != repetitions; ++i) {
        auto state = world_of(count);
        times.measure<after::longer_world>(state, [&](const after::longer_world& world) {
            return world.entities.size() == count && world.entities.back().id == count - 1 &&
                   world.score == 1;
        });
    }
    json entry = {{"bytes", bytes}};
    times.add_to(entry);
    return entry;
}

struct chunks {
    respawn::list<respawn::vector<std::uint64_t>> all;
};

/// A worker with the layout that the state has already.
json measure_attach(std::uint64_t bytes, int repetitions)
{
    // By many workers: one would keep a private copy of all of it.
    constexpr std::uint64_t most_at_once = 512 * mebibyte;
    kept_state state{bytes + bytes / 2 + 64 * mebibyte};
    for (std::uint64_t made = 0; made < bytes; made += most_at_once)
        state.fill<chunks>([&](chunks& object) {
            object.all.emplace_back(std::min(bytes - made, most_at_once) / sizeof(std::uint64_t), made + 1);
        });
    samples attach, begin;
    for (int i = 0; i != repetitions; ++i) {
        const auto worker = state.start();
        attach.add(microseconds_of([&] { root<chunks>(*worker, root_name); }));
        begin.add(microseconds_of([&] { state.supervisor().begin_frame(*worker); }));
    }
    return {{"bytes", bytes}, {"attach_us", attach.summary()}, {"begin_us", begin.summary()}};
}

} // namespace

json measure_migrations(effort how)
{
    if (how == effort::quick)
        return {
            {"flat_vector", measure_flat_vector(10'000, 2)},
            {"map", measure_map(1'000, 2)},
            {"unchanged_vector", measure_unchanged_vector(4 * mebibyte, 2)},
            {"attach", json::array({measure_attach(mebibyte, 2), measure_attach(16 * mebibyte, 2)})},
        };
    return {
        {"flat_vector", measure_flat_vector(10'000'000, 5)},
        {"map", measure_map(1'000'000, 3)},
        {"unchanged_vector", measure_unchanged_vector(1'024 * mebibyte, 3)},
        {"attach", json::array(
                       {measure_attach(mebibyte, 99), measure_attach(1'024 * mebibyte, 99),
                        measure_attach(8 * 1'024 * mebibyte, 99)})},
    };
}

} // namespace respawn::bench
