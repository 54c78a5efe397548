#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <vector>

namespace respawn::bench {

using json = nlohmann::ordered_json;
using clock = std::chrono::steady_clock;

/// Measurements of one thing, in the unit that its name in the report says.
class samples {
public:
    void add(double value) { values_.push_back(value); }
    [[nodiscard]] std::size_t count() const { return values_.size(); }
    /// The smallest value that at least `fraction` of all values do not exceed; there must be values.
    [[nodiscard]] double quantile(double fraction) const;
    [[nodiscard]] double median() const { return quantile(0.5); }
    /// count, p50, p99 and max.
    [[nodiscard]] json summary() const;

private:
    std::vector<double> values_;
};

[[nodiscard]] inline double microseconds(clock::duration duration)
{
    return std::chrono::duration<double, std::micro>{duration}.count();
}

/// Runs `work` and returns how long it took, in microseconds.
template <class Work>
[[nodiscard]] double microseconds_of(Work work)
{
    const auto start = clock::now();
    work();
    return microseconds(clock::now() - start);
}

/// As many digits as a measurement is worth.
[[nodiscard]] double rounded(double value);

} // namespace respawn::bench
