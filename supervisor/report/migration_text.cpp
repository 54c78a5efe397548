#include "supervisor/report/migration_text.hpp"

#include "shared/migration/compatibility.hpp"
#include "supervisor/report/text_parts.hpp"
#include "supervisor/report/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

namespace respawn::report {

namespace {

using migration::change;
using migration::change_kind;

constexpr std::string_view indent = "        ";
/// Of one structure: more are no line that anybody reads.
constexpr std::size_t most_changes_in_line = 8;

/// Of one structure.
struct changes_line {
    std::string text{};
    std::string places{}; ///< where else it is
    std::size_t count = 0;
    std::size_t dropped_unseen = 0; ///< of those that are left out
};

std::string lost_text(const change& made, std::string_view what)
{
    if (made.lost == 0)
        return {};
    return made.objects != 0 ? fmt::format(" ({} of {} {})", made.lost, made.objects, what)
                             : fmt::format(" ({} {})", made.lost, what);
}

std::string arrow(const change& made)
{
    const std::string values = made.before + " -> " + made.after;
    return made.field.empty() ? values : made.field + " " + values;
}

/// "calm, angry" as " -calm -angry".
std::string signed_names(char sign, std::string_view names)
{
    constexpr std::string_view comma = ", ";
    std::string text;
    while (!names.empty()) {
        const auto end = std::min(names.find(comma), names.size());
        text += fmt::format(" {}{}", sign, names.substr(0, end));
        names.remove_prefix(std::min(end + comma.size(), names.size()));
    }
    return text;
}

std::string enumerators_text(const change& made)
{
    std::string text = made.field.empty() ? "enumerators" : made.field;
    text += signed_names('+', made.after) + signed_names('-', made.before);
    if (made.after.empty() && made.before.empty())
        text += " has other values";
    return text + lost_text(made, "had one that is gone");
}

std::string change_text(const change& made)
{
    switch (made.kind) {
    case change_kind::added:
        return "+" + made.field + (made.default_value.empty() ? "" : " (=" + made.default_value + ")");
    case change_kind::removed:
        return "-" + made.field + " dropped" + lost_text(made, "had a value");
    case change_kind::renamed:
        return made.before + " is " + made.field;
    case change_kind::moved:
        return made.before + " is " + made.field;
    case change_kind::converted:
        return arrow(made) + lost_text(made, "could not be kept");
    case change_kind::enumerators:
        return enumerators_text(made);
    case change_kind::reordered:
        return "fields reordered";
    case change_kind::unpointed:
        break;
    }
    return {};
}

std::string loss_text(const migration::lost_value& loss)
{
    if (loss.path.empty() || loss.before.empty())
        return {};
    return fmt::format(
        "{}{}: {}\n", indent, one_line(loss.path),
        one_line(loss.after.empty() ? "was " + loss.before : loss.before + " became " + loss.after));
}

std::string unpointed_text(const change& made)
{
    std::string text;
    for (const migration::lost_value& loss : made.examples)
        text += fmt::format(
            "{}{} pointed to what is gone, and is null now\n", indent,
            one_line(loss.path.empty() ? made.path : loss.path));
    if (made.lost > made.examples.size())
        text += fmt::format(
            "{}{}: {} more that pointed to what is gone are null now\n", indent, one_line(made.path),
            made.lost - made.examples.size());
    return text;
}

std::string suggestion(const change& made)
{
    const std::string field = one_line(made.likely_name), former = one_line(made.field);
    const std::string structure = one_line(std::string{migration::plain_name(made.structure)});
    const std::string member = field.substr(field.rfind('.') + 1);
    return fmt::format(
        "{}if {} is the {} of before, such a change keeps its values with RESPAWN_HINTS({}, "
        "respawn::renamed(&{}::{}, \"{}\"))\n",
        indent, field, former, structure, structure, member, former);
}

void add(changes_line& line, const change& made)
{
    if (made.other_places != 0)
        line.places = fmt::format(" (and {})", count_text(made.other_places, "other place"));
    if (++line.count <= most_changes_in_line)
        line.text += (line.count == 1 ? "" : ", ") + change_text(made);
    else if (made.kind == change_kind::removed)
        ++line.dropped_unseen;
}

std::string left_out_text(const changes_line& line)
{
    if (line.count <= most_changes_in_line)
        return {};
    const std::string dropped =
        line.dropped_unseen == 0 ? "" : fmt::format(", {} of them dropped", line.dropped_unseen);
    return fmt::format(", … and {} more{}", line.count - most_changes_in_line, dropped);
}

} // namespace

std::string migration_text(const migration::report& made)
{
    // One line for each structure, in the order of the report.
    std::vector<std::string_view> order;
    std::map<std::string_view, changes_line> lines;
    std::string examples, suggestions;
    for (const change& each : made.changes) {
        if (each.kind == change_kind::unpointed) {
            examples += unpointed_text(each);
            continue;
        }
        const auto [line, is_new] = lines.try_emplace(each.path);
        if (is_new)
            order.push_back(each.path);
        add(line->second, each);
        // Of a field that is gone, how many had a value says enough.
        if (each.kind != change_kind::removed)
            for (const migration::lost_value& loss : each.examples)
                examples += loss_text(loss);
        if (!each.likely_name.empty())
            suggestions += suggestion(each);
    }
    std::string text;
    for (const std::string_view path : order) {
        const changes_line& line = lines[path];
        text += fmt::format(
            "{}{}{}: {}{}\n", indent, one_line(std::string{path}), line.places, one_line(line.text),
            left_out_text(line));
    }
    if (made.changes.size() >= migration::max_changes)
        text +=
            fmt::format("{}more than {} changes: the rest is not told\n", indent, migration::max_changes - 1);
    return text + examples + suggestions;
}

} // namespace respawn::report
