#include "tests/bench/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace respawn::bench {

double rounded(double value)
{
    return std::round(value * 1000) / 1000;
}

double samples::quantile(double fraction) const
{
    std::vector<double> sorted = values_;
    const auto rank = static_cast<std::size_t>(std::ceil(fraction * static_cast<double>(sorted.size())));
    const auto place = sorted.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
    std::nth_element(sorted.begin(), place, sorted.end());
    return *place;
}

json samples::summary() const
{
    return {
        {"count", count()},
        {"p50", rounded(median())},
        {"p99", rounded(quantile(0.99))},
        {"max", rounded(quantile(1))},
    };
}

} // namespace respawn::bench
