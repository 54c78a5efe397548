#include "shared/objects/tree.hpp"

#include "shared/objects/locate.hpp"
#include "shared/objects/texts.hpp"
#include "shared/text/utf8.hpp"

#include <algorithm>

namespace respawn::objects {

namespace {

using schema::type_kind;
using schema::type_node;

constexpr std::size_t line_bytes = 100;
/// Some 40 ms; states that have few lists and maps need next to nothing.
constexpr std::uint64_t naming_steps = 2'000'000;
constexpr int max_holders = 16;

// Growing.

template <class Node, class Use>
void for_each_node(Node& node, const Use& use)
{
    use(node);
    for (auto& each : node.parts)
        for_each_node(each, use);
}

class grower {
public:
    grower(const state_bytes& state, const tree_limits& limits, work_limit& work) :
        state_{state}, limits_{limits}, work_{work}
    {}

    /// Invariant: never more than max_tree_depth calls deep.
    void grow(tree_node& node, std::uint32_t depth)
    {
        // Names and texts count as well: a schema or a state can be made of long ones.
        count(node.path.size());
        node.shown = node.where;
        if (!work_.spend() || !state_.contains(node.where.address, node.where.node().size_bytes)) {
            node.is_damaged = true;
            return;
        }
        const std::string between = open_holders(node);
        if (node.is_alternative || node.is_derived)
            count(schema::describe(*node.shown.types, node.shown.type).size());
        if (node.is_damaged || node.is_empty)
            return;
        if (is_value(*node.shown.types, node.shown.type))
            return read(node);
        const type_node& type = node.shown.node();
        if (has_elements(type.kind))
            grow_elements(node, depth);
        else
            grow_fields(node, between, depth);
        made_.closed += node.is_closed ? 1 : 0;
    }

    void add(const target& what)
    {
        tree_node node;
        node.path = node.label = what.path;
        node.where = what.where;
        grow(node, 0);
        made_.nodes.push_back(std::move(node));
    }

    [[nodiscard]] bool is_full()
    {
        if (nodes_ >= limits_.nodes || work_.is_over())
            made_.is_full = true;
        return made_.is_full;
    }

    /// Of pointers that lead to no object that is known.
    void find_meanings()
    {
        // As much again as for the objects: pointers in a tree that is full have a meaning, too.
        nodes_ = 0;
        work_limit work{naming_steps};
        meaning_finder meanings{state_, work};
        for (tree_node& each : made_.nodes)
            for_each_node(each, [&](tree_node& node) {
                if (node.content && node.content->what == value::form::pointer && node.content->target != 0 &&
                    node.points_to.empty())
                    find_meaning(node, meanings, work);
            });
    }

    tree made_;

private:
    void find_meaning(tree_node& node, meaning_finder& meanings, const work_limit& work)
    {
        if (nodes_ >= limits_.nodes) {
            made_.is_full = node.is_unsought = true;
            return;
        }
        node.meaning = meanings.find(node.shown, node.content->target, limits_.text_bytes);
        node.is_unsought = node.is_unsought || (!node.meaning && work.is_over());
        if (node.meaning)
            count(node.meaning->text.size());
    }

    /// Puts what is held in the place of the holder. The text between the path and a field's name.
    std::string open_holders(tree_node& node)
    {
        bool by_pointer = false;
        for (int i = 0; i < max_holders; ++i) {
            const type_kind kind = node.shown.node().kind;
            // What pointers lead to is shown where it lives.
            if (kind == type_kind::pointer || !can_hold(kind))
                break;
            const held next = held_by(state_, node.shown);
            node.is_empty = next.what == held::how::nothing;
            node.is_unnamed = next.what == held::how::unknown_class;
            node.is_damaged = next.what != held::how::object && !node.is_empty;
            if (next.what != held::how::object)
                break;
            node.is_derived =
                kind == type_kind::unique_pointer && next.where.type != node.shown.node().element;
            node.is_alternative = node.is_alternative || kind == type_kind::variant;
            by_pointer = by_pointer || kind == type_kind::unique_pointer;
            node.shown = next.where;
        }
        return by_pointer ? "->" : ".";
    }

    void read(tree_node& node)
    {
        node.content = read_value(state_, node.shown, limits_.text_bytes);
        node.is_damaged = !node.content;
        if (node.content)
            count(node.content->text.size());
    }

    void count(std::size_t bytes)
    {
        constexpr std::size_t bytes_a_node = 128;
        nodes_ += 1 + bytes / bytes_a_node;
    }

    void grow_fields(tree_node& node, const std::string& between, std::uint32_t depth)
    {
        const type_node& type = node.shown.node();
        node.part_count = type.fields.size();
        node.is_closed = depth >= limits_.depth && node.part_count != 0;
        if (node.is_closed)
            return;
        for (const schema::type_field& each : type.fields) {
            if (is_full())
                return;
            tree_node part;
            part.label = each.name;
            part.path = node.path + between + each.name;
            part.where = node.shown.field(each);
            grow(part, depth + 1);
            node.parts.push_back(std::move(part));
        }
    }

    void grow_elements(tree_node& node, std::uint32_t depth)
    {
        const auto count = element_count(state_, node.shown);
        node.is_damaged = !count;
        if (!count)
            return;
        node.part_count = *count;
        node.is_closed = depth >= limits_.depth && node.part_count != 0;
        if (node.is_closed)
            return;
        const walk_end end = for_each_element(state_, node.shown, 0, work_, [&](const entry& each) {
            if (each.index >= limits_.elements || is_full())
                return false;
            node.parts.push_back(grown(node, each, depth));
            return true;
        });
        made_.left_out += node.part_count - node.parts.size();
        node.is_broken_off = end == walk_end::damaged;
    }

    tree_node grown(const tree_node& container, const entry& each, std::uint32_t depth)
    {
        tree_node part;
        part.label = entry_label(state_, container.shown, each);
        part.path = container.path + part.label;
        part.where = each.element;
        grow(part, depth + 1);
        if (each.key)
            part.key = key_of(*each.key, depth);
        return part;
    }

    value key_of(const place& key, std::uint32_t depth)
    {
        constexpr std::size_t most_bytes = 60;
        tree_node node;
        node.where = key;
        // Two levels say enough of a key, whatever is left. Deeper each time: a key may have keys of its own.
        grow(node, std::max(depth + 1, limits_.depth < 2 ? 0 : limits_.depth - 2));
        return node.content ? *node.content : value{value::form::word, short_text(node, most_bytes)};
    }

    const state_bytes& state_;
    tree_limits limits_;
    work_limit& work_;
    std::size_t nodes_ = 0;
};

void name_pointers(tree& made, const state_bytes& state, std::span<const root> roots)
{
    work_limit work{naming_steps};
    std::vector<tree_node*> pointers;
    std::vector<wanted_object> wanted;
    for (tree_node& each : made.nodes)
        for_each_node(each, [&](tree_node& node) {
            const type_node& type = node.shown.node();
            if (!node.content || type.kind != type_kind::pointer || node.content->target == 0)
                return;
            pointers.push_back(&node);
            wanted.push_back({node.content->target, node.shown.types, type.element});
        });
    if (wanted.empty())
        return;
    const auto paths = locate(state, roots, wanted, work);
    for (std::size_t i = 0; i < pointers.size(); ++i) {
        pointers[i]->points_to = paths[i];
        pointers[i]->is_unsought = paths[i].empty() && work.is_over();
    }
}

// Text.

std::string pointer_text(const tree_node& node)
{
    if (!node.points_to.empty())
        return "-> " + node.points_to;
    if (node.content->target == 0)
        return "null";
    return "-> " + node.content->text +
           (node.is_unsought ? ", too far to look for" : ", no object that is known");
}

std::string value_text(const tree_node& node)
{
    if (node.meaning)
        return shown(*node.meaning);
    if (node.shown.node().kind == type_kind::pointer)
        return pointer_text(node);
    return shown(*node.content);
}

const char* damage_text(const tree_node& node)
{
    return node.is_unnamed ? "<of a class that RESPAWN_DERIVED does not name>" : "<damaged>";
}

const char* empty_text(const tree_node& node)
{
    const type_kind kind = node.shown.node().kind;
    return kind == type_kind::unique_pointer ? "null" : kind == type_kind::variant ? "valueless" : "none";
}

bool has_keys(const tree_node& node)
{
    return schema::has_key(node.shown.node().kind);
}

bool is_named_by_place(const tree_node& node)
{
    return node.label.starts_with("[#");
}

bool is_in_brackets(const tree_node& node)
{
    return has_elements(node.shown.node().kind) && !has_keys(node);
}

/// Adds the node in one line to `line`; false: it has got longer than `most`, or something is left out.
bool add_in_line(std::string& line, const tree_node& node, std::size_t most, bool may_leave_out)
{
    if ((node.is_derived || node.is_alternative) && !node.is_damaged && !node.is_empty)
        line += schema::describe(*node.shown.types, node.shown.type) + " ";
    if (node.is_damaged)
        line += damage_text(node);
    else if (node.is_empty)
        line += empty_text(node);
    else if (node.content)
        line += value_text(node);
    else if (node.is_closed)
        line += is_in_brackets(node) ? "[…]" : "{…}";
    else {
        line += is_in_brackets(node) ? '[' : '{';
        for (std::size_t i = 0; i < node.parts.size(); ++i) {
            line += i == 0 ? "" : ", ";
            if (has_keys(node))
                line += (is_named_by_place(node.parts[i]) ? "[" + shown(*node.parts[i].key) + "]"
                                                          : node.parts[i].label) +
                        ": ";
            else if (!is_in_brackets(node))
                line += node.parts[i].label + ": ";
            if (!add_in_line(line, node.parts[i], most, may_leave_out))
                return false;
        }
        if (node.parts.size() < node.part_count)
            line += node.parts.empty() ? "…" : ", …";
        line += is_in_brackets(node) ? ']' : '}';
    }
    return line.size() <= most &&
           (may_leave_out || (!node.is_closed && (node.content || node.is_empty || node.is_damaged ||
                                                  node.parts.size() == node.part_count)));
}

std::string left_out_text(const tree_node& node)
{
    if (node.is_broken_off)
        return "<damaged> from here on";
    const std::uint64_t first = node.parts.size(), last = node.part_count - 1;
    std::string text = "… " + std::to_string(last - first + 1) + " more";
    if (!has_elements(node.shown.node().kind))
        return text;
    const bool by_place = has_keys(node) || (!node.parts.empty() && is_named_by_place(node.parts.front()));
    const char* mark = by_place ? "#" : "";
    return text + ": " + node.path + "[" + mark + std::to_string(first) + ".." + mark + std::to_string(last) +
           "]";
}

void add_lines(std::string& text, const tree_node& node, const std::string& indent, const std::string& label)
{
    // Nobody reads further, and a state can be made so that text grows faster than nodes.
    constexpr std::size_t longest = std::size_t{16} << 20;
    if (text.size() > longest)
        return;
    std::string line = indent + label + ": ";
    if (add_in_line(line, node, line_bytes, false) || node.content) {
        text += line + "\n";
        return;
    }
    text += indent + label + ": " + type_text(node);
    if (node.is_closed) {
        text += " …\n";
        return;
    }
    text += "\n";
    const std::string deeper = indent + "  ";
    for (const tree_node& part : node.parts) {
        const bool has_key = part.key && is_named_by_place(part);
        add_lines(text, part, deeper, has_key ? part.label + " " + shown(*part.key) : part.label);
    }
    if (node.parts.size() < node.part_count || node.is_broken_off)
        text += deeper + left_out_text(node) + "\n";
}

} // namespace

tree grow_tree(
    const state_bytes& state, std::span<const root> roots, const std::vector<target>& targets,
    const tree_limits& limits, work_limit& work)
{
    tree_limits used = limits;
    used.depth = std::min(limits.depth, max_tree_depth);
    grower grow{state, used, work};
    for (const target& each : targets) {
        if (grow.is_full())
            break;
        grow.add(each);
    }
    name_pointers(grow.made_, state, roots);
    grow.find_meanings();
    return std::move(grow.made_);
}

std::string type_text(const tree_node& node)
{
    const place& where = node.shown;
    std::string text = schema::describe(*where.types, where.type);
    if (node.where.node().kind == type_kind::variant && where.type != node.where.type)
        text += ", held by a variant";
    const type_kind kind = where.node().kind;
    if (has_elements(kind) && kind != type_kind::array)
        text += ", " + std::to_string(node.part_count) + (node.part_count == 1 ? " element" : " elements");
    return text;
}

std::string short_text(const tree_node& node, std::size_t most_bytes)
{
    std::string line;
    if (!add_in_line(line, node, most_bytes, true) && line.size() > most_bytes)
        line = line.substr(0, text::character_begin(line, most_bytes)) + "…";
    return line;
}

std::string to_text(const tree& what)
{
    std::string text;
    for (const tree_node& each : what.nodes)
        add_lines(text, each, "", each.label);
    if (what.is_full)
        text += "This is not all of it: there is more than one answer can hold. Name a part of it.\n";
    else if (what.closed != 0)
        text += std::to_string(what.closed) + (what.closed == 1 ? " object is" : " objects are") +
                " not opened (…): --depth N goes deeper, --all as deep as it can, and a path leads "
                "right there.\n";
    else if (what.left_out != 0)
        text += std::to_string(what.left_out) + (what.left_out == 1 ? " element is" : " elements are") +
                " left out (…): --all shows them.\n";
    return text;
}

std::vector<leaf> leaves_of(const tree& what)
{
    std::vector<leaf> found;
    for (const tree_node& each : what.nodes)
        for_each_node(each, [&](const tree_node& node) {
            if (node.is_damaged)
                found.push_back({node.path, damage_text(node)});
            else if (node.is_empty)
                found.push_back({node.path, empty_text(node)});
            else if (node.content)
                found.push_back({node.path, value_text(node)});
            else if (has_elements(node.shown.node().kind))
                // So that a change of the size shows, also of what is left out.
                found.push_back({node.path, std::to_string(node.part_count) + " elements"});
        });
    return found;
}

} // namespace respawn::objects
