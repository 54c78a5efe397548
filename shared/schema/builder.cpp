#include "shared/schema/builder.hpp"

#include "shared/schema/check.hpp"
#include "shared/schema/hash.hpp"

#include <cstring>

namespace respawn::schema {

namespace {

template <class T>
void append(std::vector<std::byte>& bytes, const std::vector<T>& table)
{
    const std::size_t before = bytes.size();
    bytes.resize(before + table.size() * sizeof(T));
    if (!table.empty())
        std::memcpy(bytes.data() + before, table.data(), table.size() * sizeof(T));
}

struct tables {
    std::vector<type_data> types;
    std::vector<field_data> fields;
    std::vector<std::uint32_t> derived;
    std::vector<char> names;
    std::vector<std::byte> defaults;

    name_data add_name(std::string_view name)
    {
        const name_data result{
            static_cast<std::uint32_t>(names.size()), static_cast<std::uint32_t>(name.size())};
        names.insert(names.end(), name.begin(), name.end());
        return result;
    }

    void add(const type_node& type)
    {
        type_data data{};
        data.size_bytes = type.size_bytes;
        data.count = type.count;
        data.alignment = type.alignment;
        data.element = type.element;
        data.key = type.key;
        data.first_field = static_cast<std::uint32_t>(fields.size());
        data.field_count = static_cast<std::uint32_t>(type.fields.size());
        data.name = add_name(type.name);
        data.kind = static_cast<std::uint8_t>(type.kind);
        data.default_offset = static_cast<std::uint32_t>(defaults.size());
        data.default_bytes = static_cast<std::uint32_t>(type.default_value.size());
        defaults.insert(defaults.end(), type.default_value.begin(), type.default_value.end());
        data.class_name = add_name(type.class_name);
        data.first_derived = static_cast<std::uint32_t>(derived.size());
        data.derived_count = static_cast<std::uint32_t>(type.derived.size());
        derived.insert(derived.end(), type.derived.begin(), type.derived.end());
        types.push_back(data);
        for (const type_field& field : type.fields)
            fields.push_back(
                {field.offset, add_name(field.name), add_name(field.former_names), field.type, 0});
    }
};

} // namespace

std::uint32_t builder::add(type_node type)
{
    types_.push_back(std::move(type));
    return size() - 1;
}

result<std::vector<std::byte>> builder::build() const
{
    tables made;
    for (const type_node& type : types_)
        made.add(type);
    if (made.types.size() > max_types || made.fields.size() > max_fields ||
        made.derived.size() > max_derived || made.names.size() > max_name_bytes ||
        made.defaults.size() > max_default_bytes)
        return failure{
            "the state has " + std::to_string(made.types.size()) + " types with " +
            std::to_string(made.fields.size()) + " fields, more than the " + std::to_string(max_types) +
            " types and " + std::to_string(max_fields) +
            " fields that a schema can hold: use fewer types in it"};
    if (const auto problem = find_problem(types_))
        return failure{
            "the state's types can't be written down: " + *problem + "; please report this to respawn"};
    header_data header{};
    std::memcpy(header.magic, magic, sizeof(magic));
    header.layout_version = layout_version;
    header.type_count = static_cast<std::uint32_t>(made.types.size());
    header.field_count = static_cast<std::uint32_t>(made.fields.size());
    header.name_bytes = static_cast<std::uint32_t>(made.names.size());
    header.hash = hash(types_);
    header.types_offset = sizeof(header_data);
    header.fields_offset = header.types_offset + made.types.size() * sizeof(type_data);
    header.derived_offset = header.fields_offset + made.fields.size() * sizeof(field_data);
    header.derived_count = static_cast<std::uint32_t>(made.derived.size());
    header.names_offset = header.derived_offset + made.derived.size() * sizeof(std::uint32_t);
    header.defaults_offset = header.names_offset + made.names.size();
    header.default_bytes = static_cast<std::uint32_t>(made.defaults.size());
    header.bytes = header.defaults_offset + made.defaults.size();
    std::vector<std::byte> bytes;
    bytes.reserve(header.bytes);
    append(bytes, std::vector<header_data>{header});
    append(bytes, made.types);
    append(bytes, made.fields);
    append(bytes, made.derived);
    append(bytes, made.names);
    append(bytes, made.defaults);
    return bytes;
}

} // namespace respawn::schema
