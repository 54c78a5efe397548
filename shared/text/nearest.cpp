#include "shared/text/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace respawn::text {
namespace {

// Letters to insert, remove or replace to make `a` into `b` (Levenshtein), row by row.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::string_view nearest(std::string_view typed, std::span<const std::string_view> names)
{
    constexpr std::size_t longest = 64; // nobody mistypes more; the work is quadratic
    std::string_view best;
    auto best_distance = (std::min(typed.size(), longest) + 1) / 2 + 1;
    for (const auto name : names) {
        const bool may_be_near = typed.size() <= longest && name.size() < typed.size() + best_distance;
        const auto steps = may_be_near ? distance(typed, name) : best_distance;
        if (steps < best_distance) {
            best = name;
            best_distance = steps;
        }
    }
    return best;
}

} // namespace respawn::text
