#include "shared/objects/locate.hpp"

#include "shared/objects/lookup.hpp"

#include <algorithm>
#include <map>

namespace respawn::objects {

namespace {

using schema::type_kind;
using schema::type_node;

constexpr std::uint32_t no_visit = 0xffff'ffff;

bool owns_memory_itself(type_kind kind)
{
    switch (kind) {
    case type_kind::vector:
    case type_kind::deque:
    case type_kind::list:
    case type_kind::map:
    case type_kind::set:
    case type_kind::unordered_map:
    case type_kind::unordered_set:
    case type_kind::unique_pointer:
        return true;
    default:
        return false;
    }
}

/// What lies inside the object itself. Not for containers, which own their elements.
template <class Use>
void for_each_part_type(const type_node& type, Use use)
{
    if (type.kind == type_kind::array || type.kind == type_kind::optional)
        use(type.element);
    if (type.kind != type_kind::enumeration)
        for (const schema::type_field& each : type.fields)
            use(each.type);
}

/// One object on the way, and how it was come to. Small: a walk keeps all of them.
struct visit {
    enum class how : std::uint8_t { root, field, element, entry, held };
    std::uint64_t address;
    std::uint64_t index;  ///< of a root, a field, an element
    std::uint32_t parent; ///< an earlier visit
    std::uint32_t type;
    how come_by;
};

class walk {
public:
    walk(
        const state_bytes& state, std::span<const root> roots, std::span<const wanted_object> wanted,
        work_limit& work) :
        state_{state},
        roots_{roots}, wanted_{wanted}, work_{work}, found_(wanted.size()), is_found_(wanted.size())
    {
        for (std::size_t i = 0; i < wanted.size(); ++i)
            if (wanted[i].address != 0)
                by_address_.emplace(wanted[i].address, i);
        left_ = by_address_.size();
    }

    std::vector<std::string> run()
    {
        for (std::size_t i = 0; i < roots_.size() && left_ != 0; ++i)
            if (roots_[i].types)
                walk_root(i);
        return std::move(found_);
    }

private:
    void walk_root(std::size_t index)
    {
        root_ = index;
        types_ = roots_[index].types.get();
        owners_ = types_with(*types_, owns_memory_itself);
        visits_.clear();
        waiting_.clear();
        later_.clear();
        come_to({roots_[index].address, index, no_visit, 0, visit::how::root});
        // Containers whose elements lie behind each other first: in them one address costs next to nothing,
        // while the others are walked node by node.
        while (!(waiting_.empty() && later_.empty()) && left_ != 0 && !owns_too_much()) {
            auto& from = waiting_.empty() ? later_ : waiting_;
            const std::uint32_t next = from.back();
            from.pop_back();
            look_at(next);
        }
    }

    void come_to(const visit& what)
    {
        visits_.push_back(what);
        const type_kind kind = (*types_)[what.type].kind;
        const bool has_nodes = elements::are_in(kind) && kind != type_kind::array &&
                               kind != type_kind::vector && kind != type_kind::deque;
        (has_nodes ? later_ : waiting_).push_back(static_cast<std::uint32_t>(visits_.size() - 1));
    }

    /// What is owned lies in the state once: a damaged one that owns itself, in a circle, has had its turn.
    [[nodiscard]] bool owns_too_much() const { return owned_bytes_ > state_.extent_bytes(); }

    [[nodiscard]] bool has_wanted(std::uint64_t address, std::uint64_t bytes) const
    {
        const auto first = by_address_.lower_bound(address);
        return first != by_address_.end() && first->first - address < bytes;
    }

    [[nodiscard]] bool is_worth_a_visit(std::uint64_t address, std::uint32_t type) const
    {
        return owners_[type] || has_wanted(address, (*types_)[type].size_bytes);
    }

    void look_at(std::uint32_t index)
    {
        const visit now = visits_[index];
        const place here{types_, now.type, now.address};
        if (!work_.spend() || !state_.contains(now.address, here.node().size_bytes))
            return;
        const auto [first, last] = by_address_.equal_range(now.address);
        for (auto each = first; each != last; ++each)
            if (!is_found_[each->second] && is_of_type(wanted_[each->second], now.type))
                found(each->second, index);
        if (elements::are_in(here.node().kind))
            return look_at_elements(index, here);
        if (can_hold(here.node().kind))
            return look_at_held(index, here);
        if (here.node().kind == type_kind::enumeration)
            return;
        for (std::size_t i = 0; i < here.node().fields.size(); ++i) {
            const place part = here.field(here.node().fields[i]);
            if (is_worth_a_visit(part.address, part.type))
                come_to({part.address, i, index, part.type, visit::how::field});
        }
    }

    [[nodiscard]] bool is_of_type(const wanted_object& wanted, std::uint32_t type) const
    {
        // A pointer to a class leads to one that is derived from it as well.
        const auto& derived = (*wanted.types)[wanted.type].derived;
        return is_same(*wanted.types, wanted.type, type) ||
               std::any_of(derived.begin(), derived.end(), [&](std::uint32_t each) {
                   return is_same(*wanted.types, each, type);
               });
    }

    [[nodiscard]] bool is_same(const type_list& others, std::uint32_t other, std::uint32_t type) const
    {
        if (&others == types_)
            return other == type;
        const type_node &there = others[other], &here = (*types_)[type];
        return there.kind == here.kind && there.name == here.name && there.size_bytes == here.size_bytes;
    }

    void look_at_held(std::uint32_t index, const place& here)
    {
        // What a pointer leads to is owned by somebody else.
        if (here.node().kind == type_kind::pointer)
            return;
        const held next = held_by(state_, here);
        if (next.what != held::how::object || !is_worth_a_visit(next.where.address, next.where.type))
            return;
        const bool is_variant = here.node().kind == type_kind::variant;
        const auto alternative =
            is_variant ? held_alternative(state_, *types_, here.type, here.address) : std::nullopt;
        if (here.node().kind == type_kind::unique_pointer)
            owned_bytes_ += next.where.node().size_bytes;
        come_to(
            {next.where.address, alternative.value_or(0), index, next.where.type,
             is_variant ? visit::how::field : visit::how::held});
    }

    void look_at_elements(std::uint32_t index, const place& here)
    {
        const type_node& type = here.node();
        auto all = elements::of(state_, *types_, here.type, here.address);
        if (!all)
            return;
        const bool has_key = schema::has_key(type.kind);
        const std::uint64_t offset = has_key ? value_offset(*types_, type) : 0;
        const bool by_key = has_key || type.kind == type_kind::set || type.kind == type_kind::unordered_set;
        const visit::how reached = by_key ? visit::how::entry : visit::how::element;
        const std::uint64_t stride = all->stride_bytes();
        std::uint64_t before = 0;
        for (objects::run now = all->next(); now.count != 0; before += now.count, now = all->next()) {
            if (!work_.spend() || owns_too_much())
                return;
            if (type.kind != type_kind::array)
                owned_bytes_ += now.count * stride;
            const auto visit_element = [&](std::uint64_t i) {
                come_to({now.address + i * stride + offset, before + i, index, type.element, reached});
            };
            if (owners_[type.element]) {
                for (std::uint64_t i = 0; i < now.count && work_.spend(); ++i)
                    visit_element(i);
                continue;
            }
            // Of elements that own nothing only those that are wanted.
            for (auto each = by_address_.lower_bound(now.address);
                 each != by_address_.end() && each->first - now.address < now.count * stride &&
                 work_.spend();) {
                const std::uint64_t i = (each->first - now.address) / stride;
                visit_element(i);
                each = by_address_.lower_bound(now.address + (i + 1) * stride);
            }
        }
    }

    void found(std::size_t wanted, std::uint32_t index)
    {
        is_found_[wanted] = true;
        --left_;
        std::string path = path_of(index);
        // A schema can be made of long names.
        if (work_.spend_for_bytes(path.size()))
            found_[wanted] = std::move(path);
    }

    [[nodiscard]] std::string path_of(std::uint32_t index) const
    {
        // Of a list a million nodes long nobody wants to read the way.
        constexpr std::size_t longest = 64;
        std::vector<std::uint32_t> way;
        for (; index != no_visit && way.size() <= longest; index = visits_[index].parent)
            way.push_back(index);
        std::string text;
        if (way.size() > longest)
            text = "…";
        bool is_held = false, by_pointer = false;
        for (auto each = way.rbegin(); each != way.rend(); ++each) {
            const visit& now = visits_[*each];
            if (now.come_by == visit::how::held) {
                if (is_held)
                    text += ".*";
                is_held = true;
                by_pointer = (*types_)[visits_[now.parent].type].kind == type_kind::unique_pointer;
                continue;
            }
            text += step_text(now, is_held && by_pointer);
            is_held = false;
        }
        return is_held ? text + ".*" : text;
    }

    [[nodiscard]] std::string step_text(const visit& now, bool through_pointer) const
    {
        if (now.come_by == visit::how::root)
            return root_text(roots_[root_].name);
        const type_node& parent = (*types_)[visits_[now.parent].type];
        if (now.come_by == visit::how::field)
            return (through_pointer ? "->" : ".") + parent.fields[now.index].name;
        if (now.come_by == visit::how::element)
            return index_text(now.index);
        if (!schema::has_key(parent.kind))
            return entry_text(now.index);
        const place key{types_, parent.key, now.address - value_offset(*types_, parent)};
        return key_text(state_, key, now.index);
    }

    const state_bytes& state_;
    std::span<const root> roots_;
    std::span<const wanted_object> wanted_;
    work_limit& work_;
    std::multimap<std::uint64_t, std::size_t> by_address_;
    std::vector<std::string> found_;
    std::vector<bool> is_found_;
    std::size_t left_ = 0;
    std::uint64_t owned_bytes_ = 0; ///< of what was visited, in all roots

    std::size_t root_ = 0;
    const type_list* types_ = nullptr;
    std::vector<bool> owners_;
    std::vector<visit> visits_;
    std::vector<std::uint32_t> waiting_, later_;
};

} // namespace

std::vector<bool> types_with(const type_list& types, const std::function<bool(type_kind)>& is_such)
{
    // From those that are to those that have them inside, and so on.
    std::vector<std::vector<std::uint32_t>> containing(types.size());
    std::vector<bool> found(types.size());
    std::vector<std::uint32_t> waiting;
    const auto add = [&](std::uint32_t type) {
        if (!found[type])
            waiting.push_back(type);
        found[type] = true;
    };
    for (std::uint32_t i = 0; i < types.size(); ++i) {
        for_each_part_type(types[i], [&](std::uint32_t part) { containing[part].push_back(i); });
        if (is_such(types[i].kind))
            add(i);
    }
    while (!waiting.empty()) {
        const std::uint32_t type = waiting.back();
        waiting.pop_back();
        for (const std::uint32_t each : containing[type])
            add(each);
    }
    return found;
}

std::vector<std::string> locate(
    const state_bytes& state, std::span<const root> roots, std::span<const wanted_object> wanted,
    work_limit& work)
{
    return walk{state, roots, wanted, work}.run();
}

} // namespace respawn::objects
