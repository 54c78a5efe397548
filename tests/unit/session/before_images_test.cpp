#include "supervisor/session/before_images.hpp"

#include "supervisor/session/committed_state.hpp"
#include "tests/support/seed.hpp"

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <random>

using respawn::supervisor::before_images;
using respawn::supervisor::committed_state;

namespace {

constexpr std::size_t page = respawn::journal::page_bytes;
constexpr std::uint32_t page_count = 48;
constexpr std::uint64_t unlimited = ~std::uint64_t{0};

std::shared_ptr<committed_state> make_state()
{
    auto made = committed_state::create(page_count * page);
    REQUIRE(made.has_value());
    return *made;
}

using page_content = std::array<std::byte, page>;

void commit(
    committed_state& state, const std::vector<std::uint32_t>& pages, std::uint32_t extent_pages,
    const std::vector<page_content>& contents)
{
    respawn::journal::record record;
    record.frame = state.next_commit().frame;
    record.extent_bytes = extent_pages * page;
    record.pages = pages;
    record.page_bytes = contents.empty() ? nullptr : contents.front().data();
    state.apply(record);
}

page_content all_of(char letter)
{
    page_content content;
    content.fill(static_cast<std::byte>(letter));
    return content;
}

/// Commits pages full of one letter.
void commit(
    committed_state& state, const std::vector<std::uint32_t>& pages, std::uint32_t extent_pages, char letter)
{
    commit(state, pages, extent_pages, std::vector<page_content>(pages.size(), all_of(letter)));
}

/// A plain copy of a state at one moment: what before-images are to give back.
struct plain_copy {
    explicit plain_copy(const committed_state& state) :
        frame{state.frame()}, bytes(state.bytes().begin(), state.bytes().end())
    {}
    [[nodiscard]] bool is(const committed_state& state) const
    {
        return frame == state.frame() && std::ranges::equal(bytes, state.bytes());
    }
    /// Whether `moment` and the state together still tell what the state was.
    [[nodiscard]] bool is(const committed_state& state, const before_images& moment) const
    {
        if (frame != moment.frame() || bytes.size() != moment.extent_bytes())
            return false;
        for (std::size_t offset = 0; offset != bytes.size(); offset += page) {
            const std::byte* kept = moment.find(static_cast<std::uint32_t>(offset / page));
            // Past the extent of now lies what a smaller extent has left there.
            if (std::memcmp(bytes.data() + offset, kept ? kept : state.bytes().data() + offset, page) != 0)
                return false;
        }
        return true;
    }

    std::uint64_t frame;
    std::vector<std::byte> bytes;
};

/// Commits random pages, often the same, sometimes zeros, to a state that grows now and then.
class random_game {
public:
    explicit random_game(committed_state& state) : state_{state} {}

    void play_frame()
    {
        extent_ = std::min(page_count, extent_ + number(2) * number(3));
        std::vector<std::uint32_t> pages;
        std::vector<page_content> contents;
        for (std::uint32_t each = 0; each != extent_; ++each)
            if (number(4) == 0) {
                pages.push_back(each);
                contents.push_back(all_of(static_cast<char>(number(5))));
                if (number(5) != 0)
                    contents.back()[number(page)] = static_cast<std::byte>(each);
            }
        commit(state_, pages, extent_, contents);
    }
    std::uint32_t number(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }

private:
    committed_state& state_;
    std::uint32_t extent_ = 8;
    std::mt19937 random_{respawn::test::seed()};
};

} // namespace

TEST_CASE("a state rolls back to the bytes, the extent and the frame of a kept moment")
{
    const auto state = make_state();
    commit(*state, {0, 1, 2}, 4, 'a');
    const plain_copy before{*state};
    const auto moment = state->keep_before_images(unlimited);
    CHECK(moment->find(1) == nullptr);
    commit(*state, {1, 3}, 4, 'b');
    commit(*state, {1, 6}, 7, 'c');
    CHECK(before.is(*state, *moment));
    CHECK_FALSE(before.is(*state));

    REQUIRE(state->roll_back(*moment).has_value());
    CHECK(before.is(*state));
    CHECK(state->next_commit().frame == 2);

    commit(*state, {0, 1}, 4, 'd');
    REQUIRE(state->roll_back(*moment).has_value());
    CHECK(before.is(*state));
}

TEST_CASE("pages of zeros are kept without memory")
{
    const auto state = make_state();
    const auto moment = state->keep_before_images(page);
    commit(*state, {0, 1, 2, 3}, 4, 'a');
    CHECK(moment->complete());
    CHECK(moment->kept_bytes() == 0);
    REQUIRE(state->roll_back(*moment).has_value());
    commit(*state, {}, 4, 'b');
    CHECK(std::ranges::all_of(state->bytes(), [](std::byte each) { return each == std::byte{}; }));
}

TEST_CASE("past its limit a moment gives up what it kept, says so, and can't be rolled back to")
{
    const auto state = make_state();
    commit(*state, {0, 1, 2, 3}, 4, 'a');
    const auto moment = state->keep_before_images(2 * page);
    commit(*state, {0, 1}, 4, 'b');
    commit(*state, {0, 1}, 4, 'c');
    CHECK(moment->complete());
    CHECK(moment->kept_bytes() == 2 * page);
    commit(*state, {2}, 4, 'd');
    CHECK_FALSE(moment->complete());
    CHECK(moment->kept_bytes() == 0);
    CHECK(moment->find(0) == nullptr);

    const plain_copy now{*state};
    const auto refused = state->roll_back(*moment);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().sentence == "too much of the state has changed since frame 1 to go back to it");
    CHECK(now.is(*state));
}

TEST_CASE("changes of pages that are not wanted any more are not kept")
{
    const auto state = make_state();
    commit(*state, {0, 1, 2}, 4, 'a');
    const auto moment = state->keep_before_images(unlimited);
    moment->ignore_below(2);
    commit(*state, {0, 1, 2}, 4, 'b');
    CHECK(moment->find(1) == nullptr);
    CHECK(moment->find(2) != nullptr);
    CHECK(moment->complete());
    CHECK_FALSE(state->roll_back(*moment).has_value());
}

TEST_CASE("only changes are counted as changes")
{
    const auto state = make_state();
    CHECK(state->changes() == 0);
    commit(*state, {0}, 1, 'a');
    CHECK(state->changes() == 1);
    const auto moment = state->keep_before_images(unlimited);
    CHECK(moment->changes() == 1);
    commit(*state, {}, 1, 'b');
    REQUIRE(state->roll_back(*moment).has_value());
    CHECK(state->changes() == 3);
}

TEST_CASE(
    "any number of moments, begun and ended at any time, with roll-backs between them, stay what they were")
{
    CAPTURE(respawn::test::seed());
    const auto state = make_state();
    random_game game{*state};
    struct kept {
        plain_copy copy;
        std::shared_ptr<before_images> moment;
    };
    std::vector<kept> all;
    std::size_t roll_backs = 0;
    for (int round = 0; round != 4000; ++round) {
        CAPTURE(round);
        if (all.size() < 5 && game.number(4) == 0)
            all.push_back({plain_copy{*state}, state->keep_before_images(unlimited)});
        if (!all.empty() && game.number(12) == 0)
            all.erase(all.begin() + game.number(static_cast<std::uint32_t>(all.size())));
        game.play_frame();
        if (!all.empty() && game.number(8) == 0) {
            const kept& to = all[game.number(static_cast<std::uint32_t>(all.size()))];
            REQUIRE(state->roll_back(*to.moment).has_value());
            REQUIRE(to.copy.is(*state));
            ++roll_backs;
        }
        for (const kept& each : all)
            REQUIRE(each.copy.is(*state, *each.moment));
    }
    CHECK(roll_backs > 100);
}
