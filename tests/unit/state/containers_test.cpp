#include "supervisor_stand_in.hpp"

#include <respawn/containers.hpp>

#include "catch.hpp"
#include "seed.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <thread>

namespace {

/// One of each, with the allocators of the given family.
struct state_family {
    using string = respawn::string;
    template <class T>
    using vector = respawn::vector<T>;
    template <class T>
    using deque = respawn::deque<T>;
    template <class T>
    using list = respawn::list<T>;
    template <class Key, class T>
    using map = respawn::map<Key, T>;
    template <class T>
    using set = respawn::set<T>;
    template <class Key, class T>
    using unordered_map = respawn::unordered_map<Key, T>;
    template <class T>
    using unordered_set = respawn::unordered_set<T>;
};

struct ordinary_family {
    using string = std::string;
    template <class T>
    using vector = std::vector<T>;
    template <class T>
    using deque = std::deque<T>;
    template <class T>
    using list = std::list<T>;
    template <class Key, class T>
    using map = std::map<Key, T>;
    template <class T>
    using set = std::set<T>;
    template <class Key, class T>
    using unordered_map = std::unordered_map<Key, T>;
    template <class T>
    using unordered_set = std::unordered_set<T>;
};

template <class Family>
struct collection {
    typename Family::template vector<int> numbers;
    typename Family::template vector<bool> bits;
    typename Family::template deque<typename Family::string> lines;
    typename Family::template list<int> ordered;
    typename Family::template map<typename Family::string, typename Family::template vector<int>> table;
    typename Family::template set<int> members;
    typename Family::template unordered_map<typename Family::string, int> scores;
    typename Family::template unordered_set<int> seen;
    typename Family::template vector<typename Family::template list<typename Family::string>> nested;
};

template <class String>
String text_of(std::uint32_t number)
{
    return String(number % 40, static_cast<char>('a' + number % 26));
}

/// One random change, the same for both families and the same random numbers.
template <class Family>
void change(collection<Family>& it, std::mt19937& random)
{
    using string = typename Family::string;
    const auto number = static_cast<std::uint32_t>(random() % 500);
    const int value = static_cast<int>(number);
    switch (random() % 14) {
    case 0:
        it.numbers.push_back(value);
        it.bits.push_back(number % 3 == 0);
        break;
    case 1:
        it.numbers.insert(it.numbers.begin(), number % 50, value);
        break;
    case 2:
        if (!it.numbers.empty())
            it.numbers.erase(
                it.numbers.begin() + static_cast<std::ptrdiff_t>(number % it.numbers.size()),
                it.numbers.end());
        it.numbers.shrink_to_fit();
        break;
    case 3:
        it.lines.push_back(text_of<string>(number));
        it.lines.push_front(text_of<string>(number + 1));
        break;
    case 4:
        if (!it.lines.empty())
            it.lines.pop_front();
        break;
    case 5:
        it.ordered.push_back(value);
        it.ordered.sort();
        break;
    case 6:
        it.ordered.remove(value);
        break;
    case 7:
        it.table[text_of<string>(number)].push_back(value);
        break;
    case 8:
        it.table.erase(text_of<string>(number));
        break;
    case 9:
        it.members.insert(value);
        it.members.erase(value / 2);
        break;
    case 10:
        it.scores[text_of<string>(number)] += value;
        break;
    case 11:
        it.seen.insert(value);
        it.seen.erase(value + 1);
        break;
    case 12:
        it.nested.emplace_back(number % 3, text_of<string>(number));
        break;
    default:
        if (!it.nested.empty()) {
            // Moves what is behind it forward.
            it.nested.erase(it.nested.begin());
        }
        break;
    }
}

template <class Mine, class Theirs>
bool same_texts(const Mine& mine, const Theirs& theirs)
{
    return std::equal(
        mine.begin(), mine.end(), theirs.begin(), theirs.end(),
        [](const auto& a, const auto& b) { return std::string_view{a} == std::string_view{b}; });
}

void require_same(const collection<state_family>& mine, const collection<ordinary_family>& theirs)
{
    REQUIRE(
        std::equal(mine.numbers.begin(), mine.numbers.end(), theirs.numbers.begin(), theirs.numbers.end()));
    REQUIRE(std::equal(mine.bits.begin(), mine.bits.end(), theirs.bits.begin(), theirs.bits.end()));
    REQUIRE(same_texts(mine.lines, theirs.lines));
    REQUIRE(
        std::equal(mine.ordered.begin(), mine.ordered.end(), theirs.ordered.begin(), theirs.ordered.end()));
    REQUIRE(
        std::equal(mine.members.begin(), mine.members.end(), theirs.members.begin(), theirs.members.end()));
    REQUIRE(mine.table.size() == theirs.table.size());
    for (const auto& [name, numbers] : theirs.table) {
        const auto found = mine.table.find(respawn::string{name});
        REQUIRE(found != mine.table.end());
        REQUIRE(std::equal(found->second.begin(), found->second.end(), numbers.begin(), numbers.end()));
    }
    REQUIRE(mine.scores.size() == theirs.scores.size());
    for (const auto& [name, score] : theirs.scores)
        REQUIRE(mine.scores.at(respawn::string{name}) == score);
    REQUIRE(mine.seen.size() == theirs.seen.size());
    for (const int each : theirs.seen)
        REQUIRE(mine.seen.count(each) == 1);
    REQUIRE(mine.nested.size() == theirs.nested.size());
    for (std::size_t index = 0; index != mine.nested.size(); ++index)
        REQUIRE(same_texts(mine.nested[index], theirs.nested[index]));
}

/// A worker that has taken over, with a collection in the state.
struct playing {
    supervisor_stand_in supervisor;
    std::unique_ptr<respawn::detail::worker_session> worker;
    collection<state_family>* state = nullptr;

    playing() { take_over(); }
    void take_over()
    {
        worker.reset();
        worker = supervisor.start_worker();
        supervisor.give_tick();
        state = &root<collection<state_family>>(*worker, "collection");
        supervisor.finish_frame(*worker, [] {});
    }
    template <class Play>
    void frame(Play play)
    {
        supervisor.play_frame(*worker, play);
    }
};

} // namespace

TEST_CASE("containers in the state behave like any others, over frames, dropped frames and workers")
{
    const std::uint32_t seed = respawn::test::seed();
    CAPTURE(seed);
    playing game;
    collection<ordinary_family> twin;
    std::mt19937 for_state{seed}, for_twin{seed}, random{seed + 1};
    for (int frame = 0; frame != 300; ++frame) {
        CAPTURE(frame);
        if (random() % 20 == 0) {
            // Only that the frame is dropped can bring back what it did.
            std::mt19937 other{static_cast<std::uint32_t>(frame) + 1};
            game.supervisor.give_tick();
            game.supervisor.begin_frame(*game.worker);
            for (int count = 0; count != 20; ++count)
                change(*game.state, other);
            game.worker->drop_frame();
            REQUIRE(game.supervisor.outcome() == respawn::control::outcome::dropped);
            require_same(*game.state, twin);
        }
        game.frame([&] {
            for (std::size_t count = random() % 30; count != 0; --count) {
                change(*game.state, for_state);
                change(twin, for_twin);
            }
        });
        if (random() % 30 == 0)
            game.take_over();
        require_same(*game.state, twin);
    }
    CHECK(twin.table.size() > 10);
    CHECK(game.supervisor.state().frame() > 300);
}

TEST_CASE("everything that a container keeps is in the state")
{
    playing game;
    game.frame([&] {
        game.state->numbers.assign(1'000, 7);
        game.state->lines.emplace_back(200, 'x');
        game.state->ordered.push_back(1);
        game.state->table["a name that is too long for the string itself"].push_back(3);
        game.state->members.insert(1);
        game.state->scores["another name that is too long for the string itself"] = 1;
        game.state->seen.insert(1);
    });
    const auto inside = [&](const auto& object) { return game.supervisor.is_in_state(&object); };
    CHECK(inside(*game.state));
    CHECK(inside(game.state->numbers.front()));
    CHECK(inside(game.state->numbers.back()));
    CHECK(inside(game.state->lines.back()[150]));
    CHECK(inside(game.state->ordered.front()));
    CHECK(inside(game.state->table.begin()->first.front()));
    CHECK(inside(game.state->table.begin()->second.front()));
    CHECK(inside(*game.state->members.begin()));
    CHECK(inside(game.state->scores.begin()->first.front()));
    CHECK(inside(*game.state->seen.begin()));
}

TEST_CASE("nodes and whole containers move between containers without moving their elements")
{
    playing game;
    auto& state = *game.state;
    game.frame([&] {
        state.table["one"] = {1, 2, 3};
        const int* element = state.table["one"].data();
        auto node = state.table.extract("one");
        node.key() = "two";
        state.table.insert(std::move(node));
        CHECK(state.table.count("one") == 0);
        CHECK(state.table["two"].data() == element);

        respawn::map<respawn::string, respawn::vector<int>> other;
        other.merge(state.table);
        CHECK(state.table.empty());
        CHECK(other["two"].data() == element);
        state.table = std::move(other);
        CHECK(state.table["two"].data() == element);

        respawn::list<int> first{1, 2, 3}, second{4};
        const int* four = &second.front();
        first.splice(first.begin(), second);
        CHECK(&first.front() == four);
        CHECK(second.empty());
        swap(first, state.ordered);
        CHECK(&state.ordered.front() == four);

        state.numbers = {1, 2, 3};
        const int* numbers = state.numbers.data();
        respawn::vector<int> taken{std::move(state.numbers)};
        CHECK(taken.data() == numbers);
        state.numbers = std::move(taken);
        CHECK(state.numbers.data() == numbers);

        auto set_node = respawn::set<int>{5}.extract(5);
        state.members.insert(std::move(set_node));
        CHECK(state.members.count(5) == 1);
        respawn::unordered_map<respawn::string, int> scores{{"a", 1}};
        state.scores.merge(scores);
        CHECK(state.scores.at("a") == 1);
    });
    game.take_over();
    CHECK(game.state->table.at("two") == respawn::vector<int>{1, 2, 3});
    CHECK(game.state->ordered == respawn::list<int>{4, 1, 2, 3});
    CHECK(game.state->numbers == respawn::vector<int>{1, 2, 3});
    CHECK(game.state->scores.at("a") == 1);
}

TEST_CASE("several threads of a worker fill containers in one frame")
{
    playing game;
    constexpr std::size_t threads = 4;
    constexpr int count = 2'000;
    game.frame([&] {
        auto& lists = game.state->nested;
        lists.resize(threads);
        std::vector<std::thread> running;
        for (std::size_t index = 0; index != threads; ++index)
            running.emplace_back([&list = lists[index]] {
                for (int number = 0; number != count; ++number) {
                    list.push_back(text_of<respawn::string>(static_cast<std::uint32_t>(number)));
                    if (number % 3 == 0)
                        list.pop_front();
                }
            });
        for (std::thread& each : running)
            each.join();
    });
    game.take_over();
    REQUIRE(game.state->nested.size() == threads);
    for (const auto& list : game.state->nested) {
        CHECK(list.size() == count - (count + 2) / 3);
        CHECK(list == game.state->nested.front());
    }
}
