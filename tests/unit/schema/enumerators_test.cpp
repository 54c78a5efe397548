#include "describe_support.hpp"

#include "shared/schema/view.hpp"
#include "worker/source/schema/encode.hpp"
#include "worker/source/schema/enumerators.hpp"

#include <boost/describe/enum.hpp>

namespace enumerated_types {

enum class scoped : std::uint8_t { red = 3, green, blue = 255 };
enum unscoped { left, right, both = left | right | 4 };
enum class signed_values : std::int16_t {
    lowest = INT16_MIN,
    far_below = -129,
    below = -128,
    minus = -1,
    top = 255
};
enum class flags : std::uint32_t { none = 0, first = 1, high = 1u << 31, all = ~0u };
enum class wide : std::uint64_t { high = std::uint64_t{1} << 63, all = ~std::uint64_t{0} };
enum class wide_signed : std::int64_t { lowest = INT64_MIN, highest = INT64_MAX };
enum class yes_or_no : bool { no, yes };
enum class letters : char { a = 'a', minus = -1 };
enum class signs : int { minus = -1, plus = 1 };
enum empty_enumeration : int {};
enum class aliases { one = 1, uno = 1, two };

struct holder {
    enum class nested { inside = 2 };
    enum loose { outside = 5 };
};

template <class T>
struct generic {
    enum class nested { inside = 2 };
    nested now = nested::inside;
};

enum class listed { none = 0, timeout = 1001, also_timeout = 1001, refused = -1002 };
RESPAWN_ENUMERATORS(listed, refused, none, timeout, also_timeout)

enum class boosted { zero, thousand = 1000 };
BOOST_DESCRIBE_ENUM(boosted, thousand, zero)

namespace {
enum class hidden { secret = 1 };
}

} // namespace enumerated_types

namespace {

using respawn::detail::find_enumerators;

/// "name=value …", as the schema has them.
template <class E>
std::string enumerators_of()
{
    const auto& description = describe_checked<E>();
    const auto view = respawn::schema::view::create(respawn::detail::encode(description).bytes);
    REQUIRE(view.has_value());
    std::string result;
    for (const auto& field : view->root().fields) {
        CHECK(field.type == view->root().element);
        if (!result.empty())
            result += ' ';
        result += field.name + '=' + std::to_string(static_cast<std::int64_t>(field.offset));
    }
    return result;
}

std::string join(const std::vector<respawn::detail::enumerator>& found)
{
    std::string result;
    for (const auto& [name, value] : found)
        result += name + '=' + std::to_string(static_cast<std::int64_t>(value)) + ' ';
    return result;
}

} // namespace

TEST_CASE("the enumerators of an enumeration are found without a macro")
{
    CHECK(enumerators_of<enumerated_types::scoped>() == "red=3 green=4 blue=255");
    CHECK(enumerators_of<enumerated_types::unscoped>() == "left=0 right=1 both=5");
    CHECK(
        enumerators_of<enumerated_types::signed_values>() ==
        "top=255 lowest=-32768 below=-128 minus=-1"); // far_below is too far away
    CHECK(enumerators_of<enumerated_types::flags>() == "none=0 first=1 high=2147483648 all=4294967295");
    CHECK(enumerators_of<enumerated_types::wide>() == "high=-9223372036854775808 all=-1");
    CHECK(
        enumerators_of<enumerated_types::wide_signed>() ==
        "highest=9223372036854775807 lowest=-9223372036854775808");
    CHECK(enumerators_of<enumerated_types::yes_or_no>() == "no=0 yes=1");
    CHECK(enumerators_of<enumerated_types::letters>() == "a=97 minus=-1");
    CHECK(enumerators_of<enumerated_types::signs>() == "plus=1 minus=-1");
    CHECK(enumerators_of<enumerated_types::empty_enumeration>().empty());
    CHECK(enumerators_of<std::byte>().empty());
}

TEST_CASE("enumerators are found wherever the enumeration is defined")
{
    enum class local { here = 1 };
    CHECK(enumerators_of<enumerated_types::holder::nested>() == "inside=2");
    CHECK(enumerators_of<enumerated_types::holder::loose>() == "outside=5");
    CHECK(
        enumerated_types::generic<std::pair<int, char>>{}.now !=
        enumerated_types::generic<std::pair<int, char>>::nested{});
    CHECK(enumerators_of<enumerated_types::generic<std::pair<int, char>>::nested>() == "inside=2");
    CHECK(enumerators_of<enumerated_types::hidden>() == "secret=1");
    CHECK(enumerators_of<local>() == "here=1");
}

TEST_CASE("of two names for one value the first is found")
{
    CHECK(enumerators_of<enumerated_types::aliases>() == "one=1 two=2");
}

TEST_CASE("RESPAWN_ENUMERATORS names enumerators of any value")
{
    CHECK(
        enumerators_of<enumerated_types::listed>() == "none=0 timeout=1001 also_timeout=1001 refused=-1002");
    CHECK(describe_checked<enumerated_types::listed>().enumerator_spelling.empty());
}

TEST_CASE("BOOST_DESCRIBE_ENUM names enumerators of any value")
{
    CHECK(enumerators_of<enumerated_types::boosted>() == "zero=0 thousand=1000");
}

TEST_CASE("the spellings of g++ and clang are both understood")
{
    CHECK(
        join(find_enumerators(
            "consteval std::string_view respawn::detail::spell_values() [with long long int First = -1; "
            "int Count = 3; int FirstBit = 8; int EndBit = 9; long long unsigned int Largest = 511; "
            "auto ...Values = {ns::<unnamed>::mode::minus, (ns::<unnamed>::mode)0, one, "
            "ns::pair<int, (e)3>::mode::bit, (ns::pair<int, (e)3>::mode)511}; "
            "std::string_view = std::basic_string_view<char>]")) == "one=1 bit=-512 minus=-1 ");
    CHECK(
        join(find_enumerators(
            "std::string_view respawn::detail::spell_values() [First = 0LL, Count = 2, FirstBit = 9, EndBit "
            "= 10, "
            "Largest = 18446744073709551615ULL, Values = <(anonymous namespace)::mode::none, ((anonymous "
            "namespace)::mode)1, main()::(anonymous class)::operator()(int)::mode::bit, all>]")) ==
        "none=0 bit=512 all=-1 ");
}

TEST_CASE("a spelling that isn't understood names no enumerators")
{
    CHECK(find_enumerators("").empty());
    CHECK(find_enumerators("First = 1; Count = 2").empty());
    CHECK(
        find_enumerators("First = 0; Count = 5; FirstBit = 9; EndBit = 9; Largest = 4; Values = {").empty());
    CHECK(find_enumerators("First = 0; Count = 5; FirstBit = 9; EndBit = 9; Largest = 4; Values = ").empty());
}
