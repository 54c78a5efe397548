#include "supervisor/symbols/counterpart.hpp"

#include "supervisor/postmortem/readable_name.hpp"
#include "supervisor/symbols/symbol_names.hpp"
#include "supervisor/symbols/vtable_structure.hpp"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

namespace respawn::supervisor {

namespace {

using symbol_list = std::vector<const symbol*>;
/// The counterpart of one name, or why it has none.
using answer = std::variant<const symbol*, refusal_reason>;

/// Beside the distance to the whole object and the type information: where most vtables are pointed to.
constexpr std::uint64_t primary_offset = 2 * word_bytes;
constexpr std::size_t most_names = 1024;

/// A table tells no more of one name: there may be others.
bool may_be_more(const symbol_list& all)
{
    return all.size() >= most_of_one_name;
}

bool are_one_place(const symbol_list& all)
{
    return !may_be_more(all) &&
           std::all_of(
               all.begin(), all.end(),
               [&](const symbol* each) { return each->address == all.front()->address; });
}

/// All of a name, whether they are global or static.
symbol_list all_named(const symbol_table& in, const symbol& one)
{
    symbol_list all = in.named(one.name);
    for (const std::string& name : names_of_other_linkage(one.name, one.kind)) {
        const auto more = in.named(name);
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

answer only_one(const symbol_list& candidates, symbol_kind kind)
{
    if (!are_one_place(candidates))
        return refusal_reason::ambiguous;
    if (candidates.front()->kind != kind)
        return refusal_reason::kind_changed;
    return candidates.front();
}

symbol_list globals_among(symbol_list all)
{
    std::erase_if(all, [](const symbol* each) { return each->is_local(); });
    return all;
}

class search {
public:
    search(const symbol_table& from, const symbol_table& to) : from_{from}, to_{to} {}

    /// Of what is at the beginning of `one`, by all the names that it has there.
    [[nodiscard]] answer counterpart_of(const symbol& one) const
    {
        const symbol_list names = names_of_place(one);
        if (names.empty())
            return refusal_reason::unnamed;
        // Each is looked for: that would take too long.
        if (names.size() > most_names)
            return refusal_reason::ambiguous;
        answer first = by_name(*names.front());
        // Names that now mean different things, or of which some are gone: it can't be told which was meant.
        for (const symbol* each : names)
            if (by_name(*each) != first && !is_same_place(by_name(*each), first))
                return refusal_reason::ambiguous;
        return first;
    }

private:
    [[nodiscard]] symbol_list names_of_place(const symbol& one) const
    {
        symbol_list names = from_.beginning_at(one.address, one.kind);
        std::erase_if(names, [](const symbol* each) { return is_numbered(each->name); });
        // What a compiler made, and marks where something ends ("__TMC_END__"), count only by themselves.
        keep_if_any(
            names, [](const symbol* each) { return !is_derived(each->name); });
        keep_if_any(names, [](const symbol* each) { return each->size_bytes != 0; });
        return names;
    }

    template <class Predicate>
    static void keep_if_any(symbol_list& all, Predicate suits)
    {
        if (std::any_of(all.begin(), all.end(), suits))
            std::erase_if(all, std::not_fn(suits));
    }

    static bool is_same_place(const answer& a, const answer& b)
    {
        const auto* one = std::get_if<const symbol*>(&a);
        const auto* two = std::get_if<const symbol*>(&b);
        return one && two && (*one)->address == (*two)->address;
    }

    [[nodiscard]] answer by_name(const symbol& one) const
    {
        if (!has_same_blocks(one))
            return refusal_reason::ambiguous;
        if (!one.is_local()) {
            if (const auto found = globals_among(to_.named(one.name)); !found.empty())
                return only_one(found, one.kind);
        } else {
            if (!are_one_place(from_.named(one.name, one.file)))
                return refusal_reason::ambiguous;
            if (const auto found = to_.named(one.name, one.file); !found.empty())
                return only_one(found, one.kind);
        }
        return by_name_alone(one);
    }

    /// When its file, or its linkage, has changed.
    [[nodiscard]] answer by_name_alone(const symbol& one) const
    {
        symbol_list candidates = all_named(to_, one);
        const symbol_list before = all_named(from_, one);
        if (candidates.empty())
            return refusal_reason::gone;
        if (may_be_more(candidates) || may_be_more(before))
            return refusal_reason::ambiguous;
        if (are_one_place(candidates) && are_one_place(before))
            return only_one(candidates, one.kind);
        std::erase_if(candidates, [&](const symbol* each) { return is_anothers(*each); });
        return candidates.empty() ? refusal_reason::gone : refusal_reason::ambiguous;
    }

    /// Whether a symbol of the new image is the counterpart of the same name and file.
    [[nodiscard]] bool is_anothers(const symbol& one) const
    {
        return one.is_local() ? !from_.named(one.name, one.file).empty()
                              : !globals_among(from_.named(one.name)).empty();
    }

    /// Whether the same things of one name are in the blocks of its function, so that their numbers mean
    /// what they meant.
    [[nodiscard]] bool has_same_blocks(const symbol& one) const
    {
        const auto names = names_in_other_blocks(one.name);
        return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
            const symbol_list before = from_.named(name), now = to_.named(name);
            return !may_be_more(before) && sizes_of(before) == sizes_of(now);
        });
    }

    static std::vector<std::uint64_t> sizes_of(const symbol_list& all)
    {
        std::vector<std::uint64_t> sizes;
        for (const symbol* each : all)
            // Not of functions: those change with every edit.
            sizes.push_back(each->kind == symbol_kind::object ? each->size_bytes : 0);
        std::sort(sizes.begin(), sizes.end());
        return sizes;
    }

    const symbol_table& from_;
    const symbol_table& to_;
};

bool is_pointed_to_by(pointer_kind kind, const symbol& one)
{
    switch (kind) {
    case pointer_kind::function:
        return one.kind == symbol_kind::function;
    case pointer_kind::data:
        return one.kind == symbol_kind::object;
    case pointer_kind::vtable:
        break;
    }
    return one.kind == symbol_kind::object && is_vtable(one.name);
}

class pointer {
public:
    pointer(const symbol_table& from, const symbol_table& to, std::uint64_t address, pointer_kind kind) :
        from_{from}, to_{to}, address_{address}, kind_{kind}
    {}

    using counterpart_type = std::variant<std::uint64_t, missing_counterpart>;

    [[nodiscard]] counterpart_type counterpart(same_image same)
    {
        // A vtable without functions ends where its objects point to.
        const std::uint64_t before = kind_ == pointer_kind::vtable ? word_bytes : 0;
        // What a process has behind an image is another's, which the kernel does not tell apart.
        if (same == same_image::has_same_places && from_.is_same_image(to_))
            return from_.segment_at(address_ - before) ? counterpart_type{address_}
                                                       : missing(refusal_reason::no_symbol);
        const auto place = from_.find(address_ - before);
        if (!place)
            return missing(refusal_reason::no_symbol);
        old_ = place->of;
        offset_ = place->offset_bytes + before;
        if (!is_pointed_to_by(kind_, *old_))
            return missing(refusal_reason::other_kind);
        if (kind_ == pointer_kind::function && offset_ != 0)
            return missing(refusal_reason::inside_function);
        const answer found = search{from_, to_}.counterpart_of(*old_);
        if (const auto* reason = std::get_if<refusal_reason>(&found))
            return missing(*reason);
        new_ = std::get<const symbol*>(found);
        return kind_ == pointer_kind::vtable ? in_vtable() : in_object();
    }

private:
    [[nodiscard]] missing_counterpart missing(refusal_reason reason) const
    {
        missing_counterpart what{reason, kind_};
        what.address = address_;
        what.offset_bytes = offset_;
        what.is_stripped = from_.is_stripped();
        if (old_) {
            what.target = old_->kind;
            what.name = postmortem::readable_name(old_->name);
            what.old_bytes = old_->size_bytes;
        }
        if (new_)
            what.new_bytes = new_->size_bytes;
        return what;
    }

    [[nodiscard]] std::variant<std::uint64_t, missing_counterpart> in_object() const
    {
        if (from_.is_writable(old_->address) && !to_.is_writable(new_->address))
            return missing(refusal_reason::became_constant);
        if (offset_ != 0 && offset_ >= new_->size_bytes)
            return missing(refusal_reason::outside);
        if (offset_ != 0 && old_->size_bytes != new_->size_bytes)
            return missing(refusal_reason::resized);
        return new_->address + offset_;
    }

    [[nodiscard]] std::variant<std::uint64_t, missing_counterpart> in_vtable() const
    {
        const auto old_points = address_points_of(from_, *old_);
        const auto new_points = address_points_of(to_, *new_);
        if (old_points.empty() || new_points.empty())
            return at_same_offset();
        const auto found = std::find_if(old_points.begin(), old_points.end(), [&](const address_point& each) {
            return each.offset_bytes == offset_;
        });
        const auto index = static_cast<std::size_t>(found - old_points.begin());
        // The class's own part is the first, however many there are.
        if (found == old_points.end() || (index != 0 && old_points.size() != new_points.size()))
            return missing(refusal_reason::bases_changed);
        return new_->address + new_points[index].offset_bytes;
    }

    /// Where the structure is not known.
    [[nodiscard]] std::variant<std::uint64_t, missing_counterpart> at_same_offset() const
    {
        if (offset_ > new_->size_bytes)
            return missing(refusal_reason::outside);
        if (offset_ != primary_offset && old_->size_bytes != new_->size_bytes)
            return missing(refusal_reason::bases_changed);
        return new_->address + offset_;
    }

    const symbol_table& from_;
    const symbol_table& to_;
    std::uint64_t address_;
    pointer_kind kind_;
    const symbol* old_ = nullptr;
    const symbol* new_ = nullptr;
    std::uint64_t offset_ = 0;
};

} // namespace

std::variant<std::uint64_t, missing_counterpart> find_counterpart(
    const symbol_table& from, const symbol_table& to, std::uint64_t address, pointer_kind kind,
    same_image same)
{
    return pointer{from, to, address, kind}.counterpart(same);
}

} // namespace respawn::supervisor
