#include "shared/objects/self_check.hpp"

#include "shared/objects/containers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

namespace respawn::objects {

namespace {

using schema::no_type;
using schema::type_kind;

const state_bytes own = state_bytes::own_memory();

template <class T>
std::uint64_t address_of(const T& object)
{
    return reinterpret_cast<std::uintptr_t>(&object);
}

template <class T>
schema::type_node node(type_kind kind, std::uint32_t element = no_type, std::uint32_t key = no_type)
{
    return {kind, "", sizeof(T), alignof(T), 0, element, key, {}};
}

constexpr std::uint32_t whole_index = 0, element_index = 1, key_index = 2;

// Keys and elements of different alignment, so that a wrong offset shows.
template <class Container>
bool finds_elements(const Container& container, type_kind kind, std::uint32_t key_type = no_type)
{
    using value = typename Container::value_type;
    type_list types{node<Container>(kind, element_index, key_type)};
    if constexpr (requires { typename Container::mapped_type; }) {
        types.push_back(node<typename Container::mapped_type>(type_kind::structure));
        types.push_back(node<typename Container::key_type>(type_kind::structure));
    } else {
        types.push_back(node<value>(type_kind::structure));
    }
    auto found = elements::of(own, types, whole_index, address_of(container));
    if (!found || found->count() != container.size() || found->stride_bytes() != sizeof(value))
        return false;
    run now{};
    for (const value& each : container) {
        if (now.count == 0)
            now = found->next();
        if (now.count == 0 || now.address != address_of(each))
            return false;
        if constexpr (requires { each.second; })
            if (address_of(each.second) - address_of(each) != value_offset(types, types[whole_index]))
                return false;
        now.address += sizeof(value);
        --now.count;
    }
    return found->next().count == 0 && found->is_whole();
}

struct alignas(32) wide {
    char content[32] = {};
};

bool finds_sequences()
{
    std::deque<std::uint16_t> deque(700);
    deque.erase(deque.begin(), deque.begin() + 300);
    return finds_elements(std::vector<int>{}, type_kind::vector) &&
           finds_elements(std::vector<int>{1, 2, 3}, type_kind::vector) &&
           finds_elements(std::deque<std::uint16_t>{}, type_kind::deque) &&
           finds_elements(deque, type_kind::deque) &&
           finds_elements(std::deque<std::array<char, 600>>(3), type_kind::deque) &&
           finds_elements(std::list<char>{}, type_kind::list) &&
           finds_elements(std::list<char>{'a', 'b'}, type_kind::list) &&
           finds_elements(std::list<wide>(2), type_kind::list);
}

template <class Map, class Set, class WideSet>
bool finds_associations(type_kind map_kind, type_kind set_kind)
{
    Map map;
    Set set;
    for (char i = 0; i < 50; ++i) {
        map[i] = i;
        set.insert(i);
    }
    return finds_elements(Map{}, map_kind, key_index) && finds_elements(map, map_kind, key_index) &&
           finds_elements(Set{}, set_kind) && finds_elements(set, set_kind) &&
           finds_elements(WideSet(set.begin(), set.end()), set_kind);
}

bool finds_characters()
{
    const type_list types{
        node<std::string>(type_kind::string, element_index), node<char>(type_kind::character)};
    for (const std::string& text : {std::string{}, std::string{"short"}, std::string(100, 'x')}) {
        const auto found = characters(own, types, whole_index, address_of(text));
        if (!found || found->size() != text.size() ||
            (!text.empty() && std::memcmp(found->data(), text.data(), text.size()) != 0))
            return false;
    }
    return true;
}

bool finds_bits()
{
    std::vector<bool> values(130);
    values[3] = values[64] = values[129] = true;
    const auto found = bits(own, address_of(values));
    return found && found->size() == values.size() &&
           std::equal(values.begin(), values.end(), found->begin());
}

bool finds_held_objects()
{
    const std::optional<int> some = 1, none;
    const auto owner = std::make_unique<int>(1);
    const std::variant<char, double> variant = 1.0;
    const type_list optional{
        node<std::optional<int>>(type_kind::optional, element_index), node<int>(type_kind::signed_integer)};
    const type_list pointer{
        node<std::unique_ptr<int>>(type_kind::unique_pointer, element_index),
        node<int>(type_kind::signed_integer)};
    type_list alternatives{
        node<std::variant<char, double>>(type_kind::variant), node<char>(type_kind::character),
        node<double>(type_kind::floating_point)};
    alternatives[whole_index].fields = {{"0", 0, 1}, {"1", 0, 2}};
    return held_object(own, optional, whole_index, address_of(some)) == address_of(*some) &&
           held_object(own, optional, whole_index, address_of(none)) == 0 &&
           held_object(own, pointer, whole_index, address_of(owner)) == address_of(*owner) &&
           held_alternative(own, alternatives, whole_index, address_of(variant)) == 1;
}

} // namespace

bool knows_standard_containers()
{
    return finds_sequences() &&
           finds_associations<std::map<char, double>, std::set<char>, std::set<int>>(
               type_kind::map, type_kind::set) &&
           finds_associations<
               std::unordered_map<char, double>, std::unordered_set<char>, std::unordered_set<int>>(
               type_kind::unordered_map, type_kind::unordered_set) &&
           finds_characters() && finds_bits() && finds_held_objects();
}

} // namespace respawn::objects
