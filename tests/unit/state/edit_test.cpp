#include "supervisor_stand_in.hpp"

#include <respawn/containers.hpp>

#include "catch.hpp"

#include <cstring>
#include <string>

using respawn::player::edit_data;
using respawn::player::edit_kind;

namespace {

struct game {
    std::int32_t lives = 3;
    respawn::string title = "begun";
    std::basic_string<char16_t, std::char_traits<char16_t>, respawn::allocator<char16_t>> wide;
    respawn::vector<bool> flags;
};

template <class T>
edit_data edit_of(edit_kind kind, const void* place, const T* content, std::size_t count)
{
    edit_data made{};
    made.kind = static_cast<std::uint32_t>(kind);
    made.address = reinterpret_cast<std::uintptr_t>(place);
    made.bytes = static_cast<std::uint32_t>(count * sizeof(T));
    made.unit_bytes = sizeof(T);
    std::memcpy(made.content, content, count * sizeof(T));
    return made;
}

edit_data number_edit(const std::int32_t& place, std::int32_t number)
{
    return edit_of(edit_kind::bytes, &place, &number, 1);
}

struct played {
    supervisor_stand_in supervisor;
    std::unique_ptr<respawn::detail::worker_session> worker;
    game* state = nullptr;

    played()
    {
        worker = supervisor.start_worker();
        supervisor.give_tick();
        state = &root<game>(*worker, "game");
        supervisor.finish_frame(*worker, [&] { state->flags.resize(10); });
    }
    /// A frame that is told to make the change; what the game sees is for `look`.
    template <class Look>
    void play(const edit_data& what, Look look)
    {
        supervisor.input().edit = what;
        supervisor.play_frame(*worker, look);
        supervisor.input().edit = {};
    }
};

} // namespace

TEST_CASE("a change is there for the game's code of the frame, and in its commit")
{
    played game;
    std::int32_t seen = 0;
    game.play(number_edit(game.state->lives, 9), [&] { seen = game.state->lives; });
    CHECK(seen == 9);
    game.worker.reset();
    game.worker = game.supervisor.start_worker();
    game.supervisor.give_tick();
    CHECK(root<::game>(*game.worker, "game").lives == 9);
}

TEST_CASE("texts of all sizes and characters are assigned")
{
    played game;
    for (const std::size_t length : std::initializer_list<std::size_t>{0, 5, 100, 4096}) {
        const std::string text(length, 'x');
        std::string seen = "not seen";
        game.play(edit_of(edit_kind::characters, &game.state->title, text.data(), text.size()), [&] {
            seen.assign(game.state->title.begin(), game.state->title.end());
        });
        CHECK(seen == text);
        CHECK((length < 16 || game.supervisor.is_in_state(game.state->title.data())));
    }
    const std::u16string wide = u"w\u00efde enough to need memory of its own";
    game.play(edit_of(edit_kind::characters, &game.state->wide, wide.data(), wide.size()), [] {});
    CHECK((std::u16string_view{game.state->wide} == wide));
}

TEST_CASE("a single value of a vector<bool> is changed")
{
    played game;
    const void* words = *reinterpret_cast<void* const*>(&game.state->flags);
    for (const std::uint8_t value : {std::uint8_t{1}, std::uint8_t{0}}) {
        edit_data edit = edit_of(edit_kind::bit, static_cast<const char*>(words) + 1, &value, 1);
        edit.bit = 1;
        game.play(edit, [] {});
        for (std::size_t i = 0; i != 10; ++i)
            CHECK(game.state->flags[i] == (i == 9 && value == 1));
    }
}

TEST_CASE("a dropped frame takes the change with it")
{
    played game;
    game.supervisor.input().edit = number_edit(game.state->lives, 9);
    game.supervisor.give_tick();
    game.supervisor.begin_frame(*game.worker);
    CHECK(game.state->lives == 9);
    game.worker->drop_frame();
    CHECK(game.state->lives == 3);
    // It is given again with the next tick.
    game.play(number_edit(game.state->lives, 9), [] {});
    CHECK(game.state->lives == 9);
}

TEST_CASE("a change outside of the state is not made")
{
    played game;
    std::int32_t outside = 3;
    game.play(number_edit(outside, 9), [] {});
    CHECK(outside == 3);
    edit_data too_long = number_edit(game.state->lives, 9);
    too_long.bytes = respawn::player::max_edit_bytes + 1;
    game.play(too_long, [] {});
    CHECK(game.state->lives == 3);
}
