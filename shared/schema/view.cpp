#include "shared/schema/view.hpp"

#include "shared/schema/check.hpp"

#include <cstring>
#include <optional>

namespace respawn::schema {

namespace {

failure refuse(std::string_view what)
{
    return failure{
        "the stored schema is damaged (" + std::string{what} + "): start afresh, without the old state"};
}

template <class T>
T copy(std::span<const std::byte> bytes, std::uint64_t offset, std::uint64_t index = 0)
{
    T result;
    std::memcpy(&result, bytes.data() + offset + index * sizeof(T), sizeof(T));
    return result;
}

// Each count is bounded before it is multiplied, so that nothing here can overflow.
bool tables_fit(const header_data& header, std::uint64_t bytes)
{
    return header.type_count >= 1 && header.type_count <= max_types && header.field_count <= max_fields &&
           header.derived_count <= max_derived && header.name_bytes <= max_name_bytes &&
           header.types_offset == sizeof(header_data) &&
           header.fields_offset == header.types_offset + header.type_count * sizeof(type_data) &&
           header.derived_offset == header.fields_offset + header.field_count * sizeof(field_data) &&
           header.names_offset == header.derived_offset + header.derived_count * sizeof(std::uint32_t) &&
           header.defaults_offset == header.names_offset + header.name_bytes &&
           header.default_bytes <= max_default_bytes &&
           header.bytes == header.defaults_offset + header.default_bytes && header.bytes == bytes;
}

// Reads the tables of a schema whose header was found to fit its bytes. Everything in them is used once, in
// order: tables that share them could make a small schema expand without end.
class reader {
public:
    reader(std::span<const std::byte> bytes, const header_data& header) : bytes_{bytes}, header_{header} {}

    [[nodiscard]] std::optional<type_node> next_type()
    {
        const auto data = copy<type_data>(bytes_, header_.types_offset, next_type_++);
        auto type_name = next_name(data.name);
        if (!type_name || data.kind < 1 || data.kind > static_cast<std::uint8_t>(last_kind) ||
            data.first_field != next_field_ || data.field_count > header_.field_count - next_field_)
            return std::nullopt;
        auto default_value = next_default(data);
        auto class_name = default_value ? next_name(data.class_name) : std::nullopt;
        auto derived = class_name ? next_derived(data) : std::nullopt;
        if (!derived)
            return std::nullopt;
        type_node result{
            static_cast<type_kind>(data.kind),
            std::move(*type_name),
            data.size_bytes,
            data.alignment,
            data.count,
            data.element,
            data.key,
            {},
            std::move(*default_value),
            std::move(*class_name),
            std::move(*derived)};
        for (std::uint32_t i = 0; i < data.field_count; ++i) {
            auto field = next_field();
            if (!field)
                return std::nullopt;
            result.fields.push_back(std::move(*field));
        }
        return result;
    }

    [[nodiscard]] bool at_end() const
    {
        return next_field_ == header_.field_count && next_derived_ == header_.derived_count &&
               next_name_ == header_.name_bytes && next_default_ == header_.default_bytes;
    }

private:
    [[nodiscard]] std::optional<type_field> next_field()
    {
        const auto data = copy<field_data>(bytes_, header_.fields_offset, next_field_++);
        auto field_name = next_name(data.name);
        auto former_names = field_name ? next_name(data.former_names) : std::nullopt;
        if (!former_names)
            return std::nullopt;
        return type_field{std::move(*field_name), data.offset, data.type, std::move(*former_names)};
    }

    [[nodiscard]] std::optional<std::vector<std::byte>> next_default(const type_data& type)
    {
        if (type.default_offset != next_default_ ||
            type.default_bytes > header_.default_bytes - next_default_)
            return std::nullopt;
        const auto bytes = bytes_.subspan(header_.defaults_offset + next_default_, type.default_bytes);
        next_default_ += type.default_bytes;
        return std::vector<std::byte>{bytes.begin(), bytes.end()};
    }

    [[nodiscard]] std::optional<std::vector<std::uint32_t>> next_derived(const type_data& type)
    {
        if (type.first_derived != next_derived_ || type.derived_count > header_.derived_count - next_derived_)
            return std::nullopt;
        std::vector<std::uint32_t> result;
        for (std::uint32_t i = 0; i < type.derived_count; ++i)
            result.push_back(copy<std::uint32_t>(bytes_, header_.derived_offset, next_derived_++));
        return result;
    }

    [[nodiscard]] std::optional<std::string> next_name(name_data name)
    {
        if (name.offset != next_name_ || name.bytes > header_.name_bytes - next_name_)
            return std::nullopt;
        const auto characters = bytes_.subspan(header_.names_offset + name.offset, name.bytes);
        next_name_ += name.bytes;
        return std::string{reinterpret_cast<const char*>(characters.data()), characters.size()};
    }

    std::span<const std::byte> bytes_;
    header_data header_;
    std::uint32_t next_type_ = 0;
    std::uint32_t next_field_ = 0;
    std::uint32_t next_derived_ = 0;
    std::uint32_t next_name_ = 0;
    std::uint32_t next_default_ = 0;
};

} // namespace

result<view> view::create(std::span<const std::byte> bytes)
{
    if (bytes.size() < sizeof(header_data))
        return refuse("too short");
    const auto header = copy<header_data>(bytes, 0);
    if (std::memcmp(header.magic, magic, sizeof(magic)) != 0)
        return refuse("not a schema");
    if (header.layout_version != layout_version)
        return failure{
            "the stored schema has version " + std::to_string(header.layout_version) +
            ", this library reads version " + std::to_string(layout_version) +
            ": use one version of respawn, or start afresh"};
    if (!tables_fit(header, bytes.size()))
        return refuse("its tables don't fit");
    view made;
    made.hash_ = header.hash;
    reader tables{bytes, header};
    for (std::uint32_t i = 0; i < header.type_count; ++i) {
        auto type = tables.next_type();
        if (!type)
            return refuse("type " + std::to_string(i) + " refers outside of its tables");
        made.types_.push_back(std::move(*type));
    }
    if (!tables.at_end())
        return refuse("its tables hold more than its types use");
    if (const auto problem = find_problem(made.types_))
        return refuse(*problem);
    return made;
}

} // namespace respawn::schema
