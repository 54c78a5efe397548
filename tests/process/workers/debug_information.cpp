// Nothing but debug information: of containers of so many types that it is as much as a large game's.
#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

extern "C" std::size_t debug_information();

namespace {

template <std::size_t Number>
std::size_t describe()
{
    using key = std::array<int, Number + 1>;
    std::map<key, std::vector<key>> ordered;
    std::unordered_map<std::string, std::map<std::string, key>> unordered;
    ordered[key{}].push_back(key{});
    unordered["text"].emplace("text", key{});
    return ordered.size() + unordered.size();
}

template <std::size_t... Numbers>
std::size_t describe_all(std::index_sequence<Numbers...>)
{
    return (describe<Numbers>() + ...);
}

} // namespace

std::size_t debug_information()
{
    return describe_all(std::make_index_sequence<32>());
}
