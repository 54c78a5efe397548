#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

/// Layouts and values as the tests of the migration think of them: nothing in here knows the engine.
namespace respawn::test::model {

enum class kind : std::uint8_t {
    boolean,
    character,
    signed_integer,
    unsigned_integer,
    floating_point,
    enumeration,
    structure,
    string,
    array,
    vector,
    deque,
    list,
    set,
    unordered_set,
    map,
    unordered_map,
    optional,
    unique_pointer,
    variant,
    pair,
    tuple,
};

struct type {
    kind what = kind::signed_integer;
    int bytes = 4;                ///< scalars
    int index = 0;                ///< structures and enumerations: in their layout
    int count = 0;                ///< arrays
    std::vector<type> parts = {}; ///< maps: key and value

    friend bool operator==(const type&, const type&) = default;
};

/// Scalars and enumerations: the number. Strings: the text. Maps: items of two items each. Optionals and
/// unique pointers: no item or one. Variants: one item, and which one.
struct value {
    long double number = 0; // holds every integer and every double
    std::string text = {};
    std::vector<value> items = {};
    int alternative = 0;

    friend bool operator==(const value&, const value&) = default;
};

struct field {
    std::string name;
    model::type type;
    value default_value;
    std::vector<std::string> former_names = {};
    bool has_initialiser = false; ///< else default_value is that of the type
};

struct structure {
    std::string name;
    std::vector<field> fields;
};

struct enumerator {
    std::string name;
    std::int64_t number;
};

struct enumeration {
    std::string name;
    type underlying;
    std::vector<enumerator> enumerators;
};

/// Structure 0 is the root.
struct layout {
    std::vector<structure> structures;
    std::vector<enumeration> enumerations;
};

[[nodiscard]] bool is_arithmetic(kind what); ///< without enumerations
[[nodiscard]] bool is_number(kind what);
[[nodiscard]] bool is_sequence(kind what); ///< vector, deque, list
[[nodiscard]] bool is_set(kind what);
[[nodiscard]] bool is_map(kind what);
[[nodiscard]] bool is_collection(kind what); ///< sequences, sets, arrays
[[nodiscard]] bool is_holder(kind what);     ///< optional, unique pointer

/// The least and the largest number of an integer type.
[[nodiscard]] long double least(const type& integer);
[[nodiscard]] long double largest(const type& integer);

/// Gives fields without an initialiser their default value.
void settle(layout& of);
/// T{}.
[[nodiscard]] value initial(const layout& in, const type& of);
/// In the order of keys, each of them once: the first one stays.
void put_in_order(const type& of, value& object);

/// As show() in show.hpp writes a real object.
[[nodiscard]] std::string text(const layout& in, const type& of, const value& object);
/// "vector<i4>", "map<string,s2>"; `with_indices`: which structure and enumeration.
[[nodiscard]] std::string spelling(const layout& in, const type& of, bool with_indices = true);
/// For people: all structures and enumerations.
[[nodiscard]] std::string description(const layout& of);

/// Those that are reached from the root, each after all that it contains: the root is the last.
[[nodiscard]] std::vector<int> structures_in_order(const layout& of);

} // namespace respawn::test::model
