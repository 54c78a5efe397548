#include "describe_support.hpp"

#include "worker/source/schema/scratch_memory.hpp"

#include <chrono>
#include <cstring>
#include <new>

namespace {

using respawn::detail::scratch_memory;
using respawn::detail::type_operations;

struct item {
    int weight = 7;
};

struct without_default {
    explicit without_default(int) {}
    int value = 0;
};
RESPAWN_DESCRIBE(without_default, value)

struct immovable {
    std::atomic<int> value = 3;
};

int living = 0;
struct counted {
    counted() { ++living; }
    counted(const counted&) { ++living; }
    ~counted() { --living; }
    int value = 5;
};
RESPAWN_DESCRIBE(counted, value)

struct not_constant {
    int value = std::rand();
};
struct constant {
    int value = 4;
    item one = {};
    int* place = nullptr;
    float many[3] = {1, 2, 3};
};
struct large {
    int values[1 << 16] = {};
};

template <class T>
const type_operations& operations_of()
{
    const auto* operations = respawn::detail::describe<T>().operations;
    REQUIRE(operations != nullptr);
    return *operations;
}

/// Makes a T as a migration does, in memory that was something else before.
template <class T>
struct made {
    made()
    {
        std::memset(memory, 0xaa, sizeof memory);
        operations_of<T>().construct(memory);
    }
    ~made() { operations_of<T>().destroy(memory); }
    made(const made&) = delete;
    T& operator*() { return *std::launder(reinterpret_cast<T*>(memory)); }
    T* operator->() { return &**this; }

    alignas(T) std::byte memory[sizeof(T)];
};

template <class T>
bool is_made_as(const T& value)
{
    made<T> object;
    return *object == value;
}

template <class Sequence>
void check_append_one()
{
    const scratch_memory scratch;
    made<Sequence> sequence;
    auto* first = static_cast<item*>(operations_of<Sequence>().append(sequence.memory, 1));
    CHECK(first == &sequence->back());
    CHECK(first->weight == 7);
    operations_of<Sequence>().append(sequence.memory, 1);
    CHECK(sequence->size() == 2);
    made<Sequence> other;
    operations_of<Sequence>().move_content(other.memory, sequence.memory);
    CHECK(other->size() == 2);
    CHECK(&other->front() == first);
    CHECK(sequence->empty());
    operations_of<Sequence>().clear(other.memory);
    CHECK(other->empty());
}

template <class Map>
void check_insert_with_value()
{
    const scratch_memory scratch;
    const auto& operations = operations_of<Map>();
    made<Map> map;
    respawn::string key = "a key that is too long to be kept inside of the string";
    const void* characters = key.data();
    auto* place = static_cast<respawn::string*>(operations.insert(map.memory, &key));
    REQUIRE(place != nullptr);
    CHECK(place == &map->begin()->first);
    CHECK(place->data() == characters);
    CHECK(map->begin()->second.weight == 7);
    respawn::string equal = *place;
    CHECK(operations.insert(map.memory, &equal) == nullptr);
    CHECK(map->size() == 1);
    made<Map> other;
    operations.move_content(other.memory, map.memory);
    CHECK(map->empty());
    CHECK(&other->begin()->first == place);
    operations.clear(other.memory);
    CHECK(other->empty());
}

template <class Set>
void check_insert_alone()
{
    const scratch_memory scratch;
    const auto& operations = operations_of<Set>();
    made<Set> set;
    for (int key : {3, 1, 2}) {
        const auto* place = static_cast<int*>(operations.insert(set.memory, &key));
        REQUIRE(place != nullptr);
        CHECK(place == &*set->find(key));
    }
    int equal = 2;
    CHECK(operations.insert(set.memory, &equal) == nullptr);
    CHECK(set->size() == 3);
}

} // namespace

TEST_CASE("every type can be made in memory that held something else, as {} makes it")
{
    CHECK(is_made_as<int>(0));
    CHECK(is_made_as<double>(0));
    CHECK(is_made_as<int*>(nullptr));
    CHECK(is_made_as<std::byte>(std::byte{0}));
    CHECK(is_made_as<std::array<int, 3>>({}));
    CHECK(is_made_as<std::pair<int, float>>({}));
    CHECK(is_made_as<std::tuple<char, double>>({}));
    CHECK(is_made_as<std::chrono::seconds>({}));
    CHECK(is_made_as<respawn::string>({}));
    CHECK(is_made_as<respawn::vector<bool>>({}));
    CHECK(is_made_as<std::optional<int>>({}));
    CHECK(is_made_as<std::variant<float, int>>({}));
    CHECK(is_made_as<respawn::unordered_map<int, int>>({}));
    CHECK(made<item> {} -> weight == 7);
    CHECK(made<large> {} -> values[9] == 0);
    struct arrays {
        item grid[2][3];
    };
    const auto& grid = *describe_checked<arrays>().fields[0].type().operations;
    item items[2][3] = {{{1}, {1}, {1}}, {{1}, {1}, {1}}};
    grid.construct(items);
    CHECK(items[1][2].weight == 7);
    grid.destroy(items);
}

TEST_CASE("destroying calls destructors, of elements too")
{
    const scratch_memory scratch;
    {
        made<counted> one;
        made<respawn::vector<counted>> many;
        operations_of<respawn::vector<counted>>().append(many.memory, 4);
        CHECK(living == 5);
    }
    CHECK(living == 0);
    struct pair_of_counted {
        counted both[2];
    };
    {
        made<pair_of_counted> both;
        CHECK(living == 2);
    }
    CHECK(living == 0);
}

TEST_CASE("a vector makes room for elements and adds several at a time")
{
    const scratch_memory scratch;
    const auto& operations = operations_of<respawn::vector<item>>();
    made<respawn::vector<item>> vector;
    operations.reserve(vector.memory, 10);
    CHECK(vector->capacity() >= 10);
    operations.append(vector.memory, 2);
    auto* added = static_cast<item*>(operations.append(vector.memory, 3));
    CHECK(vector->size() == 5);
    CHECK(added == vector->data() + 2);
    CHECK(added[2].weight == 7);
    const item* before = vector->data();
    made<respawn::vector<item>> other;
    operations.move_content(other.memory, vector.memory);
    CHECK(other->data() == before);
    CHECK(vector->empty());
    operations.clear(other.memory);
    CHECK(other->empty());
}

TEST_CASE("a deque and a list add one element at a time")
{
    check_append_one<respawn::deque<item>>();
    check_append_one<respawn::list<item>>();
}

TEST_CASE("a map takes a key over and makes its value")
{
    check_insert_with_value<respawn::map<respawn::string, item>>();
    check_insert_with_value<respawn::unordered_map<respawn::string, item>>();
}

TEST_CASE("a set takes elements over in any order")
{
    check_insert_alone<respawn::set<int>>();
    check_insert_alone<respawn::unordered_set<int>>();
}

TEST_CASE("a string and a vector of bool are assigned from memory anywhere")
{
    const scratch_memory scratch;
    made<respawn::string> text;
    const auto& strings = operations_of<respawn::string>();
    strings.assign(text.memory, "hello", 4);
    CHECK(*text == "hell");
    made<respawn::string> other;
    strings.move_content(other.memory, text.memory);
    CHECK(*other == "hell");
    CHECK(text->empty());
    strings.clear(other.memory);
    CHECK(other->empty());

    made<respawn::vector<bool>> bits;
    const auto& vectors = operations_of<respawn::vector<bool>>();
    vectors.reserve(bits.memory, 3);
    vectors.assign(bits.memory, "\1\0\1", 3);
    CHECK(*bits == respawn::vector<bool>{true, false, true});
    CHECK(vectors.append == nullptr);
    vectors.clear(bits.memory);
    CHECK(bits->empty());
}

TEST_CASE("an optional and a unique_ptr are filled and emptied")
{
    const scratch_memory scratch;
    made<std::optional<item>> optional;
    auto* inside = static_cast<item*>(operations_of<std::optional<item>>().emplace(optional.memory, 0));
    CHECK(inside == &optional->value());
    CHECK(inside->weight == 7);
    operations_of<std::optional<item>>().clear(optional.memory);
    CHECK_FALSE(optional->has_value());

    made<respawn::unique_ptr<item>> pointer;
    auto* owned = static_cast<item*>(operations_of<respawn::unique_ptr<item>>().emplace(pointer.memory, 0));
    CHECK(owned == pointer->get());
    CHECK(owned->weight == 7);
    operations_of<respawn::unique_ptr<item>>().clear(pointer.memory);
    CHECK(*pointer == nullptr);
}

TEST_CASE("a variant is given any of its alternatives")
{
    const scratch_memory scratch;
    using choice = std::variant<int, respawn::string, item>;
    made<choice> variant;
    const auto& operations = operations_of<choice>();
    CHECK(static_cast<item*>(operations.emplace(variant.memory, 2))->weight == 7);
    CHECK(variant->index() == 2);
    const void* text = operations.emplace(variant.memory, 1);
    CHECK(text == &std::get<respawn::string>(*variant));
    CHECK(operations.emplace(variant.memory, 3) == nullptr);
    CHECK(variant->index() == 1);
}

TEST_CASE("what a type can't do is null")
{
    CHECK(operations_of<without_default>().construct == nullptr);
    CHECK(operations_of<respawn::vector<without_default>>().construct != nullptr);
    CHECK(operations_of<respawn::vector<without_default>>().append == nullptr);
    CHECK(operations_of<respawn::list<without_default>>().append == nullptr);
    CHECK(operations_of<respawn::map<int, without_default>>().insert == nullptr);
    CHECK(operations_of<std::optional<without_default>>().emplace == nullptr);
    CHECK(operations_of<respawn::unique_ptr<without_default>>().emplace == nullptr);
    CHECK(operations_of<respawn::vector<immovable>>().append == nullptr);
    CHECK(operations_of<respawn::list<immovable>>().append != nullptr);
    CHECK(operations_of<int>().clear == nullptr);
    CHECK(operations_of<item>().convert == nullptr);
}

TEST_CASE("an atomic is made and destroyed as its value")
{
    CHECK(&operations_of<std::atomic<int>>() == &operations_of<int>());
}

TEST_CASE("a type says whether making one calls nothing of the game")
{
    CHECK(operations_of<int>().has_constant_value);
    CHECK(operations_of<constant>().has_constant_value);
    CHECK(operations_of<std::optional<int>>().has_constant_value);
    CHECK_FALSE(operations_of<not_constant>().has_constant_value);
    CHECK_FALSE(operations_of<counted>().has_constant_value);
    CHECK_FALSE(operations_of<respawn::string>().has_constant_value);
    CHECK_FALSE(operations_of<without_default>().has_constant_value);
}
