#include "worker/source/migration/repointing.hpp"

#include "shared/migration/compatibility.hpp"
#include "shared/migration/report.hpp"
#include "shared/objects/class_table.hpp"
#include "worker/source/migration/addresses.hpp"
#include "worker/source/migration/carrier.hpp"

#include <algorithm>
#include <cstring>

namespace respawn::detail {

namespace {

using schema::type_kind;
using schema::type_node;
using fate = relocations::fate;

objects::finder finder_of_all(const objects::type_list& types, const objects::finder& pointers)
{
    return {
        types,
        [&](const type_node& type) {
            return schema::is_pointer(type) ||
                   (migration::has_keys(type.kind) && pointers.leads_anywhere(migration::key_of(type)));
        }};
}

} // namespace

repointing::repointing(
    const layout& how, const relocations& places, memory_map& memory, const objects::state_bytes& now) :
    how_{how},
    places_{places}, memory_{memory}, now_{now}, pointers_{how.types, schema::is_pointer},
    wanted_{finder_of_all(how.types, pointers_)}
{}

void repointing::look(std::uint32_t type, std::uint64_t address)
{
    waiting_.emplace_back(type, address);
    while (!waiting_.empty()) {
        const auto [next, place] = waiting_.back();
        waiting_.pop_back();
        look_into(next, place);
    }
}

void repointing::look_into(std::uint32_t type, std::uint64_t address)
{
    const bool is_whole =
        wanted_.look(now_, type, address, {[this](std::uint32_t found, std::uint64_t place) {
                         if (schema::is_pointer(how_.types[found]))
                             point(found, place);
                         else
                             sort_if_moved(found, place);
                     }});
    if (!is_whole)
        refuse_unknown_objects(how_.root);
}

relocations::answer repointing::find(std::uint32_t pointer, std::uint64_t place) const
{
    const std::uint32_t type = how_.types[pointer].element;
    const std::uint64_t address = pointer_at(place);
    const objects::type_list* none = nullptr;
    auto found = places_.find(
        address, {how_.makers ? none : &how_.types, how_.makers ? &how_.types : none, type, type});
    // What had no counterpart has moved nowhere; its memory is only not freed yet.
    if (found.what == fate::unknown && memory_.is_gone(address))
        found.what = fate::gone;
    return found;
}

void repointing::point(std::uint32_t pointer, std::uint64_t place)
{
    const auto found = find(pointer, place);
    if (found.what == fate::moved || found.what == fate::gone)
        std::memcpy(object_at(place), &found.place, sizeof found.place);
    else
        follow(how_.types[pointer].element, pointer_at(place));
    if (found.what == fate::gone && ++unpointed_count_ <= migration::max_examples)
        unpointed_.emplace_back(pointer, place);
}

void repointing::follow(std::uint32_t declared, std::uint64_t address)
{
    const auto leads = [&](std::uint32_t pointee) { return wanted_.leads_anywhere(pointee); };
    const auto& derived = how_.types[declared].derived;
    if (address == 0 || !(leads(declared) || std::any_of(derived.begin(), derived.end(), leads)))
        return;
    const auto block = memory_.made_by_hand(address);
    if (!block)
        return;
    const std::uint32_t type = objects::dynamic_type(now_, how_.types, declared, address).value_or(declared);
    const std::uint64_t bytes = how_.types[type].size_bytes;
    if (std::uint64_t& seen = seen_[block->address]; seen < bytes)
        seen = bytes;
    else
        return;
    if (memory_.may_hold_others(*block, address, bytes))
        check_row(*block, places_, memory_, std::string{how_.root}, describe(how_.types, type));
    else
        waiting_.emplace_back(type, address);
}

void repointing::check_row(
    const memory_map::block& row, const relocations& places, memory_map& memory, const std::string& place,
    const std::string& type)
{
    for (std::uint64_t i = 0; i + sizeof(void*) <= row.bytes; i += sizeof(void*)) {
        const std::uint64_t address = pointer_at(row.address + i);
        const relocation* found = places.containing(address);
        if (found ? found->plan != nullptr : memory.is_gone(address))
            refuse_made_by_hand(place, type);
    }
}

void repointing::sort_if_moved(std::uint32_t container, std::uint64_t address)
{
    if (!has_moved_keys(container, address))
        return;
    const auto refuse = [&](const char* what) {
        throw migration_error{
            "the keys of a " + describe(how_.types, container) + " in \"" + std::string{how_.root} +
            "\" point to what has moved, and " + what};
    };
    if (!how_.makers)
        refuse("the game has not asked for that root: ask for it before the first frame");
    const type_operations& operations = *(*how_.makers)[container]->operations;
    if (!operations.sort_anew)
        refuse("they can't be sorted anew");
    struct context {
        repointing& self;
        std::uint32_t key;
    } each{*this, migration::key_of(how_.types[container])};
    operations.sort_anew(
        object_at(address),
        [](void* all, void* key) {
            auto& now = *static_cast<context*>(all);
            now.self.look_into(now.key, reinterpret_cast<std::uintptr_t>(key));
        },
        &each);
}

bool repointing::has_moved_keys(std::uint32_t container, std::uint64_t address) const
{
    auto keys = objects::elements::of(now_, how_.types, container, address);
    if (!keys)
        return false;
    bool result = false;
    for (objects::run now = keys->next(); now.count != 0 && !result; now = keys->next())
        for (std::uint64_t i = 0; i < now.count; ++i)
            pointers_.look(
                now_, migration::key_of(how_.types[container]), now.address + i * keys->stride_bytes(),
                {[&](std::uint32_t pointer, std::uint64_t place) {
                    const auto found = find(pointer, place).what;
                    result = result || found == fate::moved || found == fate::gone;
                }});
    return result;
}

void refuse_made_by_hand(const std::string& place, const std::string& type)
{
    throw migration_error{
        place + " leads to " + type +
        " in memory that the game has allocated by hand, and nobody knows how many there are: keep them in "
        "respawn::vector, or one by one"};
}

} // namespace respawn::detail
