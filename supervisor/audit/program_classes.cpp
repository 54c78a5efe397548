#include "supervisor/audit/program_classes.hpp"

#include "shared/schema/type_node.hpp"
#include "supervisor/symbols/vtable_structure.hpp"

#include <algorithm>
#include <set>

namespace respawn::supervisor {

namespace {

constexpr std::size_t most_of_a_name = 64;
constexpr const char* vtable_prefix = "_ZTV";
/// Behind the distance to the whole object and the type information.
constexpr std::uint64_t first_address_point = 2 * sizeof(std::uint64_t);

std::set<std::string> classes_in(std::span<const objects::root> roots)
{
    std::set<std::string> names;
    for (const objects::root& each : roots)
        if (each.types)
            for (const schema::type_node& type : *each.types)
                if (schema::is_polymorphic(type))
                    names.insert(type.class_name);
    return names;
}

} // namespace

program_classes::program_classes(
    std::span<const objects::root> roots, const process_images& images, image_tables& tables)
{
    std::set<std::string> wanted = classes_in(roots);
    const auto look_in = [&](const loaded_library& image) {
        const auto table = wanted.empty() ? failure{} : tables.of(image);
        if (table)
            std::erase_if(
                wanted, [&](const std::string& name) { return add(name, **table, image.load_bias); });
    };
    if (images.are_known())
        look_in(images.executable);
    for (const loaded_library& each : images.libraries)
        look_in(each);
}

bool program_classes::add(const std::string& class_name, const symbol_table& in, std::uint64_t load_bias)
{
    const auto vtables = in.named(vtable_prefix + class_name);
    // Of so many of one name nobody knows which is meant.
    if (vtables.size() > most_of_a_name)
        return true;
    for (const symbol* each : vtables) {
        table_.add(each->address + first_address_point + load_bias, class_name);
        std::vector<std::uint64_t>& parts = further_parts_[class_name];
        for (const address_point& point : address_points_of(in, *each))
            if (point.bytes_to_object < 0)
                parts.push_back(0 - static_cast<std::uint64_t>(point.bytes_to_object));
        std::sort(parts.begin(), parts.end());
        parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    }
    return !vtables.empty();
}

std::vector<std::uint64_t> program_classes::further_parts(const std::string& class_name) const
{
    const auto found = further_parts_.find(class_name);
    return found == further_parts_.end() ? std::vector<std::uint64_t>{} : found->second;
}

bool has_classes(std::span<const objects::root> roots)
{
    return !classes_in(roots).empty();
}

} // namespace respawn::supervisor
