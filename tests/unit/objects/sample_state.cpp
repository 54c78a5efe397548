#include "sample_state.hpp"

#include "shared/schema/check.hpp"

#include <new>
#include <stdexcept>

namespace sample {

using namespace respawn;
using schema::no_type;
using schema::type_kind;

namespace {

alignas(4096) std::byte memory[arena::bytes];
std::size_t taken = 0;

template <class T, class Member>
std::uint64_t offset_in(const T& whole, const Member& part)
{
    return static_cast<std::uint64_t>(
        reinterpret_cast<const std::byte*>(&part) - reinterpret_cast<const std::byte*>(&whole));
}

class type_builder {
public:
    objects::type_list types{1};

    template <class T>
    std::uint32_t add(
        type_kind kind, std::uint32_t element = no_type, std::uint32_t key = no_type, std::uint64_t count = 0)
    {
        types.push_back({kind, "", sizeof(T), alignof(T), count, element, key, {}});
        return static_cast<std::uint32_t>(types.size() - 1);
    }
    template <class T>
    std::uint32_t structure(const char* name)
    {
        const auto made = add<T>(type_kind::structure);
        types[made].name = name;
        return made;
    }
};

objects::type_list make_types(const game& object)
{
    type_builder b;
    const auto i8 = b.add<std::int8_t>(type_kind::signed_integer);
    const auto i16 = b.add<std::int16_t>(type_kind::signed_integer);
    const auto i32 = b.add<std::int32_t>(type_kind::signed_integer);
    const auto i64 = b.add<std::int64_t>(type_kind::signed_integer);
    const auto u8 = b.add<std::uint8_t>(type_kind::unsigned_integer);
    const auto u64 = b.add<std::uint64_t>(type_kind::unsigned_integer);
    const auto f32 = b.add<float>(type_kind::floating_point);
    const auto f80 = b.add<long double>(type_kind::floating_point);
    const auto truth = b.add<bool>(type_kind::boolean);
    const auto letter = b.add<char>(type_kind::character);
    const auto letter16 = b.add<char16_t>(type_kind::character);
    const auto text = b.add<string>(type_kind::string, letter);
    const auto text16 = b.add<wide_string>(type_kind::string, letter16);
    const auto tint = b.add<color>(type_kind::enumeration, u8);
    b.types[tint].name = "color";
    b.types[tint].fields = {{"red", 1, u8}, {"green", 2, u8}, {"blue", 4, u8}};
    const auto feels = b.add<mood>(type_kind::enumeration, i32);
    b.types[feels].name = "mood";
    b.types[feels].fields = {
        {"grim", static_cast<std::uint64_t>(-1), i32}, {"calm", 0, i32}, {"merry", 7, i32}};
    const auto delay = b.structure<std::chrono::milliseconds>("std::chrono::duration");
    b.types[delay].fields = {{"count_of_1/1000_s", 0, i64}};

    const auto foe = b.structure<enemy>("enemy");
    const auto foe_pointer = b.add<enemy*>(type_kind::pointer, foe);
    const enemy e;
    b.types[foe].fields = {
        {"hp", offset_in(e, e.hp), i32},      {"x", offset_in(e, e.x), f32},
        {"y", offset_in(e, e.y), f32},        {"feels", offset_in(e, e.feels), feels},
        {"name", offset_in(e, e.name), text}, {"target", offset_in(e, e.target), foe_pointer}};
    const auto link = b.structure<node>("node");
    const auto owner = b.add<std::unique_ptr<node, nothing>>(type_kind::unique_pointer, link);
    const node n;
    b.types[link].fields = {{"value", offset_in(n, n.value), i32}, {"next", offset_in(n, n.next), owner}};
    const auto place = b.structure<cell>("cell");
    b.types[place].fields = {{"column", 0, i32}, {"row", 4, i32}};
    const auto either = b.add<decltype(game::either)>(type_kind::variant);
    b.types[either].fields = {{"0", 0, i32}, {"1", 0, foe}};
    const auto both = b.add<decltype(game::both)>(type_kind::pair);
    b.types[both].fields = {{"first", 0, i32}, {"second", 4, f32}};
    const auto tuple = b.add<decltype(game::tuple)>(type_kind::tuple);
    b.types[tuple].fields = {
        {"0", offset_in(object.tuple, std::get<0>(object.tuple)), i32},
        {"1", offset_in(object.tuple, std::get<1>(object.tuple)), text}};
    const auto row = b.add<std::array<std::int32_t, 2>>(type_kind::array, i32, no_type, 2);

    schema::type_node whole{
        type_kind::structure, "game", sizeof(game), alignof(game), 0, no_type, no_type, {}};
    const auto field = [&](const char* name, const auto& member, std::uint32_t type) {
        whole.fields.push_back({name, offset_in(object, member), type});
    };
    field("ticks", object.ticks, u64);
    field("small", object.small, i8);
    field("letter", object.letter, letter);
    field("over", object.over, truth);
    field("tint", object.tint, tint);
    field("precise", object.precise, f80);
    field("delay", object.delay, delay);
    field("title", object.title, text);
    field("wide", object.wide, text16);
    field("enemies", object.enemies, b.add<decltype(game::enemies)>(type_kind::vector, foe));
    field("deque", object.deque, b.add<decltype(game::deque)>(type_kind::deque, i16));
    field("reserve", object.reserve, b.add<decltype(game::reserve)>(type_kind::list, foe));
    field("by_name", object.by_name, b.add<decltype(game::by_name)>(type_kind::map, i32, text));
    field("by_cell", object.by_cell, b.add<decltype(game::by_cell)>(type_kind::map, i32, place));
    field("by_id", object.by_id, b.add<decltype(game::by_id)>(type_kind::unordered_map, foe, i32));
    field("words", object.words, b.add<decltype(game::words)>(type_kind::set, text));
    field("flags", object.flags, b.add<decltype(game::flags)>(type_kind::bit_vector, truth));
    field("maybe", object.maybe, b.add<decltype(game::maybe)>(type_kind::optional, i32));
    field("either", object.either, either);
    field("held", object.held, foe_pointer);
    field("lost", object.lost, foe_pointer);
    field("first", object.first, owner);
    field(
        "position", object.position,
        b.add<decltype(game::position)>(type_kind::array, f32, no_type, object.position.size()));
    field("grid", object.grid, b.add<decltype(game::grid)>(type_kind::array, row, no_type, 2));
    field("both", object.both, both);
    field("tuple", object.tuple, tuple);
    b.types.front() = std::move(whole);
    return std::move(b.types);
}

template <class T>
T* make()
{
    return ::new (arena::take(sizeof(T), alignof(T))) T{};
}

game& begin()
{
    arena::begin_anew();
    return *make<game>();
}

} // namespace

void* arena::take(std::size_t wanted, std::size_t alignment)
{
    taken = (taken + alignment - 1) / alignment * alignment;
    if (wanted > sizeof memory - taken)
        throw std::bad_alloc{};
    void* place = memory + taken;
    taken += wanted;
    return place;
}

void arena::begin_anew()
{
    taken = 64;
    std::fill(std::begin(memory), std::end(memory), std::byte{0});
}
std::byte* arena::base()
{
    return memory;
}
std::size_t arena::used()
{
    return (taken + 4095) / 4096 * 4096;
}

state::state() : object{begin()}
{
    object.title = "Pong";
    object.wide = u"h\u00e4";
    object.enemies.resize(5);
    for (int i = 0; i < 5; ++i)
        object.enemies[std::size_t(i)].hp = i * 10;
    object.enemies[3].name = "a name that is longer than any string keeps in itself";
    object.enemies[1].target = &object.enemies[3];
    for (std::int16_t i = 0; i < 600; ++i)
        object.deque.push_back(i);
    object.reserve.resize(2);
    object.reserve.back().name = "late";
    object.by_name["orc"] = 3;
    object.by_name["el\"f"] = 4;
    object.by_cell[{1, 2}] = 12;
    object.by_id[17].hp = 170;
    object.by_id[-5].hp = 50;
    object.words = {"alpha", "beta"};
    object.flags.assign(70, false);
    object.flags[65] = true;
    object.maybe = 5;
    object.either = enemy{};
    object.held = &object.by_id[17];
    object.first.reset(make<node>());
    object.first->value = 1;
    object.first->next.reset(make<node>());
    object.first->next->value = 2;
    std::get<1>(object.tuple) = "second";
    auto types = std::make_shared<objects::type_list>(make_types(object));
    if (const auto problem = schema::find_problem(*types))
        throw std::logic_error{*problem};
    roots.push_back({"game", reinterpret_cast<std::uintptr_t>(&object), std::move(types)});
}

objects::state_bytes state::bytes() const
{
    return {arena::base(), reinterpret_cast<std::uintptr_t>(arena::base()), arena::used()};
}

objects::state_bytes state::bytes(const std::vector<std::byte>& copy) const
{
    return {copy.data(), reinterpret_cast<std::uintptr_t>(arena::base()), copy.size()};
}

std::vector<std::byte> state::copy() const
{
    return {arena::base(), arena::base() + arena::used()};
}

} // namespace sample
