#include "catch.hpp"

#include "worker/standalone/heap_state.hpp"

#include <respawn/containers.hpp>

#include <cstdint>
#include <limits>
#include <new>
#include <stdexcept>
#include <string>

using namespace respawn;

namespace {

struct board {
    std::int32_t cells[4] = {1, 2, 3, 4};
    respawn::string name = "a name that is too long for the string itself to hold";
};

struct alignas(256) wide {
    std::int32_t value = 7;
};

struct refuser {
    std::int32_t value = 0;
    refuser() { throw std::runtime_error{"no"}; }
};

template <class T>
T& root(std::string_view name)
{
    void* object =
        standalone::find_or_make_root(name, detail::describe<T>(), [](void* place) { ::new (place) T{}; });
    return *static_cast<T*>(object);
}

} // namespace

TEST_CASE("a root is made once, and found from then on")
{
    auto& made = root<board>("found");
    CHECK(made.cells[3] == 4);
    made.cells[3] = 40;
    CHECK(&root<board>("found") == &made);
    CHECK(root<board>("found").cells[3] == 40);
    CHECK(&root<board>("another") != &made);
}

TEST_CASE("a root that is asked for as another type is refused by both names")
{
    static_cast<void>(root<board>("typed"));
    CHECK_THROWS_AS(root<std::int32_t>("typed"), std::logic_error);
    CHECK_THROWS_WITH(
        root<wide>("typed"), contains_text("\"typed\"") && contains_text("board") && contains_text("wide"));
}

TEST_CASE("names of roots have 1 to 47 bytes, as under a supervisor")
{
    CHECK_THROWS_AS(root<board>(""), std::invalid_argument);
    CHECK_THROWS_AS(root<board>(std::string(48, 'x')), std::invalid_argument);
    CHECK(root<board>(std::string(47, 'x')).cells[0] == 1);
}

TEST_CASE("a root whose constructor throws is not there")
{
    const auto make = [] {
        return standalone::find_or_make_root("refuser", detail::describe<board>(), [](void*) { refuser{}; });
    };
    CHECK_THROWS_WITH(make(), "no");
    CHECK(root<board>("refuser").cells[0] == 1);
}

TEST_CASE("memory of the state has the alignment that is asked for, and sizes that can't be are refused")
{
    static_cast<void>(root<board>("memory"));
    CHECK(reinterpret_cast<std::uintptr_t>(&root<wide>("wide")) % 256 == 0);
    CHECK(root<wide>("wide").value == 7);
    for (std::size_t alignment = 1; alignment <= 4096; alignment *= 2) {
        void* memory = detail::allocate_state(alignment + 1, alignment);
        CHECK(reinterpret_cast<std::uintptr_t>(memory) % alignment == 0);
        detail::deallocate_state(memory);
    }
    void* nothing = detail::allocate_state(0, 1);
    CHECK(nothing != nullptr);
    detail::deallocate_state(nothing);
    constexpr auto most = std::numeric_limits<std::size_t>::max();
    CHECK_THROWS_AS(detail::allocate_state(most, 1), std::bad_alloc);
    CHECK_THROWS_AS(detail::allocate_state(most, 4096), std::bad_alloc);
    CHECK_THROWS_AS(detail::allocate_state(most / 2, 4096), std::bad_alloc);
}
