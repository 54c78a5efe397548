#include "shared/objects/program_places.hpp"

#include "shared/objects/class_table.hpp"

#include <algorithm>
#include <cstdio>

namespace respawn::objects {

namespace {

/// As much of a symbol as is shown, from a little before where it begins to differ.
constexpr std::size_t shown_symbol_bytes = 100, shown_bytes_before = 20;

std::string symbol_from_difference(const std::string& symbol, const std::string& other)
{
    const auto difference = std::mismatch(symbol.begin(), symbol.end(), other.begin(), other.end()).first;
    const auto equal = static_cast<std::size_t>(difference - symbol.begin());
    const std::size_t begin =
        symbol.size() <= shown_symbol_bytes ? 0 : equal - std::min(equal, shown_bytes_before);
    const std::string shown = symbol.substr(begin, shown_symbol_bytes);
    return (begin == 0 ? "" : "…") + shown + (begin + shown.size() == symbol.size() ? "" : "…");
}

} // namespace

std::optional<program_place> program_place_of(
    const state_bytes& state, std::uint64_t target, work_limit& work)
{
    const program_names* program = state.classes() ? state.classes()->program() : nullptr;
    return program && !state.contains(target, 1) ? program->place_at(target, work) : std::nullopt;
}

std::optional<bool> are_one_place(
    const std::optional<program_place>& one, const std::optional<program_place>& other)
{
    if (!one || !other)
        return std::nullopt;
    if (one->build != 0 && one->build == other->build)
        return one->address == other->address;
    if (one->symbol.empty() || other->symbol.empty())
        return std::nullopt;
    return one->image == other->image && one->symbol == other->symbol && one->file == other->file &&
           one->offset_bytes == other->offset_bytes;
}

std::string words_to_tell_apart(const program_place& place, const program_place& other)
{
    if (place.image != other.image)
        return " in " + (place.image.empty() ? "the program" : place.image);
    if (place.file != other.file)
        return place.file.empty() ? " that is global" : " of " + place.file;
    if (place.symbol != other.symbol)
        return " (" + symbol_from_difference(place.symbol, other.symbol) + ")";
    char text[32];
    std::snprintf(text, sizeof text, " at %#llx", static_cast<unsigned long long>(place.address));
    return text;
}

} // namespace respawn::objects
