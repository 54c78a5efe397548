#include "supervisor/audit/image_names.hpp"

#include "game_program.hpp"

#include "catch.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace respawn;
using namespace respawn::supervisor;
using namespace respawn::test;

namespace {

constexpr std::uint64_t load_bias = 0x5000'0000, constants_address = 0x1000;
constexpr std::uint64_t look_bytes = std::uint64_t{1} << 20;

/// A process that has loaded one image.
struct owner {
    owner(std::shared_ptr<const symbol_table> table, std::uint64_t bias)
    {
        auto made = std::make_shared<process_of_pointers>();
        made->images.executable.load_bias = bias;
        for (const segment& each : table->segments())
            made->images.executable.ranges.push_back(
                {each.address + bias, each.address + each.memory_bytes + bias});
        made->images.executable.table = std::move(table);
        names = std::make_unique<image_names>(std::move(made), tables);
    }
    owner(const owner&) = delete;

    image_tables tables;
    std::unique_ptr<image_names> names;
};

/// Of an image that has these constants, and symbols for functions in them.
owner owner_of(std::string constants, std::vector<symbol> symbols = {})
{
    const std::uint64_t size = constants.size();
    image_content content{image_file::of_parts(size, {{0, std::move(constants)}}), {}};
    content.symbols = std::move(symbols);
    content.segments = {{constants_address, size, 0, size, segment_kind::read_only}};
    return owner{std::make_shared<const symbol_table>(std::move(content)), load_bias};
}

std::optional<objects::program_text> text_in(
    const owner& of, std::uint64_t offset, objects::work_limit& work, std::uint64_t most_bytes = 100)
{
    return of.names->text_at(load_bias + constants_address + offset, 1, most_bytes, look_bytes, work);
}

} // namespace

TEST_CASE("what a process has at an address is told by its text or its name")
{
    for (const char* image : {"pie", "fixed"}) {
        const game_program game{image, 1};
        const owner of{game.loaded().executable.table, game.loaded().executable.load_bias};
        objects::work_limit work{100'000};
        CAPTURE(image);
        CHECK(of.names->name_at(game.at("game.jump"), work) == "game::jump(game::player&)");
        CHECK(of.names->name_at(game.at("game.scores"), work) == "game::scores");
        CHECK(of.names->name_at(game.at("game.scores[5]"), work) == "game::scores+0x14");
        CHECK(of.names->name_at(1, work).empty());
        const auto text = of.names->text_at(game.at("literal"), 1, 100, look_bytes, work);
        REQUIRE(text);
        CHECK(text->beginning == "a literal of the game");
        CHECK(text->size_bytes == text->beginning.size());
        CHECK_FALSE(of.names->text_at(game.at("game.scores"), 1, 100, look_bytes, work));
        CHECK_FALSE(of.names->text_at(1, 1, 100, look_bytes, work));
    }
}

TEST_CASE("of a long text only what is wanted is given, and how long it is")
{
    const owner of = owner_of(std::string(5000, 'x') + '\0');
    objects::work_limit work{1000};
    const auto text = text_in(of, 0, work, 10);
    REQUIRE(text);
    CHECK(text->beginning == std::string(10, 'x'));
    CHECK(text->size_bytes == 5000);
    CHECK(text_in(of, 4995, work).value().beginning == "xxxxx");
    CHECK(text_in(of, 5000, work).value().beginning.empty());
    CHECK_FALSE(text_in(of, 5001, work));
}

TEST_CASE("characters up to the end of what is loaded are no text without a zero")
{
    const owner of = owner_of(std::string(100, 'x'));
    objects::work_limit work{1000};
    CHECK_FALSE(text_in(of, 0, work));
    CHECK_FALSE(text_in(of, 99, work));
    CHECK_FALSE(of.names->text_at(load_bias + constants_address + 99, 4, 100, look_bytes, work));
    CHECK_FALSE(work.is_over());
}

TEST_CASE("an endless text has a beginning, and its end is looked for once")
{
    const owner of = owner_of(std::string(3 * look_bytes, 'x'));
    objects::work_limit work{150'000};
    for (int i = 0; i != 1000; ++i) {
        const auto text = text_in(of, 0, work, 10);
        REQUIRE(text);
        REQUIRE(text->beginning == std::string(10, 'x'));
        REQUIRE_FALSE(text->size_bytes);
    }
    CHECK_FALSE(work.is_over());
    objects::work_limit little{1000};
    static_cast<void>(text_in(of, 1, little));
    CHECK(little.is_over());
    CHECK_FALSE(text_in(of, 0, little));
}

TEST_CASE("a name is made readable once, for all of the places in what has it")
{
    const std::string mangled = "_Z1000" + std::string(1000, 'n') + "v";
    const owner of =
        owner_of(std::string(20'000, 'x'), {{mangled, "", constants_address, 20'000, symbol_kind::function}});
    const std::uint64_t begin = load_bias + constants_address;
    objects::work_limit work{10'000};
    CHECK(of.names->name_at(begin, work) == std::string(1000, 'n') + "()");
    for (std::uint64_t offset = 1; offset != 20'000; ++offset)
        REQUIRE(of.names->name_at(begin + offset, work).starts_with("nnn"));
    CHECK_FALSE(work.is_over());
}

TEST_CASE("names are not made readable without work that is left")
{
    const owner of = owner_of("text", {{"_Z6on_hiti", "", constants_address, 4, symbol_kind::function}});
    const std::uint64_t begin = load_bias + constants_address;
    objects::work_limit none{1};
    CHECK(of.names->name_at(begin, none).empty());
    CHECK(none.is_over());
    objects::work_limit work{1000};
    CHECK(of.names->name_at(begin, work) == "on_hit(int)");
}
