#include "supervisor/pe/debug_command.hpp"

#include "shared/text/printable.hpp"
#include "supervisor/pe/pdb_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace respawn::pe {

namespace {

namespace fs = std::filesystem;
using json = nlohmann::ordered_json;

/// What is printed.
struct finding {
    debug_record record;
    fs::path pdb;        ///< beside the image, whether it is there or not; empty: the image names none
    std::string problem; ///< why that is not the image's; empty: it is
};

finding look_for_pdb(const fs::path& image, debug_record record)
{
    finding found{std::move(record), {}, {}};
    const std::string name = bare_name(found.record.pdb_path);
    if (name.empty()) {
        found.problem = image.string() + " names no PDB; link it with -Wl,--pdb=";
        return found;
    }
    found.pdb = image.parent_path() / name;
    std::error_code error;
    if (!fs::exists(found.pdb, error))
        found.problem = found.pdb.string() + " is not there; copy the PDB beside its image";
    else if (const auto checked = check_pdb(found.record, found.pdb); !checked)
        found.problem = checked.error().sentence;
    return found;
}

std::string to_text(const finding& found)
{
    return fmt::format(
        "GUID  {}\nage   {}\npath  {}\nPDB   {}\n", to_text(found.record.id), found.record.age,
        text::printable(found.record.pdb_path, text::line_ends::go),
        text::printable(
            found.problem.empty() ? found.pdb.string() + " matches" : found.problem, text::line_ends::go));
}

std::string to_json(const finding& found)
{
    json object{{"guid", to_text(found.record.id)},
                {"age", found.record.age},
                {"path", found.record.pdb_path},
                {"pdb", found.pdb.empty() ? json(nullptr) : json(found.pdb.string())},
                {"matches", found.problem.empty()},
                {"problem", found.problem.empty() ? json(nullptr) : json(found.problem)}};
    return object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

int complain(const std::string& sentence)
{
    std::fprintf(stderr, "respawn pe-debug: %s\n", text::printable(sentence, text::line_ends::go).c_str());
    return 1;
}

} // namespace

int run_debug_command(const debug_options& options)
{
    if (!options.pdb_name.empty())
        if (const auto replaced = replace_pdb_path(options.image, options.pdb_name); !replaced)
            return complain(replaced.error().sentence);
    auto record = read_debug_record(options.image);
    if (!record)
        return complain(record.error().sentence);
    const auto found = look_for_pdb(options.image, std::move(*record));
    const std::string said = options.json ? to_json(found) : to_text(found);
    if (std::fputs(said.c_str(), stdout) < 0 || std::fflush(stdout) != 0)
        return complain("cannot write to standard output");
    return found.problem.empty() ? 0 : 1;
}

} // namespace respawn::pe
