#include "catch.hpp"
#include "examples/tetris/effects.hpp"
#include "support.hpp"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>

// The effects use the state's containers; here the heap stands in for the state.
void* respawn::detail::allocate_state(std::size_t bytes, std::size_t)
{
    return std::malloc(bytes);
}

void respawn::detail::deallocate_state(void* memory) noexcept
{
    std::free(memory);
}

using namespace tetris;

namespace {

/// The bytes of a new T in memory that was full of `before`.
template <class T>
std::array<std::byte, sizeof(T)> fresh_bytes(unsigned char before)
{
    alignas(T) std::array<std::byte, sizeof(T)> memory;
    memory.fill(std::byte{before});
    T* made = ::new (memory.data()) T{};
    const auto bytes = memory;
    made->~T();
    return bytes;
}

} // namespace

TEST_CASE("a new state has the same bytes whatever its memory held before")
{
    CHECK(fresh_bytes<game>(0x55) == fresh_bytes<game>(0xaa));
    CHECK(fresh_bytes<effects>(0x55) == fresh_bytes<effects>(0xaa));
}

TEST_CASE("cleared rows throw sparks, which go within a second")
{
    game state = game_with(piece::i, board_of({"#.........", "###....###"}));
    effects shown;
    animate(shown, state, tap(state, tap_hard_drop), tick);
    CHECK(shown.sparks.size() >= columns);
    CHECK(shown.words.lines == 1);
    for (int i = 0; i < 60; ++i)
        animate(shown, state, {}, tick);
    CHECK(shown.sparks.empty());
}

TEST_CASE("effects stand still while the game is paused")
{
    game state = game_with(piece::o);
    effects shown;
    animate(shown, state, tap(state, tap_hard_drop), tick);
    REQUIRE_FALSE(shown.sparks.empty());
    tap(state, tap_pause);
    const spark before = shown.sparks.front();
    animate(shown, state, {}, tick);
    CHECK(shown.sparks.front().x == before.x);
    CHECK(shown.sparks.front().age_us == before.age_us);
}

TEST_CASE("there are never more sparks than can be drawn quickly")
{
    game state = started_game();
    effects shown;
    state.clearing_rows = (row_set{1} << rows) - 1;
    events many;
    many.locked = true;
    many.last = state.falling;
    many.earned.lines = 4;
    for (int i = 0; i < 10; ++i)
        animate(shown, state, many, std::chrono::nanoseconds{0});
    CHECK(shown.sparks.size() == 400);
}
