#include "shared/migration/conversion_list.hpp"

#include "shared/schema/containment.hpp"

namespace respawn::migration {

namespace {

using schema::type_kind;

constexpr std::uint32_t max_conversions = 1 << 18;

} // namespace

conversion_list::conversion_list(const layouts& both) : both_{both}, is_part_{schema::parts(both.to)} {}

std::uint32_t conversion_list::request(
    std::uint32_t from, std::uint32_t to, const std::string& path, need why)
{
    const auto next = static_cast<std::uint32_t>(conversions_.size());
    const bool is_structure = both_.to[to].kind == type_kind::structure;
    // Only structures lead to themselves. Everything else is told of at each of its places.
    if (is_structure && both_.from[from].kind == type_kind::structure) {
        const auto [known, is_new] = known_.try_emplace(std::uint64_t{from} << 32 | to, next);
        if (!is_new) {
            if (why == need::owned)
                note_owner(known->second, path);
            return known->second;
        }
    }
    is_full_ = is_full_ || next == max_conversions;
    if (is_full_)
        return 0;
    conversion made;
    made.from = from;
    made.to = to;
    made.is_identical = both_.identical(from, to);
    conversions_.push_back(std::move(made));
    const bool is_alone = is_structure || why == need::pointed_at || next == 0;
    standings_.push_back({is_alone ? next : structure(), why == need::owned});
    (why == need::owned ? owned_ : is_part_[to] ? parts_pointed_at_ : pointed_at_).push_back({next, path});
    return next;
}

void conversion_list::note_owner(std::uint32_t index, const std::string& path)
{
    standing& known = standings_[index];
    if (known.is_owned || known.is_filled) {
        ++known.other_places;
        return;
    }
    known.is_owned = true;
    owned_.push_back({index, path});
}

// Pairs of types that only pointers lead to come last, because others have better paths, and of these last
// what something else may own that pointers lead to.
std::optional<conversion_list::order> conversion_list::next()
{
    for (auto* queue : {&owned_, &pointed_at_, &parts_pointed_at_})
        while (!queue->empty()) {
            order first = std::move(queue->front());
            queue->pop_front();
            if (std::exchange(standings_[first.conversion].is_filled, true))
                continue;
            now_ = first.conversion;
            return first;
        }
    return std::nullopt;
}

} // namespace respawn::migration
