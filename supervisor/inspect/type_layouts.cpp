#include "supervisor/inspect/type_layouts.hpp"

#include "shared/text/nearest.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace respawn::supervisor {

namespace {

using json = nlohmann::ordered_json;
using objects::type_list;
using schema::type_field;
using schema::type_kind;
using schema::type_node;

bool is_shown(const type_node& type)
{
    return type.kind == type_kind::structure || type.kind == type_kind::enumeration ||
           type.kind == type_kind::pair || type.kind == type_kind::tuple;
}

std::string name_of(const type_list& types, std::uint32_t index)
{
    const bool is_named = types[index].kind == type_kind::enumeration && !types[index].name.empty();
    return is_named ? types[index].name : schema::describe(types, index);
}

std::string value_text(const type_list& types, const type_node& type, std::uint64_t bits)
{
    return types[type.element].kind == type_kind::unsigned_integer
               ? fmt::format("{}", bits)
               : fmt::format("{}", static_cast<std::int64_t>(bits));
}

void add_hole(type_layout& made, std::uint64_t end, std::uint64_t next)
{
    if (next <= end)
        return;
    made.parts.push_back({"", "", end, next - end});
    made.padding_bytes += next - end;
}

type_layout layout_of(const type_list& types, std::uint32_t index)
{
    const type_node& type = types[index];
    type_layout made{
        name_of(types, index), type.kind == type_kind::enumeration, type.size_bytes, type.alignment};
    if (made.is_enumeration) {
        for (const type_field& each : type.fields)
            made.parts.push_back({each.name, value_text(types, type, each.offset), 0, 0});
        return made;
    }
    std::vector<const type_field*> fields;
    for (const type_field& each : type.fields)
        fields.push_back(&each);
    std::stable_sort(
        fields.begin(), fields.end(), [](const auto* a, const auto* b) { return a->offset < b->offset; });
    std::uint64_t end = 0;
    if (schema::is_polymorphic(type)) {
        constexpr std::uint64_t pointer_bytes = 8;
        made.parts.push_back({"(vtable)", "pointer to the functions of the class", 0, pointer_bytes});
        end = pointer_bytes;
    }
    for (const type_field* each : fields) {
        add_hole(made, end, each->offset);
        const std::uint64_t bytes = types[each->type].size_bytes;
        made.parts.push_back({each->name, name_of(types, each->type), each->offset, bytes});
        end = std::max(end, each->offset + bytes);
    }
    if (!made.parts.empty())
        add_hole(made, end, type.size_bytes);
    return made;
}

std::string_view last_name(std::string_view name)
{
    // Not of what is between < and >.
    const std::size_t end = std::min(name.find('<'), name.size());
    const std::size_t colons = name.substr(0, end).rfind("::");
    return colons == std::string_view::npos ? name : name.substr(colons + 2);
}

json json_of(const type_layout& type)
{
    json parts = json::array();
    for (const layout_part& each : type.parts) {
        if (type.is_enumeration)
            parts.push_back({{"name", each.name}, {"value", json::parse(each.type, nullptr, false)}});
        else if (each.name.empty())
            parts.push_back({{"hole", true}, {"offset", each.offset}, {"bytes", each.bytes}});
        else
            parts.push_back(
                {{"name", each.name}, {"type", each.type}, {"offset", each.offset}, {"bytes", each.bytes}});
    }
    json made{
        {"name", type.name},
        {"kind", type.is_enumeration ? "enumeration" : "structure"},
        {"bytes", type.bytes},
        {"alignment", type.alignment}};
    if (!type.is_enumeration)
        made["padding_bytes"] = type.padding_bytes;
    made[type.is_enumeration ? "enumerators" : "fields"] = std::move(parts);
    return made;
}

std::string text_of(const type_layout& type)
{
    std::string text = fmt::format("{}: {} bytes, aligned to {}", type.name, type.bytes, type.alignment);
    if (type.is_enumeration) {
        text = fmt::format("{}: enumeration, {} bytes\n", type.name, type.bytes);
        for (const layout_part& each : type.parts)
            text += fmt::format("  {} = {}\n", each.name, each.type);
        return text;
    }
    if (type.padding_bytes != 0)
        text += fmt::format(", {} of padding", type.padding_bytes);
    text += "\n  offset   bytes\n";
    for (const layout_part& each : type.parts)
        text += each.name.empty()
                    ? fmt::format("{:>8} {:>7}  -- hole --\n", each.offset, each.bytes)
                    : fmt::format("{:>8} {:>7}  {}: {}\n", each.offset, each.bytes, each.name, each.type);
    return text;
}

} // namespace

result<std::vector<type_layout>> type_layouts(std::span<const objects::root> roots, const std::string& wanted)
{
    const bool is_root = std::any_of(
        roots.begin(), roots.end(), [&](const objects::root& each) { return each.name == wanted; });
    std::vector<type_layout> found;
    std::vector<std::string> names;
    std::unordered_set<std::string> known;
    for (const objects::root& each : roots) {
        if (!each.types) {
            if (each.name == wanted)
                return failure{"the types of the root " + wanted + " are damaged in the state"};
            continue;
        }
        if (is_root && each.name != wanted)
            continue;
        for (std::uint32_t i = 0; i < each.types->size(); ++i) {
            if (!is_shown((*each.types)[i]))
                continue;
            const std::string name = name_of(*each.types, i);
            names.push_back(name);
            if (!wanted.empty() && !is_root && name != wanted && last_name(name) != wanted)
                continue;
            type_layout made = layout_of(*each.types, i);
            // Roots that have types in common have the same ones, but for such as share their names only.
            if (known.insert(json_of(made).dump(-1, ' ', false, json::error_handler_t::replace)).second)
                found.push_back(std::move(made));
        }
    }
    if (!found.empty() || wanted.empty() || is_root)
        return found;
    std::vector<std::string_view> all;
    for (const std::string& each : names)
        all.push_back(last_name(each));
    for (const objects::root& each : roots)
        all.push_back(each.name);
    const auto meant = text::nearest(wanted, all);
    return failure{fmt::format(
        "there is no root and no type '{}' in the state{}", wanted,
        meant.empty() ? "; 'respawn schema' shows all there are"
                      : fmt::format(", perhaps you meant '{}'", meant))};
}

std::string to_text(const std::vector<type_layout>& types)
{
    std::string text;
    std::uint64_t padding_bytes = 0, padded = 0;
    for (const type_layout& each : types) {
        text += text_of(each) + "\n";
        padding_bytes += each.padding_bytes;
        padded += each.padding_bytes != 0 ? 1 : 0;
    }
    if (types.size() > 1)
        text += fmt::format(
            "{} types, {} with holes: {} bytes of padding in one of each\n", types.size(), padded,
            padding_bytes);
    else if (!text.empty())
        text.pop_back();
    return text;
}

std::string to_json(const std::vector<type_layout>& types)
{
    json all = json::array();
    std::uint64_t padding_bytes = 0;
    for (const type_layout& each : types) {
        all.push_back(json_of(each));
        padding_bytes += each.padding_bytes;
    }
    return json{{"padding_bytes", padding_bytes}, {"types", std::move(all)}}.dump(
               -1, ' ', false, json::error_handler_t::replace) +
           "\n";
}

} // namespace respawn::supervisor
