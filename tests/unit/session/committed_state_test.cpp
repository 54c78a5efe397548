#include "supervisor/session/committed_state.hpp"

#include "shared/memory/mapping.hpp"

#include "catch.hpp"
#include "temporary_folder.hpp"

#include <cstring>
#include <string>

namespace bip = boost::interprocess;
using respawn::supervisor::committed_state;
using respawn::test::temporary_folder;

namespace {

constexpr std::size_t page = 4096;
constexpr std::uint64_t capacity = 64 * page;

std::shared_ptr<committed_state> make_state()
{
    auto made = committed_state::create(capacity);
    REQUIRE(made.has_value());
    return *made;
}

/// Commits the state's next frame: the given pages, each full of the frame's letter.
void commit(committed_state& state, std::vector<std::uint32_t> pages, std::uint64_t extent_pages)
{
    const char letter = static_cast<char>('a' + state.frame());
    const std::string content(pages.size() * page, letter);
    respawn::journal::record record;
    record.frame = state.next_commit().frame;
    record.extent_bytes = extent_pages * page;
    record.pages = std::move(pages);
    record.page_bytes = reinterpret_cast<const std::byte*>(content.data());
    state.apply(record);
}

/// The first letter of each page, '.' for zero.
std::string letters_of(const committed_state& state)
{
    std::string letters;
    for (std::size_t offset = 0; offset < state.bytes().size(); offset += page) {
        const char letter = static_cast<char>(state.bytes()[offset]);
        letters += letter == 0 ? '.' : letter;
    }
    return letters;
}

} // namespace

TEST_CASE("a new state is empty and expects its first frame")
{
    const auto state = make_state();
    CHECK(state->frame() == 0);
    CHECK(state->bytes().empty());
    CHECK(state->capacity_bytes() == capacity);
    CHECK(state->next_commit().frame == 1);
    CHECK(state->next_commit().capacity_bytes == capacity);
}

TEST_CASE("a commit changes its pages, the frame and the extent")
{
    const auto state = make_state();
    commit(*state, {0, 2}, 4);
    CHECK(letters_of(*state) == "a.a.");
    CHECK(state->frame() == 1);
    CHECK(state->next_commit().frame == 2);
    commit(*state, {2, 5}, 6);
    CHECK(letters_of(*state) == "a.b..b");
    commit(*state, {}, 6);
    CHECK(letters_of(*state) == "a.b..b");
    CHECK(state->frame() == 3);
}

TEST_CASE("whoever has the state's descriptor reads every commit and can't write")
{
    const auto state = make_state();
    const auto view = respawn::memory::map(state->descriptor(), capacity, bip::read_only);
    REQUIRE(view.has_value());
    commit(*state, {1}, 2);
    CHECK(*respawn::memory::as<char>(*view, page) == 'a');
    commit(*state, {1}, 2);
    CHECK(*respawn::memory::as<char>(*view, page) == 'b');
    CHECK_FALSE(respawn::memory::map(state->descriptor(), capacity, bip::read_write).has_value());
}

TEST_CASE("a dump has the state's bytes up to its extent")
{
    const temporary_folder folder;
    const std::string path = (folder / "state").string();
    const auto state = make_state();
    commit(*state, {0, 2}, 4);
    REQUIRE(state->dump(path).has_value());
    const std::string dumped = respawn::test::read_file(path);
    REQUIRE(dumped.size() == state->bytes().size());
    CHECK(std::memcmp(dumped.data(), state->bytes().data(), dumped.size()) == 0);

    commit(*state, {}, 1);
    REQUIRE(state->dump(path).has_value());
    CHECK(respawn::test::read_file(path).size() == page);
}

TEST_CASE("a dump that can't be written is a failure that names the file")
{
    const temporary_folder folder;
    const auto state = make_state();
    const std::string path = (folder / "missing/state").string();
    const auto dumped = state->dump(path);
    REQUIRE_FALSE(dumped.has_value());
    CHECK(dumped.error().sentence.find("cannot write the state to " + path) != std::string::npos);
    commit(*state, {0}, 1);
    CHECK_FALSE(state->dump("/dev/full").has_value());
}

TEST_CASE("which pages are in use is known without a look into the others")
{
    const auto state = make_state();
    commit(*state, {3, 4, 9}, 20);
    CHECK(state->next_used_page(0) == 3);
    CHECK(state->next_unused_page(3) == 5);
    CHECK(state->next_used_page(5) == 9);
    CHECK(state->next_unused_page(9) == 10);
    CHECK(state->next_unused_page(10) == 10);
    CHECK(state->next_used_page(10) >= 20);
}
