#include "supervisor/inspect/inspector.hpp"

#include "shared/objects/compare.hpp"
#include "shared/objects/tree.hpp"
#include "shared/text/printable.hpp"
#include "supervisor/inspect/object_json.hpp"
#include "supervisor/inspect/type_layouts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace respawn::supervisor {

namespace {

/// Some 40 ms: what a frame can be late by for a person who looks into a large state.
constexpr std::uint64_t inspect_steps = 2'000'000;
/// Once, for two states that are compared.
constexpr std::uint64_t difference_steps = 5'000'000;
constexpr std::size_t most_watched_nodes = 20'000;
constexpr std::size_t usual_differences = 100, most_differences = 20'000;

reply failed(std::string sentence)
{
    reply said;
    said.error = text::printable(std::move(sentence));
    return said;
}

/// Cut to what a reply may hold, at the end of a line.
std::string bounded(std::string text)
{
    text = text::printable(std::move(text));
    if (text.size() <= max_output_bytes)
        return text;
    text.resize(text.rfind('\n', max_output_bytes) + 1);
    return text +
           fmt::format(
               "This is the first {} MiB of it: name a part to see the rest.\n", max_output_bytes >> 20);
}

result<std::vector<objects::target>> targets_of(
    const std::string& path, const objects::state_bytes& bytes, std::span<const objects::root> roots,
    objects::work_limit& work)
{
    if (!path.empty()) {
        const auto parsed = objects::parse_path(path);
        return parsed ? objects::look_up(bytes, roots, *parsed, work) : parsed.error();
    }
    std::vector<objects::target> all;
    for (const objects::root& each : roots)
        if (each.types)
            all.push_back({objects::root_text(each.name), each.object()});
    return all;
}

/// Of what the path names; in one of the states it may not be there.
result<objects::comparison> compare(
    const std::string& path, const objects::state_view& before, const objects::state_view& after,
    std::size_t most, objects::work_limit& work)
{
    if (path.empty())
        return objects::compare(before, after, most, work);
    const auto old_parts = targets_of(path, *before.bytes, before.roots, work);
    const auto new_parts = targets_of(path, *after.bytes, after.roots, work);
    if (!new_parts && (!old_parts || work.is_over()))
        return new_parts.error();
    return objects::compare(
        before, old_parts ? *old_parts : std::vector<objects::target>{}, after,
        new_parts ? *new_parts : std::vector<objects::target>{}, most, work);
}

objects::tree_limits limits_of(const request& asked)
{
    objects::tree_limits limits;
    if (asked.all)
        limits = objects::everything;
    if (asked.depth)
        limits.depth = static_cast<std::uint32_t>(*asked.depth);
    // Nobody can follow more, and each goes over the socket 20 times a second.
    if (asked.wants_leaves)
        limits.nodes = std::min(limits.nodes, most_watched_nodes);
    return limits;
}

} // namespace

reply inspector::inspect(const request& asked, const committed_state& state)
{
    reply said;
    said.frame = state.frame();
    said.changes = state.changes();
    if (asked.wants_leaves && asked.seen_frame == said.frame && asked.seen_changes == said.changes) {
        said.is_unchanged = true;
        return said;
    }
    const auto bytes = state.bytes_at(state_address_, classes_);
    const auto roots = reader_.read(bytes);
    if (!roots)
        return failed(roots.error().sentence);
    objects::work_limit work{inspect_steps};
    const auto found = targets_of(asked.path, bytes, *roots, work);
    if (!found)
        return failed(found.error().sentence);
    const auto tree = objects::grow_tree(bytes, *roots, *found, limits_of(asked), work);
    if (asked.wants_leaves)
        said.leaves = objects::leaves_of(tree);
    // Who watches wants it once.
    if (asked.wants_leaves && asked.seen_frame != 0)
        return said;
    if (!asked.json) {
        said.output = bounded(objects::to_text(tree));
        for (const objects::root& each : *roots)
            if (asked.path.empty() && !each.types)
                said.output += text::printable(objects::root_text(each.name) + ": its types are damaged\n");
        if (said.output.empty())
            said.output = "nothing is there yet\n";
        return said;
    }
    said.output = to_json(tree, state.frame());
    if (said.output.size() > max_output_bytes)
        return failed("that is more than an answer can hold as JSON: name a part of it");
    return said;
}

reply inspector::schema(const request& asked, const committed_state& state)
{
    const auto roots = reader_.read(state.bytes_at(state_address_, classes_));
    if (!roots)
        return failed(roots.error().sentence);
    const auto types = type_layouts(*roots, asked.path);
    if (!types)
        return failed(types.error().sentence);
    reply said;
    said.output = asked.json ? to_json(*types) : bounded(to_text(*types));
    if (said.output.size() > 2 * max_output_bytes)
        return failed("that is more than an answer can hold as JSON: name one type");
    return said;
}

reply inspector::difference(
    const request& asked, const committed_state& saved, const committed_state& state,
    const objects::class_table* saved_classes)
{
    const auto before = saved.bytes_at(state_address_, saved_classes);
    const auto after = state.bytes_at(state_address_, classes_);
    // By one reader: of equal schemas it gives the same types, which are compared faster.
    const auto old_roots = reader_.read(before);
    if (!old_roots)
        return failed("in the file, " + old_roots.error().sentence);
    const auto new_roots = reader_.read(after);
    if (!new_roots)
        return failed(new_roots.error().sentence);
    objects::work_limit work{difference_steps};
    const auto compared = compare(
        asked.path, {&before, *old_roots}, {&after, *new_roots},
        asked.all ? most_differences : usual_differences, work);
    if (!compared)
        return failed(compared.error().sentence);
    const objects::comparison& found = *compared;
    const compared_frames frames{saved.frame(), state.frame()};
    if (found.differences.empty() && found.is_cut)
        return failed(
            "the states are too large to be compared to their end between two frames; as far as they were "
            "compared, they are equal; name a part, as in 'respawn diff FILE game.enemies'");
    reply said;
    said.differs = !found.differences.empty();
    said.output = asked.json ? to_json(found, frames) : bounded(to_text(found, frames));
    if (said.output.size() > 2 * max_output_bytes)
        return failed("that is more than an answer can hold as JSON: leave --all out");
    return said;
}

} // namespace respawn::supervisor
