#include "supervisor/pe/pdb_file.hpp"
#include "tests/unit/pe/images.hpp"

#include "catch.hpp"

namespace fs = std::filesystem;
using namespace respawn;
using namespace respawn::test;

namespace {

bool mentions(const std::string& sentence, const std::string& words)
{
    return sentence.find(words) != std::string::npos;
}

/// A PDB that tests may change, and the record of its image.
struct own_pdb {
    [[nodiscard]] std::string refusal() const
    {
        const auto checked = pe::check_pdb(record, path);
        return checked ? "" : checked.error().sentence;
    }
    template <class Value>
    void change(std::size_t at, Value value)
    {
        put(bytes, at, value);
        write_file(path, bytes);
    }
    /// Where the GUID in the first stream is; before it version, signature and age.
    [[nodiscard]] std::size_t guid_offset() const
    {
        return bytes.find(std::string{record.id.bytes.begin(), record.id.bytes.end()});
    }
    /// Where the stream of debug information begins: -1 and its version.
    [[nodiscard]] std::size_t debug_stream_offset() const
    {
        return bytes.find(std::string{"\xff\xff\xff\xff\x77\x09\x31\x01"});
    }

    temporary_folder folder;
    fs::path path = folder / "game.pdb";
    std::string bytes = read_file(pe_image("game.pdb"));
    pe::debug_record record = pe::read_debug_record(pe_image("game.exe")).value();
};

} // namespace

TEST_CASE("A PDB is the image's if GUID and age are")
{
    const auto record = pe::read_debug_record(pe_image("game.exe")).value();
    const auto identity = pe::read_pdb_identity(pe_image("game.pdb"));
    REQUIRE(identity.has_value());
    CHECK(identity->id == record.id);
    CHECK(identity->age == record.age);
    CHECK(pe::check_pdb(record, pe_image("game.pdb")).has_value());
}

TEST_CASE("A PDB of another build is refused with its GUID")
{
    const auto record = pe::read_debug_record(pe_image("game32.exe")).value();
    const auto checked = pe::check_pdb(record, pe_image("game.pdb"));
    REQUIRE_FALSE(checked.has_value());
    const auto other = pe::read_pdb_identity(pe_image("game.pdb")).value();
    CHECK(mentions(checked.error().sentence, "is of another build, " + to_text(other.id)));
}

TEST_CASE("The age of the last link counts, not how often the PDB was written")
{
    own_pdb pdb;
    pdb.change(pdb.guid_offset() - 4, std::uint32_t{7});
    CHECK(pdb.refusal().empty());
    pdb.change(pdb.debug_stream_offset() + 8, std::uint32_t{7});
    CHECK(mentions(pdb.refusal(), "is of another link of this build, age 7"));
}

TEST_CASE("What is no PDB, or only a part of one, is told for what it is")
{
    own_pdb pdb;
    SECTION("missing")
    {
        CHECK(mentions(pdb.refusal(), "cannot read"));
    }
    SECTION("something else")
    {
        write_file(pdb.path, "BSJB");
        CHECK(mentions(pdb.refusal(), "is not a PDB"));
    }
    SECTION("cut short")
    {
        write_file(pdb.path, pdb.bytes.substr(0, pdb.bytes.size() - 1));
        CHECK(mentions(pdb.refusal(), "is incomplete"));
    }
    SECTION("blocks of no size")
    {
        pdb.change(32, std::uint32_t{0});
        CHECK(mentions(pdb.refusal(), "is damaged"));
    }
    SECTION("a directory somewhere else")
    {
        pdb.change(52, std::uint32_t{0xffff'ffff});
        CHECK(mentions(pdb.refusal(), "is damaged"));
    }
    SECTION("a version without GUID")
    {
        pdb.change(pdb.guid_offset() - 12, std::uint32_t{19970604});
        CHECK(mentions(pdb.refusal(), "is damaged"));
    }
}

TEST_CASE("A PDB that is cut short anywhere is refused")
{
    const own_pdb pdb;
    for_each_length(pdb.bytes, pdb.path, [&](std::size_t size) {
        CAPTURE(size);
        const auto identity = pe::read_pdb_identity(pdb.path);
        REQUIRE_FALSE(identity.has_value());
        REQUIRE(mentions(identity.error().sentence, pdb.path.string()));
    });
}

TEST_CASE("A PDB with any byte changed has an identity or is refused")
{
    const own_pdb pdb;
    int others = 0;
    for_each_changed_byte(pdb.bytes, pdb.path, {0xff}, [&](std::size_t at) {
        CAPTURE(at);
        const auto identity = pe::read_pdb_identity(pdb.path);
        if (identity && identity->id == pdb.record.id && identity->age == pdb.record.age)
            return;
        ++others;
        if (!identity)
            REQUIRE(mentions(identity.error().sentence, pdb.path.string()));
    });
    CHECK(others >= 16 + 4); // each byte of GUID and age
}
