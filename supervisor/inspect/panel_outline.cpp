#include "supervisor/inspect/panel_outline.hpp"

#include "shared/objects/path.hpp"
#include "shared/objects/tree.hpp"
#include "shared/objects/values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace respawn::supervisor {

namespace {

using objects::place;
using schema::type_kind;

constexpr int max_holders = 16;

/// Of all elements behind the first page: so that it stays open while the container grows.
constexpr std::uint64_t to_the_end = 0;

std::string range_key(const std::string& path, std::uint64_t first, std::uint64_t chunk)
{
    return fmt::format("{}[{}+{}]", path, first, chunk);
}

/// How many elements each part of a range of `count` has, such that there are no more than a page of them.
std::uint64_t chunk_of(std::uint64_t count)
{
    std::uint64_t chunk = elements_a_page;
    while (count / chunk > elements_a_page)
        chunk *= elements_a_page;
    return chunk;
}

class outliner {
public:
    outliner(const state_look& state, const open_rows& open, objects::work_limit& work) :
        state_{state}, open_{open}, work_{work}
    {}

    void add(std::string path, std::string label, std::optional<place> where, std::uint32_t depth)
    {
        if (is_full())
            return;
        const bool is_open = open_.contains(path);
        rows_.push_back(
            {outline_row::kind::object, std::move(path), std::move(label), depth, is_open, where});
        if (is_open && where && depth < objects::max_tree_depth)
            add_parts(rows_.back().key, *where, depth + 1);
    }

    void note(std::string sentence, std::uint32_t depth)
    {
        rows_.push_back({outline_row::kind::note, {}, std::move(sentence), depth});
    }

    [[nodiscard]] bool is_full()
    {
        if (rows_.size() < most_outline_rows)
            return false;
        if (!std::exchange(told_, true))
            note("… more is open than can be shown: close something", 0);
        return true;
    }

    std::vector<outline_row> rows_;

private:
    void add_parts(std::string path, const place& where, std::uint32_t depth)
    {
        if (!work_.spend() || !state_.bytes.contains(where.address, where.node().size_bytes))
            return;
        const auto opened = open_holders(state_.bytes, where);
        if (opened.is_damaged || opened.is_empty || objects::is_value(*opened.where.types, opened.where.type))
            return;
        if (objects::has_elements(opened.where.node().kind))
            return add_all_elements(path, opened.where, depth);
        const char* between = opened.by_pointer ? "->" : ".";
        for (const schema::type_field& each : opened.where.node().fields)
            add(path + between + each.name, each.name, opened.where.field(each), depth);
    }

    void add_all_elements(const std::string& path, const place& container, std::uint32_t depth)
    {
        const auto count = objects::element_count(state_.bytes, container);
        if (!count)
            return;
        add_elements(path, container, 0, std::min(*count, elements_a_page), depth);
        if (*count > elements_a_page)
            add_range(path, container, elements_a_page, *count - elements_a_page, to_the_end, depth);
    }

    void add_elements(
        const std::string& path, const place& container, std::uint64_t first, std::uint64_t count,
        std::uint32_t depth)
    {
        std::uint64_t left = count;
        if (left == 0)
            return;
        const auto end =
            objects::for_each_element(state_.bytes, container, first, work_, [&](const objects::entry& each) {
                const std::string label = objects::entry_label(state_.bytes, container, each);
                add(path + label, label, each.element, depth);
                return --left != 0 && !is_full();
            });
        if (end == objects::walk_end::damaged)
            note("<damaged> from here on", depth);
        else if (end == objects::walk_end::too_long)
            note("… too much to look through in a frame: respawn inspect shows it", depth);
    }

    void add_range(
        const std::string& path, const place& container, std::uint64_t first, std::uint64_t count,
        std::uint64_t chunk, std::uint32_t depth)
    {
        if (is_full())
            return;
        std::string key = range_key(path, first, chunk);
        const bool is_open = open_.contains(key);
        rows_.push_back(
            {outline_row::kind::range,
             std::move(key),
             {},
             depth,
             is_open,
             container,
             first,
             count,
             chunk == to_the_end});
        if (!is_open)
            return;
        if (count <= elements_a_page)
            return add_elements(path, container, first, count, depth + 1);
        const std::uint64_t part = chunk_of(count);
        for (std::uint64_t done = 0; done < count && !is_full(); done += part)
            add_range(path, container, first + done, std::min(part, count - done), part, depth + 1);
    }

    const state_look& state_;
    const open_rows& open_;
    objects::work_limit& work_;
    bool told_ = false;
};

} // namespace

opened_holders open_holders(const objects::state_bytes& state, const place& where)
{
    opened_holders now{where};
    for (int i = 0; i < max_holders; ++i) {
        const type_kind kind = now.where.node().kind;
        // What pointers lead to is shown where it lives.
        if (kind == type_kind::pointer || !objects::can_hold(kind))
            break;
        const objects::held next = objects::held_by(state, now.where);
        now.is_empty = next.what == objects::held::how::nothing;
        now.is_damaged = next.what != objects::held::how::object && !now.is_empty;
        if (next.what != objects::held::how::object)
            break;
        now.by_pointer = now.by_pointer || kind == type_kind::unique_pointer;
        now.where = next.where;
    }
    return now;
}

std::vector<outline_row> outline_of_roots(
    const state_look& state, const open_rows& open, objects::work_limit& work)
{
    outliner made{state, open, work};
    for (const objects::root& each : state.roots) {
        const std::string name = objects::root_text(each.name);
        made.add(name, name, each.types ? std::optional{each.object()} : std::nullopt, 0);
    }
    if (state.roots.empty())
        made.note("nothing is there yet", 0);
    return std::move(made.rows_);
}

std::vector<outline_row> outline_of(
    const state_look& state, std::span<const std::string> paths, const open_rows& open,
    objects::work_limit& work)
{
    outliner made{state, open, work};
    for (const std::string& each : paths) {
        std::optional<place> where;
        if (open.contains(each))
            if (const auto parsed = objects::parse_path(each))
                if (const auto found = objects::look_up_one(state.bytes, state.roots, *parsed, work))
                    where = found->where;
        made.add(each, each, where, 0);
    }
    return std::move(made.rows_);
}

void open_ranges_to(const std::string& path, std::uint64_t index, std::uint64_t count, open_rows& open)
{
    if (index < elements_a_page || index >= count)
        return;
    std::uint64_t first = elements_a_page, left = count - elements_a_page;
    open.insert(range_key(path, first, to_the_end));
    while (left > elements_a_page) {
        const std::uint64_t part = chunk_of(left);
        const std::uint64_t skipped = (index - first) / part * part;
        first += skipped;
        left = std::min(part, left - skipped);
        open.insert(range_key(path, first, part));
    }
}

} // namespace respawn::supervisor
