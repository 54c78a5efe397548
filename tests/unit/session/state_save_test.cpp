#include "supervisor/session/state_save.hpp"

#include "kept_state.hpp"
#include "supervisor/session/state_loader.hpp"
#include "tests/unit/build/loop_support.hpp"

#include "catch.hpp"

#include <asio/post.hpp>

#include <numeric>
#include <random>

using namespace respawn::supervisor;
using namespace respawn::test;

namespace {

constexpr std::uint64_t address = respawn::state::default_address;

/// A state of a few pieces, and what it takes to save it.
struct saving {
    explicit saving(std::uint64_t capacity_pages) : state{make_state(capacity_pages)} {}

    /// Saves `state` to "file"; calls `meanwhile` in every turn of the loop.
    template <class Function>
    respawn::result<saved_state> run(Function meanwhile)
    {
        std::optional<respawn::result<saved_state>> saved;
        state_save save{thread,  state, folder / "file",
                        address, {},    [&](const auto& outcome) { saved = outcome; }};
        save.start();
        REQUIRE(run_until(loop, [&] {
            meanwhile();
            return saved.has_value();
        }));
        return *saved;
    }
    respawn::result<loaded_state> load()
    {
        return load_state(folder / "file", {address, state->capacity_bytes()});
    }

    asio::io_context loop;
    temporary_folder folder;
    std::shared_ptr<committed_state> state;
    background_thread thread{loop};
};

std::vector<std::uint32_t> all_pages(std::uint32_t count)
{
    std::vector<std::uint32_t> pages(count);
    std::iota(pages.begin(), pages.end(), 0u);
    return pages;
}

} // namespace

TEST_CASE("a saved state is loaded with its bytes, frame and extent, and then changes by its next frame")
{
    saving it{4000};
    commit(*it.state, {0, 700, 1200, 1999}, 2000, 'a');
    commit(*it.state, {1200}, 2000, 'b');
    const auto saved = it.run([] {});
    REQUIRE(saved.has_value());
    CHECK(saved->frame == 2);
    CHECK(saved->changes == it.state->changes());
    CHECK(saved->file_bytes == std::filesystem::file_size(it.folder / "file"));
    const auto loaded = it.load();
    REQUIRE(loaded.has_value());
    CHECK((content_of(*loaded->state) == content_of(*it.state)));
    CHECK(loaded->state->frame() == 2);
    CHECK(loaded->state->changes() == 0);
    CHECK(loaded->file_bytes == saved->file_bytes);
    commit(*loaded->state, {3}, 2000, 'c');
    CHECK(loaded->state->frame() == 3);
}

TEST_CASE("what is saved is the state of one frame, although frames are committed while it is written")
{
    constexpr unsigned seed = 3;
    CAPTURE(seed);
    std::mt19937 random{seed};
    saving it{8000};
    commit(*it.state, all_pages(2000), 3000, 'a');
    const std::string then = content_of(*it.state);
    int frames = 0;
    const auto saved = it.run([&] {
        commit(
            *it.state,
            {static_cast<std::uint32_t>(random() % 1000), 1000 + static_cast<std::uint32_t>(random() % 2000)},
            3000 + random() % 2 * 2000, static_cast<char>('b' + ++frames % 20));
    });
    REQUIRE(saved.has_value());
    INFO(frames << " frames meanwhile");
    CHECK(frames > 1);
    CHECK(saved->frame == 1);
    const auto loaded = it.load();
    REQUIRE(loaded.has_value());
    CHECK(loaded->state->frame() == 1);
    CHECK((content_of(*loaded->state) == then));
}

TEST_CASE("a roll-back while the state is written does not show in the file")
{
    saving it{4000};
    commit(*it.state, all_pages(1000), 1000, 'a');
    const auto before = it.state->keep_before_images(1 << 30);
    commit(*it.state, all_pages(2000), 2000, 'b');
    const std::string then = content_of(*it.state);
    bool went_back = false;
    const auto saved = it.run([&] {
        if (!std::exchange(went_back, true))
            REQUIRE(it.state->roll_back(*before).has_value());
    });
    REQUIRE(saved.has_value());
    const auto loaded = it.load();
    REQUIRE(loaded.has_value());
    CHECK(loaded->state->frame() == 2);
    CHECK((content_of(*loaded->state) == then));
}

TEST_CASE("a large state with little in it costs little in memory and on the disk")
{
    saving it{std::uint64_t{16} << 20}; // 64 GiB
    const std::uint32_t last = (16u << 20) - 1;
    commit(*it.state, {0, 1000, last}, std::uint64_t{last} + 1, 'a');
    const auto saved = it.run([] {});
    REQUIRE(saved.has_value());
    CHECK(saved->file_bytes < 20'000);
    const auto loaded = it.load();
    REQUIRE(loaded.has_value());
    CHECK(*loaded->state->page(last) == std::byte{'a'});
    CHECK(*loaded->state->page(1000) == std::byte{'a'});
}

TEST_CASE("a save that fails says why, and leaves no file")
{
    saving it{100};
    commit(*it.state, {0}, 1, 'a');
    std::filesystem::create_directory(it.folder / "file");
    const auto saved = it.run([] {});
    REQUIRE_FALSE(saved.has_value());
    CHECK(saved.error().sentence.ends_with("it is not a regular file"));
    CHECK(entries_in(it.folder.path()) == 1);
}

TEST_CASE("a save that is given up in the middle leaves no file")
{
    asio::io_context loop;
    const temporary_folder folder;
    const auto state = make_state(4000);
    commit(*state, all_pages(2000), 2000, 'a');
    bool ended = false;
    {
        std::optional<state_save> save;
        background_thread thread{loop};
        save.emplace(thread, state, folder / "file", address, std::vector<std::byte>{}, [&](const auto&) {
            ended = true;
        });
        save->start();
        REQUIRE(run_until(loop, [&] { return std::filesystem::exists(folder / "file.partial"); }));
    }
    CHECK_FALSE(ended);
    CHECK(entries_in(folder.path()) == 0);
}
