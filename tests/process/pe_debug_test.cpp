#include "catch.hpp"

#include "supervisor/staging/debug_files.hpp"
#include "tests/support/project.hpp"
#include "tests/unit/pe/images.hpp"

#include <nlohmann/json.hpp>

namespace fs = std::filesystem;
using namespace respawn::test;
using respawn::supervisor::stage_pdb;

namespace {

/// A project folder with the images that are in the repository.
struct windows_project : project {
    windows_project()
    {
        for (const char* name : {"game.exe", "game.pdb", "game32.exe"})
            fs::copy_file(pe_image(name), *this / name);
    }

    [[nodiscard]] program_result pe_debug(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), "pe-debug");
        return run_program(respawn(std::move(arguments)));
    }
    [[nodiscard]] program_result run(const char* program, std::vector<std::string> arguments) const
    {
        program_start start;
        start.program = program;
        start.arguments = std::move(arguments);
        start.folder = folder();
        start.output = *this / "tool.output";
        start.errors = *this / "tool.errors";
        return run_program(start);
    }
};

/// What stands behind `label` on the first line that has it.
std::string value_of(const std::string& text, const std::string& label)
{
    const auto at = text.find(label);
    if (at == std::string::npos)
        return "no " + label;
    const auto begin = text.find_first_not_of(' ', at + label.size());
    return text.substr(begin, text.find('\n', begin) - begin);
}

bool has_tools()
{
    bool has_all = true;
    for (const char* tool : {LLVM_READOBJ, LLVM_PDBUTIL, CLANG, LLD_LINK})
        has_all = has_all && fs::exists(tool);
    if (!has_all)
        WARN("left out: clang, lld or llvm 19 is not there");
    return has_all;
}

/// Whether respawn and LLVM's tools read the same from an image and its PDB.
void require_as_llvm_reads_it(const windows_project& game, const std::string& image, const std::string& pdb)
{
    const auto ours = nlohmann::json::parse(game.pe_debug({image, "--json"}).output);
    const auto record = game.run(LLVM_READOBJ, {"--coff-debug-directory", image}).output;
    const auto summary = game.run(LLVM_PDBUTIL, {"dump", "--summary", pdb}).output;
    INFO(ours.dump(2) << record << summary);
    REQUIRE(ours.at("guid") == value_of(record, "PDBGUID:"));
    REQUIRE(std::to_string(ours.at("age").get<int>()) == value_of(record, "PDBAge:"));
    REQUIRE(ours.at("path") == value_of(record, "PDBFileName:"));
    REQUIRE(ours.at("matches") == (ours.at("guid") == value_of(summary, "GUID:")));
}

} // namespace

TEST_CASE("an image and its PDB are shown, and the exit code says whether they match")
{
    const windows_project game;
    const auto shown = game.pe_debug({"game.exe"});
    INFO(shown.errors);
    const std::string guid = value_of(shown.output, "GUID");
    REQUIRE(
        shown.output ==
        "GUID  " + guid + "\nage   1\npath  C:\\build\\bin\\game.pdb\nPDB   game.pdb matches\n");
    REQUIRE(shown.exit_code == 0);
    REQUIRE(shown.errors.empty());
    const auto other = game.pe_debug({"game32.exe"});
    REQUIRE(value_of(other.output, "PDB ").starts_with("game.pdb is of another build, " + guid));
    REQUIRE(other.exit_code == 1);
    fs::remove(game / "game.pdb");
    const auto alone = game.pe_debug({"game.exe"});
    REQUIRE(value_of(alone.output, "PDB ") == "game.pdb is not there; copy the PDB beside its image");
    REQUIRE(alone.exit_code == 1);
}

TEST_CASE("for programs it is one object on one line")
{
    const windows_project game;
    const auto shown = game.pe_debug({"game.exe", "--json"});
    const auto object = nlohmann::json::parse(shown.output);
    REQUIRE(shown.output.find('\n') == shown.output.size() - 1);
    REQUIRE(object.at("age") == 1);
    REQUIRE(object.at("path") == "C:\\build\\bin\\game.pdb");
    REQUIRE(object.at("pdb") == "game.pdb");
    REQUIRE(object.at("matches") == true);
    REQUIRE(object.at("problem").is_null());
}

TEST_CASE("a path is made a bare name in a new file, and what shares the old one stays as it was")
{
    const windows_project game;
    fs::create_hard_link(game / "game.exe", game / "output.exe");
    const auto set = game.pe_debug({"game.exe", "--set", "game.pdb"});
    INFO(set.errors);
    REQUIRE(set.exit_code == 0);
    REQUIRE(value_of(set.output, "path") == "game.pdb");
    REQUIRE(value_of(set.output, "PDB ") == "game.pdb matches");
    REQUIRE(read_file(game / "output.exe") == read_file(pe_image("game.exe")));
    const auto refused = game.pe_debug({"game.exe", "--set", "a-name-that-has-no-room.pdb"});
    REQUIRE(refused.exit_code == 1);
    REQUIRE(refused.errors.starts_with("respawn pe-debug: game.exe has room for a name of 21 bytes"));
    REQUIRE(game.pe_debug({"game.exe", "--set", "bin/game.pdb"}).exit_code == 2);
}

TEST_CASE("what is no image is an error and not an answer")
{
    const windows_project game;
    const auto refused = game.pe_debug({"game.pdb"});
    REQUIRE(refused.exit_code == 1);
    REQUIRE(refused.output.empty());
    REQUIRE(
        refused.errors == "respawn pe-debug: game.pdb is not a Windows executable; name the program that "
                          "the build makes\n");
}

TEST_CASE("LLVM's tools read the same from the images, also after a patch")
{
    if (!has_tools())
        return;
    const windows_project game;
    require_as_llvm_reads_it(game, "game.exe", "game.pdb");
    require_as_llvm_reads_it(game, "game32.exe", "game.pdb");
    REQUIRE(game.pe_debug({"game.exe", "--set", "game.pdb"}).exit_code == 0);
    require_as_llvm_reads_it(game, "game.exe", "game.pdb");
}

TEST_CASE(
    "LLVM's tools read the lines of a generation from its PDB after the build's own is another one or gone")
{
    if (!has_tools())
        return;
    const windows_project game;
    fs::create_directory(game / "generation");
    fs::copy_file(game / "game.exe", game / "generation/game.exe");
    const auto said_of = [&](const fs::path& pdb) {
        const auto said = game.run(LLVM_PDBUTIL, {"dump", "--summary", "--symbols", "-l", pdb.string()});
        REQUIRE(said.exit_code == 0);
        return said.output;
    };
    const std::string expected = said_of(game / "game.pdb");
    REQUIRE(expected.find("game.c") != std::string::npos);
    REQUIRE(stage_pdb(game / "game.exe", game / "generation/game.exe").warning.empty());
    fs::resize_file(game / "game.pdb", 0);
    REQUIRE(said_of(game / "generation/game.pdb") == expected);
    fs::remove(game / "game.pdb");
    REQUIRE(said_of(game / "generation/game.pdb") == expected);
    require_as_llvm_reads_it(game, "generation/game.exe", "generation/game.pdb");
}

TEST_CASE("a program that clang and lld have just made matches its PDB")
{
    if (!has_tools())
        return;
    const windows_project game;
    write_file(game / "new.cpp", "int score;\nextern \"C\" int start() { return score += 2; }\n");
    REQUIRE(
        game.run(CLANG, {"--target=x86_64-w64-windows-gnu", "-g", "-gcodeview", "-c", "new.cpp"}).exit_code ==
        0);
    const auto linked = game.run(
        LLD_LINK, {"/entry:start", "/subsystem:console", "/nodefaultlib", "/debug", "/pdb:new.pdb",
                   "/out:new.exe", "new.o"});
    INFO(linked.errors);
    REQUIRE(linked.exit_code == 0);
    const auto shown = game.pe_debug({"new.exe"});
    REQUIRE(value_of(shown.output, "PDB ") == "new.pdb matches");
    REQUIRE(fs::path{value_of(shown.output, "path")}.filename() == "new.pdb"); // lld writes a whole path
    REQUIRE(game.pe_debug({"new.exe", "--set", "new.pdb"}).exit_code == 0);
    require_as_llvm_reads_it(game, "new.exe", "new.pdb");
}
