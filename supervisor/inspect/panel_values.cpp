#include "supervisor/inspect/panel_values.hpp"

#include "shared/objects/path.hpp"
#include "shared/objects/texts.hpp"
#include "shared/objects/values.hpp"
#include "supervisor/inspect/line_field.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace respawn::supervisor {

namespace {

using namespace std::chrono_literals;
using objects::place;
using schema::type_kind;

constexpr std::size_t most_text_bytes = 120, most_summary_bytes = 60;
/// Some 3 ms where objects own memory, at most once in `walk_interval`; what is not found so is named by its
/// address.
constexpr std::uint64_t naming_steps = 4'000, checking_steps = 10'000;
constexpr std::uint64_t meaning_steps = 2'000;
constexpr auto walk_interval = 250ms, forget_after = 1000ms;

/// A part of a summary, in a word.
std::string word_for(const objects::state_bytes& state, const place& where)
{
    const auto opened = open_holders(state, where);
    if (opened.is_damaged || !state.contains(opened.where.address, opened.where.node().size_bytes))
        return "<damaged>";
    if (opened.is_empty)
        return "none";
    const auto& [types, type, address, bit] = opened.where;
    if (!objects::is_value(*types, type))
        return "…";
    const auto content = objects::read_value(state, opened.where, 20);
    if (!content)
        return "<damaged>";
    if (content->what == objects::value::form::pointer)
        return content->target == 0 ? "null" : "->";
    return objects::shown(*content);
}

std::string summary_of_fields(const objects::state_bytes& state, const place& where)
{
    std::string text = "{";
    for (const auto& each : where.node().fields) {
        if (text.size() > most_summary_bytes)
            return text + ", …}";
        text += (text.size() == 1 ? "" : ", ") + each.name + ": " + word_for(state, where.field(each));
    }
    return text + "}";
}

std::string summary_of_array(const objects::state_bytes& state, const place& where)
{
    constexpr std::uint64_t most_steps = 100;
    objects::work_limit work{most_steps};
    std::string text = "[";
    const auto end = objects::for_each_element(state, where, 0, work, [&](const objects::entry& each) {
        if (text.size() > most_summary_bytes)
            return false;
        text += (text.size() == 1 ? "" : ", ") + word_for(state, each.element);
        return true;
    });
    return text + (end == objects::walk_end::done ? "]" : ", …]");
}

const char* empty_text(type_kind kind)
{
    return kind == type_kind::unique_pointer ? "null" : kind == type_kind::variant ? "valueless" : "none";
}

void read_parts(row_reading& made, const objects::state_bytes& state)
{
    const schema::type_node& type = made.shown.node();
    if (!objects::has_elements(type.kind)) {
        made.opens = !type.fields.empty();
        made.value = summary_of_fields(state, made.shown);
        return;
    }
    const auto count = objects::element_count(state, made.shown);
    made.is_damaged = !count;
    made.opens = count.value_or(0) != 0;
    if (!count)
        made.value = "<damaged>";
    else if (type.kind == type_kind::array)
        made.value = summary_of_array(state, made.shown);
    else
        made.value = fmt::format("{} {}", *count, *count == 1 ? "element" : "elements");
}

/// Of one that leads to no object with a path.
std::string pointer_text(
    const objects::state_bytes& state, const place& pointer, const objects::value& content)
{
    objects::work_limit work{meaning_steps};
    objects::meaning_finder meanings{state, work, most_text_bytes};
    const auto meaning = meanings.find(pointer, content.target, most_text_bytes);
    if (meaning)
        return objects::shown(*meaning);
    return content.target == 0 ? "null" : "-> " + content.text;
}

bool is_plain(const std::string& text)
{
    return !text.starts_with('"') &&
           std::none_of(
               text.begin(), text.end(),
               [](char each) { return static_cast<unsigned char>(each) < 0x20 || each == 0x7f; });
}

} // namespace

row_reading read_row(const objects::state_bytes& state, const place& where)
{
    row_reading made;
    made.shown = where;
    made.value = "<damaged>";
    made.is_damaged = !state.contains(where.address, where.node().size_bytes);
    made.type = schema::describe(*where.types, where.type);
    if (made.is_damaged)
        return made;
    const auto opened = open_holders(state, where);
    made.shown = opened.where;
    made.is_damaged = opened.is_damaged || !state.contains(made.shown.address, made.shown.node().size_bytes);
    if (made.is_damaged)
        return made;
    if (opened.is_empty) {
        made.value = empty_text(made.shown.node().kind);
        return made;
    }
    made.type = schema::describe(*made.shown.types, made.shown.type);
    if (!objects::is_value(*made.shown.types, made.shown.type)) {
        read_parts(made, state);
        return made;
    }
    const auto content = objects::read_value(state, made.shown, most_text_bytes);
    made.is_damaged = !content;
    if (!content)
        return made;
    made.is_value = content->what != objects::value::form::pointer;
    made.value = made.is_value ? objects::shown(*content) : pointer_text(state, made.shown, *content);
    if (made.shown.node().kind == type_kind::pointer && content->target != 0)
        made.pointee = {content->target, made.shown.types, made.shown.node().element};
    return made;
}

editable read_for_edit(const objects::state_bytes& state, const row_reading& what)
{
    editable made;
    if (!what.is_value) {
        made.problem = what.is_damaged
                           ? "it is damaged, and can't be changed safely"
                           : "only a number, a bool, an enumeration, a duration or a text can be changed";
        return made;
    }
    const auto content = objects::read_value(state, what.shown, line_field::most_bytes);
    if (!content || content->left_out_bytes != 0) {
        made.problem = content ? "the text is longer than what can be changed here: 4,096 bytes"
                               : "it is damaged, and can't be changed safely";
        return made;
    }
    const schema::type_node& type = what.shown.node();
    const bool is_raw = content->what == objects::value::form::text && is_plain(content->text);
    made.text = is_raw ? content->text : objects::shown(*content);
    if (type.kind == type_kind::enumeration)
        for (const auto& each : type.fields)
            made.choices.push_back(each.name);
    if (type.kind == type_kind::boolean)
        made.choices = {"false", "true"};
    return made;
}

std::vector<std::string> pointer_names::find(
    const state_look& state, const std::vector<objects::wanted_object>& wanted, clock::time_point now)
{
    std::map<object_key, known_name> known;
    std::vector<objects::wanted_object> unknown;
    objects::work_limit work{checking_steps};
    for (const auto& each : wanted) {
        const object_key key{each.address, each.types, each.type};
        if (known.contains(key))
            continue;
        const auto found = known_.find(key);
        if (found != known_.end() && found->second.path.empty() &&
            now - found->second.looked < forget_after) {
            known.insert(*found);
            continue;
        }
        if (found != known_.end() && !found->second.path.empty()) {
            const auto parsed = objects::parse_path(found->second.path);
            const auto there =
                parsed ? objects::look_up_one(state.bytes, state.roots, *parsed, work) : failure{""};
            // What takes long to look up is believed a while.
            const bool holds = there ? there->where.address == each.address
                                     : work.is_over() && now - found->second.looked < forget_after;
            if (holds) {
                known.insert(*found);
                continue;
            }
        }
        unknown.push_back(each);
    }
    if (!unknown.empty() && now >= next_walk_) {
        next_walk_ = now + walk_interval;
        objects::work_limit walking{naming_steps};
        const auto paths = objects::locate(state.bytes, state.roots, unknown, walking);
        for (std::size_t i = 0; i < unknown.size(); ++i)
            known[{unknown[i].address, unknown[i].types, unknown[i].type}] = {paths[i], now};
    }
    known_ = std::move(known);
    std::vector<std::string> names;
    for (const auto& each : wanted) {
        const auto found = known_.find({each.address, each.types, each.type});
        names.push_back(found == known_.end() ? std::string{} : found->second.path);
    }
    return names;
}

} // namespace respawn::supervisor
