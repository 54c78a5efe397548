#include "sample_state.hpp"

#include "shared/objects/locate.hpp"
#include "shared/objects/lookup.hpp"
#include "shared/objects/tree.hpp"
#include "shared/schema/check.hpp"

#include "catch.hpp"

#include <random>

using namespace respawn::objects;

namespace {

/// Looks at everything in every way.
void look_at_all(
    const sample::state& state, const std::vector<std::byte>& bytes, const std::vector<root>& roots)
{
    const state_bytes view = state.bytes(bytes);
    work_limit work{300'000};
    tree_limits limits = everything;
    limits.nodes = 20'000;
    const auto made = grow_tree(view, roots, {{"game", roots.front().object()}}, limits, work);
    CHECK(to_text(made).size() < (std::size_t{40} << 20));
    static_cast<void>(leaves_of(made));
    for (const char* path :
         {"game.enemies[..].target->target.name", "game.deque[..]", "game.by_name[\"orc\"]",
          "game.by_id[17].name", "game.words[#1]", "game.flags[..]", "game.first.next.next.value",
          "game.either.hp", "game.reserve[..].name", "game.held.*", "game.by_cell[#0..#9]", "game.tuple.1"}) {
        work_limit few{100'000};
        const auto found = look_up(view, roots, parse_path(path).value(), few);
        if (!found)
            CHECK_FALSE(found.error().sentence.empty());
    }
}

void look_at_all(const sample::state& state, const std::vector<std::byte>& bytes)
{
    look_at_all(state, bytes, state.roots);
}

} // namespace

TEST_CASE("a damaged state is looked at without harm")
{
    sample::state state;
    std::mt19937_64 random{7};
    const std::vector<std::byte> sound = state.copy();
    const auto base = reinterpret_cast<std::uintptr_t>(sample::arena::base());
    for (int round = 0; round != 300; ++round) {
        std::vector<std::byte> bytes = sound;
        const int hits = 1 << (round % 8);
        for (int hit = 0; hit != hits; ++hit) {
            const std::size_t word = random() % (bytes.size() / 8) * 8;
            // Other places of the state do more harm than noise.
            const std::uint64_t value =
                round % 2 == 0 ? random() >> (random() % 64) : base + random() % bytes.size();
            std::memcpy(bytes.data() + word, &value, sizeof value);
        }
        look_at_all(state, bytes);
    }
}

TEST_CASE("each word of an object is damaged in turn")
{
    sample::state state;
    const std::vector<std::byte> sound = state.copy();
    const auto base = reinterpret_cast<std::uintptr_t>(sample::arena::base());
    const auto first = reinterpret_cast<std::uintptr_t>(&state.object) - base;
    const std::uint64_t values[] = {0,
                                    1,
                                    ~std::uint64_t{0},
                                    base,
                                    base + 64,
                                    base + sound.size() - 8,
                                    base + first,
                                    std::uint64_t{1} << 40};
    for (std::size_t word = 0; word + 8 <= sizeof(sample::game); word += 8)
        for (const std::uint64_t value : values) {
            std::vector<std::byte> bytes = sound;
            std::memcpy(bytes.data() + first + word, &value, sizeof value);
            look_at_all(state, bytes);
        }
}

TEST_CASE("noise in the place of a state is looked at without harm")
{
    sample::state state;
    std::mt19937_64 random{11};
    for (int round = 0; round != 20; ++round) {
        std::vector<std::byte> bytes = state.copy();
        for (std::byte& each : bytes)
            each = static_cast<std::byte>(random());
        look_at_all(state, bytes);
    }
}

TEST_CASE("objects are looked at without harm by whatever types a worker says that they have")
{
    sample::state state;
    std::mt19937_64 random{13};
    const std::vector<std::byte> bytes = state.copy();
    int accepted = 0;
    for (int round = 0; round != 2000; ++round) {
        type_list types = *state.roots.front().types;
        respawn::schema::type_node& type = types[random() % types.size()];
        type.kind = static_cast<respawn::schema::type_kind>(1 + random() % 26);
        type.element = static_cast<std::uint32_t>(random() % types.size());
        type.key = static_cast<std::uint32_t>(random() % types.size());
        if (random() % 2 == 0)
            types[random() % types.size()].size_bytes = random() >> (random() % 64);
        if (!respawn::schema::has_element(type.kind))
            type.element = respawn::schema::no_type;
        if (!respawn::schema::has_key(type.kind))
            type.key = respawn::schema::no_type;
        if (!respawn::schema::has_fields(type.kind))
            type.fields.clear();
        if (respawn::schema::find_problem(types))
            continue;
        ++accepted;
        auto roots = state.roots;
        roots.front().types = std::make_shared<const type_list>(std::move(types));
        look_at_all(state, bytes, roots);
    }
    CHECK(accepted != 0);
}

TEST_CASE("an entry whose size nothing has is refused before anybody looks at it")
{
    sample::state state;
    for (const auto kind : {respawn::schema::type_kind::map, respawn::schema::type_kind::unordered_map}) {
        type_list types = *state.roots.front().types;
        const auto opaque = static_cast<std::uint32_t>(types.size());
        for (auto& type : types)
            if (type.kind == kind)
                type.key = type.element = opaque;
        auto& added = types.emplace_back();
        added.kind = respawn::schema::type_kind::opaque;
        added.size_bytes = std::uint64_t{1} << 63;
        CHECK(respawn::schema::find_problem(types).has_value());
    }
}
