#include "supervisor/pe/pdb_file.hpp"
#include "supervisor/platform/file_copy.hpp"
#include "supervisor/staging/debug_files.hpp"

#include <optional>
#include <vector>

namespace respawn::supervisor {

namespace fs = std::filesystem;

namespace {

/// Where a PDB may be: beside its image, or where the image was linked to have it.
std::vector<fs::path> places_of(const fs::path& executable, const pe::debug_record& record)
{
    std::vector<fs::path> places{executable.parent_path() / pe::bare_name(record.pdb_path)};
    if (!pe::is_bare_name(record.pdb_path))
        places.push_back(executable.parent_path() / record.pdb_path); // that one, if it is absolute
    return places;
}

/// The first one that belongs to the image, or why there is none.
result<fs::path> find_pdb(const fs::path& executable, const pe::debug_record& record)
{
    std::optional<failure> first_problem;
    for (const fs::path& place : places_of(executable, record)) {
        std::error_code error;
        if (!fs::exists(place, error))
            continue;
        const auto checked = check_pdb(record, place);
        if (checked)
            return {boost::system::in_place_value, place};
        if (!first_problem)
            first_problem = checked.error();
    }
    return first_problem.value_or(
        failure{"there is no " + pe::bare_name(record.pdb_path) + " beside " + executable.string()});
}

} // namespace

debug_files_report stage_pdb(const fs::path& executable, const fs::path& copy)
{
    const auto record = pe::read_debug_record(copy);
    const std::string name = record ? pe::bare_name(record->pdb_path) : std::string{};
    if (name.empty())
        return {}; // it was linked without one
    debug_files_report report;
    if (record->pdb_path != name)
        if (const auto patched = pe::patch_pdb_path(copy, name); !patched)
            report.warning = patched.error().sentence;
    const auto pdb = find_pdb(executable, *record);
    if (!pdb) {
        report.warning = "debuggers will show no source: " + pdb.error().sentence;
        return report;
    }
    const auto copied = platform::copy_file(pdb->string(), (copy.parent_path() / name).string());
    if (!copied)
        report.warning = copied.error().sentence;
    else
        report.changed_meanwhile = copied->outcome != platform::copy_outcome::copied;
    return report;
}

} // namespace respawn::supervisor
