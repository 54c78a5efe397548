#include "shared/pictures/picture.hpp"

#include "catch.hpp"

#include <boost/interprocess/anonymous_shared_memory.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

namespace pictures = respawn::pictures;
using pictures::command_data;
using pictures::picture;
using pictures::vertex_data;

namespace {

constexpr std::uint32_t width = 640, height = 480;

/// A slot as a worker would write it.
struct slot {
    boost::interprocess::mapped_region mapping =
        boost::interprocess::anonymous_shared_memory(pictures::slot_bytes);

    std::byte* bytes() const { return static_cast<std::byte*>(mapping.get_address()); }
    pictures::slot_data& header() const { return *reinterpret_cast<pictures::slot_data*>(bytes()); }
    command_data* commands() const
    {
        return reinterpret_cast<command_data*>(bytes() + pictures::commands_offset);
    }
    std::uint32_t* indices() const
    {
        return reinterpret_cast<std::uint32_t*>(bytes() + pictures::indices_offset);
    }
    vertex_data* vertices() const
    {
        return reinterpret_cast<vertex_data*>(bytes() + pictures::vertices_offset);
    }
};

constexpr std::uint32_t command_count = 4, index_count = 48, vertex_count = 32;

/// Writes a draw list with nothing wrong: four commands of two quads each.
void write_valid_list(const slot& out)
{
    out.header() = {5, width, height, 0xff102030, 0, vertex_count, index_count, command_count, {}};
    for (std::uint32_t index = 0; index != command_count; ++index)
        out.commands()[index] = {index, 10, 20, 300, 200, 12 * index, 12};
    constexpr std::uint32_t quad[] = {0, 1, 2, 0, 2, 3};
    for (std::uint32_t index = 0; index != index_count; ++index)
        out.indices()[index] = index / 6 * 4 + quad[index % 6];
    for (std::uint32_t index = 0; index != vertex_count; ++index) {
        const auto position = static_cast<float>(index);
        out.vertices()[index] = {position, 2 * position, 1, 2, 3, 4, 0.25f, 0.75f};
    }
}

bool is_within(float value, float low, float high)
{
    return value >= low && value <= high; // false for what is no number
}

bool is_safe(const vertex_data& vertex)
{
    constexpr float limit = pictures::max_coordinate;
    return is_within(vertex.x, -limit, limit) && is_within(vertex.y, -limit, limit) &&
           is_within(vertex.u, 0, 1) && is_within(vertex.v, 0, 1);
}

bool is_safe(const picture& list, const command_data& command)
{
    const std::size_t index_total = list.indices.size();
    return command.index_count != 0 && command.index_count % 3 == 0 && command.first_index < index_total &&
           command.index_count <= index_total - command.first_index && command.clip_x >= 0 &&
           command.clip_y >= 0 && command.clip_width > 0 && command.clip_height > 0 &&
           command.clip_width <= static_cast<int>(width) - command.clip_x &&
           command.clip_height <= static_cast<int>(height) - command.clip_y;
}

bool is_safe(const picture& list)
{
    return list.width == width && list.height == height &&
           std::all_of(
               list.commands.begin(), list.commands.end(),
               [&](const command_data& command) { return is_safe(list, command); }) &&
           std::all_of(
               list.indices.begin(), list.indices.end(),
               [&](std::uint32_t index) { return index < list.vertices.size(); }) &&
           std::all_of(
               list.vertices.begin(), list.vertices.end(),
               [](const vertex_data& vertex) { return is_safe(vertex); });
}

bool is_empty(const picture& list)
{
    return list.commands.empty() && list.indices.empty() && list.vertices.empty() && list.width == 0;
}

bool copies(const slot& list, picture& copy)
{
    return pictures::copy_picture(list.bytes(), width, height, copy).has_value();
}

/// Some number that is more likely than others to hit a boundary.
std::uint32_t nasty_number(std::mt19937& random)
{
    constexpr std::uint32_t edges[] = {
        0,
        1,
        3,
        vertex_count,
        index_count,
        0x7fffffff,
        0x80000000,
        0xfffffffd,
        0xffffffff,
        0x7fc00000,
        pictures::max_indices + 1,
        pictures::max_vertices + 1,
        pictures::max_commands + 1};
    const auto any = static_cast<std::uint32_t>(random());
    return random() % 2 == 0 ? edges[any % std::size(edges)] : any;
}

/// Overwrites a 32-bit word of one of the list's parts.
void mutate(const slot& list, std::mt19937& random)
{
    const auto overwrite = [&](void* part, std::size_t bytes) {
        const std::uint32_t number = nasty_number(random);
        std::memcpy(static_cast<std::byte*>(part) + random() % (bytes / 4) * 4, &number, 4);
    };
    switch (random() % 4) {
    case 0:
        return overwrite(list.bytes(), sizeof(pictures::slot_data));
    case 1:
        return overwrite(list.commands(), command_count * sizeof(command_data));
    case 2:
        return overwrite(list.indices(), index_count * sizeof(std::uint32_t));
    default:
        return overwrite(list.vertices(), vertex_count * sizeof(vertex_data));
    }
}

void write_random_bytes(const slot& list, std::mt19937& random)
{
    const auto fill = [&](void* part, std::size_t bytes) {
        std::generate_n(
            static_cast<std::uint8_t*>(part), bytes, [&] { return static_cast<std::uint8_t>(random()); });
    };
    fill(list.bytes(), sizeof(pictures::slot_data));
    fill(list.commands(), command_count * sizeof(command_data));
    fill(list.indices(), index_count * sizeof(std::uint32_t));
    fill(list.vertices(), vertex_count * sizeof(vertex_data));
    if (random() % 2 == 0) { // or the header alone decides
        list.header().width = width;
        list.header().height = height;
        list.header().vertex_count = static_cast<std::uint32_t>(random() % (2 * vertex_count));
        list.header().index_count = static_cast<std::uint32_t>(random() % (2 * index_count));
        list.header().command_count = static_cast<std::uint32_t>(random() % (2 * command_count));
    }
}

} // namespace

TEST_CASE("a valid draw list is copied as it is")
{
    const slot list;
    write_valid_list(list);
    list.header().has_pixels = 1;
    picture copy;
    REQUIRE(copies(list, copy));
    CHECK(copy.frame == 5);
    CHECK(copy.width == width);
    CHECK(copy.height == height);
    CHECK(copy.clear_color == 0xff102030);
    CHECK(copy.has_pixels);
    REQUIRE(copy.commands.size() == command_count);
    REQUIRE(copy.indices.size() == index_count);
    REQUIRE(copy.vertices.size() == vertex_count);
    CHECK(std::memcmp(copy.commands.data(), list.commands(), command_count * sizeof(command_data)) == 0);
    CHECK(std::equal(copy.indices.begin(), copy.indices.end(), list.indices()));
    CHECK(std::memcmp(copy.vertices.data(), list.vertices(), vertex_count * sizeof(vertex_data)) == 0);
}

TEST_CASE("copying again allocates nothing")
{
    const slot list;
    write_valid_list(list);
    picture copy;
    REQUIRE(copies(list, copy));
    const auto* commands = copy.commands.data();
    const auto* indices = copy.indices.data();
    const auto* vertices = copy.vertices.data();
    list.header().command_count = 0;
    REQUIRE(copies(list, copy));
    list.header().width = 1;
    REQUIRE(!copies(list, copy));
    write_valid_list(list);
    REQUIRE(copies(list, copy));
    CHECK(copy.commands.data() == commands);
    CHECK(copy.indices.data() == indices);
    CHECK(copy.vertices.data() == vertices);
}

TEST_CASE("a draw list that cannot be right is refused and leaves an empty picture")
{
    const slot list;
    write_valid_list(list);
    SECTION("a picture of another size")
    {
        list.header().width = width + 1;
    }
    SECTION("more vertices than there is room for")
    {
        list.header().vertex_count = pictures::max_vertices + 1;
    }
    SECTION("more indices than there is room for")
    {
        list.header().index_count = pictures::max_indices + 1;
    }
    SECTION("more commands than there is room for")
    {
        list.header().command_count = pictures::max_commands + 1;
    }
    SECTION("an index without a vertex")
    {
        list.indices()[47] = vertex_count;
    }
    SECTION("a command beyond the indices")
    {
        list.commands()[3].first_index += 3;
    }
    SECTION("a command whose end overflows")
    {
        list.commands()[3].first_index = 0xfffffff4;
    }
    SECTION("a command with a part of a triangle")
    {
        list.commands()[2].index_count = 11;
    }
    SECTION("commands that draw the same again and again")
    {
        list.header().index_count = pictures::max_indices;
        list.header().command_count = 2;
        list.commands()[0].first_index = list.commands()[1].first_index = 0;
        list.commands()[0].index_count = list.commands()[1].index_count = pictures::max_indices / 3 * 3;
    }
    picture copy;
    const auto copied = pictures::copy_picture(list.bytes(), width, height, copy);
    REQUIRE(copied.has_error());
    INFO(copied.error().sentence);
    CHECK(copied.error().sentence.size() > 20);
    CHECK(is_empty(copy));
}

TEST_CASE("a picture larger than any may be is refused even if it was asked for")
{
    const slot list;
    write_valid_list(list);
    list.header().width = pictures::max_width + 1;
    picture copy;
    CHECK(pictures::copy_picture(list.bytes(), pictures::max_width + 1, height, copy).has_error());
}

TEST_CASE("coordinates that a renderer would crash on are made harmless")
{
    const slot list;
    write_valid_list(list);
    constexpr float no_number = std::numeric_limits<float>::quiet_NaN();
    constexpr float infinite = std::numeric_limits<float>::infinity();
    list.vertices()[0] = {no_number, -no_number, 0, 0, 0, 0, no_number, no_number};
    list.vertices()[1] = {infinite, -infinite, 0, 0, 0, 0, infinite, -infinite};
    list.vertices()[2] = {3e38f, -20'000, 0, 0, 0, 0, 1.5f, -0.5f};
    picture copy;
    REQUIRE(copies(list, copy));
    CHECK(is_safe(copy));
    CHECK(copy.vertices[1].x == pictures::max_coordinate);
    CHECK(copy.vertices[2].y == -pictures::max_coordinate);
    CHECK(copy.vertices[2].u == 1);
    CHECK(copy.vertices[2].v == 0);
    CHECK(copy.vertices[3].x == 3);
}

TEST_CASE("clip rectangles are cut to the picture, and what cannot be seen is left out")
{
    const slot list;
    write_valid_list(list);
    constexpr std::int32_t lowest = std::numeric_limits<std::int32_t>::min();
    constexpr std::int32_t highest = std::numeric_limits<std::int32_t>::max();
    const auto set_clip = [&](std::uint32_t index, std::int32_t x, std::int32_t clip_width) {
        list.commands()[index].clip_x = x;
        list.commands()[index].clip_width = clip_width;
    };
    set_clip(0, -10, 50);
    set_clip(1, 600, highest);
    set_clip(2, highest, highest);
    set_clip(3, 100, lowest);
    picture copy;
    REQUIRE(copies(list, copy));
    REQUIRE(copy.commands.size() == 2);
    CHECK(copy.commands[0].clip_x == 0);
    CHECK(copy.commands[0].clip_width == 40);
    CHECK(copy.commands[1].clip_x == 600);
    CHECK(copy.commands[1].clip_width == 40);
    CHECK(is_safe(copy));
}

TEST_CASE("100,000 broken draw lists are refused or come out safe")
{
    constexpr unsigned seed = 2;
    CAPTURE(seed);
    std::mt19937 random{seed};
    const slot list;
    picture copy;
    int accepted = 0, refused = 0;
    for (int round = 0; round != 100'000; ++round) {
        if (round % 2 == 0) {
            write_valid_list(list);
            for (auto changes = 1 + random() % 4; changes != 0; --changes)
                mutate(list, random);
        } else {
            write_random_bytes(list, random);
        }
        const bool copied = copies(list, copy);
        ++(copied ? accepted : refused);
        if (!(copied ? is_safe(copy) : is_empty(copy)))
            FAIL("in round " << round);
    }
    CHECK(accepted > 5'000);
    CHECK(refused > 5'000);
}
