#include "supervisor/symbols/symbol_table.hpp"

#include "supervisor/symbols/vtable_structure.hpp"

#include "catch.hpp"
#include "game_program.hpp"
#include "tests/support/seed.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <random>

using namespace respawn;
using namespace respawn::supervisor;
using namespace respawn::test;

TEST_CASE("an address is found in the function or object that contains it")
{
    for (const char* name : {"pie", "fixed"}) {
        const game_program game{name, 1};
        const auto& table = game.table();
        CAPTURE(name);
        const auto jump = table.find(game.linked_at("game.jump"));
        REQUIRE(jump);
        CHECK(jump->of->name == "_ZN4game4jumpERNS_6playerE");
        CHECK(jump->of->kind == symbol_kind::function);
        CHECK_FALSE(jump->of->is_local());
        CHECK(jump->of->file.empty());
        CHECK(jump->offset_bytes == 0);
        const auto score = table.find(game.linked_at("game.scores[5]"));
        REQUIRE(score);
        CHECK(score->of->name == "_ZN4game6scoresE");
        CHECK(score->of->kind == symbol_kind::object);
        CHECK(score->of->size_bytes == 32);
        CHECK(score->offset_bytes == 20);
        CHECK_FALSE(table.find(game.linked_at("literal")));
        CHECK_FALSE(table.find(0));
        CHECK_FALSE(table.find(~std::uint64_t{0}));
    }
}

TEST_CASE("the innermost symbol is found, however they lie over each other")
{
    std::mt19937 random{seed()};
    const auto any = [&](std::uint64_t most) { return std::uint64_t{random() % most}; };
    for (int round = 0; round != 200; ++round) {
        constexpr std::uint64_t extent = 100;
        std::vector<symbol> all;
        for (std::uint64_t i = any(40); i != 0; --i) {
            const std::uint64_t address = any(extent);
            all.push_back({"one", "", address, any(extent - address + 1), symbol_kind::object});
        }
        image_content content{image_file::of_parts(0, {}), {}};
        content.symbols = all;
        const symbol_table table{std::move(content)};
        for (std::uint64_t address = 0; address != extent + 2; ++address) {
            std::optional<std::uint64_t> innermost;
            for (const symbol& each : all)
                if (each.contains(address))
                    innermost = std::max(innermost.value_or(0), each.address);
            const auto found = table.find(address);
            CAPTURE(round, address);
            REQUIRE(found.has_value() == innermost.has_value());
            if (found) {
                REQUIRE(found->of->address == *innermost);
                REQUIRE(found->of->contains(address));
                REQUIRE(found->offset_bytes == address - *innermost);
            }
        }
    }
}

TEST_CASE("a symbol around very many others is found behind them")
{
    constexpr std::uint64_t count = 100'000;
    image_content content{image_file::of_parts(0, {}), {}};
    content.symbols.push_back({"all", "", 0, 3 * count, symbol_kind::object});
    for (std::uint64_t i = 0; i != count; ++i)
        content.symbols.push_back({"part", "", 1 + i, 1, symbol_kind::object});
    const symbol_table table{std::move(content)};
    for (std::uint64_t address = count + 1; address != 3 * count; ++address)
        REQUIRE(table.find(address).value().of->name == "all");
    CHECK(table.find(count).value().of->name == "part");
    CHECK_FALSE(table.find(3 * count));
}

TEST_CASE("local symbols of one name are told apart by their files")
{
    const game_program game{"pie", 1};
    constexpr auto helper = "_ZN12_GLOBAL__N_113shared_helperEi";
    CHECK(game.table().named(helper).size() == 2);
    const auto left = game.table().named(helper, "left.cpp"), right = game.table().named(helper, "right.cpp");
    REQUIRE(left.size() == 1);
    REQUIRE(right.size() == 1);
    CHECK(left.front()->address == game.linked_at("left.helper"));
    CHECK(right.front()->address == game.linked_at("right.helper"));
    CHECK(game.table().named(helper, "game.cpp").empty());
    CHECK(game.table().named("no such name").empty());
}

TEST_CASE("of very many symbols of one name the global one and those of a file are found")
{
    constexpr std::size_t count = 5000;
    std::vector<std::string> files;
    for (std::size_t i = 0; i != count; ++i)
        files.push_back("file" + std::to_string(i) + ".cpp");
    image_content content{image_file::of_parts(0, {}), {}};
    for (std::size_t i = 0; i != count; ++i)
        content.symbols.push_back({"init", files[i], i, 1, symbol_kind::function, symbol_binding::local});
    content.symbols.push_back({"init", "", count, 1});
    const symbol_table table{std::move(content)};
    const auto all = table.named("init");
    CHECK(all.size() == most_of_one_name);
    REQUIRE_FALSE(all.empty());
    CHECK_FALSE(all.front()->is_local());
    for (const std::size_t i : {std::size_t{0}, count - 1}) {
        const auto found = table.named("init", files[i]);
        REQUIRE(found.size() == 1);
        CHECK(found.front()->address == i);
    }
}

TEST_CASE("all names of one place are found")
{
    const game_program game{"pie", 1};
    const auto all = game.table().beginning_at(game.linked_at("folded"), symbol_kind::function);
    std::vector<std::string_view> names;
    for (const symbol* each : all)
        names.push_back(each->name);
    CHECK(names == std::vector<std::string_view>{"folded_one", "folded_three", "folded_two"});
    CHECK(game.table().beginning_at(game.linked_at("folded"), symbol_kind::object).empty());
}

TEST_CASE("names are without versions, and the symbols in the order of their addresses")
{
    const auto libc = read_symbols(game_image("pie", 1));
    const auto& symbols = libc->symbols();
    CHECK(std::none_of(
        symbols.begin(), symbols.end(),
        [](const symbol& each) {
            return each.name.find('@') != std::string_view::npos || each.name.empty();
        }));
    CHECK(std::is_sorted(symbols.begin(), symbols.end(), [](const symbol& a, const symbol& b) {
        return a.address < b.address;
    }));
}

TEST_CASE("code, constants and variables are told apart")
{
    const game_program game{"pie", 1};
    const auto kind_at = [&](const char* thing) {
        const segment* in = game.table().segment_at(game.linked_at(thing));
        REQUIRE(in);
        return in->kind;
    };
    CHECK(kind_at("game.jump") == segment_kind::code);
    CHECK(kind_at("game.scores") == segment_kind::writable);
    CHECK(kind_at("literal") != segment_kind::writable);
    CHECK(game.table().is_writable(game.linked_at("game.scores")));
    CHECK_FALSE(game.table().is_writable(game.linked_at("literal")));
    // Vtables are written once by the loader.
    CHECK_FALSE(game.table().is_writable(game.linked_at("entity.vtable")));
    CHECK(game.table().segment_at(~std::uint64_t{0}) == nullptr);
}

TEST_CASE("a literal's characters end at its zero, within the limit")
{
    const game_program game{"pie", 1};
    const auto at = game.linked_at("literal");
    const std::string text = "a literal of the game";
    CHECK(game.table().text_at(at, text.size()) == text);
    CHECK(game.table().text_at(at, 1 << 20) == text);
    CHECK(game.table().text_at(at, text.size() - 1) == std::nullopt);
    CHECK(game.table().text_at(at + text.size(), 0) == "");
    CHECK(game.table().text_at(game.linked_at("game.scores"), 100) == std::nullopt);
    CHECK(game.table().text_at(~std::uint64_t{0}, 100) == std::nullopt);
}

TEST_CASE("a vtable has a place for each part of its class")
{
    for (const char* name : {"pie", "fixed"}) {
        CAPTURE(name);
        const game_program game{name, 1};
        const auto& table = game.table();
        const auto enemy = table.find(game.linked_at("enemy.vtable"));
        REQUIRE(enemy);
        const auto points = address_points_of(table, *enemy->of);
        REQUIRE(points.size() == 2);
        CHECK(enemy->of->address + points[0].offset_bytes == game.linked_at("enemy.vtable"));
        CHECK(points[0].bytes_to_object == 0);
        CHECK(enemy->of->address + points[1].offset_bytes == game.linked_at("enemy.drawable.vtable"));
        CHECK(points[1].bytes_to_object == -16);
    }
    const game_program untyped{"untyped", 1};
    const auto enemy = untyped.table().find(untyped.linked_at("enemy.vtable"));
    REQUIRE(enemy);
    CHECK(address_points_of(untyped.table(), *enemy->of).empty());
}

TEST_CASE("an image is the same as itself and as nothing else, with a build-id or without")
{
    for (const char* name : {"pie", "unmarked"}) {
        CAPTURE(name);
        const auto one = read_symbols(game_image(name, 1)), two = read_symbols(game_image(name, 2));
        CHECK(one->is_same_image(*read_symbols(game_image(name, 1))));
        CHECK_FALSE(one->is_same_image(*two));
    }
    CHECK(read_symbols(game_image("pie", 1))->build_id().size() == 20);
    CHECK(read_symbols(game_image("unmarked", 1))->build_id().empty());
}

TEST_CASE("a library says by which name it is loaded, and a program none")
{
    CHECK(read_symbols(game_image("libgame_library.so", 1))->shared_name() == "libgame_library.so");
    CHECK(read_symbols(game_image("pie", 1))->shared_name().empty());
}

TEST_CASE("a stripped image says so")
{
    CHECK(read_symbols(game_image("stripped", 1))->is_stripped());
    CHECK_FALSE(read_symbols(game_image("pie", 1))->is_stripped());
}

TEST_CASE("what is no image is a sentence")
{
    const temporary_folder folder;
    const auto sentence_of = [](const std::filesystem::path& path) {
        const auto table = symbol_table::read(path);
        return table ? "" : table.error().sentence;
    };
    CHECK(sentence_of(folder.path()) == folder.path().string() + " is not a regular file");
    CHECK_THAT(sentence_of(folder / "none"), contains_text("No such file"));
    for (const char* content :
         {"", "x", "#!/bin/sh\n",
          "\x7f"
          "ELF"}) {
        write_file(folder / "text", content);
        CHECK(sentence_of(folder / "text") == (folder / "text").string() + " is not an ELF file");
    }
}
