#include "supervisor/split_dwarf/units.hpp"

#include "supervisor/split_dwarf/byte_reader.hpp"

#include <dwarf.h>

#include <algorithm>
#include <optional>

namespace respawn::split_dwarf {

namespace {

/// Of a unit's header and first entry, of the abbreviations for it, of a path: more is nothing sensible.
constexpr std::uint64_t most_bytes_looked_at = 4096;

/// A value of an attribute, as far as it matters here.
struct attribute_value {
    enum class kind { none, number, text, string_offset, line_string_offset, string_index };
    kind what = kind::none;
    std::uint64_t number = 0;
    std::string text;
};

/// Far more than the largest programs have.
constexpr std::size_t most_units = std::size_t{1} << 18;

struct unit_header {
    std::uint64_t bytes = 0; ///< of the whole unit
    std::uint16_t version = 0;
    std::uint8_t type = 0; ///< DW_UT_*; 0 before DWARF 5
    std::uint8_t address_bytes = 0;
    std::uint64_t abbreviations = 0;
    std::uint64_t id = 0; ///< where the header has one
};

/// Of DWARF 2 to 5: assemblers still make old units. Nothing: there is no unit, or one of 64-bit DWARF, which
/// this doesn't know.
std::optional<unit_header> take_header(byte_reader& from, bool is_type_section)
{
    unit_header header;
    constexpr std::uint32_t first_reserved_length = 0xffff'fff0;
    const auto length = from.take<std::uint32_t>();
    header.bytes = std::uint64_t{length} + sizeof length;
    header.version = from.take<std::uint16_t>();
    if (header.version >= 5) {
        header.type = from.take<std::uint8_t>();
        header.address_bytes = from.take<std::uint8_t>();
        header.abbreviations = from.take<std::uint32_t>();
        if (header.type != DW_UT_compile && header.type != DW_UT_partial)
            header.id = from.take<std::uint64_t>();
        if (header.type == DW_UT_type || header.type == DW_UT_split_type)
            from.take<std::uint32_t>();
    } else {
        header.abbreviations = from.take<std::uint32_t>();
        header.address_bytes = from.take<std::uint8_t>();
        if (is_type_section) {
            header.id = from.take<std::uint64_t>();
            from.take<std::uint32_t>();
        }
    }
    const bool is_known = header.version >= 2 && header.version <= 5 && length < first_reserved_length;
    return from.is_good() && is_known ? std::optional{header} : std::nullopt;
}

attribute_value number(std::uint64_t value)
{
    return {attribute_value::kind::number, value, {}};
}

/// Nothing: a form that no unit's first entry has in what compilers make.
std::optional<attribute_value> take_value(byte_reader& from, std::uint64_t form, std::uint8_t address_bytes)
{
    using kind = attribute_value::kind;
    switch (form) {
    case DW_FORM_addr:
        return number(from.take_number(std::min<std::size_t>(address_bytes, 8)));
    case DW_FORM_data1:
    case DW_FORM_flag:
    case DW_FORM_addrx1:
        return number(from.take<std::uint8_t>());
    case DW_FORM_data2:
    case DW_FORM_addrx2:
        return number(from.take<std::uint16_t>());
    case DW_FORM_addrx3:
        return number(from.take_number(3));
    case DW_FORM_data4:
    case DW_FORM_ref4:
    case DW_FORM_sec_offset:
    case DW_FORM_addrx4:
        return number(from.take<std::uint32_t>());
    case DW_FORM_data8:
    case DW_FORM_ref_sig8:
        return number(from.take<std::uint64_t>());
    case DW_FORM_data16:
        from.take_bytes(16);
        return attribute_value{};
    case DW_FORM_sdata:
    case DW_FORM_udata:
    case DW_FORM_addrx:
    case DW_FORM_loclistx:
    case DW_FORM_rnglistx:
    case DW_FORM_GNU_addr_index:
        return number(from.take_leb());
    case DW_FORM_flag_present:
    case DW_FORM_implicit_const:
        return attribute_value{};
    case DW_FORM_block:
    case DW_FORM_exprloc:
        from.take_bytes(from.take_leb());
        return attribute_value{};
    case DW_FORM_block1:
        from.take_bytes(from.take<std::uint8_t>());
        return attribute_value{};
    case DW_FORM_string:
        return attribute_value{kind::text, 0, from.take_text()};
    case DW_FORM_strp:
        return attribute_value{kind::string_offset, from.take<std::uint32_t>(), {}};
    case DW_FORM_line_strp:
        return attribute_value{kind::line_string_offset, from.take<std::uint32_t>(), {}};
    case DW_FORM_strx:
    case DW_FORM_GNU_str_index:
        return attribute_value{kind::string_index, from.take_leb(), {}};
    case DW_FORM_strx1:
        return attribute_value{kind::string_index, from.take<std::uint8_t>(), {}};
    case DW_FORM_strx2:
        return attribute_value{kind::string_index, from.take<std::uint16_t>(), {}};
    case DW_FORM_strx3:
        return attribute_value{kind::string_index, from.take_number(3), {}};
    case DW_FORM_strx4:
        return attribute_value{kind::string_index, from.take<std::uint32_t>(), {}};
    default:
        return std::nullopt;
    }
}

/// Moves to the attributes of an abbreviation; false: there is none of that code here.
bool find_abbreviation(byte_reader& table, std::uint64_t code)
{
    while (table.is_good()) {
        const std::uint64_t found = table.take_leb();
        if (found == 0)
            return false;
        table.take_leb(); // tag
        table.take<std::uint8_t>();
        if (found == code)
            return table.is_good();
        for (std::uint64_t name = 1, form = 1; table.is_good() && (name != 0 || form != 0);) {
            name = table.take_leb();
            form = table.take_leb();
            if (form == DW_FORM_implicit_const)
                table.take_leb();
        }
    }
    return false;
}

/// What a unit's first entry says.
struct first_entry {
    attribute_value name, folder;
    std::uint64_t id = 0;
    std::uint64_t string_offsets_base = 8; ///< behind the section's header
};

first_entry take_first_entry(byte_reader& entry, byte_reader table, std::uint8_t address_bytes)
{
    first_entry found;
    if (!find_abbreviation(table, entry.take_leb()))
        return {};
    for (;;) {
        const std::uint64_t name = table.take_leb();
        const std::uint64_t form = table.take_leb();
        if (form == DW_FORM_implicit_const)
            table.take_leb();
        if (!table.is_good() || (name == 0 && form == 0))
            return found;
        const auto value = take_value(entry, form, address_bytes);
        if (!value || !entry.is_good())
            return found;
        if (name == DW_AT_dwo_name || name == DW_AT_GNU_dwo_name)
            found.name = *value;
        else if (name == DW_AT_comp_dir)
            found.folder = *value;
        else if (name == DW_AT_GNU_dwo_id)
            found.id = value->number;
        else if (name == DW_AT_str_offsets_base)
            found.string_offsets_base = value->number;
    }
}

/// Reads the units of one section.
class unit_reader {
public:
    unit_reader(bounded_file& file, const std::vector<section>& sections, bool is_split) :
        file_{file}, sections_{sections}, is_split_{is_split}
    {}

    std::vector<unit> read_all(const section& of)
    {
        std::vector<unit> units;
        for (std::uint64_t offset = 0; offset < of.bytes && units.size() < most_units;) {
            auto next = read_unit(of, offset);
            if (!next || next->bytes > of.bytes - offset)
                break;
            offset += next->bytes;
            units.push_back(std::move(*next));
        }
        return units;
    }

private:
    std::optional<unit> read_unit(const section& of, std::uint64_t offset)
    {
        const std::string bytes = piece(of, offset);
        byte_reader reader{bytes};
        const bool is_type_section = of.name == ".debug_types.dwo";
        const auto header = take_header(reader, is_type_section);
        if (!header)
            return std::nullopt;
        unit found{
            kind_of(*header, is_type_section), header->version, offset, header->bytes, header->id, {}, {}};
        const bool may_be_skeleton = !is_split_ && (header->version == 4 || header->type == DW_UT_skeleton);
        const bool has_id_inside = is_split_ && header->version == 4 && !is_type_section;
        if (may_be_skeleton || has_id_inside)
            add_first_entry(found, reader, *header);
        return found;
    }

    [[nodiscard]] unit_kind kind_of(const unit_header& header, bool is_type_section) const
    {
        if (header.version < 5)
            return is_type_section ? unit_kind::type : is_split_ ? unit_kind::split : unit_kind::other;
        return header.type == DW_UT_split_compile ? unit_kind::split
               : header.type == DW_UT_split_type  ? unit_kind::type
                                                  : unit_kind::other;
    }

    void add_first_entry(unit& to, byte_reader& reader, const unit_header& header)
    {
        const std::string table = piece(abbreviations_, header.abbreviations);
        const auto entry = take_first_entry(reader, byte_reader{table}, header.address_bytes);
        if (header.version < 5)
            to.id = entry.id;
        if (is_split_)
            return;
        to.folder = text_of(entry.folder, entry.string_offsets_base).text;
        auto name = text_of(entry.name, entry.string_offsets_base);
        to.name = std::move(name.text);
        to.name_offset = name.offset;
        if (!to.name.empty())
            to.kind = unit_kind::skeleton;
    }

    struct located_text {
        std::string text;
        std::uint64_t offset = 0; ///< in the file; 0: it can't be told
    };

    located_text text_of(const attribute_value& value, std::uint64_t string_offsets_base)
    {
        using kind = attribute_value::kind;
        switch (value.what) {
        case kind::text:
            return {value.text, 0};
        case kind::string_offset:
            return text_at(strings_, value.number);
        case kind::line_string_offset:
            return text_at(line_strings_, value.number);
        case kind::string_index: {
            const std::string bytes = piece(string_offsets_, string_offsets_base + value.number * 4);
            return text_at(strings_, byte_reader{bytes}.take<std::uint32_t>());
        }
        default:
            return {};
        }
    }

    located_text text_at(const section& strings, std::uint64_t offset)
    {
        const std::string bytes = piece(strings, offset);
        return {byte_reader{bytes}.take_text(), strings.offset + offset};
    }

    /// The bytes of a section from an offset on, as far as anybody looks.
    std::string piece(const section& of, std::uint64_t offset)
    {
        if (offset >= of.bytes || of.is_compressed)
            return {};
        const std::uint64_t bytes = std::min(most_bytes_looked_at, of.bytes - offset);
        return file_.read_string(of.offset + offset, bytes).value_or(std::string{});
    }

    bounded_file& file_;
    const std::vector<section>& sections_;
    bool is_split_;
    section abbreviations_ = find_section(sections_, is_split_ ? ".debug_abbrev.dwo" : ".debug_abbrev");
    section strings_ = find_section(sections_, ".debug_str");
    section line_strings_ = find_section(sections_, ".debug_line_str");
    section string_offsets_ = find_section(sections_, ".debug_str_offsets");
};

} // namespace

std::filesystem::path file_of(const unit& skeleton)
{
    return (std::filesystem::path{skeleton.folder} / skeleton.name).lexically_normal();
}

std::vector<unit> read_skeletons(bounded_file& file, const std::vector<section>& sections)
{
    // A skeleton's rest finds addresses there; without it there are no skeletons.
    if (find_section(sections, ".debug_addr").bytes == 0)
        return {};
    auto units = unit_reader{file, sections, false}.read_all(find_section(sections, ".debug_info"));
    std::erase_if(units, [](const unit& each) { return each.kind != unit_kind::skeleton; });
    return units;
}

std::vector<unit> read_split_units(
    bounded_file& file, const std::vector<section>& sections, const section& of)
{
    return unit_reader{file, sections, true}.read_all(of);
}

} // namespace respawn::split_dwarf
