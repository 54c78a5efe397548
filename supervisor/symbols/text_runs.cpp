#include "supervisor/symbols/text_runs.hpp"

#include <iterator>

namespace respawn::supervisor {

namespace {

/// Each costs as much as the longest text: further ones are not looked at.
constexpr int most_too_long = 64;

} // namespace

bool text_runs::add(std::uint64_t address, std::size_t unit_bytes, const source& in)
{
    auto& known = all_[{unit_bytes, address % unit_bytes}];
    const auto after = known.upper_bound(address);
    if (after != known.begin() && address < std::prev(after)->second)
        return true;
    const std::uint64_t constants_end = in.constants_end(address);
    if (constants_end == 0 || too_long_count_ == most_too_long)
        return false;
    // What is known behind it is not read again.
    const bool is_near =
        after != known.end() && after->first < constants_end && after->first - address <= longest_bytes_;
    const std::uint64_t limit = is_near ? after->first - address - unit_bytes : longest_bytes_;
    if (const auto text = in.text_at(address, limit, unit_bytes)) {
        known.emplace(address, address + text->size() + unit_bytes);
        return true;
    }
    if (is_near && after->second - unit_bytes - address <= longest_bytes_) {
        const std::uint64_t end = after->second;
        known.erase(after);
        known.emplace(address, end);
        return true;
    }
    ++too_long_count_;
    return false;
}

text_runs::run text_runs::find(std::uint64_t address, std::size_t unit_bytes) const
{
    const auto known = all_.find({unit_bytes, address % unit_bytes});
    if (known == all_.end())
        return {};
    const auto after = known->second.upper_bound(address);
    if (after == known->second.begin() || address >= std::prev(after)->second)
        return {};
    return {std::prev(after)->first, std::prev(after)->second};
}

} // namespace respawn::supervisor
