#pragma once

#include <respawn/allocator.hpp>
#include <respawn/unique_ptr.hpp>

#include <deque>
#include <functional>
#include <list>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

/// The standard containers with the state's allocator, and the owning pointer of unique_ptr.hpp: what state
/// types are made of.
namespace respawn {

template <class T>
using vector = std::vector<T, allocator<T>>;

template <class T>
using deque = std::deque<T, allocator<T>>;

template <class T>
using list = std::list<T, allocator<T>>;

using string = std::basic_string<char, std::char_traits<char>, allocator<char>>;

template <class Key, class T, class Compare = std::less<Key>>
using map = std::map<Key, T, Compare, allocator<std::pair<const Key, T>>>;

template <class Key, class Compare = std::less<Key>>
using set = std::set<Key, Compare, allocator<Key>>;

template <class Key, class T, class Hash = std::hash<Key>, class Equal = std::equal_to<Key>>
using unordered_map = std::unordered_map<Key, T, Hash, Equal, allocator<std::pair<const Key, T>>>;

template <class Key, class Hash = std::hash<Key>, class Equal = std::equal_to<Key>>
using unordered_set = std::unordered_set<Key, Hash, Equal, allocator<Key>>;

} // namespace respawn

/// Hashes a respawn::string like any other string, so that it can be a key of unordered_map and
/// unordered_set.
template <>
struct std::hash<respawn::string> {
    std::size_t operator()(const respawn::string& text) const noexcept
    {
        return std::hash<std::string_view>{}(text);
    }
};
