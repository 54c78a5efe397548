#include "supervisor/symbols/rebinding.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace respawn::supervisor {

namespace {

result<std::shared_ptr<const symbol_table>> read_table(const loaded_library& image)
{
    auto table = symbol_table::read(image.path);
    if (!table)
        return table.error();
    return std::make_shared<const symbol_table>(std::move(*table));
}

template <class Predicate>
const loaded_library* find_in(const std::vector<loaded_library>& all, Predicate suits)
{
    const auto found = std::find_if(all.begin(), all.end(), suits);
    return found == all.end() ? nullptr : &*found;
}

} // namespace

rebinding::rebinding(loaded_program from, loaded_program to, generation_pair generations) :
    rebinding{std::move(from), std::move(to), generations, read_table}
{}

rebinding::rebinding(
    loaded_program from, loaded_program to, generation_pair generations, table_source tables_of_libraries,
    same_image same) :
    from_{std::move(from)},
    to_{std::move(to)}, generations_{generations}, source_{std::move(tables_of_libraries)}, same_{same}
{
    for (std::size_t i = 0; i != from_.libraries.size(); ++i)
        for (const address_range& each : from_.libraries[i].ranges)
            old_libraries_.emplace(each.begin, std::pair{each.end, i});
}

const rebound_address& rebinding::rebind(std::uint64_t address, pointer_kind kind)
{
    auto& known = answers_[static_cast<std::size_t>(kind)];
    const auto found = known.find(address);
    return found != known.end() ? found->second : known.emplace(address, find(address, kind)).first->second;
}

std::optional<std::string> rebinding::text_at(
    std::uint64_t address, std::size_t limit_bytes, std::size_t unit_bytes)
{
    const auto in = old_image_at(address);
    return in ? in->table->text_at(address - in->load_bias, limit_bytes, unit_bytes) : std::nullopt;
}

std::uint64_t rebinding::constants_end(std::uint64_t address)
{
    const auto in = old_image_at(address);
    const std::uint64_t end = in ? in->table->constants_end(address - in->load_bias) : 0;
    return end != 0 ? end + in->load_bias : 0;
}

std::optional<loaded_image> rebinding::old_image_at(std::uint64_t address)
{
    if (from_.executable.contains(address))
        return from_.executable;
    const loaded_library* library = old_library_at(address);
    const auto image = library ? read(*library) : image_result{missing_counterpart{}};
    return image ? std::optional{*image} : std::nullopt;
}

rebound_address rebinding::find(std::uint64_t address, pointer_kind kind)
{
    loaded_image from = from_.executable, to = to_.executable;
    same_image same = same_;
    if (!from.contains(address)) {
        missing_counterpart what{refusal_reason::no_image, kind};
        what.address = address;
        const loaded_library* old_library = old_library_at(address);
        if (!old_library)
            return refused(what);
        what.reason = refusal_reason::image_gone;
        what.name = old_library->path.filename().string();
        const loaded_library* new_library = new_library_like(*old_library);
        if (!new_library)
            return refused(what);
        const auto old_image = read(*old_library), new_image = read(*new_library);
        if (!old_image || !new_image)
            return refused(!old_image ? old_image.error() : new_image.error());
        from = *old_image;
        to = *new_image;
        // Nobody builds the system's anew.
        same = same_image::has_same_places;
    }
    const auto found = find_counterpart(*from.table, *to.table, address - from.load_bias, kind, same);
    if (const auto* missing = std::get_if<missing_counterpart>(&found))
        return refused(*missing);
    return std::get<std::uint64_t>(found) + to.load_bias;
}

rebound_address rebinding::refused(const missing_counterpart& what) const
{
    return refusal{what.reason, what.name, clause_of(what, generations_)};
}

const loaded_library* rebinding::old_library_at(std::uint64_t address) const
{
    const auto after = old_libraries_.upper_bound(address);
    if (after == old_libraries_.begin())
        return nullptr;
    const auto& [end, index] = std::prev(after)->second;
    return address < end ? &from_.libraries[index] : nullptr;
}

const loaded_library* rebinding::new_library_like(const loaded_library& one)
{
    if (const auto* same =
            find_in(to_.libraries, [&](const loaded_library& each) { return each.path == one.path; }))
        return same;
    if (const auto* alike = find_in(to_.libraries, [&](const loaded_library& each) {
            return each.path.filename() == one.path.filename();
        }))
        return alike;
    const auto shared_name = [&](const loaded_library& of) {
        const auto table = table_of(of);
        return table ? (*table)->shared_name() : std::string{};
    };
    const std::string wanted = shared_name(one);
    if (wanted.empty())
        return nullptr;
    return find_in(to_.libraries, [&](const loaded_library& each) { return shared_name(each) == wanted; });
}

rebinding::image_result rebinding::read(const loaded_library& one)
{
    const auto table = table_of(one);
    if (table)
        return loaded_image{*table, one.load_bias};
    missing_counterpart what{refusal_reason::image_unreadable};
    what.name = one.path.filename().string() + ": " + table.error().sentence;
    return what;
}

rebinding::table_result rebinding::table_of(const loaded_library& image)
{
    if (image.table)
        return image.table;
    const std::pair key{image.path, image.identity};
    const auto found = tables_.find(key);
    return found != tables_.end() ? found->second : tables_.emplace(key, source_(image)).first->second;
}

} // namespace respawn::supervisor
