#include "describe_support.hpp"

#include <bitset>
#include <chrono>
#include <complex>
#include <random>

namespace {

using respawn::detail::type_kind;

enum class mode : std::uint8_t { attract, play };
enum plain_enumeration { left, right };

template <class T>
type_kind kind_of()
{
    return describe_checked<T>().kind;
}

} // namespace

TEST_CASE("each arithmetic type has the kind that a reader of its bytes needs")
{
    CHECK(kind_of<bool>() == type_kind::boolean);
    CHECK(kind_of<char>() == type_kind::character);
    CHECK(kind_of<char8_t>() == type_kind::character);
    CHECK(kind_of<wchar_t>() == type_kind::character);
    CHECK(kind_of<signed char>() == type_kind::signed_integer);
    CHECK(kind_of<unsigned char>() == type_kind::unsigned_integer);
    CHECK(kind_of<short>() == type_kind::signed_integer);
    CHECK(kind_of<unsigned long long>() == type_kind::unsigned_integer);
    CHECK(kind_of<float>() == type_kind::floating_point);
    CHECK(kind_of<long double>() == type_kind::floating_point);
}

TEST_CASE("an enumeration is described by its name and its underlying type")
{
    const auto& scoped = describe_checked<mode>();
    CHECK(scoped.kind == type_kind::enumeration);
    CHECK(scoped.name.ends_with("mode"));
    CHECK(scoped.element().kind == type_kind::unsigned_integer);
    CHECK(describe_checked<plain_enumeration>().element().size == sizeof(plain_enumeration));
    CHECK(kind_of<std::byte>() == type_kind::enumeration);
}

TEST_CASE("arrays are described by their elements, one extent at a time")
{
    struct board {
        int cells[3][5];
        std::array<std::array<char, 2>, 7> names;
    };
    const auto& type = describe_checked<board>();
    CHECK(fields_of(type) == "cells@0 names@60");
    const auto& cells = type.fields[0].type();
    CHECK(cells.kind == type_kind::array);
    CHECK(cells.count == 3);
    CHECK(cells.element().count == 5);
    CHECK(cells.element().element().kind == type_kind::signed_integer);
    const auto& names = type.fields[1].type();
    CHECK(names.kind == type_kind::array);
    CHECK(names.count == 7);
    CHECK(names.element().count == 2);
}

TEST_CASE("a lock-free atomic counts as its value")
{
    CHECK(&describe_checked<std::atomic<int>>() == &describe_checked<int>());
    CHECK(&describe_checked<std::atomic<mode>>() == &describe_checked<mode>());
}

TEST_CASE("const makes no difference to a field's type")
{
    struct constants {
        const int size = 3;
        const float* const place = nullptr;
    };
    const auto& type = describe_checked<constants>();
    CHECK(&type.fields[0].type() == &describe_checked<int>());
    CHECK(&type.fields[1].type().element() == &describe_checked<float>());
}

TEST_CASE("a duration names its unit and a time point its duration")
{
    CHECK(fields_of(describe_checked<std::chrono::seconds>()) == "count_of_1/1_s@0");
    CHECK(fields_of(describe_checked<std::chrono::milliseconds>()) == "count_of_1/1000_s@0");
    CHECK(fields_of(describe_checked<std::chrono::minutes>()) == "count_of_60/1_s@0");
    const auto& point = describe_checked<std::chrono::steady_clock::time_point>();
    CHECK(fields_of(point) == "since_epoch@0");
    CHECK(fields_of(point.fields[0].type()) == "count_of_1/1000000000_s@0");
}

TEST_CASE("random engines and other plain values of std are opaque")
{
    CHECK(kind_of<std::mt19937>() == type_kind::opaque);
    CHECK(kind_of<std::minstd_rand>() == type_kind::opaque);
    CHECK(kind_of<std::uniform_int_distribution<int>>() == type_kind::opaque);
    CHECK(kind_of<std::bitset<70>>() == type_kind::opaque);
    CHECK(kind_of<std::complex<float>>() == type_kind::opaque);
    CHECK(describe_checked<std::mt19937>().name.find("mersenne_twister_engine") != std::string_view::npos);
}

TEST_CASE("descriptions are constants")
{
    static constexpr const auto& type = respawn::detail::describe<std::pair<int, double>>();
    static_assert(type.kind == type_kind::pair);
    static_assert(type.fields[1].offset == 8);
    SUCCEED();
}
