#include "supervisor/inspect/object_json.hpp"

#include "supervisor/report/units.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace respawn::supervisor {

namespace {

using json = nlohmann::ordered_json;
using objects::tree_node;
using objects::value;
using schema::type_kind;

std::string one_line(const json& object)
{
    return object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

/// Numbers stay as they are written: those of 64 bits and long doubles would lose digits otherwise.
json number(const std::string& text)
{
    const json parsed = json::parse(text, nullptr, false);
    return parsed.is_number() ? parsed : json(text);
}

json pointer(const tree_node& node)
{
    if (node.content->target == 0)
        return nullptr;
    if (!node.points_to.empty())
        return {{"$pointer", node.points_to}};
    json made{{"$pointer", nullptr}, {"$address", node.content->text}};
    if (node.meaning)
        made[node.meaning->what == value::form::text ? "$text" : "$name"] = node.meaning->text;
    return made;
}

json value_of(const value& what)
{
    if (what.what == value::form::number)
        return number(what.text);
    if (what.what == value::form::truth)
        return what.text == "true";
    return what.text;
}

json cut(std::uint64_t count)
{
    return {{"$cut", count}};
}

json object_of(const tree_node& node);

json entries_of(const tree_node& node)
{
    json all = json::array();
    for (const tree_node& each : node.parts)
        all.push_back({{"key", value_of(*each.key)}, {"value", object_of(each)}});
    return all;
}

json elements_of(const tree_node& node)
{
    json all = json::array();
    if (schema::has_key(node.shown.node().kind))
        all = entries_of(node);
    else
        for (const tree_node& each : node.parts)
            all.push_back(object_of(each));
    if (node.is_broken_off)
        all.push_back({{"$damaged", node.part_count - node.parts.size()}});
    else if (node.parts.size() < node.part_count)
        all.push_back(cut(node.part_count - node.parts.size()));
    return all;
}

/// As deep as the tree, which is bounded.
json object_of(const tree_node& node)
{
    if (node.is_unnamed)
        return {{"$class", nullptr}};
    if (node.is_damaged)
        return {{"$damaged", true}};
    if (node.is_empty)
        return nullptr;
    if (node.content)
        return node.content->what == value::form::pointer ? pointer(node) : value_of(*node.content);
    if (objects::has_elements(node.shown.node().kind))
        return elements_of(node);
    if (node.is_closed)
        return cut(node.part_count);
    json fields = json::object();
    if (node.is_derived)
        fields["$class"] = schema::describe(*node.shown.types, node.shown.type);
    else if (node.is_alternative)
        fields["$alternative"] = schema::describe(*node.shown.types, node.shown.type);
    for (const tree_node& each : node.parts)
        fields[each.label] = object_of(each);
    if (node.parts.size() < node.part_count)
        fields["$cut"] = node.part_count - node.parts.size();
    return fields;
}

const char* name_of(objects::difference::where is_in)
{
    return is_in == objects::difference::where::both          ? "both"
           : is_in == objects::difference::where::only_before ? "file"
                                                              : "now";
}

std::string line_of(const objects::difference& each)
{
    switch (each.is_in) {
    case objects::difference::where::only_before:
        return each.before.empty() ? fmt::format("{}: only in the file\n", each.path)
                                   : fmt::format("{}: only in the file: {}\n", each.path, each.before);
    case objects::difference::where::only_after:
        return each.after.empty() ? fmt::format("{}: only now\n", each.path)
                                  : fmt::format("{}: only now: {}\n", each.path, each.after);
    default:
        return fmt::format("{}: {} -> {}\n", each.path, each.before, each.after);
    }
}

} // namespace

std::string to_json(const objects::tree& what, std::uint64_t frame)
{
    json parts = json::array();
    for (const tree_node& each : what.nodes)
        parts.push_back(
            {{"path", each.path},
             {"type", schema::describe(*each.where.types, each.where.type)},
             {"value", object_of(each)}});
    return one_line({{"frame", frame}, {"whole", !what.is_full}, {"parts", std::move(parts)}});
}

std::string to_json(const objects::comparison& what, compared_frames frames)
{
    json all = json::array();
    for (const objects::difference& each : what.differences)
        all.push_back(
            {{"path", each.path}, {"in", name_of(each.is_in)}, {"file", each.before}, {"now", each.after}});
    return one_line(
        {{"file_frame", frames.before},
         {"frame", frames.after},
         {"whole", !what.is_cut},
         {"left_out", what.left_out},
         {"differences", std::move(all)}});
}

std::string to_text(const objects::comparison& what, compared_frames frames)
{
    if (what.differences.empty() && !what.is_cut)
        return "";
    std::string text =
        fmt::format("from frame {} in the file to frame {} now:\n", frames.before, frames.after);
    for (const objects::difference& each : what.differences)
        text += line_of(each);
    if (what.left_out != 0)
        text += fmt::format("… and {} more; --all shows them\n", what.left_out);
    if (what.is_cut)
        text +=
            "The states are too large to be compared to their end between two frames: there may be more.\n";
    return text;
}

} // namespace respawn::supervisor
