#include "worker/source/migration/carrier.hpp"

#include "shared/migration/default_value.hpp"
#include "shared/migration/numbers.hpp"
#include "worker/source/migration/addresses.hpp"
#include "worker/source/migration/old_source.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

namespace respawn::detail {

namespace {

using migration::conversion;
using migration::none;
using schema::type_node;
using stored_kind = schema::type_kind;

/// Whether an enumeration's values are most likely sets of bits.
bool is_made_of_flags(const type_node& enumeration)
{
    const auto flags = std::count_if(
        enumeration.fields.begin(), enumeration.fields.end(),
        [](const auto& each) { return std::has_single_bit(each.offset); });
    const auto others =
        std::count_if(enumeration.fields.begin(), enumeration.fields.end(), [](const auto& each) {
            return each.offset != 0 && !std::has_single_bit(each.offset);
        });
    return flags >= others;
}

} // namespace

void carrier::convert_enumeration(const conversion& how, const std::byte* from, std::byte* to)
{
    const type_node& before = plan_.from()[old_type(how).element];
    const type_node& after = plan_.to()[new_type(how).element];
    const migration::number value = migration::read_number(before, from);
    const std::uint64_t bits = migration::to_bits(value);
    const auto counterpart = [&](std::uint64_t wanted) {
        return std::find_if(
            how.enumerators.begin(), how.enumerators.end(),
            [wanted](const migration::enumerator_pair& pair) { return pair.from == wanted; });
    };
    const auto store = [&](std::uint64_t now) {
        return migration::write_number(after, to, migration::from_bits(now, migration::is_signed(after)));
    };
    if (const auto found = counterpart(bits); found != how.enumerators.end()) {
        store(found->to);
        return;
    }
    const auto& names = old_type(how).fields;
    const auto is_named = [&](std::uint64_t wanted) {
        return std::any_of(names.begin(), names.end(), [wanted](const schema::type_field& enumerator) {
            return enumerator.offset == wanted;
        });
    };
    if (is_named(bits)) {
        lose(how, from, to); // it stays at its default
        return;
    }
    if (value.is_negative || !is_made_of_flags(old_type(how))) {
        if (migration::write_number(after, to, value))
            lose(how, from, to);
        return;
    }
    // Each bit has a name of its own, or none.
    std::uint64_t now = 0;
    bool is_kept = true;
    for (std::uint64_t rest = bits; rest != 0; rest &= rest - 1) {
        const std::uint64_t bit = rest & (~rest + 1);
        const auto found = counterpart(bit);
        now |= found != how.enumerators.end() ? found->to : is_named(bit) ? 0 : bit;
        is_kept = is_kept && (found != how.enumerators.end() || !is_named(bit));
    }
    const bool is_clamped = now == bits ? migration::write_number(after, to, value) : store(now);
    if (is_clamped || !is_kept)
        lose(how, from, to);
}

/// The characters of a string, of an array, or behind a pointer.
std::span<const std::byte> carrier::text_in(const conversion& how, const std::byte* from) const
{
    const type_node& type = old_type(how);
    if (type.kind == stored_kind::array)
        return {from, type.size_bytes};
    if (type.kind == stored_kind::string) {
        const auto found = objects::characters(before_, plan_.from(), how.from, address_of(from));
        if (!found)
            fail_at(how, from, "is damaged");
        return *found;
    }
    const std::uint64_t unit_bytes = plan_.from()[type.element].size_bytes;
    const auto found = pointed_text(all_.committed, before_, address_of(from), unit_bytes);
    if (!found)
        throw migration_error{
            path_of(how, from) + " " + found.error().sentence + ", so it can't become " +
            describe(plan_.to(), how.to) + ": give the field another name, or start afresh"};
    return *found;
}

void carrier::convert_text(const conversion& how, const std::byte* from, std::byte* to)
{
    const type_node& before = plan_.from()[old_type(how).element];
    const type_node& after = plan_.to()[new_type(how).element];
    const std::span<const std::byte> text = text_in(how, from);
    std::vector<std::byte> made;
    bool is_changed = false;
    // A letter that takes several units of the new type has no place in it.
    const std::uint64_t most = after.size_bytes >= before.size_bytes ? ~std::uint64_t{0}
                               : after.size_bytes == 1               ? 0x7f
                                                                     : 0xffff;
    for (std::size_t i = 0; i + before.size_bytes <= text.size(); i += before.size_bytes) {
        migration::number letter = migration::read_number(before, text.data() + i);
        if (before.size_bytes == 1)
            letter = migration::from_bits(migration::to_bits(letter) & 0xff, false);
        if (old_type(how).kind == stored_kind::array && letter.magnitude == 0)
            break;
        made.resize(made.size() + after.size_bytes);
        std::byte* place = made.data() + made.size() - after.size_bytes;
        const std::uint64_t kept = letter.magnitude <= most ? letter.magnitude : '?';
        is_changed = is_changed || kept != letter.magnitude;
        std::memcpy(place, &kept, after.size_bytes);
    }
    if (new_type(how).kind == stored_kind::string) {
        operations(how.to).assign(to, made.data(), made.size() / after.size_bytes);
    } else {
        // Readers of arrays look for the zero at the end.
        const std::size_t room =
            new_type(how).size_bytes - std::min(new_type(how).size_bytes, after.size_bytes);
        is_changed = is_changed || made.size() > room;
        std::memset(to, 0, new_type(how).size_bytes);
        std::copy_n(made.begin(), std::min(room, made.size()), to);
    }
    if (is_changed && how.change != none)
        lose(how.change, how.from, address_of(from), {}, {});
    release_blocks(how.from, address_of(from));
}

} // namespace respawn::detail
