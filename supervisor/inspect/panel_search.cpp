#include "supervisor/inspect/panel_search.hpp"

#include "shared/objects/path.hpp"
#include "shared/objects/tree.hpp"
#include "shared/objects/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace respawn::supervisor {

namespace {

using objects::place;
using schema::type_kind;

/// In place of a part's number: the rest of the level is given up.
constexpr std::uint64_t given_up = std::numeric_limits<std::uint64_t>::max();
/// Parts of a list that are looked at in a step, if it is worth to go on.
constexpr std::uint64_t least_progress = 1000;

char small(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool contains(std::string_view text, std::string_view wanted)
{
    return std::search(
               text.begin(), text.end(), wanted.begin(), wanted.end(),
               [](char a, char b) { return small(a) == b; }) != text.end();
}

bool has_parts_with_names(type_kind kind)
{
    return schema::has_fields(kind) && kind != type_kind::enumeration;
}

/// For each type, whether `is_such` holds for it or for the type of a part.
template <class Predicate>
std::vector<bool> types_leading_to(const objects::type_list& types, const Predicate& is_such)
{
    std::vector<bool> leads(types.size());
    for (std::size_t i = 0; i < types.size(); ++i)
        leads[i] = is_such(types[i]);
    const auto part_leads = [&](std::uint32_t part) { return part < types.size() && leads[part]; };
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < types.size(); ++i) {
            const schema::type_node& node = types[i];
            if (leads[i] || node.kind == type_kind::pointer)
                continue;
            const auto& fields = node.fields;
            leads[i] =
                part_leads(node.element) || (has_parts_with_names(node.kind) &&
                                             std::any_of(fields.begin(), fields.end(), [&](const auto& each) {
                                                 return part_leads(each.type);
                                             }));
            changed = changed || leads[i];
        }
    }
    return leads;
}

/// Whether a part of such an object has a name with that word, or a key.
bool has_name(const schema::type_node& node, std::string_view word)
{
    const auto& fields = node.fields;
    return schema::has_key(node.kind) || (has_parts_with_names(node.kind) &&
                                          std::any_of(fields.begin(), fields.end(), [&](const auto& each) {
                                              return contains(each.name, word);
                                          }));
}

std::vector<objects::target> look_up(
    const state_look& state, const std::string& path, objects::work_limit& work)
{
    const auto parsed = objects::parse_path(path);
    if (!parsed)
        return {};
    auto named = objects::look_up(state.bytes, state.roots, *parsed, work);
    return named ? std::move(*named) : std::vector<objects::target>{};
}

} // namespace

void panel_search::begin(std::string text)
{
    *this = {};
    typed_ = text;
    std::transform(text.begin(), text.end(), text.begin(), small);
    is_word_ = text.find_first_of(".[>\"") == std::string::npos;
    text_ = std::move(text);
    is_new_ = true;
    is_done_ = text_.empty();
}

void panel_search::step(const state_look& state, objects::work_limit& work)
{
    if (is_done_)
        return;
    if (std::exchange(is_new_, false) && take_path(state, work)) {
        is_done_ = true;
        return;
    }
    resume_ = std::exchange(cursor_, {});
    counts_.clear();
    // The types of the roots may be others than last time.
    leads_.clear();
    visits_ = 0;
    walk_roots(state, work);
}

/// Whether the text is a path of something that there is.
bool panel_search::take_path(const state_look& state, objects::work_limit& work)
{
    if (is_word_)
        return false;
    auto named = look_up(state, typed_, work);
    // Of a range there is no part in any path: its root may be left out.
    const bool is_range = typed_.find("..") != std::string::npos || typed_.find("[*]") != std::string::npos;
    for (std::size_t i = 0; is_range && named.empty() && i < state.roots.size(); ++i)
        named = look_up(state, objects::root_text(state.roots[i].name) + "." + typed_, work);
    if (named.empty())
        return false;
    for (const objects::target& each : named)
        if (found_.size() < most_found)
            found_.push_back(each.path);
    is_partial_ = found_.size() < named.size();
    return true;
}

void panel_search::walk_roots(const state_look& state, objects::work_limit& work)
{
    for (std::uint64_t i = begin_level(0, state.roots.size()); i < state.roots.size(); ++i) {
        cursor_[0] = i;
        const objects::root& root = state.roots[i];
        path_.clear();
        if (root.types &&
            !visit(state, {}, objects::root_text(root.name), label_is::a_name, root.object(), 0, work))
            return;
        resume_.clear();
    }
    is_done_ = true;
}

/// False: it is to be gone on with.
bool panel_search::visit(
    const state_look& state, std::string_view between, const std::string& label, label_is what,
    const place& where, std::size_t depth, objects::work_limit& work)
{
    if (found_.size() == most_found) {
        is_done_ = is_partial_ = true;
        return false;
    }
    if (!work.spend())
        return false;
    ++visits_;
    const std::size_t path_ends = path_.size();
    path_ += between;
    // A separator may be what the text ends with.
    const std::size_t label_begins = is_word_ ? path_.size() : path_ends;
    path_ += label;
    bool is_through = true;
    if (matches(label_begins, what))
        found_.push_back(path_);
    else
        is_through = walk(state, where, depth + 1, work);
    path_.resize(path_ends);
    return is_through;
}

/// Whether the text is in the path, and ends in the label: before it there was no match.
bool panel_search::matches(std::size_t label_begins, label_is what) const
{
    if (is_word_ && what != label_is::a_name)
        return false;
    const std::size_t first = is_word_ ? label_begins : 0;
    for (std::size_t end = std::max(label_begins, first + text_.size() - 1); end < path_.size(); ++end)
        if (small(path_[end]) == text_.back() &&
            std::equal(
                text_.rbegin(), text_.rend(), path_.rend() - static_cast<std::ptrdiff_t>(end) - 1,
                [](char wanted, char there) { return small(there) == wanted; }))
            return true;
    return false;
}

bool panel_search::leads_anywhere(const place& where)
{
    auto& known = leads_[where.types];
    if (!known.empty())
        return known[where.type];
    // What is found ends in a label with what stands behind the text's last separator.
    const std::size_t separator = text_.find_last_of(".[>");
    if (separator != std::string::npos && text_[separator] == '[')
        known =
            types_leading_to(*where.types, [](const auto& each) { return objects::has_elements(each.kind); });
    else
        known = types_leading_to(*where.types, [&](const auto& each) {
            return has_name(each, std::string_view{text_}.substr(separator + 1));
        });
    return known[where.type];
}

/// The first part to look at; afterwards the level exists in the cursor.
std::uint64_t panel_search::begin_level(std::size_t depth, std::uint64_t count)
{
    const std::uint64_t first = depth < resume_.size() ? resume_[depth] : 0;
    cursor_.resize(depth + 1);
    counts_.resize(depth + 1);
    cursor_[depth] = first;
    counts_[depth] = count;
    return first;
}

void panel_search::leave_level(std::size_t depth)
{
    resume_.clear();
    cursor_.resize(depth);
    counts_.resize(depth);
}

bool panel_search::walk(
    const state_look& state, const place& where, std::size_t depth, objects::work_limit& work)
{
    if (depth > objects::max_tree_depth || !leads_anywhere(where) ||
        !state.bytes.contains(where.address, where.node().size_bytes))
        return true;
    const auto opened = open_holders(state.bytes, where);
    const place& shown = opened.where;
    if (opened.is_damaged || opened.is_empty || objects::is_value(*shown.types, shown.type))
        return true;
    if (objects::has_elements(shown.node().kind))
        return walk_elements(state, shown, depth, work);
    const auto& fields = shown.node().fields;
    const char* between = opened.by_pointer ? "->" : ".";
    for (std::uint64_t i = begin_level(depth, fields.size()); i < fields.size(); ++i) {
        cursor_[depth] = i;
        if (!visit(state, between, fields[i].name, label_is::a_name, shown.field(fields[i]), depth, work))
            return false;
        resume_.clear();
    }
    leave_level(depth);
    return true;
}

bool panel_search::walk_elements(
    const state_look& state, const place& container, std::size_t depth, objects::work_limit& work)
{
    const auto count = objects::element_count(state.bytes, container);
    const bool is_bare = is_word_ && !schema::has_key(container.node().kind) &&
                         !leads_anywhere(container.at(container.node().element, 0));
    if (!count || is_bare)
        return true;
    const std::uint64_t first = begin_level(depth, *count);
    if (first == given_up) {
        leave_level(depth);
        return true;
    }
    const std::uint64_t visits_before = visits_;
    const auto end =
        objects::for_each_element(state.bytes, container, first, work, [&](const objects::entry& each) {
            cursor_[depth] = each.index;
            const std::string label = objects::entry_label(state.bytes, container, each);
            if (!visit(
                    state, {}, label, each.key ? label_is::a_name : label_is::a_number, each.element, depth,
                    work))
                return false;
            resume_.clear();
            cursor_[depth] = each.index + 1;
            return true;
        });
    if (end == objects::walk_end::stopped)
        return false;
    if (end == objects::walk_end::too_long) {
        // A list is passed over one by one: further in than a step reaches, there is no going on.
        if (visits_ - visits_before < least_progress && first != 0) {
            cursor_[depth] = given_up;
            is_partial_ = true;
        }
        return false;
    }
    leave_level(depth);
    return true;
}

double panel_search::part_done() const
{
    double part = 0, share = 1;
    for (std::size_t i = 0; i < cursor_.size() && i < counts_.size() && counts_[i] != 0; ++i) {
        share /= static_cast<double>(counts_[i]);
        part += share * static_cast<double>(std::min(cursor_[i], counts_[i]));
    }
    return std::min(part, 0.99);
}

std::string panel_search::progress() const
{
    if (!is_active())
        return {};
    if (!is_done_)
        return fmt::format("{} found, {} % searched", found_.size(), static_cast<int>(part_done() * 100));
    return fmt::format(
               "{}{} found", is_partial_ && found_.size() == most_found ? "first " : "", found_.size()) +
           (is_partial_ && found_.size() != most_found ? ", not all searched" : "");
}

} // namespace respawn::supervisor
