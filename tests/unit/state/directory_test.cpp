#include "segment_memory.hpp"

#include "shared/state/directory.hpp"

#include "catch.hpp"
#include "seed.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <random>
#include <string>
#include <vector>

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

namespace {

/// A committed state of one root, and the commit that follows.
class next_commit {
public:
    next_commit()
    {
        auto& before = directory();
        std::memcpy(before.magic, state::magic, sizeof before.magic);
        before.layout_version = state::layout_version;
        before.address = bare_header::address;
        before.extent_bytes = extent_;
        before.segment_offset = state::segment_offset;
        before.roots[before.root_count++] = root_named("game", 4096);
        before_ = after_;
    }

    state::header_data& directory() { return *reinterpret_cast<state::header_data*>(after_.data()); }
    void begin_afresh() { std::fill(before_.begin(), before_.end(), std::byte{}); }
    void grow_to(std::uint64_t bytes) { directory().extent_bytes = extent_ = bytes; }
    /// Only the extent of the record.
    void say_that_the_extent_is(std::uint64_t bytes) { extent_ = bytes; }

    [[nodiscard]] bool is_taken(std::vector<std::uint32_t> pages = {0, 1, 2}) const
    {
        std::vector<std::byte> bytes;
        for (const std::uint32_t page : pages)
            bytes.insert(bytes.end(), after_.begin() + page * 4096, after_.begin() + (page + 1) * 4096);
        const respawn::journal::record commit{2, extent_, std::move(pages), bytes.data()};
        const auto checked = state::check_directory(before_.data(), commit, capacity);
        return checked.has_value();
    }

private:
    alignas(64) std::array<std::byte, 16'384> before_{}, after_{};
    std::uint64_t extent_ = 65'536;
};

} // namespace

TEST_CASE("a commit may make a directory, add roots, and enlarge the state")
{
    next_commit commit;
    CHECK(commit.is_taken());
    CHECK(commit.is_taken({0}));
    CHECK(commit.is_taken({}));
    commit.grow_to(131'072);
    commit.directory().roots[commit.directory().root_count++] = root_named("more", 8192);
    CHECK(commit.is_taken());
    commit.begin_afresh();
    CHECK(commit.is_taken());
}

TEST_CASE("a commit that leaves the directory other than the worker library does is refused")
{
    const auto refuses = [](auto spoil) {
        next_commit commit;
        spoil(commit, commit.directory());
        return !commit.is_taken();
    };
    using header = state::header_data;
    CHECK(refuses([](next_commit&, header& after) { after.magic[3] = 'x'; }));
    CHECK(refuses([](next_commit&, header& after) { ++after.layout_version; }));
    CHECK(refuses([](next_commit&, header& after) { after.address += 4096; }));
    CHECK(refuses([](next_commit&, header& after) { after.segment_offset = 0; }));
    CHECK(refuses([](next_commit&, header& after) { after.root_count = 0; }));
    CHECK(refuses([](next_commit&, header& after) { after.root_count = state::max_roots + 1; }));
    CHECK(refuses([](next_commit&, header& after) { after.root_count = 0xffff'ffff; }));
    CHECK(refuses([](next_commit&, header& after) { after.roots[0].object_offset += 8; }));
    CHECK(refuses([](next_commit&, header& after) { after.roots[0].name[0] = 'x'; }));
    CHECK(refuses([](next_commit&, header& after) { after.roots[63].padding[39] = 1; }));
    CHECK(refuses([](next_commit& commit, header&) { commit.grow_to(4096); }));
    CHECK(refuses([](next_commit& commit, header&) { commit.say_that_the_extent_is(69'632); }));
    CHECK(refuses([](next_commit& commit, header&) { commit.grow_to(capacity + 4096); }));
    CHECK(refuses([](next_commit& commit, header& after) {
        commit.begin_afresh();
        after.magic[0] = 0;
    }));
    CHECK(refuses([](next_commit&, header& after) {
        auto& added = after.roots[after.root_count++] = root_named("more", 65'536);
        added.object_bytes = 1;
    }));
}

TEST_CASE("what a commit changes beside the directory is the game's")
{
    next_commit commit;
    commit.directory().magic[0] = 'x';
    CHECK(!commit.is_taken({0, 3}));
    CHECK(commit.is_taken({3}));
}

TEST_CASE("a commit of nothing says what the directory says")
{
    next_commit commit;
    commit.say_that_the_extent_is(0);
    CHECK(!commit.is_taken({}));
    CHECK(!commit.is_taken({3}));
    next_commit first;
    first.begin_afresh();
    CHECK(!first.is_taken({}));
    CHECK(!first.is_taken({3}));
}
