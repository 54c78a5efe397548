#include "sample_state.hpp"

#include "shared/objects/audit.hpp"
#include "shared/objects/class_table.hpp"
#include "shared/state/allocations.hpp"
#include "shared/state/layout.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <random>
#include <string>
#include <vector>

using namespace respawn::objects;

namespace {

/// The sample has no allocator's headers, so that nothing in it is known to be free.
audit_result audit(
    const state_bytes& bytes, const sample::state& state, std::uint64_t steps = 10'000'000,
    std::size_t limit = auditor::usual_limit)
{
    auditor made;
    work_limit work{steps};
    return made.audit(bytes, state.roots, work, limit);
}

} // namespace

TEST_CASE("every pointer in every kind of container is looked at, and those out of the state are told")
{
    sample::state state;
    const audit_result sound = audit(state.bytes(), state);
    CHECK(sound.pointers > 10);
    sample::enemy outside;
    const std::uint64_t dangling_before = sound.dangling_count;
    state.object.enemies[2].target = &outside;
    state.object.reserve.front().target = &outside;
    state.object.by_id.begin()->second.target = &outside;
    const audit_result found = audit(state.bytes(), state);
    CHECK(found.pointers == sound.pointers);
    CHECK(found.dangling_count == dangling_before + 3);
    REQUIRE(found.dangling.size() == found.dangling_count);
    int told = 0;
    for (const dangling_pointer& each : found.dangling)
        if (each.target == reinterpret_cast<std::uintptr_t>(&outside)) {
            CHECK(each.what == dangling_pointer::fault::foreign);
            CHECK((*each.types)[each.type].kind == respawn::schema::type_kind::pointer);
            ++told;
        }
    CHECK(told == 3);
}

TEST_CASE("of many dangling pointers the first are told, and all are counted")
{
    sample::state state;
    sample::enemy outside;
    const std::uint64_t before = audit(state.bytes(), state).dangling_count;
    state.object.enemies.resize(10'000);
    for (sample::enemy& each : state.object.enemies)
        each.target = &outside;
    const audit_result found = audit(state.bytes(), state, 10'000'000, 7);
    CHECK(found.dangling.size() == 7);
    CHECK(found.dangling_count >= 10'000);
    CHECK(found.dangling_count <= 10'000 + before);
}

TEST_CASE("an audit that may not take longer ends, and says so")
{
    sample::state state;
    state.object.enemies.resize(10'000);
    const audit_result found = audit(state.bytes(), state, 500);
    CHECK(found.is_cut);
    CHECK(found.pointers < 10'000);
}

TEST_CASE("what is not in use is passed over, and the objects around it are looked at")
{
    sample::state state;
    sample::enemy outside;
    const std::uint64_t before = audit(state.bytes(), state).dangling_count;
    state.object.enemies.resize(10'000);
    for (sample::enemy& each : state.object.enemies)
        each.target = &outside;
    const auto base = reinterpret_cast<std::uintptr_t>(sample::arena::base());
    const auto* first = state.object.enemies.data();
    const std::uint64_t begin = reinterpret_cast<std::uintptr_t>(first + 100) - base;
    const std::uint64_t end = reinterpret_cast<std::uintptr_t>(first + 9'000) - base;
    const used_parts used{{{0, begin}, {end, sample::arena::bytes}}};
    const audit_result found = audit(state.bytes().with_used_parts(&used), state);
    CHECK(found.dangling_count == before + 1'100);
    const used_parts none{{{0, begin}}};
    CHECK(audit(state.bytes().with_used_parts(&none), state).dangling_count == before + 100);
    // However many there are said to be, nothing is spent on them.
    CHECK_FALSE(audit(state.bytes().with_used_parts(&none), state, 1'000).is_cut);
}

TEST_CASE("a damaged state is audited without harm")
{
    sample::state state;
    std::mt19937_64 random{17};
    const std::vector<std::byte> sound = state.copy();
    const auto base = reinterpret_cast<std::uintptr_t>(sample::arena::base());
    for (int round = 0; round != 2000; ++round) {
        std::vector<std::byte> bytes = sound;
        const int hits = 1 << (round % 10);
        for (int hit = 0; hit != hits; ++hit) {
            const std::size_t word = random() % (bytes.size() / 8) * 8;
            const std::uint64_t value =
                round % 2 == 0 ? random() >> (random() % 64) : base + random() % bytes.size();
            std::memcpy(bytes.data() + word, &value, sizeof value);
        }
        const audit_result found = audit(state.bytes(bytes), state);
        CHECK_FALSE(found.is_cut);
        CHECK(found.pointers <= bytes.size());
    }
}

TEST_CASE("a list that goes in a circle is looked at no longer than there are bytes")
{
    sample::state state;
    std::vector<std::byte> bytes = state.copy();
    const auto base = reinterpret_cast<std::uintptr_t>(sample::arena::base());
    const auto list = reinterpret_cast<std::uintptr_t>(&state.object.reserve) - base;
    const auto first = *reinterpret_cast<const std::uint64_t*>(bytes.data() + list);
    std::memcpy(bytes.data() + (first - base), &first, sizeof first);
    const std::uint64_t count = bytes.size() / sizeof(sample::enemy);
    std::memcpy(bytes.data() + list + 16, &count, sizeof count);
    const audit_result found = audit(state.bytes(bytes), state);
    CHECK(found.pointers < bytes.size());
}

namespace {

using respawn::schema::type_kind;
using respawn::schema::type_node;

struct animal {
    virtual ~animal() = default;
    std::int64_t legs = 4;
};

struct bird : animal {
    void (*sing)() = nullptr;
    const char* name = nullptr;
};

struct fish : animal {};

/// Everything that a state has, without an allocator's headers: nothing in it is known to be free.
struct zoo {
    animal* owned[3] = {&second, &first, nullptr};
    void (*on_visit)() = nullptr;
    bird kept;
    bird first;
    animal second;
    fish unnamed;
    char text[8] = "a text";
};

std::uint64_t address_of(const void* place)
{
    return reinterpret_cast<std::uintptr_t>(place);
}

std::uint64_t vtable_of(const animal& one)
{
    std::uint64_t pointer = 0;
    std::memcpy(&pointer, static_cast<const void*>(&one), sizeof pointer);
    return pointer;
}

enum zoo_type : std::uint32_t { the_zoo, owners, owner, animals, birds, number, function, name, letter };

root root_of(const zoo& one)
{
    auto types = std::make_shared<type_list>(letter + 1);
    const auto make = [&](zoo_type index, type_kind kind, std::uint64_t bytes, std::uint32_t element = ~0u) {
        type_node& made = (*types)[index];
        made.kind = kind;
        made.size_bytes = bytes;
        made.alignment = bytes % 8 == 0 ? 8 : 1;
        made.element = element;
        return &made;
    };
    const auto offset_in = [](const auto& whole, const auto& part) {
        return address_of(&part) - address_of(&whole);
    };
    make(the_zoo, type_kind::structure, sizeof(zoo))->fields = {
        {"owned", offset_in(one, one.owned), owners},
        {"on_visit", offset_in(one, one.on_visit), function},
        {"kept", offset_in(one, one.kept), birds}};
    make(owners, type_kind::array, sizeof one.owned, owner)->count = 3;
    make(owner, type_kind::unique_pointer, 8, animals);
    type_node* const base = make(animals, type_kind::structure, sizeof(animal));
    base->class_name = "6animal";
    base->derived = {birds};
    base->fields = {{"legs", 8, number}};
    type_node* const derived = make(birds, type_kind::structure, sizeof(bird));
    derived->class_name = "4bird";
    derived->fields = {
        {"legs", 8, number},
        {"sing", offset_in(one.kept, one.kept.sing), function},
        {"name", offset_in(one.kept, one.kept.name), name}};
    make(number, type_kind::signed_integer, 8);
    make(function, type_kind::function_pointer, 8);
    make(name, type_kind::pointer, 8, letter);
    make(letter, type_kind::character, 1);
    return {"zoo", address_of(&one), std::move(types), the_zoo};
}

void sing() {}

/// What was asked about in an audit.
struct asked {
    std::vector<foreign_pointer> all{};
    audit_result found{};

    [[nodiscard]] bool has(foreign_pointer::kind what, const void* place, std::uint64_t target) const
    {
        return std::any_of(
            all.begin(), all.end(),
            [&](const foreign_pointer& each) {
                return each.what == what && each.address == address_of(place) && each.target == target;
            });
    }
};

asked ask(const zoo& one, const class_table& classes, bool is_known = true)
{
    asked result;
    auditor made;
    work_limit work{1'000'000};
    audit_settings how{auditor::usual_limit};
    how.is_known = [&](const foreign_pointer& each) {
        result.all.push_back(each);
        return is_known;
    };
    const state_bytes bytes{reinterpret_cast<const std::byte*>(&one), address_of(&one), sizeof one};
    const root from = root_of(one);
    result.found = made.audit(bytes.with_classes(&classes), {&from, 1}, work, how);
    return result;
}

} // namespace

TEST_CASE("pointers to functions and vtables are asked about, in objects as the classes that they are")
{
    using kind = foreign_pointer::kind;
    zoo one;
    one.on_visit = one.first.sing = &sing;
    one.kept.name = "a constant";
    one.first.name = one.text;
    class_table classes;
    classes.add(vtable_of(one.second), "6animal");
    classes.add(vtable_of(one.first), "4bird");
    const asked all = ask(one, classes);
    CHECK(all.all.size() == 6);
    CHECK(all.has(kind::function, &one.on_visit, address_of(reinterpret_cast<void*>(&sing))));
    CHECK(all.has(kind::function, &one.first.sing, address_of(reinterpret_cast<void*>(&sing))));
    CHECK(all.has(kind::vtable, &one.kept, vtable_of(one.kept)));
    CHECK(all.has(kind::vtable, &one.first, vtable_of(one.first)));
    CHECK(all.has(kind::vtable, &one.second, vtable_of(one.second)));
    CHECK(all.has(kind::data, &one.kept.name, address_of(one.kept.name)));
    CHECK(all.found.known_count == 6);
    CHECK(all.found.dangling_count == 0);
    // Three that own, three to functions, and two names.
    CHECK(all.found.pointers == 8);
    CHECK(ask(one, classes, false).found.dangling_count == 6);
}

TEST_CASE("an object of a class that its pointer may not lead to is told, and not looked into")
{
    zoo one;
    one.owned[2] = &one.unnamed;
    class_table classes;
    classes.add(vtable_of(one.second), "6animal");
    classes.add(vtable_of(one.first), "4bird");
    const asked all = ask(one, classes);
    CHECK(all.has(foreign_pointer::kind::unknown_class, &one.unnamed, vtable_of(one.unnamed)));
    CHECK(all.all.size() == 4);
}

TEST_CASE("which of the texts that nobody owns are used is noted")
{
    zoo one;
    one.kept.name = one.text + 2;
    auditor made;
    const root from = root_of(one);
    const state_bytes bytes{reinterpret_cast<const std::byte*>(&one), address_of(&one), sizeof one};
    std::vector<shared_text> texts{{address_of(one.text) - 100, 10}, {address_of(one.text), 8}};
    audit_settings how{auditor::usual_limit};
    how.texts = texts;
    work_limit work{1'000'000};
    CHECK(made.audit(bytes, {&from, 1}, work, how).known_count == 0);
    CHECK_FALSE(texts[0].is_used);
    CHECK(texts[1].is_used);
}

namespace {

struct node {
    void (*hit)() = nullptr;
    const char* name = nullptr;
    node* next = nullptr;
    node* owned = nullptr; ///< alone
};

/// A state with the real allocator, in which nobody owns some objects.
class state_of_nodes {
public:
    state_of_nodes() : manager_{::new (base() + respawn::state::segment_offset) manager{room, 0}}
    {
        root_ = make();
    }
    state_of_nodes(const state_of_nodes&) = delete;
    state_of_nodes& operator=(const state_of_nodes&) = delete;
    ~state_of_nodes() { manager_->~manager(); }

    [[nodiscard]] node& first() { return *root_; }
    [[nodiscard]] node* make() { return ::new (allocate(sizeof(node))) node{&sing, "a constant"}; }
    [[nodiscard]] void* allocate(std::size_t count) { return manager_->allocate(count); }
    void free(void* one) { manager_->deallocate(one); }

    [[nodiscard]] asked ask(std::vector<shared_text>* texts = nullptr)
    {
        asked result;
        auditor made;
        work_limit work{1'000'000};
        audit_settings how{auditor::usual_limit};
        how.is_known = [&](const foreign_pointer& each) {
            result.all.push_back(each);
            return true;
        };
        if (texts)
            how.texts = *texts;
        auto types = std::make_shared<type_list>(6);
        const auto set = [&](std::size_t index, type_kind kind, std::uint64_t bytes, std::uint32_t element) {
            (*types)[index].kind = kind;
            (*types)[index].size_bytes = bytes;
            (*types)[index].alignment = static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, 8));
            (*types)[index].element = element;
        };
        set(0, type_kind::structure, sizeof(node), respawn::schema::no_type);
        (*types)[0].fields = {{"hit", 0, 1}, {"name", 8, 2}, {"next", 16, 3}, {"owned", 24, 4}};
        set(1, type_kind::function_pointer, 8, respawn::schema::no_type);
        set(2, type_kind::pointer, 8, 5);
        set(3, type_kind::pointer, 8, 0);
        set(4, type_kind::unique_pointer, 8, 0);
        set(5, type_kind::character, 1, respawn::schema::no_type);
        const root from{"game", address_of(root_), types, 0};
        result.found = made.audit({base(), address_of(base()), size}, {&from, 1}, work, how);
        return result;
    }

private:
    using manager = respawn::state::segment_manager;
    static constexpr std::size_t size = 64 * 1024, room = size - respawn::state::segment_offset;

    [[nodiscard]] std::byte* base() { return memory_->bytes; }

    struct alignas(4096) memory {
        std::byte bytes[size];
    };
    std::unique_ptr<memory> memory_ = std::make_unique<memory>();
    manager* manager_;
    node* root_ = nullptr;
};

} // namespace

TEST_CASE("objects that nobody owns are looked at through plain pointers, each once")
{
    using kind = foreign_pointer::kind;
    state_of_nodes state;
    node& first = state.first();
    first.next = state.make();
    first.next->next = state.make();
    first.owned = state.make();
    // In a circle, to what is owned, and to what one made by hand owns.
    first.next->next->owned = state.make();
    first.next->next->next = first.next;
    first.owned->next = first.next->next->owned;
    first.next->next->owned->next = first.owned;
    const asked all = state.ask();
    CHECK_FALSE(all.found.is_damaged);
    CHECK(all.found.dangling_count == 0);
    for (const node* each : {&first, first.next, first.next->next, first.owned, first.next->next->owned}) {
        CHECK(all.has(kind::function, &each->hit, address_of(reinterpret_cast<void*>(&sing))));
        CHECK(all.has(kind::data, &each->name, address_of(each->name)));
    }
    CHECK(all.all.size() == 10);
}

TEST_CASE("a text that only an object made by hand leads to is in use")
{
    state_of_nodes state;
    auto* text = static_cast<char*>(state.allocate(8));
    std::memcpy(text, "a text", 7);
    state.first().next = state.make();
    state.first().next->name = text;
    std::vector<shared_text> texts{{address_of(text), 7}};
    CHECK(state.ask(&texts).found.known_count == 3);
    CHECK(texts[0].is_used);
}

TEST_CASE("what was freed is not looked at, and 500 objects made by hand are")
{
    state_of_nodes state;
    node* freed = state.make();
    state.first().next = freed;
    state.free(freed);
    const asked all = state.ask();
    CHECK(all.all.size() == 2);
    CHECK(all.found.dangling_count == 1);
    state.first().next = nullptr;
    for (int i = 0; i < 500; ++i) {
        node* next = state.make();
        next->next = state.first().next;
        state.first().next = next;
    }
    CHECK(state.ask().all.size() == 1002);
}
