#include "segment_memory.hpp"

#include "catch.hpp"
#include "seed.hpp"

#include <cstring>
#include <random>
#include <string>

namespace detail = respawn::detail;
namespace state = respawn::state;

namespace {

constexpr std::size_t capacity = 4 << 20;

state::root_data root_named(std::string_view name, std::uint64_t offset = 0)
{
    state::root_data root{};
    name.copy(root.name, sizeof root.name);
    root.schema_hash = 7;
    root.schema_offset = offset;
    root.object_offset = offset;
    return root;
}

/// A header in memory that ends where the header ends: what reads on is caught.
struct bare_header {
    bare_header() :
        memory{12'288}, data{*reinterpret_cast<state::header_data*>(memory.last(sizeof data).data())}
    {
        std::memcpy(data.magic, state::magic, sizeof data.magic);
        data.layout_version = state::layout_version;
        data.address = address;
        data.extent_bytes = 65'536;
    }

    const std::byte* base() const { return reinterpret_cast<const std::byte*>(&data); }
    const char* incompatibility() const { return detail::incompatibility_of(base(), address, capacity); }
    std::string sentence() const
    {
        const char* reason = incompatibility();
        return reason == nullptr ? "" : reason;
    }

    static constexpr std::uintptr_t address = 0x1000'0000;
    guarded_memory memory;
    state::header_data& data;
};

bool is_about(const std::string& sentence, const std::string& what)
{
    INFO(sentence);
    return sentence.find(what) != std::string::npos;
}

} // namespace

TEST_CASE("a root is found by its whole name, and no other")
{
    segment_memory at;
    CHECK(at.segment.find_root("game") == nullptr);
    at.segment.add_root(root_named("game", 1));
    at.segment.add_root(root_named("game2", 2));
    at.segment.add_root(root_named(std::string(47, 'x'), 3));
    CHECK(at.segment.root_count() == 3);
    REQUIRE(at.segment.find_root("game") != nullptr);
    CHECK(at.segment.find_root("game")->object_offset == 1);
    CHECK(at.segment.find_root("game2")->object_offset == 2);
    CHECK(at.segment.find_root(std::string(47, 'x'))->object_offset == 3);
    for (const std::string name : {"", "gam", "game3", "Game"}) {
        CAPTURE(name);
        CHECK(at.segment.find_root(name) == nullptr);
    }
    CHECK(at.segment.find_root(std::string(46, 'x')) == nullptr);
    CHECK(at.segment.find_root(std::string(48, 'x')) == nullptr);
}

TEST_CASE("as many roots as there is room for are found, also by a later worker")
{
    segment_memory at;
    for (std::size_t index = 0; index != state::max_roots; ++index)
        at.segment.add_root(root_named("root " + std::to_string(index), index));
    const detail::segment later{at.memory.get(), capacity};
    for (std::size_t index = 0; index != state::max_roots; ++index) {
        const auto* root = later.find_root("root " + std::to_string(index));
        REQUIRE(root != nullptr);
        CHECK(root->object_offset == index);
    }
    CHECK(later.root_count() == state::max_roots);
    CHECK(at.segment.allocate(100, 16) != nullptr);
}

TEST_CASE("a state fits the worker that is made for it, and an empty one fits every worker")
{
    bare_header header;
    CHECK(header.sentence() == "");
    header.data.magic[0] = 0;
    header.data.layout_version = 99;
    CHECK(header.sentence() == "");
}

TEST_CASE("a state of another layout version or address is refused with a sentence")
{
    bare_header header;
    header.data.layout_version = state::layout_version + 1;
    CHECK(is_about(header.sentence(), "another version"));
    header.data.layout_version = state::layout_version;
    header.data.address += 4096;
    CHECK(is_about(header.sentence(), "another address"));
}

TEST_CASE("a directory that names something outside the state is refused with a sentence")
{
    const std::uint64_t extent = 65'536;
    bare_header header;
    auto& root = header.data.roots[0];
    header.data.root_count = 1;
    root = root_named("game");
    root.schema_offset = root.object_offset = extent - 16;
    root.schema_bytes = root.object_bytes = 16;
    CHECK(header.sentence() == "");

    const auto damaged = [&](auto spoil) {
        const state::header_data before = header.data;
        spoil();
        const bool refused = is_about(header.sentence(), "directory is damaged");
        header.data = before;
        return refused;
    };
    CHECK(damaged([&] { root.object_bytes = 17; }));
    CHECK(damaged([&] { root.object_offset = extent + 1; }));
    CHECK(damaged([&] { root.object_offset = ~std::uint64_t{0}; }));
    CHECK(damaged([&] { root.object_bytes = ~std::uint64_t{0}; }));
    CHECK(damaged([&] { root.schema_bytes = 17; }));
    CHECK(damaged([&] { root.schema_offset = ~std::uint64_t{0} - 8; }));
    CHECK(damaged([&] { header.data.root_count = state::max_roots + 1; }));
    CHECK(damaged([&] { header.data.root_count = 0xffff'ffff; }));
    CHECK(damaged([&] { header.data.extent_bytes = capacity + 4096; }));
    CHECK(damaged([&] { header.data.extent_bytes = ~std::uint64_t{0}; }));
    CHECK(header.sentence() == "");
}

TEST_CASE("whatever a stray write leaves of the directory, nothing outside it is read")
{
    const std::uint32_t seed = respawn::test::seed();
    CAPTURE(seed);
    std::mt19937 random{seed};
    bare_header header;
    const state::header_data sound = header.data;
    auto* bytes = reinterpret_cast<std::byte*>(&header.data);
    int found = 0, refused = 0;
    for (int attempt = 0; attempt != 100'000; ++attempt) {
        header.data = sound;
        header.data.root_count =
            static_cast<std::uint32_t>(random() % 3 == 0 ? random() : random() % (state::max_roots + 1));
        // Names without an end, the last root's too.
        std::memset(header.data.roots[random() % state::max_roots].name, 'x', state::max_root_name_bytes);
        std::memset(header.data.roots[state::max_roots - 1].name, 'x', sizeof(state::root_data));
        for (std::size_t count = random() % 20; count != 0; --count)
            bytes[64 + random() % (sizeof sound - 64)] = static_cast<std::byte>(random());
        const auto* root = detail::find_root_in(header.base(), std::string(state::max_root_name_bytes, 'x'));
        if (root != nullptr) {
            ++found;
            REQUIRE(root >= header.data.roots);
            REQUIRE(root < header.data.roots + state::max_roots);
        }
        refused += header.incompatibility() != nullptr;
    }
    CHECK(found > 1'000);
    CHECK(refused > 1'000);
}
