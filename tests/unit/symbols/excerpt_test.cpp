#include "supervisor/symbols/excerpt.hpp"
#include "supervisor/symbols/rebinding.hpp"

#include "catch.hpp"
#include "game_program.hpp"
#include "tests/support/seed.hpp"
#include "tests/support/temporary_folder.hpp"

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace respawn;
using namespace respawn::supervisor;
using namespace respawn::test;

namespace {

constexpr pointer_kind all_kinds[] = {pointer_kind::function, pointer_kind::data, pointer_kind::vtable};
constexpr generation_pair seven_to_eight{7, 8};

/// What the process said that it has loaded.
process_images images_of(const game_program& program, const std::string& name, int version)
{
    process_images images;
    const loaded_image& executable = program.loaded().executable;
    images.executable = {game_image(name, version), executable.load_bias};
    for (const segment& each : executable.table->segments())
        images.executable.ranges.push_back(
            {each.address + executable.load_bias, each.address + each.memory_bytes + executable.load_bias});
    images.libraries = program.loaded().libraries;
    return images;
}

std::vector<std::byte> excerpt_of(const game_program& program, const std::string& name)
{
    image_tables tables;
    const process_images images = images_of(program, name, 1);
    excerpt_maker made{images, tables};
    for (const auto& [thing, address] : program.places())
        for (const pointer_kind kind : all_kinds)
            made.add(address, kind, kind == pointer_kind::data ? 1 : 0);
    return made.encode(7).value();
}

std::string answer(const rebound_address& found)
{
    return found ? std::to_string(*found) : found.error().clause;
}

} // namespace

TEST_CASE("an excerpt of a program says of every pointer into it what the program itself does")
{
    for (const char* name : {"pie", "fixed", "unmarked", "untyped", "stripped", "linked"}) {
        CAPTURE(name);
        const game_program older{name, 1};
        const auto bytes = excerpt_of(older, name);
        REQUIRE(bytes.size() > 1000);
        CHECK(bytes.size() < 500'000);
        const auto excerpt = decode_excerpt(bytes);
        REQUIRE(excerpt.has_value());
        CHECK(excerpt->generation == 7);
        for (const int version : {1, 2}) {
            CAPTURE(version);
            const game_program newer{name, version};
            image_tables tables;
            auto from = program_of(excerpt->images, tables);
            REQUIRE(from.has_value());
            rebinding whole{older.loaded(), newer.loaded(), seven_to_eight};
            rebinding excerpted{std::move(*from), newer.loaded(), seven_to_eight};
            for (const auto& [thing, address] : older.places())
                for (const pointer_kind kind : all_kinds) {
                    CAPTURE(thing, static_cast<int>(kind));
                    CHECK(answer(excerpted.rebind(address, kind)) == answer(whole.rebind(address, kind)));
                    CHECK(excerpted.text_at(address, 1000) == whole.text_at(address, 1000));
                }
        }
    }
}

TEST_CASE("an excerpt that is damaged is refused, or used without harm")
{
    const game_program older{"pie", 1};
    const auto sound = excerpt_of(older, "pie");
    std::mt19937 random{seed()};
    int refused = 0;
    constexpr int rounds = 1000;
    for (int round = 0; round != rounds; ++round) {
        auto bytes = sound;
        for (auto count = 1 + random() % 8; count > 0; --count)
            bytes[random() % bytes.size()] = static_cast<std::byte>(random() % 4 == 0 ? 0xff : random());
        if (random() % 8 == 0)
            bytes.resize(random() % bytes.size());
        const auto excerpt = decode_excerpt(bytes);
        if (!excerpt) {
            ++refused;
            continue;
        }
        image_tables tables;
        auto from = program_of(excerpt->images, tables);
        if (!from)
            continue;
        rebinding pointers{std::move(*from), older.loaded(), seven_to_eight};
        for (const auto& [thing, address] : older.places()) {
            for (const pointer_kind kind : all_kinds)
                (void)pointers.rebind(address, kind);
            (void)pointers.text_at(address, 1000, 4);
        }
    }
    CHECK(refused > 0);
    CHECK(refused < rounds);
}

TEST_CASE("an excerpt has a text once, however many places of it are pointed to")
{
    const game_program older{"pie", 1};
    image_tables tables;
    const process_images images = images_of(older, "pie", 1);
    excerpt_maker one{images, tables}, many{images, tables};
    const std::uint64_t literal = older.at("literal");
    const std::string text = older.table().text_at(older.linked_at("literal"), 100).value();
    one.add(literal, pointer_kind::data, 1);
    for (std::size_t at = 0; at <= text.size(); ++at)
        many.add(literal + at, pointer_kind::data, 1);
    CHECK(many.encode(7).value().size() == one.encode(7).value().size());
}

TEST_CASE("a program's symbols are read from the file that the process has, also when it was removed")
{
    const temporary_folder folder;
    const auto path = folder / "game", moved = folder / "other";
    std::filesystem::copy_file(game_image("pie", 1), path);
    loaded_library image{path};
    auto file = image_file::open(path);
    REQUIRE(file.has_value());
    image.identity = file->identity();
    image.file = std::make_shared<const image_file>(std::move(*file));
    std::filesystem::remove(path);
    std::filesystem::copy_file(game_image("pie", 2), path);
    image_tables tables;
    const auto table = tables.of(image);
    REQUIRE(table.has_value());
    CHECK((*table)->is_same_image(*read_symbols(game_image("pie", 1))));
    // By the path alone it is another one.
    image.file.reset();
    image_tables others;
    const auto replaced = others.of(image);
    REQUIRE_FALSE(replaced.has_value());
    CHECK(replaced.error().sentence == path.string() + " was replaced after it had been loaded");
    // Whatever its number is: it has other content.
    image.identity.inode = image_file::open(path)->identity().inode;
    CHECK_FALSE(others.of(image).has_value());
}

TEST_CASE("an image whose symbols can't be read fails an excerpt that needs them")
{
    const game_program older{"pie", 1};
    process_images images = images_of(older, "pie", 1);
    images.executable.path = "/nowhere/game";
    image_tables tables;
    excerpt_maker made{images, tables};
    CHECK(made.encode(7).value().empty());
    made.add(older.at("literal"), pointer_kind::data, 1);
    const auto bytes = made.encode(7);
    REQUIRE_FALSE(bytes.has_value());
    CHECK(bytes.error().sentence.find("/nowhere/game") != std::string::npos);
}

TEST_CASE("an address is found in the image that it is in")
{
    process_images images;
    images.executable.ranges = {{100, 200}, {300, 400}};
    images.libraries = {{"one", 0, {{200, 300}}}, {"two", 0, {{500, 600}, {700, 800}}}};
    for (const bool is_indexed : {false, true}) {
        if (is_indexed)
            images.index();
        CHECK(images.find(100) == &images.executable);
        CHECK(images.find(399) == &images.executable);
        CHECK(images.find(250) == &images.libraries[0]);
        CHECK(images.find(799) == &images.libraries[1]);
        for (const std::uint64_t address : {0, 99, 400, 600, 650, 800})
            CHECK(images.find(address) == nullptr);
    }
}

TEST_CASE("an excerpt whose image is at one place twice is refused")
{
    const game_program older{"pie", 1};
    process_images images = images_of(older, "pie", 1);
    for (const bool is_twice : {false, true}) {
        if (is_twice)
            images.executable.ranges.push_back(images.executable.ranges.front());
        image_tables tables;
        excerpt_maker made{images, tables};
        made.add(older.at("literal"), pointer_kind::data, 1);
        CHECK(decode_excerpt(made.encode(7).value()).has_value() == !is_twice);
    }
}
