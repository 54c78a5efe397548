#include "supervisor/audit/pointer_rebinder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace respawn::supervisor {

namespace {

using objects::foreign_pointer;

constexpr std::size_t most_refused = 3;

constexpr const char* too_long =
    "points to a text of more than 1 MiB in the program, which is too long to be copied: keep it in a string";

/// Whether what is there may be a constant all the same.
bool may_be_constant(const refusal& why)
{
    return why.reason != refusal_reason::other_kind && why.reason != refusal_reason::image_unreadable;
}

template <class Part>
void append(std::vector<std::byte>& to, const Part* parts, std::size_t count)
{
    const auto* bytes = reinterpret_cast<const std::byte*>(parts);
    to.insert(to.end(), bytes, bytes + count * sizeof(Part));
}

} // namespace

pointer_kind kind_of(const foreign_pointer& one)
{
    switch (one.what) {
    case foreign_pointer::kind::data:
        return pointer_kind::data;
    case foreign_pointer::kind::function:
        return pointer_kind::function;
    case foreign_pointer::kind::vtable:
    case foreign_pointer::kind::unknown_class:
        break;
    }
    return pointer_kind::vtable;
}

std::size_t character_bytes(const foreign_pointer& one)
{
    const schema::type_node& type = (*one.types)[one.type];
    if (one.what != foreign_pointer::kind::data || type.kind != schema::type_kind::pointer)
        return 0;
    const schema::type_node& element = (*one.types)[type.element];
    return element.kind == schema::type_kind::character ? element.size_bytes : 0;
}

pointer_rebinder::pointer_rebinder(
    const process_of_pointers& from, const process_of_pointers& to, image_tables& tables,
    std::vector<kept_text> texts, same_image same) :
    from_{from},
    to_{to}, tables_{tables}, same_{same}
{
    for (kept_text& each : texts)
        kept_texts_.emplace(std::move(each.bytes), each.address);
}

rebinding* pointer_rebinder::pointers()
{
    if (pointers_ || !problem_.empty())
        return pointers_ ? &*pointers_ : nullptr;
    if (!to_.images.are_known()) {
        problem_ = fmt::format(
            "points into the program of generation {}, and what generation {} has loaded is not known",
            from_.generation, to_.generation);
        return nullptr;
    }
    auto from = program_of(from_.images, tables_);
    auto to = from ? program_of(to_.images, tables_) : failure{};
    if (!from || !to) {
        problem_ = fmt::format(
            "points into the program of generation {}, and {}", from_.generation,
            (!from ? from : to).error().sentence);
        return nullptr;
    }
    pointers_.emplace(
        std::move(*from), std::move(*to), generation_pair{from_.generation, to_.generation},
        [this](const loaded_library& image) { return tables_.of(image); }, same_);
    return &*pointers_;
}

bool pointer_rebinder::judge(const foreign_pointer& one)
{
    const bool is_data = one.what == foreign_pointer::kind::data;
    if (from_.images.contain(one.target)) {
        has_met_any_ = true;
        return rebind(one, kind_of(one));
    }
    if (is_data)
        return false;
    refuse(
        one, from_.images.are_known()
                 ? fmt::format(
                       "points to {:#x}, which is no part of the program of generation {}", one.target,
                       from_.generation)
                 : fmt::format("points to {:#x}, and nobody knows in which program that was", one.target));
    return true;
}

bool pointer_rebinder::rebind(const foreign_pointer& one, pointer_kind kind)
{
    rebinding* all = pointers();
    if (!all) {
        refuse(one, problem_);
        return true;
    }
    const rebound_address& found = all->rebind(one.target, kind);
    if (!found) {
        if (kind != pointer_kind::data || !may_be_constant(found.error()) || !use_text(one))
            refuse(one, is_long_text(one, found.error()) ? too_long : found.error().clause);
    } else if (one.what == foreign_pointer::kind::unknown_class && is_stripped()) {
        refuse(
            one,
            fmt::format(
                "is of a class that is not known, because the program of generation {} is stripped of its "
                "symbols: link it with them",
                from_.generation));
    } else if (one.what == foreign_pointer::kind::unknown_class) {
        refuse(
            one, fmt::format(
                     "is of another class than {} and those that its RESPAWN_DERIVED names",
                     schema::describe(*one.types, one.type)));
    } else if (*found != one.target) {
        places_.push_back({one.address, *found});
    }
    return true;
}

bool pointer_rebinder::is_long_text(const foreign_pointer& one, const refusal& why)
{
    return why.reason == refusal_reason::no_symbol && character_bytes(one) != 0 &&
           pointers_->constants_end(one.target) != 0;
}

bool pointer_rebinder::is_stripped()
{
    const auto table = tables_.of(from_.images.executable);
    return table && (*table)->is_stripped();
}

bool pointer_rebinder::use_text(const foreign_pointer& one)
{
    const std::size_t unit_bytes = character_bytes(one);
    if (unit_bytes == 0)
        return false;
    const text_runs::source source{
        [this](std::uint64_t address, std::size_t limit, std::size_t unit) {
            return pointers_->text_at(address, limit, unit);
        },
        [this](std::uint64_t address) { return pointers_->constants_end(address); }};
    if (!text_runs_.add(one.target, unit_bytes, source))
        return false;
    text_pointers_.push_back({one.address, one.target, unit_bytes});
    return true;
}

void pointer_rebinder::settle_texts()
{
    std::map<std::pair<std::uint64_t, std::size_t>, std::vector<protocol::rebinding_place>> runs;
    for (const text_pointer& each : text_pointers_) {
        const std::uint64_t begin = text_runs_.find(each.target, each.unit_bytes).begin;
        runs[{begin, each.unit_bytes}].push_back({each.address, each.target - begin});
    }
    text_pointers_.clear();
    for (const auto& [run, used_by] : runs) {
        std::string text = pointers_->text_at(run.first, longest_text_bytes, run.second).value_or("");
        text.append(run.second, '\0');
        const auto kept = kept_texts_.find(text);
        if (kept == kept_texts_.end()) {
            auto& places = texts_[std::move(text)];
            places.insert(places.end(), used_by.begin(), used_by.end());
            continue;
        }
        for (const protocol::rebinding_place& each : used_by)
            places_.push_back({each.offset, kept->second + each.value});
        kept_text_is_used_[kept->second] = true;
    }
}

bool pointer_rebinder::uses_kept_text(std::uint64_t address) const
{
    return kept_text_is_used_.contains(address);
}

std::vector<std::uint64_t> pointer_rebinder::changed_pointers() const
{
    std::vector<std::uint64_t> addresses;
    for (const protocol::rebinding_place& each : places_)
        addresses.push_back(each.offset);
    for (const auto& [text, used_by] : texts_)
        for (const protocol::rebinding_place& each : used_by)
            addresses.push_back(each.offset);
    std::sort(addresses.begin(), addresses.end());
    return addresses;
}

void pointer_rebinder::refuse(const foreign_pointer& one, std::string clause)
{
    ++refused_count_;
    if (refused_.size() < most_refused)
        refused_.push_back({one, std::move(clause)});
}

std::vector<std::byte> pointer_rebinder::encode(
    std::uint64_t state_address, std::span<const std::uint64_t> freed_texts) const
{
    if (places_.empty() && texts_.empty() && freed_texts.empty())
        return {};
    protocol::rebinding_data head{};
    head.place_count = places_.size();
    head.text_count = texts_.size();
    head.freed_count = freed_texts.size();
    for (const auto& [text, places] : texts_) {
        head.text_place_count += places.size();
        head.text_bytes += text.size();
    }
    std::vector<std::byte> object;
    append(object, &head, 1);
    auto places = places_;
    for (protocol::rebinding_place& each : places)
        each.offset -= state_address;
    append(object, places.data(), places.size());
    for (const auto& [text, used_by] : texts_) {
        const protocol::rebinding_text one{text.size(), used_by.size()};
        append(object, &one, 1);
    }
    const auto append_offset = [&](std::uint64_t address) {
        const std::uint64_t offset = address - state_address;
        append(object, &offset, 1);
    };
    for (const auto& [text, used_by] : texts_)
        for (const protocol::rebinding_place& each : used_by) {
            const protocol::rebinding_place one{each.offset - state_address, each.value};
            append(object, &one, 1);
        }
    for (const std::uint64_t address : freed_texts)
        append_offset(address);
    for (const auto& [text, used_by] : texts_)
        append(object, text.data(), text.size());
    return object;
}

} // namespace respawn::supervisor
