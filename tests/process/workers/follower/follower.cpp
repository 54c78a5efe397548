// A state with pointers to functions, variables, literals and objects with virtual functions, all of which
// are used in every frame: what does not do what it should ends the worker. The first argument says what else
// the state points to: "lambda"; the second one may name a file with a plan where to die.
#include "moves.hpp"

#include "tests/process/sweep/plan.hpp"

#include <respawn/worker.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

/// Its functions are at other places in its vtable in some variants.
struct thing {
    virtual ~thing() = default;
#if VARIANT % 2 == 1
    [[nodiscard]] virtual std::int32_t added() const
    {
        return 77;
    }
#endif
    [[nodiscard]] virtual std::int32_t act(std::int32_t from) const = 0;
    std::int32_t id = 0;
};
RESPAWN_DESCRIBE(thing, id)

struct listener {
    virtual ~listener() = default;
#if VARIANT % 3 == 1
    [[nodiscard]] virtual std::int32_t also_added() const
    {
        return 78;
    }
#endif
    [[nodiscard]] virtual std::int32_t hear(std::int32_t from) const
    {
        return expected(10, from);
    }
};
RESPAWN_DESCRIBE(listener)

/// Has two pointers to its vtable.
struct dragon : thing, listener {
    [[nodiscard]] std::int32_t act(std::int32_t from) const override { return expected(11, from) + id; }
    [[nodiscard]] std::int32_t hear(std::int32_t from) const override { return expected(12, from) + heat; }
    std::int32_t (*breathe)(std::int32_t) = nullptr;
    std::int32_t heat = 5;
#if VARIANT == 3
    std::int64_t age = 9;
#endif
};
#if VARIANT == 3
RESPAWN_DESCRIBE(dragon, id, breathe, heat, age)
#else
RESPAWN_DESCRIBE(dragon, id, breathe, heat)
#endif

namespace {

[[maybe_unused]] respawn::test::kill_plan* plan = nullptr;

/// Whose vtable has no name outside of this file.
#if !defined(WITHOUT_CHEST)
struct chest : thing {
    [[nodiscard]] std::int32_t act(std::int32_t from) const override { return expected(13, from) + id; }
    const char* label = nullptr;
};
RESPAWN_DESCRIBE(chest, id, label)
#endif

} // namespace

#if !defined(WITHOUT_CHEST)
RESPAWN_DERIVED(thing, dragon, chest)
#else
RESPAWN_DERIVED(thing, dragon)
#endif

namespace {

/// Made by hand: nobody owns it.
struct hook {
    std::int32_t (*act)(std::int32_t) = nullptr;
    const char* name = nullptr; ///< of the first variant, and of hooks alone
    std::int32_t* score = nullptr;
    hook* next = nullptr;
};

struct world {
    std::int32_t (*jump)(std::int32_t) = nullptr;
    std::int32_t (*left_step)(std::int32_t) = nullptr;
    std::int32_t (*right_step)(std::int32_t) = nullptr;
    std::int32_t (*hidden)(std::int32_t) = nullptr;
    std::int32_t (*unnamed)(std::int32_t) = nullptr;
    std::size_t (*length)(const char*) = nullptr; ///< of the C library
    std::int32_t* left_count = nullptr;
    std::int32_t* right_count = nullptr;
    std::int32_t* score = nullptr; ///< in the middle of an array
    const char* title = nullptr;   ///< of the first variant
    const char* same_title = nullptr;
    const char* news = nullptr; ///< of the variant before
    const char16_t* wide = nullptr;
    respawn::vector<std::int32_t (*)(std::int32_t)> moves;
    dragon boss;
    thing* first = nullptr;
    listener* ear = nullptr;
    respawn::vector<respawn::unique_ptr<thing>> things;
    respawn::map<std::int32_t, respawn::unique_ptr<thing>> by_id;
    std::uint64_t frames = 0;
    hook* hooks = nullptr;
};

void check(bool is_right, const char* what)
{
    if (is_right)
        return;
    std::fprintf(stderr, "follower, variant %d: %s\n", this_variant, what);
    std::abort();
}

void add_things(world& state);

void begin(world& state, std::string_view with)
{
#if !defined(WITHOUT_JUMP)
    state.jump = &jump;
#endif
    state.left_step = left::step();
    state.right_step = right::step();
    state.hidden = hidden();
    if (with == "lambda")
        state.unnamed = [](std::int32_t from) { return expected(5, from); };
    state.length = &std::strlen;
    state.left_count = left::count();
    state.right_count = right::count();
    state.score = score + 3;
    state.title = "the title of the first";
    state.same_title = state.title;
    state.wide = u"wide";
    add_things(state);
    for (int i = 0; i != 3; ++i)
        state.hooks = new (respawn::allocator<hook>{}.allocate(1))
            hook{hidden(), "the name of a hook", score + 4, state.hooks};
    for (int i = 0; i != 100; ++i)
        state.moves.push_back(i % 2 == 0 ? state.left_step : state.right_step);
}

dragon make_dragon(std::int32_t id)
{
    dragon made;
    made.id = id;
    made.breathe = hidden();
    return made;
}

void add_things(world& state)
{
    state.boss.breathe = hidden();
    state.ear = &state.boss;
    for (std::int32_t id = 0; id != 50; ++id) {
#if !defined(WITHOUT_CHEST)
        if (id % 2 == 1) {
            auto made = respawn::make_unique<chest>();
            made->id = id;
            made->label = "the label of a chest";
            state.things.push_back(std::move(made));
            continue;
        }
#endif
        state.things.push_back(respawn::make_unique<dragon>(make_dragon(id)));
        state.by_id[id] = respawn::make_unique<dragon>(make_dragon(id));
    }
    state.first = state.things.front().get();
}

void use(const thing& one)
{
    const auto* as_dragon = dynamic_cast<const dragon*>(&one);
    check(one.act(7) == expected(as_dragon ? 11 : 13, 7) + one.id, "a virtual function");
    if (as_dragon) {
        check(as_dragon->breathe == hidden(), "a function of a dragon");
        const listener& ear = *as_dragon;
        check(ear.hear(7) == expected(12, 7) + 5, "a virtual function of the second base");
    }
#if !defined(WITHOUT_CHEST)
    if (const auto* as_chest = dynamic_cast<const chest*>(&one))
        check(std::string_view{as_chest->label} == "the label of a chest", "a label");
#endif
}

void use_things(const world& state)
{
    check(state.things.size() == 50, "the number of things");
    for (std::size_t i = 0; i != state.things.size(); ++i) {
        check(state.things[i]->id == static_cast<std::int32_t>(i), "a thing's id");
        use(*state.things[i]);
    }
    for (const auto& [id, one] : state.by_id)
        use(*one);
    use(state.boss);
    check(state.first == state.things.front().get(), "the first thing");
    check(state.ear == &state.boss && state.ear->hear(1) == expected(12, 1) + 5, "the ear");
}

void use(world& state)
{
    // Where the layout of what it belongs to changes, a pointer to a second base is dropped, which is told.
    if (!state.ear && this_variant != 1)
        state.ear = &state.boss;
    use_things(state);
#if !defined(WITHOUT_JUMP)
    check(state.jump(7) == expected(1, 7), "jump");
#endif
    check(state.left_step == left::step() && state.left_step(7) == expected(2, 7), "the left step");
    check(state.right_step == right::step() && state.right_step(7) == expected(3, 7), "the right step");
    check(state.hidden == hidden() && state.hidden(7) == expected(4, 7), "the hidden one");
    check(!state.unnamed || state.unnamed(7) == expected(5, 7), "the lambda");
    check(state.length("four") == 4, "strlen");
    check(state.left_count == left::count(), "the left count");
    check(state.right_count == right::count(), "the right count");
    check(state.score == score + 3, "the score");
    check(std::string_view{state.title} == "the title of the first", "the title");
    check(state.same_title == state.title, "the same title");
    check(std::u16string_view{state.wide} == u"wide", "the wide title");
    for (std::size_t i = 0; i != state.moves.size(); ++i)
        check(state.moves[i](1) == expected(i % 2 == 0 ? 2 : 3, 1), "a move of many");
    for (const hook* each = state.hooks; each; each = each->next) {
        check(each->act == hidden() && each->act(7) == expected(4, 7), "the function of a hook");
        check(std::string_view{each->name} == "the name of a hook", "the name of a hook");
        check(each->score == score + 4, "the score of a hook");
    }
    ++*state.left_count;
    ++*state.score;
}

} // namespace

int main(int argc, char** argv)
{
    if (this_variant != 0 && argc > 2 && (plan = respawn::test::map_plan(argv[2])))
        respawn::at_kill_point = [](respawn::kill_point here) { respawn::test::follow(*plan, here); };
    respawn::worker worker{argc, argv};
    auto& state = worker.state<world>("world");
    bool is_first = true;
    while (const auto frame = worker.next_frame()) {
        if (state.frames++ == 0)
            begin(state, argc > 1 ? argv[1] : "");
        if (std::exchange(is_first, false)) {
            check(!state.news || std::string_view{state.news}.starts_with("news of variant "), "the news");
            static const char* const all[] = {"news of variant 0", "news of variant 1", "news of variant 2",
                                              "news of variant 3", "news of variant 4", "news of variant 5"};
            state.news = all[this_variant];
        }
        use(state);
    }
}
