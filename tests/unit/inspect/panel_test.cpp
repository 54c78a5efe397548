#include "supervisor/inspect/inspector_panel.hpp"
#include "tests/unit/objects/sample_state.hpp"

#include "catch.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>

using namespace respawn;
using namespace respawn::supervisor;
using namespace std::chrono_literals;

namespace {

/// A panel over the sample state, with a hand on the clock, that answers edits as it is told.
struct looked_at {
    sample::state state;
    inspector_panel::clock::time_point now{1h};
    std::vector<std::pair<std::string, std::string>> set;
    std::vector<inspector_panel::answer_function> answers;
    inspector_panel panel{
        [this](const std::string& path, const std::string& value, inspector_panel::answer_function answer) {
            set.emplace_back(path, value);
            answers.push_back(std::move(answer));
        },
        [this] { return now; }};
    std::size_t rows = 40;

    looked_at() { panel.toggle(); }

    const panel_content& look()
    {
        const auto bytes = state.bytes();
        panel.refresh({bytes, state.roots, 7}, rows);
        return panel.content();
    }
    std::optional<std::size_t> row(const std::string& name)
    {
        const auto& all = look().rows;
        const auto found =
            std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
        return found == all.end() ? std::nullopt
                                  : std::optional{static_cast<std::size_t>(found - all.begin())};
    }
    const panel_row& at(const std::string& name)
    {
        const auto found = row(name);
        INFO(name);
        REQUIRE(found);
        return panel.content().rows[*found];
    }
    void open(const std::string& name)
    {
        const auto found = row(name);
        INFO(name);
        REQUIRE(found);
        panel.click_row(*found, inspector_panel::column::name, inspector_panel::click::once);
        look();
    }
    void click_twice(const std::string& name)
    {
        const auto found = row(name);
        REQUIRE(found);
        panel.click_row(*found, inspector_panel::column::value, inspector_panel::click::once);
        panel.click_row(*found, inspector_panel::column::value, inspector_panel::click::twice);
        look();
    }
    void search(const std::string& text)
    {
        panel.click_search();
        panel.type(text);
        for (int i = 0; i != 1000; ++i) {
            look();
            if (!panel.is_searching())
                return;
        }
        FAIL("the search does not end");
    }
    [[nodiscard]] std::vector<std::string> names() const
    {
        std::vector<std::string> all;
        for (const auto& each : panel.content().rows)
            all.push_back(each.name);
        return all;
    }
};

} // namespace

TEST_CASE("at first the panel shows the roots, closed")
{
    looked_at now;
    const auto& shown = now.look();
    REQUIRE(shown.rows.size() == now.state.roots.size());
    CHECK(shown.rows.front().name == "game");
    CHECK(shown.rows.front().type == "game");
    CHECK(shown.rows.front().opens == panel_row::opener::closed);
    CHECK(shown.title == "frame 7");
}

TEST_CASE("a click on a name opens the object below it, and another closes it")
{
    looked_at now;
    now.open("game");
    CHECK(now.at("ticks").value == "12");
    CHECK(now.at("ticks").type == "uint64");
    CHECK(now.at("ticks").depth == 1);
    CHECK(now.at("ticks").opens == panel_row::opener::none);
    CHECK(now.at("tint").value == "green");
    CHECK(now.at("delay").value == "16ms");
    CHECK(now.at("position").value == "[1, 2, 3]");
    CHECK(now.at("both").value == "{first: 1, second: 2.5}");
    now.open("both");
    CHECK(now.at("second").value == "2.5");
    CHECK(now.at("second").depth == 2);
    now.open("game");
    CHECK(now.look().rows.size() == now.state.roots.size());
}

TEST_CASE("only the rows in view are read, and scrolling brings the others")
{
    looked_at now;
    now.rows = 5;
    now.open("game");
    CHECK(now.look().rows.size() == 5);
    CHECK(now.panel.content().row_count > 20);
    now.panel.scroll(3);
    CHECK(now.look().first_row == 3);
    CHECK(now.panel.content().rows.front().name == "letter");
    now.panel.scroll(1e6);
    CHECK(now.look().first_row + 5 == now.panel.content().row_count);
    now.panel.scroll_to(0.5);
    CHECK(now.look().first_row * 2 <= now.panel.content().row_count);
    now.panel.scroll(-1e6);
    CHECK(now.look().first_row == 0);
}

TEST_CASE("a large container opens a hundred elements at a time, as far as one goes")
{
    looked_at now;
    now.rows = 1000;
    now.state.object.deque.assign(23'456, 5);
    now.open("game");
    now.open("deque");
    CHECK(now.at("[99]").value == "5");
    CHECK_FALSE(now.row("[100]"));
    CHECK(now.at("… 23,356 more").opens == panel_row::opener::closed);
    now.open("… 23,356 more");
    CHECK(now.row("[100..10099]"));
    CHECK(now.row("[20100..23455]"));
    now.open("[20100..23455]");
    CHECK(now.row("[23400..23455]"));
    now.open("[23300..23399]");
    CHECK(now.row("[23399]"));
    CHECK(now.look().row_count < 400);
    // It stays open while the container grows.
    now.state.object.deque.push_back(6);
    CHECK(now.row("[23399]"));
    CHECK(now.row("… 23,357 more"));
}

TEST_CASE("a value that changes is marked for a second")
{
    looked_at now;
    now.open("game");
    CHECK_FALSE(now.at("ticks").is_changed);
    ++now.state.object.ticks;
    CHECK(now.at("ticks").is_changed);
    CHECK_FALSE(now.at("small").is_changed);
    now.now += 999ms;
    CHECK(now.at("ticks").is_changed);
    now.now += 1ms;
    CHECK_FALSE(now.at("ticks").is_changed);
}

TEST_CASE("a pointer shows the path of its object, and a click leads there")
{
    looked_at now;
    now.rows = 500;
    now.open("game");
    const std::string shown = now.at("held").value;
    INFO(shown);
    REQUIRE(shown.starts_with("-> game."));
    CHECK(now.at("held").is_link);
    const auto row = *now.row("held");
    now.panel.click_row(row, inspector_panel::column::value, inspector_panel::click::once);
    now.look();
    now.look();
    const auto selected =
        std::find_if(now.panel.content().rows.begin(), now.panel.content().rows.end(), [](const auto& each) {
            return each.is_selected;
        });
    REQUIRE(selected != now.panel.content().rows.end());
    CHECK(shown.ends_with(selected->name));
}

TEST_CASE("a path that lies deep in a large container is brought into view")
{
    looked_at now;
    now.rows = 20;
    now.state.object.deque.assign(23'456, 5);
    now.panel.reveal("game.deque[23399]");
    now.look();
    CHECK(now.row("[23399]"));
    CHECK(now.at("[23399]").is_selected);
    now.panel.reveal("game.either.1.hp");
    now.look();
    CHECK(now.panel.has_selection());
}

TEST_CASE("a search finds names and keys in all of the state, and shows their paths")
{
    looked_at now;
    now.rows = 200;
    now.open("game");
    now.search("HP");
    const auto found = now.names();
    CHECK(std::find(found.begin(), found.end(), "game.enemies[0].hp") != found.end());
    CHECK(std::all_of(
        found.begin(), found.end(), [](const auto& each) { return each.find("hp") != std::string::npos; }));
    CHECK(now.panel.content().progress == std::to_string(found.size()) + " found");
    CHECK(now.at("game.enemies[0].hp").value == std::to_string(now.state.object.enemies[0].hp));
    now.search("no such thing");
    CHECK(now.names() == std::vector<std::string>{"nothing of that name is there"});
    now.panel.press(panel_key::escape, false);
    CHECK(now.row("ticks"));
}

TEST_CASE("a search takes a path, with ranges, and a part of a path")
{
    looked_at now;
    now.search("game.enemies[0].hp");
    CHECK(now.names() == std::vector<std::string>{"game.enemies[0].hp"});
    now.search("game.enemies[..].hp");
    CHECK(now.look().rows.size() == now.state.object.enemies.size());
    now.search("enemies[..].hp");
    CHECK(now.look().rows.size() == now.state.object.enemies.size());
    now.search("nemies[0].h");
    CHECK(now.names() == std::vector<std::string>{"game.enemies[0].hp"});
}

TEST_CASE("a search over much goes on over several looks and says how far it is")
{
    looked_at now;
    auto& many = now.state.object.enemies;
    many.resize(20'000);
    now.panel.click_search();
    now.panel.type("y[");
    now.look();
    REQUIRE(now.panel.is_searching());
    const auto first = now.panel.content().progress;
    CHECK(first.find("% searched") != std::string::npos);
    now.look();
    CHECK(now.panel.content().progress != first);
    int looks = 2;
    for (; now.panel.is_searching() && looks < 1000; ++looks)
        now.look();
    CHECK(looks < 20);
    now.search("hp");
    CHECK(now.panel.content().progress == "first 1000 found");
}

TEST_CASE("a search ends, however long a list is, and says that it has not seen all")
{
    looked_at now;
    now.state.object.reserve.resize(30'000);
    now.search("reserve[3].feel");
    CHECK(now.look().rows.size() == 1);
    now.search("zzz[");
    CHECK(now.look().progress.starts_with("0 found"));
}

TEST_CASE("a double click on a number changes it with Enter")
{
    looked_at now;
    now.open("game");
    now.click_twice("small");
    REQUIRE(now.panel.content().edit);
    CHECK(now.panel.content().edit->row == now.row("small"));
    CHECK(now.panel.content().edit->field.text == "-3");
    CHECK(now.panel.content().edit->field.all_selected);
    CHECK(now.panel.has_line());
    now.panel.type("1");
    now.panel.type("5");
    now.panel.press(panel_key::backspace, false);
    now.panel.press(panel_key::enter, false);
    REQUIRE(now.set == std::vector<std::pair<std::string, std::string>>{{"game.small", "1"}});
    // Enter once more changes nothing twice.
    now.panel.press(panel_key::enter, false);
    CHECK(now.set.size() == 1);
    now.answers.front()("game.small: -3 -> 1 in frame 8\n", {});
    CHECK_FALSE(now.look().edit);
    CHECK(now.panel.content().message == "game.small: -3 -> 1 in frame 8");
    CHECK_FALSE(now.panel.has_line());
    now.now += inspector_panel::message_time;
    CHECK(now.look().message.empty());
}

TEST_CASE("what is wrong with a new value is said below it, and it can be corrected")
{
    looked_at now;
    now.open("game");
    now.click_twice("small");
    now.panel.type("300");
    now.panel.press(panel_key::enter, false);
    now.answers.front()({}, "300 is too large");
    REQUIRE(now.look().edit);
    CHECK(now.panel.content().edit->problem == "300 is too large");
    now.panel.press(panel_key::backspace, false);
    CHECK(now.look().edit->problem.empty());
    now.panel.press(panel_key::enter, false);
    CHECK(now.set.back().second == "30");
    now.panel.press(panel_key::escape, false);
    CHECK_FALSE(now.look().edit);
    // Its answer comes when nobody waits for it.
    now.answers.back()({}, "too late");
    CHECK(now.look().message == "too late");
    CHECK(now.panel.content().is_problem);
}

TEST_CASE("an enumeration and a bool are chosen from what there is")
{
    looked_at now;
    now.open("game");
    now.click_twice("tint");
    REQUIRE(now.panel.content().edit);
    CHECK(now.panel.content().edit->choices == std::vector<std::string>{"red", "green", "blue"});
    CHECK(now.panel.content().edit->chosen == 1);
    now.panel.press(panel_key::down, false);
    CHECK(now.look().edit->chosen == 2);
    now.panel.press(panel_key::enter, false);
    CHECK(now.set.back() == std::pair<std::string, std::string>{"game.tint", "blue"});
    now.answers.back()("done", {});
    now.click_twice("over");
    now.panel.click_choice(1);
    CHECK(now.set.back() == std::pair<std::string, std::string>{"game.over", "true"});
}

TEST_CASE("a text is changed as it is, and one that can't be typed between quotes")
{
    looked_at now;
    now.state.object.title = "begun";
    now.open("game");
    now.click_twice("title");
    CHECK(now.panel.content().edit->field.text == "begun");
    now.panel.press(panel_key::escape, false);
    now.state.object.title = "two\nlines";
    now.click_twice("title");
    CHECK(now.panel.content().edit->field.text == "\"two\\nlines\"");
}

TEST_CASE("keys move about in the rows, open and close them, and begin to change a value")
{
    looked_at now;
    now.panel.click_row(
        now.row("game").value(), inspector_panel::column::value, inspector_panel::click::once);
    CHECK(now.at("game").is_selected);
    now.panel.press(panel_key::right, false);
    now.look();
    now.panel.press(panel_key::down, false);
    CHECK(now.at("ticks").is_selected);
    now.panel.press(panel_key::enter, false);
    CHECK(now.look().edit);
    now.panel.press(panel_key::escape, false);
    now.panel.press(panel_key::left, false);
    CHECK(now.at("game").is_selected);
    now.panel.press(panel_key::left, false);
    CHECK(now.look().rows.size() == 1);
    now.panel.press(panel_key::escape, false);
    CHECK_FALSE(now.panel.has_selection());
}

TEST_CASE("an object that goes while it is changed ends the change")
{
    looked_at now;
    now.open("game");
    now.open("enemies");
    now.open("[0]");
    now.click_twice("hp");
    REQUIRE(now.panel.content().edit);
    now.state.object.enemies.clear();
    now.look();
    CHECK_FALSE(now.panel.has_line());
    now.look();
    CHECK_FALSE(now.panel.content().edit);
}

TEST_CASE("a panel over garbage shows something, and ends")
{
    looked_at now;
    now.rows = 1000;
    now.open("game");
    for (const char* each :
         {"enemies", "reserve", "by_name", "by_cell", "by_id", "words", "flags", "first", "grid"})
        if (now.row(each))
            now.open(each);
    std::uint64_t seed = 12345;
    const auto random = [&] { return seed = seed * 6364136223846793005u + 1442695040888963407u; };
    for (int round = 0; round != 60; ++round) {
        auto copy = now.state.copy();
        for (int i = 0; i != 1 << (round % 12); ++i)
            copy[(random() >> 20) % sample::arena::used()] = static_cast<std::byte>(random() >> 40);
        const auto bytes = now.state.bytes(copy);
        now.panel.click_search();
        now.panel.press(panel_key::escape, false);
        if (round % 2 == 1)
            now.panel.type(round % 4 == 1 ? "e" : "game.enemies[..].");
        for (int look = 0; look != 5; ++look)
            now.panel.refresh({bytes, now.state.roots, 1}, now.rows);
        CHECK_FALSE(now.panel.content().rows.empty());
    }
}

TEST_CASE("a look into 600 MiB of objects", "[.][timing]")
{
    looked_at now;
    now.state.object.reserve.resize(20'000);
    // Elsewhere in this process, where the arena has no room for it: its allocator never asks where.
    std::vector<sample::enemy> many((std::size_t{600} << 20) / sizeof(sample::enemy));
    static_assert(sizeof many == sizeof now.state.object.enemies);
    std::memcpy(static_cast<void*>(&now.state.object.enemies), &many, sizeof many);
    const auto bytes = objects::state_bytes::own_memory();
    const state_look look{bytes, now.state.roots, 1};
    const auto time = [&](const char* name, int looks) {
        std::chrono::duration<double, std::milli> longest{}, all{};
        int done = 0;
        for (; done < looks; ++done) {
            now.now += 50ms;
            const auto begun = std::chrono::steady_clock::now();
            now.panel.refresh(look, 40);
            const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
            longest = std::max(longest, took);
            all += took;
            if (done > 0 && looks == 100'000 && !now.panel.is_searching())
                break;
        }
        WARN(
            name << ": " << all.count() / done << " ms, at most " << longest.count() << " ms, " << done
                 << " looks: " << now.panel.content().progress);
    };
    const auto click = [&](std::size_t row) {
        now.panel.refresh(look, 40);
        now.panel.click_row(row, inspector_panel::column::name, inspector_panel::click::once);
        now.panel.refresh(look, 40);
    };
    time("closed tree", 100);
    click(0);
    time("root open", 100);
    now.panel.reveal("game.enemies[11000000]");
    time("an element far in", 100);
    now.panel.reveal("game.reserve[19990]");
    time("an element far in a list", 100);
    const auto search = [&](const char* text) {
        now.panel.click_search();
        now.panel.type(text);
        time(text, 100'000);
    };
    search("nothing");
    search("hp");
    search("enemies[12345678].z");
    std::memset(static_cast<void*>(&now.state.object.enemies), 0, sizeof many);
}
