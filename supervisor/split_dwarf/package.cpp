#include "supervisor/split_dwarf/package.hpp"

#include "supervisor/report/units.hpp"
#include "supervisor/split_dwarf/package_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <map>
#include <numeric>
#include <set>

#include <elf.h>

namespace respawn::split_dwarf {

namespace fs = std::filesystem;

namespace {

/// The ids that are wanted of each .dwo file.
using wanted_files = std::map<fs::path, std::set<std::uint64_t>>;

wanted_files files_of(const std::vector<unit>& skeletons)
{
    wanted_files files;
    for (const unit& each : skeletons)
        files[file_of(each)].insert(each.id);
    return files;
}

bool has_all(const object& of, const std::set<std::uint64_t>& ids)
{
    return std::all_of(
        ids.begin(), ids.end(),
        [&](std::uint64_t id) {
            return std::any_of(
                of.units.begin(), of.units.end(),
                [&](const unit& each) { return each.kind == unit_kind::split && each.id == id; });
        });
}

/// The object at `path`, if it has what is wanted and goes together with those that are there.
result<object> find_object(
    const fs::path& path, const std::set<std::uint64_t>& ids, const std::vector<object>& before)
{
    auto found = read_object(path);
    if (!found)
        return found;
    if (!has_all(*found, ids))
        return failure{path.string() + " is of another build; build again"};
    if (!before.empty() && before.front().version != found->version)
        return failure{fmt::format(
            "{} has DWARF {}, and others have {}; build all with one version", path.string(), found->version,
            before.front().version)};
    return found;
}

std::vector<object> find_objects(const wanted_files& files, package_report& report)
{
    std::vector<object> objects;
    for (const auto& [path, ids] : files) {
        auto found = find_object(path, ids, objects);
        if (found) {
            objects.push_back(std::move(*found));
            ++report.packed;
            continue;
        }
        if (report.left_out++ == 0)
            report.first_problem = found.error().sentence;
    }
    return objects;
}

/// The file that is being made: a header, the sections, their names, their headers.
class package_file {
public:
    explicit package_file(const fs::path& at) : at_{at}, file_{at, std::ios::binary | std::ios::trunc} {}

    /// Gives each object its places, one section after the other.
    void lay_out(std::vector<object>& objects)
    {
        for (std::size_t kind = 0; kind != section_kinds.size(); ++kind) {
            std::uint64_t bytes = 0;
            for (object& each : objects) {
                each.offsets[kind] = bytes;
                bytes += each.bytes[kind];
            }
            starts_[kind] = end_;
            add_section(std::string{section_kinds[kind].name}, bytes);
        }
    }

    result<void> copy(const object& from)
    {
        bounded_file source{from.path.string()};
        auto offsets = from.offsets;
        for (const piece& each : from.pieces) {
            if (!copy_piece(source, each, starts_[each.kind] + offsets[each.kind], from))
                return failure{from.path.string() + " can't be copied; see that the disk has room"};
            offsets[each.kind] += each.bytes;
        }
        const auto now = platform::version_of(from.path.string());
        return now && *now == from.file ? result<void>{}
                                        : failure{from.path.string() + " changed meanwhile; build again"};
    }

    void add(const char* name, const std::string& bytes, std::uint32_t type = SHT_PROGBITS)
    {
        write(end_, bytes);
        add_section(name, bytes.size(), type);
    }

    result<void> finish()
    {
        const std::uint64_t names_at = end_;
        const auto names_offset = add_name(".shstrtab");
        headers_.push_back(header_of(names_offset, SHT_STRTAB, names_at, names_.size()));
        write(names_at, names_);
        const std::uint64_t headers_at = (names_at + names_.size() + 7) / 8 * 8;
        write(
            headers_at,
            {reinterpret_cast<const char*>(headers_.data()), headers_.size() * sizeof headers_[0]});
        const Elf64_Ehdr header = file_header(headers_at);
        write(0, {reinterpret_cast<const char*>(&header), sizeof header});
        return file_.flush() ? result<void>{}
                             : failure{"cannot write " + at_.string() + "; see that the disk has room"};
    }

private:
    static Elf64_Shdr header_of(
        std::uint32_t name, std::uint32_t type, std::uint64_t offset, std::uint64_t bytes)
    {
        Elf64_Shdr made{};
        made.sh_name = name;
        made.sh_type = type;
        made.sh_offset = offset;
        made.sh_size = bytes;
        made.sh_addralign = 1;
        return made;
    }

    [[nodiscard]] Elf64_Ehdr file_header(std::uint64_t headers_at) const
    {
        Elf64_Ehdr made{};
        std::memcpy(made.e_ident, ELFMAG, SELFMAG);
        made.e_ident[EI_CLASS] = ELFCLASS64;
        made.e_ident[EI_DATA] = ELFDATA2LSB;
        made.e_ident[EI_VERSION] = EV_CURRENT;
        made.e_type = ET_REL;
        made.e_machine = EM_X86_64;
        made.e_version = EV_CURRENT;
        made.e_shoff = headers_at;
        made.e_ehsize = sizeof made;
        made.e_shentsize = sizeof(Elf64_Shdr);
        made.e_shnum = static_cast<std::uint16_t>(headers_.size());
        made.e_shstrndx = static_cast<std::uint16_t>(headers_.size() - 1);
        return made;
    }

    std::uint32_t add_name(const std::string& name)
    {
        const auto offset = static_cast<std::uint32_t>(names_.size());
        names_.append(name.c_str(), name.size() + 1);
        return offset;
    }

    void add_section(const std::string& name, std::uint64_t bytes, std::uint32_t type = SHT_PROGBITS)
    {
        if (bytes != 0)
            headers_.push_back(header_of(add_name(name), type, end_, bytes));
        end_ += (bytes + 15) / 16 * 16;
    }

    void write(std::uint64_t offset, std::string_view bytes)
    {
        file_.seekp(static_cast<std::streamoff>(offset));
        file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

    bool copy_piece(bounded_file& source, const piece& what, std::uint64_t to, const object& from)
    {
        constexpr std::uint64_t most_bytes = std::uint64_t{1} << 20;
        for (std::uint64_t done = 0; done < what.bytes;) {
            const std::uint64_t bytes = std::min(most_bytes, what.bytes - done);
            auto content = source.read_string(what.source_offset + done, bytes);
            if (!content)
                return false;
            if (what.kind == string_offsets_kind)
                move_strings(*content, done == 0 && from.version >= 5, from.offsets[strings_kind]);
            write(to + done, *content);
            done += bytes;
        }
        return file_.good();
    }

    /// Offsets into the object's own texts become such into those of all.
    static void move_strings(std::string& offsets, bool has_header, std::uint64_t by)
    {
        std::uint32_t one = 0;
        for (std::size_t at = has_header ? 8 : 0; at + sizeof one <= offsets.size(); at += sizeof one) {
            std::memcpy(&one, offsets.data() + at, sizeof one);
            one += static_cast<std::uint32_t>(by);
            std::memcpy(offsets.data() + at, &one, sizeof one);
        }
    }

    fs::path at_;
    std::ofstream file_;
    std::array<std::uint64_t, section_kinds.size()> starts_{};
    std::uint64_t end_ = sizeof(Elf64_Ehdr);
    std::string names_ = std::string(1, '\0');
    std::vector<Elf64_Shdr> headers_ = std::vector<Elf64_Shdr>(1);
};

std::uint64_t bytes_of(const std::vector<object>& objects)
{
    return std::accumulate(
        objects.begin(), objects.end(), std::uint64_t{0},
        [](auto sum, const object& each) {
            return std::accumulate(each.bytes.begin(), each.bytes.end(), sum);
        });
}

result<void> write_objects(std::vector<object>& objects, const std::string& build_id, const fs::path& at)
{
    package_file file{at};
    file.lay_out(objects);
    for (const object& each : objects)
        if (auto copied = file.copy(each); !copied)
            return copied;
    file.add(".debug_cu_index", make_index(objects, index_kind::compile_units));
    file.add(".debug_tu_index", make_index(objects, index_kind::type_units));
    file.add(build_id_section, build_id, SHT_NOTE);
    return file.finish();
}

} // namespace

result<package_report> write_package(
    const std::vector<unit>& skeletons, const std::string& build_id, const fs::path& at)
{
    package_report report;
    auto objects = find_objects(files_of(skeletons), report);
    if (objects.empty())
        return report;
    if (const std::uint64_t bytes = bytes_of(objects); bytes > most_package_bytes)
        return failure{fmt::format(
            "the .dwo files have {}, and no more than {} are copied; build less of the game with debug "
            "information",
            report::bytes_text(bytes), report::bytes_text(most_package_bytes))};
    if (auto written = write_objects(objects, build_id, at); !written) {
        std::error_code ignored;
        fs::remove(at, ignored);
        return written.error();
    }
    return report;
}

} // namespace respawn::split_dwarf
