#include "catch.hpp"

#include "golden.hpp"
#include "slot_memory.hpp"

#include "supervisor/display/display.hpp"
#include "supervisor/display/panel_layout.hpp"
#include "worker/source/canvas/canvas_access.hpp"

#include <imgui.h>

#include <chrono>
#include <string>

using namespace respawn;
using namespace respawn::supervisor;
using presentation::image;

namespace {

/// As for the overlay's other pictures.
void check_golden(const image& picture, const std::string& name)
{
    const bool is_known = IMGUI_VERSION_NUM >= 18600 && IMGUI_VERSION_NUM < 19100;
    test::check_golden(picture, name, is_known ? 0 : 100);
}

std::unique_ptr<display> play(std::uint32_t width, std::uint32_t height)
{
    auto screen = display::create({static_cast<int>(width), static_cast<int>(height), true, "test"}).value();
    const test::slot_memory slot;
    const auto made = canvas_access::make();
    canvas_access::attach(*made, slot.get(), width, height, 1);
    made->clear({40, 60, 90, 255});
    for (int column = 0; column != 20; ++column)
        made->fill_circle(
            {static_cast<float>(width) / 20 * static_cast<float>(column), static_cast<float>(height) / 2},
            static_cast<float>(10 + 3 * column), {200, 180, 80, 255});
    canvas_access::finish(*made);
    REQUIRE(screen->show(slot.get(), width, height).has_value());
    return screen;
}

panel_content tree()
{
    using opener = panel_row::opener;
    panel_content what;
    what.title = "frame 812";
    what.rows = {
        {.name = "game", .value = "{ticks: 812, mood: merry, …}", .type = "world", .opens = opener::open},
        {.name = "ticks", .value = "812", .type = "uint64", .depth = 1, .is_changed = true},
        {.name = "mood", .value = "merry", .type = "mood", .depth = 1},
        {.name = "title",
         .value = "\"a long text that does not fit into its column\"",
         .type = "string",
         .depth = 1},
        {.name = "held",
         .value = "-> game.enemies[3]",
         .type = "pointer to enemy",
         .depth = 1,
         .is_link = true},
        {.name = "lost", .value = "<damaged>", .type = "list of int32", .depth = 1, .is_damaged = true},
        {.name = "enemies",
         .value = "9,100 elements",
         .type = "vector of enemy",
         .depth = 1,
         .opens = opener::open},
        {.name = "[0]",
         .value = "{hp: 7, x: 1, y: 2}",
         .type = "enemy",
         .depth = 2,
         .opens = opener::open,
         .is_selected = true},
        {.name = "hp", .value = "7", .type = "int32", .depth = 3, .is_changed = true},
        {.name = "x", .value = "1", .type = "float", .depth = 3},
        {.name = "y", .value = "2", .type = "float", .depth = 3},
        {.name = "[1]",
         .value = "{hp: 10, x: 4, y: 2}",
         .type = "enemy",
         .depth = 2,
         .opens = opener::closed},
        {.name = "… 9,000 more", .depth = 2, .opens = opener::closed},
        {.name = "… too much to look through in a frame: respawn inspect shows it",
         .depth = 1,
         .is_note = true}};
    what.row_count = 120;
    what.first_row = 30;
    return what;
}

image look(
    std::uint32_t width, std::uint32_t height, const panel_content& what, const overlay_content& with = {})
{
    const auto screen = play(width, height);
    screen->set_overlay(with);
    screen->set_panel(what);
    return screen->window_picture();
}

} // namespace

TEST_CASE("the inspector panel looks as in panel_tree.png")
{
    auto what = tree();
    what.message = "game.mood: calm -> merry in frame 800";
    check_golden(look(960, 720, what), "panel_tree");
}

TEST_CASE("a value that is changed looks as in panel_edit.png, with what can be chosen and what is wrong")
{
    auto what = tree();
    what.edit = panel_edit{
        2,
        {"mery", 4, true, false},
        {"calm", "merry", "grim"},
        1,
        "game.mood: mood has no enumerator \"mery\", perhaps you meant merry; it has calm, merry, grim"};
    check_golden(look(960, 720, what), "panel_edit");
}

TEST_CASE("a search looks as in panel_search.png, in a small window of a paused game")
{
    panel_content what;
    what.title = "frame 812";
    what.search = {"enemies[3", 9, true, false};
    what.progress = "2 found, 40 % searched";
    what.rows = {
        {.name = "game.enemies[3]",
         .value = "{hp: 7, x: 1, y: 2}",
         .type = "enemy",
         .opens = panel_row::opener::closed},
        {.name = "game.old_enemies[3]", .value = "is gone", .is_damaged = true}};
    what.row_count = 2;
    what.message = "game.lives is gone";
    what.is_problem = true;
    overlay_content paused;
    paused.banner = "paused at frame 812";
    paused.keys = {{'p', "plays on"}, {'s', "steps one frame"}};
    check_golden(look(480, 360, what, paused), "panel_search");
}

TEST_CASE("a panel that is closed leaves nothing behind")
{
    const auto screen = play(480, 360);
    const auto before = screen->window_picture();
    screen->set_panel(tree());
    CHECK(screen->window_picture().pixels != before.pixels);
    screen->set_panel(std::nullopt);
    CHECK(screen->window_picture().pixels == before.pixels);
}

TEST_CASE("the mouse finds the parts of the panel where they are drawn")
{
    using part = panel_hit::part;
    for (const auto& [width, height] : {std::pair{960u, 720u}, {64u, 64u}, {3840u, 2160u}, {200u, 1000u}}) {
        const panel_layout layout{width, height};
        auto what = tree();
        const auto at = [&](const panel_box& box) {
            return layout.at((box.left + box.right) / 2, (box.top + box.bottom) / 2, what);
        };
        CHECK(at(layout.search()).what == part::search);
        CHECK(layout.at(layout.panel().right + 1, 100, what).what == part::outside);
        CHECK(layout.at(0, 0, what).what == part::outside);
        CHECK(layout.rows() >= 1);
        if (width < 900)
            continue;
        CHECK(at(layout.message()).what == part::nothing);
        const auto row = layout.row(3);
        CHECK(layout.at(row.left + 1, row.top + 1, what).what == part::name);
        CHECK(layout.at(row.left + 1, row.top + 1, what).index == 3);
        CHECK(layout.at(layout.value_left() + 1, row.bottom - 1, what).what == part::value);
        CHECK(at(layout.row(20)).what == part::nothing);
        CHECK(std::abs(at(layout.scrollbar()).fraction - 0.5f) < 0.01f);
        what.edit = panel_edit{.row = 3, .choices = {"a", "b"}};
        CHECK(at(layout.editor(*what.edit)).what == part::editor);
        CHECK(at(layout.choice(*what.edit, 1)).index == 1);
        // Low in the list they go up.
        what.edit->row = layout.rows() - 1;
        CHECK(layout.choice(*what.edit, 0).top < layout.row(what.edit->row).top);
    }
}

TEST_CASE("a panel of any content is drawn in a window of any size")
{
    auto what = tree();
    what.rows.front().name = std::string(10'000, '\xff');
    what.rows.front().depth = 60;
    what.search.text = std::string(3000, 'x') + "\xc3";
    what.search.cursor = 3001;
    what.search.has_focus = true;
    what.edit = panel_edit{1000, {"x", 100, true, true}, {"a"}, 7, std::string(5000, 'y')};
    for (const auto& [width, height] : {std::pair{64u, 64u}, {64u, 2000u}, {2000u, 64u}})
        CHECK(look(width, height, what).pixels.size() == std::size_t{width} * height);
}

TEST_CASE("drawing a full panel", "[.][timing]")
{
    const auto screen = play(1920, 1080);
    auto what = tree();
    while (what.rows.size() < panel_layout{1920, 1080}.rows())
        what.rows.push_back(what.rows[what.rows.size() % 14]);
    screen->set_panel(what);
    static_cast<void>(screen->window_picture());
    const auto time = [&](const char* name, const auto& work) {
        const auto begun = std::chrono::steady_clock::now();
        for (int i = 0; i != 50; ++i)
            work(i);
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
        WARN(name << ": " << took.count() / 50 << " ms");
    };
    time(
        "closed", [&, other = play(1920, 1080)](int) { static_cast<void>(other->window_picture()); });
    time("drawn again", [&](int) { static_cast<void>(screen->window_picture()); });
    time("changed and drawn", [&](int i) {
        what.title = std::to_string(i);
        screen->set_panel(what);
        static_cast<void>(screen->window_picture());
    });
}
