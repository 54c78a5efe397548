#include "supervisor/pe/pdb_file.hpp"
#include "supervisor/staging/debug_files.hpp"
#include "tests/unit/pe/images.hpp"

#include "catch.hpp"

#include <fstream>

namespace fs = std::filesystem;
using namespace respawn;
using namespace respawn::test;

namespace {

bool mentions(const std::string& sentence, const std::string& words)
{
    return sentence.find(words) != std::string::npos;
}

/// A build folder with an image, and a folder with its staged copy.
struct staged_build {
    explicit staged_build(const char* image)
    {
        fs::create_directories(folder / "build");
        fs::create_directories(folder / "gen");
        fs::copy_file(pe_image(image), built);
        fs::copy_file(built, copy);
    }

    supervisor::debug_files_report stage() const { return supervisor::stage_debug_files(built, copy); }
    [[nodiscard]] pe::debug_record record() const { return pe::read_debug_record(copy).value(); }

    temporary_folder folder;
    fs::path built = folder / "build/game.exe", copy = folder / "gen/game.exe";
    fs::path pdb = folder / "build/game.pdb", staged_pdb = folder / "gen/game.pdb";
};

} // namespace

TEST_CASE("A staged Windows executable names the PDB that is staged beside it, and the build's does not")
{
    const staged_build build{"game.exe"};
    fs::copy_file(pe_image("game.pdb"), build.pdb);
    const auto report = build.stage();
    CHECK(report.warning.empty());
    CHECK_FALSE(report.changed_meanwhile);
    CHECK(build.record().pdb_path == "game.pdb");
    CHECK(check_pdb(build.record(), build.staged_pdb).has_value());
    CHECK(read_file(build.built) == read_file(pe_image("game.exe")));
}

TEST_CASE("A staged PDB stays as it was when the build's own is overwritten, truncated or removed")
{
    const staged_build build{"game.exe"};
    fs::copy_file(pe_image("game.pdb"), build.pdb);
    CHECK(build.stage().warning.empty());
    SECTION("overwritten")
    {
        std::fstream{build.pdb, std::ios::binary | std::ios::in | std::ios::out} << std::string(10'000, 'x');
    }
    SECTION("truncated")
    {
        fs::resize_file(build.pdb, 0);
    }
    SECTION("removed")
    {
        fs::remove(build.pdb);
    }
    CHECK((read_file(build.staged_pdb) == read_file(pe_image("game.pdb"))));
    CHECK(check_pdb(build.record(), build.staged_pdb).has_value());
}

TEST_CASE("A PDB is also found where the image says")
{
    const staged_build build{"game.exe"};
    fs::create_directory(build.folder / "o");
    fs::copy_file(pe_image("game.pdb"), build.folder / "o/game.pdb");
    REQUIRE(pe::patch_pdb_path(build.copy, "xxgame.pdb").has_value()); // as long as ../o/game.pdb, nearly
    std::string bytes = read_file(build.copy);
    const std::string place = "../o/game.pdb";
    bytes.replace(build.record().path_offset, place.size() + 1, place.c_str(), place.size() + 1);
    write_file(build.copy, bytes);
    CHECK(build.stage().warning.empty());
    CHECK(build.record().pdb_path == "game.pdb");
    CHECK(check_pdb(build.record(), build.staged_pdb).has_value());
}

TEST_CASE("A PDB that is missing or of another build is one warning and is not staged")
{
    SECTION("missing")
    {
        const staged_build build{"game.exe"};
        CHECK(
            build.stage().warning ==
            "debuggers will show no source: there is no game.pdb beside " + build.built.string());
        CHECK(build.record().pdb_path == "game.pdb"); // nobody opens a later build's
    }
    SECTION("of another build")
    {
        const staged_build build{"game32.exe"};
        fs::copy_file(pe_image("game.pdb"), build.pdb);
        CHECK(mentions(build.stage().warning, build.pdb.string() + " is of another build"));
        CHECK_FALSE(fs::exists(build.staged_pdb));
    }
}

TEST_CASE("A PDB that the linker has not closed yet is staged again later")
{
    const staged_build build{"game.exe"};
    fs::copy_file(pe_image("game.pdb"), build.pdb);
    const std::ofstream linker{build.pdb, std::ios::binary | std::ios::app};
    CHECK(build.stage().changed_meanwhile);
}
