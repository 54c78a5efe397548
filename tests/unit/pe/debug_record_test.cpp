#include "supervisor/pe/debug_record.hpp"
#include "tests/unit/pe/images.hpp"

#include "catch.hpp"

namespace fs = std::filesystem;
using namespace respawn;
using namespace respawn::test;

namespace {

const std::string long_path = R"(C:\build\bin\game.pdb)";

std::string refusal_of(const fs::path& image)
{
    const auto record = pe::read_debug_record(image);
    return record ? "" : record.error().sentence;
}

bool mentions(const std::string& sentence, const std::string& words)
{
    return sentence.find(words) != std::string::npos;
}

/// An image that tests may change.
struct own_image {
    explicit own_image(const char* name = "game.exe") { fs::copy_file(pe_image(name), path); }

    [[nodiscard]] pe::debug_record record() const { return pe::read_debug_record(path).value(); }
    void overwrite(const std::string& bytes) const { write_file(path, bytes); }

    temporary_folder folder;
    fs::path path = folder / "own.exe";
};

/// Whether the record is one, or the sentence is about the file.
void require_sound(const result<pe::debug_record>& record, const fs::path& path)
{
    if (!record) {
        REQUIRE(mentions(record.error().sentence, path.string()));
        return;
    }
    REQUIRE(record->pdb_path.size() < record->path_room_bytes);
    REQUIRE(record->path_offset + record->path_room_bytes <= fs::file_size(path));
}

} // namespace

TEST_CASE("An image's record says GUID, age and path of its PDB")
{
    const auto record = pe::read_debug_record(pe_image("game.exe"));
    REQUIRE(record.has_value());
    CHECK(to_text(record->id).ends_with("-4C4C-44205044422E}")); // lld's GUIDs end in "LLD PDB."
    CHECK(record->age == 1);
    CHECK(record->pdb_path == long_path);
    CHECK(record->path_room_bytes == long_path.size() + 1);
}

TEST_CASE("An image of 32 bits has its record elsewhere and the same in it")
{
    const auto record = pe::read_debug_record(pe_image("game32.exe"));
    REQUIRE(record.has_value());
    CHECK(to_text(record->id).ends_with("-4C4C-44205044422E}"));
    CHECK(record->age == 1);
    CHECK(record->pdb_path == "game.pdb");
}

TEST_CASE("A GUID is written as Microsoft writes it")
{
    pe::guid id;
    for (std::uint8_t index = 0; index != 16; ++index)
        id.bytes[index] = index;
    CHECK(to_text(id) == "{03020100-0504-0706-0809-0A0B0C0D0E0F}");
}

TEST_CASE("What has no record of a PDB is told for what it is")
{
    const own_image image;
    std::string bytes = read_file(image.path);
    SECTION("a missing file")
    {
        fs::remove(image.path);
        CHECK(mentions(refusal_of(image.path), "cannot read"));
    }
    SECTION("an executable of this system")
    {
        CHECK(mentions(refusal_of(system_executable()), "is not a Windows executable"));
    }
    SECTION("no debug directory")
    {
        const std::size_t optional = 24 + static_cast<unsigned char>(bytes[60]);
        put(bytes, optional + 108, std::uint32_t{6}); // so many directories
        image.overwrite(bytes);
        CHECK(mentions(refusal_of(image.path), "has no record of a PDB"));
    }
    SECTION("a record of another kind")
    {
        bytes.replace(bytes.find("RSDS"), 4, "NB10");
        image.overwrite(bytes);
        CHECK(mentions(refusal_of(image.path), "has no record of a PDB"));
    }
    SECTION("a path without an end")
    {
        const auto record = image.record();
        bytes[record.path_offset + long_path.size()] = 'x';
        image.overwrite(bytes);
        CHECK(mentions(refusal_of(image.path), "the path of the PDB has no end"));
    }
}

TEST_CASE("An image that is cut short anywhere has the whole record or is refused")
{
    const auto name = GENERATE("game.exe", "game32.exe");
    const temporary_folder folder;
    const fs::path path = folder / "own.exe";
    const auto whole = pe::read_debug_record(pe_image(name)).value();
    for_each_length(read_file(pe_image(name)), path, [&](std::size_t size) {
        const auto record = pe::read_debug_record(path);
        CAPTURE(size);
        require_sound(record, path);
        if (record)
            REQUIRE(record->pdb_path == whole.pdb_path);
    });
}

TEST_CASE("An image with any byte changed has a record inside of it or is refused")
{
    const auto name = GENERATE("game.exe", "game32.exe");
    const temporary_folder folder;
    const fs::path path = folder / "own.exe";
    for_each_changed_byte(read_file(pe_image(name)), path, {0x01, 0x80, 0xff}, [&](std::size_t at) {
        CAPTURE(at);
        require_sound(pe::read_debug_record(path), path);
    });
}

TEST_CASE("The bare name is what stands behind the last separator, of whichever system")
{
    CHECK(pe::bare_name("game.pdb") == "game.pdb");
    CHECK(pe::bare_name(long_path) == "game.pdb");
    CHECK(pe::bare_name("/home/someone/build/game.pdb") == "game.pdb");
    CHECK(pe::bare_name("C:game.pdb") == "game.pdb");
    for (const char* path : {"", "/", "C:\\build\\", "..", "build/.", "a\nb"})
        CHECK(pe::bare_name(path).empty());
}

TEST_CASE("A patched path leaves GUID, age and every other byte as they were")
{
    const own_image image;
    const auto before = image.record();
    const std::string bytes_before = read_file(image.path);
    const auto patch = GENERATE(pe::patch_pdb_path, pe::replace_pdb_path);
    REQUIRE(patch(image.path, "game.pdb").has_value());
    const auto after = image.record();
    CHECK(after.pdb_path == "game.pdb");
    CHECK(after.id == before.id);
    CHECK(after.age == before.age);
    std::string expected = bytes_before;
    std::string room = "game.pdb";
    room.resize(before.path_room_bytes, '\0');
    expected.replace(before.path_offset, room.size(), room);
    CHECK(read_file(image.path) == expected);
}

TEST_CASE("A name may be as long as the path was, and no longer")
{
    const own_image image;
    const std::string longest(long_path.size(), 'x');
    REQUIRE(pe::replace_pdb_path(image.path, longest).has_value());
    CHECK(image.record().pdb_path == longest);
    const std::string bytes = read_file(image.path);
    const auto refused = pe::replace_pdb_path(image.path, longest + "x");
    REQUIRE_FALSE(refused.has_value());
    CHECK(mentions(refused.error().sentence, "has room for a name of 21 bytes"));
    for (const char* name : {"", "..", "bin/game.pdb", "bin\\game.pdb", "C:game.pdb", "a\x1b[2Jb"}) {
        CAPTURE(name);
        CHECK_FALSE(pe::replace_pdb_path(image.path, name).has_value());
        CHECK_FALSE(pe::patch_pdb_path(image.path, name).has_value());
    }
    CHECK(read_file(image.path) == bytes);
}

TEST_CASE("An image that is replaced keeps its permissions, and its hard links keep what they had")
{
    const own_image image;
    const std::string before = read_file(image.path);
    fs::permissions(image.path, fs::perms::owner_all | fs::perms::group_exec);
    fs::create_hard_link(image.path, image.folder / "build-output.exe");
    REQUIRE(pe::replace_pdb_path(image.path, "game.pdb").has_value());
    CHECK(read_file(image.folder / "build-output.exe") == before);
    CHECK(fs::status(image.path).permissions() == (fs::perms::owner_all | fs::perms::group_exec));
    CHECK(entries_in(image.folder.path()) == 2);
}
