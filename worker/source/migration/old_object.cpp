#include <respawn/old_object.hpp>

#include "shared/migration/numbers.hpp"
#include "shared/objects/lookup.hpp"
#include "shared/objects/texts.hpp"
#include "worker/source/migration/old_source.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

namespace respawn {

namespace {

using detail::old_number;
using detail::old_source;
using schema::type_kind;

/// Nobody waits longer for one value.
constexpr std::uint64_t most_steps = 1'000'000;

std::optional<objects::place> find(const old_source& source, std::string_view path)
{
    // Paths begin with a root: the object itself.
    const bool is_element = path.starts_with('[');
    const auto parsed = objects::parse_path(
        "object" + std::string{path.empty() || is_element ? "" : "."} + std::string{path});
    if (!parsed)
        return std::nullopt;
    const std::array roots{objects::root{
        "object", source.address,
        std::shared_ptr<const objects::type_list>{std::shared_ptr<void>{}, &source.types}, source.type}};
    objects::work_limit work{most_steps};
    auto found = objects::look_up_one(source.state(), roots, *parsed, work);
    return found ? std::optional{found->where} : std::nullopt;
}

/// What is in optionals, pointers that own, and variants.
std::optional<objects::place> look_through(const old_source& source, std::optional<objects::place> place)
{
    while (place && objects::can_hold(place->node().kind) && place->node().kind != type_kind::pointer) {
        const objects::held next = objects::held_by(source.state(), *place);
        place = next.what == objects::held::how::object ? std::optional{next.where} : std::nullopt;
    }
    return place;
}

} // namespace

std::uint64_t detail::committed_memory::bytes_behind(std::uint64_t place) const
{
    const std::byte* base = bytes_.at(bytes_.address(), 0);
    if (!allocations_)
        allocations_ =
            state::allocations_in(base, bytes_.extent_bytes()).value_or(std::vector<state::allocation>{});
    const std::uint64_t offset = place - bytes_.address();
    const auto after = std::upper_bound(
        allocations_->begin(), allocations_->end(), offset,
        [](std::uint64_t wanted, const state::allocation& each) { return wanted < each.offset; });
    if (after == allocations_->begin())
        return 0;
    const state::allocation& around = *std::prev(after);
    return around.bytes - std::min(around.bytes, offset - around.offset);
}

result<std::span<const std::byte>> detail::pointed_text(
    const committed_memory& committed, const objects::state_bytes& now, std::uint64_t place,
    std::uint64_t character_bytes)
{
    const auto then = committed.bytes().read<std::uint64_t>(place);
    const auto address = now.read<std::uint64_t>(place);
    if (!then || !address)
        return failure{"is damaged"};
    if (*address == 0)
        return std::span<const std::byte>{};
    // What was in the state already may have been carried over, and be empty there now.
    const bool was_there = *address == *then;
    const std::uint64_t bytes = was_there ? committed.bytes_behind(*address) : now.extent_bytes();
    if (bytes == 0 || !now.contains(*address, 1))
        return failure{"points to no text in the state"};
    const auto text = objects::text_at(was_there ? committed.bytes() : now, *address, character_bytes, bytes);
    if (!text)
        return failure{"points to characters that have no zero at their end, in their own memory"};
    return *text;
}

bool old_object::has(std::string_view path) const
{
    return find(*static_cast<const old_source*>(source_), path).has_value();
}

std::size_t old_object::size(std::string_view path) const
{
    const auto& source = *static_cast<const old_source*>(source_);
    const auto place = look_through(source, find(source, path));
    return place ? objects::size_of(source.state(), source.types, place->type, place->address).value_or(0)
                 : 0;
}

detail::old_number old_object::number(std::string_view path) const
{
    const auto& source = *static_cast<const old_source*>(source_);
    const auto place = look_through(source, find(source, path));
    if (!place || place->bit || !migration::is_number(place->node().kind))
        return {};
    const auto& type =
        place->node().kind == type_kind::enumeration ? source.types[place->node().element] : place->node();
    const std::byte* object = source.state().at(place->address, type.size_bytes);
    if (!object)
        return {};
    const migration::number value = migration::read_number(type, object);
    old_number result;
    if (value.kind == migration::number::form::floating) {
        result.what = old_number::kind::floating_point;
        result.floating_point = static_cast<double>(value.floating);
    } else if (value.is_negative) {
        result.what = old_number::kind::signed_integer;
        result.signed_integer = static_cast<std::int64_t>(migration::to_bits(value));
    } else {
        result.what = old_number::kind::unsigned_integer;
        result.unsigned_integer = value.magnitude;
    }
    return result;
}

std::optional<std::string> old_object::text(std::string_view path) const
{
    const auto& source = *static_cast<const old_source*>(source_);
    const auto place = look_through(source, find(source, path));
    if (!place)
        return std::nullopt;
    const bool is_pointer = objects::character_bytes_behind(source.types, place->type) != 0;
    if ((!is_pointer && place->node().kind != type_kind::string) ||
        source.types[place->node().element].size_bytes != 1)
        return std::nullopt;
    const auto text_of = [](const auto& found) {
        return found ? std::optional{std::string{reinterpret_cast<const char*>(found->data()), found->size()}}
                     : std::nullopt;
    };
    return is_pointer
               ? text_of(detail::pointed_text(source.committed, source.now, place->address, 1))
               : text_of(objects::characters(source.state(), source.types, place->type, place->address));
}

} // namespace respawn
