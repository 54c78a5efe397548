#include "describe_support.hpp"

#include "shared/schema/view.hpp"
#include "worker/source/schema/defaults.hpp"
#include "worker/source/schema/encode.hpp"
#include "worker/source/schema/scratch_memory.hpp"

#include <cstring>
#include <stdexcept>

namespace {

namespace schema = respawn::schema;

enum class mode : std::uint8_t { attract, play };

struct position {
    char tag = 't';
    float x = 1.5f;
};

int target = 0;

struct player {
    int lives = 3;
    mode now = mode::play;
    position place;
    position places[2] = {{'a', 1}, {'b', 2}};
    std::optional<int> best = 9;
    std::optional<int> none;
    std::pair<char, int> both = {'p', 4};
    respawn::string name = "a name that is too long to be kept inside of the string";
    respawn::vector<int> numbers = {1, 2, 3};
    respawn::map<int, respawn::string> words = {{1, "one"}};
    respawn::unique_ptr<position> owned = respawn::make_unique<position>();
    int* pointer = &target;
    std::variant<int, float> choice = 2;
    long double precise = 1;
};

struct throws {
    throws() { throw std::runtime_error{"not today"}; }
    int value = 1;
};
RESPAWN_DESCRIBE(throws, value)

struct holds_throws {
    int before = 1;
    throws inside;
};

struct without_default {
    explicit without_default(int) {}
    int value = 0;
};
RESPAWN_DESCRIBE(without_default, value)

struct holds_pointer {
    without_default* other = nullptr;
};

struct unlisted {
    int listed = 5, secret = 6;
};
RESPAWN_DESCRIBE(unlisted, listed)

struct huge {
    char bytes[2 << 20] = {};
};

struct greedy {
    respawn::vector<char> bytes = respawn::vector<char>(std::size_t{1} << 40);
};

int living = 0;
struct counted {
    counted() { ++living; }
    ~counted() { --living; }
    int value = 1;
};
RESPAWN_DESCRIBE(counted, value)

template <class T>
schema::type_node encoded()
{
    const auto view = schema::view::create(respawn::detail::encode(describe_checked<T>()).bytes);
    REQUIRE(view.has_value());
    return view->root();
}

template <class Value>
Value value_at(const schema::type_node& type, const char* field)
{
    for (const auto& candidate : type.fields) {
        if (candidate.name != field)
            continue;
        Value result;
        REQUIRE(candidate.offset + sizeof result <= type.default_value.size());
        std::memcpy(&result, type.default_value.data() + candidate.offset, sizeof result);
        return result;
    }
    FAIL(field);
    return Value{};
}

template <std::size_t Size>
using bytes = std::array<unsigned char, Size>;

} // namespace

TEST_CASE("a schema has what a structure's numbers are by default")
{
    const auto type = encoded<player>();
    CHECK(type.default_value.size() == sizeof(player));
    CHECK(value_at<int>(type, "lives") == 3);
    CHECK(value_at<mode>(type, "now") == mode::play);
    CHECK(value_at<position>(type, "place").x == 1.5f);
    CHECK(value_at<std::array<position, 2>>(type, "places")[1].tag == 'b');
    CHECK(value_at<std::optional<int>>(type, "best") == 9);
    CHECK(value_at<std::optional<int>>(type, "none") == std::nullopt);
    CHECK(value_at<std::array<int, 2>>(type, "both")[1] == 4);
    CHECK(value_at<long double>(type, "precise") == 1);
}

TEST_CASE("nothing of a default refers to memory")
{
    const auto type = encoded<player>();
    CHECK(value_at<bytes<sizeof(respawn::string)>>(type, "name") == bytes<sizeof(respawn::string)>{});
    CHECK(value_at<bytes<24>>(type, "numbers") == bytes<24>{});
    CHECK(value_at<bytes<48>>(type, "words") == bytes<48>{});
    CHECK(value_at<bytes<8>>(type, "owned") == bytes<8>{});
    CHECK(value_at<bytes<8>>(type, "pointer") == bytes<8>{});
    CHECK(value_at<bytes<8>>(type, "choice") == bytes<8>{});
}

TEST_CASE("a default has the same bytes every time, between the fields too")
{
    CHECK(
        respawn::detail::encode(describe_checked<player>()).bytes ==
        respawn::detail::encode(describe_checked<player>()).bytes);
    const auto type = encoded<position>();
    CHECK(type.default_value[1] == std::byte{0});
    CHECK(type.default_value[3] == std::byte{0});
    const auto partly = encoded<unlisted>();
    CHECK(value_at<int>(partly, "listed") == 5);
    CHECK(partly.default_value[4] == std::byte{0});
}

TEST_CASE("what was made for a default is destroyed")
{
    CHECK(encoded<counted>().default_value.size() == sizeof(counted));
    CHECK(living == 0);
    CHECK(respawn::detail::scratch_memory::current() == nullptr);
}

TEST_CASE("a type that can't be made has no default")
{
    CHECK(encoded<throws>().default_value.empty());
    CHECK(encoded<holds_throws>().default_value.empty());
    CHECK(encoded<greedy>().default_value.empty());
    CHECK(encoded<huge>().default_value.empty());
    CHECK(encoded<int>().default_value.empty());
    const auto view = schema::view::create(respawn::detail::encode(describe_checked<holds_pointer>()).bytes);
    REQUIRE(view.has_value());
    CHECK(view->root().default_value.size() == sizeof(holds_pointer));
    CHECK(view->types()[view->types()[view->root().fields[0].type].element].default_value.empty());
    CHECK(respawn::detail::scratch_memory::current() == nullptr);
}

TEST_CASE("scratch memory takes the place of the state on its thread while it exists")
{
    CHECK_THROWS_AS(respawn::vector<int>(3), std::logic_error);
    respawn::detail::scratch_memory outer;
    {
        respawn::vector<int> kept(3);
        {
            respawn::detail::scratch_memory inner;
            respawn::vector<int> other(3);
            CHECK(inner.block_count() == 1);
            kept = respawn::vector<int>{};
            CHECK(inner.block_count() == 1);
        }
        CHECK(outer.block_count() == 0);
        CHECK_THROWS_AS(respawn::vector<char>(std::size_t{257} << 20), std::bad_alloc);
    }
    CHECK(respawn::detail::scratch_memory::current() == &outer);
    struct alignas(128) aligned {
        char byte;
    };
    respawn::vector<aligned> vector(2);
    CHECK(reinterpret_cast<std::uintptr_t>(vector.data()) % 128 == 0);
}
