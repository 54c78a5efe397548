#include "shared/objects/audit.hpp"
#include "tests/bench/benchmarks.hpp"
#include "worker/source/runtime/segment.hpp"

#include <list>
#include <new>
#include <random>
#include <stdexcept>
#include <vector>

#include <sys/mman.h>

namespace respawn::bench {

namespace {

using schema::type_kind;
using schema::type_node;

/// Memory with a state's directory and allocator in it.
class state_memory {
public:
    static constexpr std::uint64_t capacity_bytes = std::uint64_t{1} << 30;

    state_memory() :
        base_{static_cast<std::byte*>(::mmap(
            nullptr, capacity_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
            0))},
        segment_{base_, capacity_bytes}
    {
        if (base_ == MAP_FAILED)
            throw std::bad_alloc{};
        segment_.format_if_new();
        now = &segment_;
    }
    state_memory(const state_memory&) = delete;
    ~state_memory() { ::munmap(base_, capacity_bytes); }

    [[nodiscard]] objects::state_bytes bytes() const
    {
        return {base_, reinterpret_cast<std::uintptr_t>(base_), segment_.extent_bytes()};
    }

    /// The one that allocator gives memory of.
    static inline detail::segment* now = nullptr;

private:
    std::byte* base_;
    detail::segment segment_;
};

template <class T>
struct allocator {
    using value_type = T;
    allocator() = default;
    template <class U>
    allocator(const allocator<U>&)
    {}
    T* allocate(std::size_t count)
    {
        return static_cast<T*>(state_memory::now->allocate(count * sizeof(T), alignof(T)));
    }
    void deallocate(T* place, std::size_t) { state_memory::now->deallocate(place); }
    friend bool operator==(const allocator&, const allocator&) { return true; }
};

struct enemy {
    std::int32_t hp = 10;
    float x = 0, y = 0;
    std::uint32_t flags = 0;
    enemy* target = nullptr;
};

/// The number of a type in types() is that of the pointers' container in a root of its own.
enum shape : std::uint32_t { structures, pointers, nodes };

objects::root root_of(shape what, const void* container)
{
    auto types = std::make_shared<objects::type_list>();
    const auto make = [](type_kind kind, std::uint64_t bytes, std::uint32_t element = schema::no_type) {
        type_node node;
        node.kind = kind;
        node.size_bytes = bytes;
        node.alignment = bytes < 8 ? 4 : 8;
        node.element = element;
        return node;
    };
    *types = {
        make(type_kind::vector, sizeof(std::vector<enemy>), 3),
        make(type_kind::vector, sizeof(std::vector<enemy*>), 4),
        make(type_kind::list, sizeof(std::list<enemy>), 3),
        make(type_kind::structure, sizeof(enemy)),
        make(type_kind::pointer, sizeof(enemy*), 3),
        make(type_kind::signed_integer, 4),
        make(type_kind::floating_point, 4)};
    (*types)[3].fields = {{"hp", 0, 5}, {"x", 4, 6}, {"y", 8, 6}, {"flags", 12, 5}, {"target", 16, 4}};
    return {"game", reinterpret_cast<std::uintptr_t>(container), std::move(types), what};
}

struct measurement {
    std::size_t count;
    int repetitions;
};

json measure(const char* name, shape what, const void* container, const state_memory& state, measurement how)
{
    const objects::root root = root_of(what, container);
    objects::auditor auditor;
    samples milliseconds;
    for (int i = 0; i != how.repetitions; ++i) {
        objects::work_limit work{~std::uint64_t{0}};
        objects::audit_result result;
        milliseconds.add(
            microseconds_of([&] {
                result = auditor.audit(state.bytes(), {&root, 1}, work);
            }) /
            1000);
        if (result.pointers != how.count || result.dangling_count != 0 || result.is_damaged)
            throw std::runtime_error{"an audit did not find what there is"};
    }
    return {{"state", name}, {"pointers", how.count}, {"audit_ms", milliseconds.summary()}};
}

template <class T>
using vector = std::vector<T, allocator<T>>;

} // namespace

json measure_audits(effort how)
{
    const measurement each = how == effort::quick ? measurement{10'000, 2} : measurement{1'000'000, 50};
    const std::size_t count = each.count;
    std::mt19937_64 random{5};
    json report = json::array();
    {
        const state_memory state;
        auto& all = *::new (allocator<vector<enemy>>{}.allocate(1)) vector<enemy>(count);
        report.push_back(measure("a vector of structures, all null", structures, &all, state, each));
        for (std::size_t i = 0; i != count; ++i)
            all[i].target = &all[i];
        report.push_back(measure("a vector of structures, each to itself", structures, &all, state, each));
        for (enemy& one : all)
            one.target = &all[random() % count];
        report.push_back(measure("a vector of structures, anywhere", structures, &all, state, each));
        auto& links = *::new (allocator<vector<enemy*>>{}.allocate(1)) vector<enemy*>(count);
        for (enemy*& one : links)
            one = &all[random() % count];
        report.push_back(measure("a vector of pointers, anywhere", pointers, &links, state, each));
    }
    {
        const state_memory state;
        auto& links = *::new (allocator<vector<enemy*>>{}.allocate(1)) vector<enemy*>;
        links.reserve(count);
        for (std::size_t i = 0; i != count; ++i)
            links.push_back(::new (allocator<enemy>{}.allocate(1)) enemy);
        std::shuffle(links.begin(), links.end(), random);
        report.push_back(
            measure("a vector of pointers, each to an allocation", pointers, &links, state, each));
        for (std::size_t i = 0; i < count; i += 2) {
            allocator<enemy>{}.deallocate(links[i], 1);
            links[i] = links[i + 1];
        }
        report.push_back(measure("the same when half of them are free again", pointers, &links, state, each));
    }
    {
        const state_memory state;
        auto& all = *::new (allocator<std::list<enemy, allocator<enemy>>>{}.allocate(1))
                        std::list<enemy, allocator<enemy>>(count);
        for (enemy& one : all)
            one.target = &all.front();
        report.push_back(measure("a list", nodes, &all, state, each));
    }
    return report;
}

} // namespace respawn::bench
