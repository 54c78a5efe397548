#include "catch.hpp"
#include "supervisor/staging/image.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace fs = std::filesystem;
using namespace respawn;
using namespace respawn::test;

namespace {

void make_executable(const fs::path& path)
{
    fs::permissions(path, fs::perms::owner_all);
}

std::string refusal_of(const fs::path& path)
{
    const auto checked = supervisor::check_image(path.string());
    return checked ? "" : checked.error().sentence;
}

bool mentions(const std::string& sentence, const std::string& words)
{
    return sentence.find(words) != std::string::npos;
}

/// Where the headers of an ELF or PE file lie, roughly: there a changed byte matters.
std::size_t pick_offset(std::mt19937& random, std::size_t size)
{
    const std::size_t begin_bytes = std::min<std::size_t>(size, 1024);
    const std::size_t end_bytes = std::min<std::size_t>(size, 2048);
    switch (random() % 3) {
    case 0:
        return random() % begin_bytes;
    case 1:
        return size - 1 - random() % end_bytes;
    default:
        return random() % size;
    }
}

/// Runs `check` on `rounds` copies of `original` with a few bytes changed, every fourth one cut short
/// besides. Returns how many were refused; each refusal must be a sentence about the file.
template <class Check>
int refusals_among_mutants(
    const std::string& original, const fs::path& path, std::uint32_t seed, int rounds, Check check)
{
    std::mt19937 random{seed};
    int refused = 0;
    write_file(path, original);
    std::fstream file{path, std::ios::binary | std::ios::in | std::ios::out};
    for (int round = 0; round < rounds; ++round) {
        std::vector<std::size_t> changed;
        for (std::size_t count = 1 + random() % 8; count > 0; --count) {
            const std::size_t at = pick_offset(random, original.size());
            changed.push_back(at);
            file.seekp(static_cast<std::streamoff>(at));
            file.put(random() % 4 == 0 ? '\xff' : static_cast<char>(random()));
        }
        file.flush();
        if (round % 4 == 0)
            fs::resize_file(path, random() % original.size());
        if (const auto checked = check(path.string()); !checked) {
            ++refused;
            CAPTURE(seed, round, checked.error().sentence);
            REQUIRE(mentions(checked.error().sentence, path.string()));
        }
        if (round % 4 == 0) {
            write_file(path, original);
            continue;
        }
        for (const std::size_t at : changed) {
            file.seekp(static_cast<std::streamoff>(at));
            file.put(original[at]);
        }
        file.flush();
    }
    return refused;
}

template <class Value>
void put(std::string& bytes, std::size_t at, Value value)
{
    bytes.replace(at, sizeof value, reinterpret_cast<const char*>(&value), sizeof value);
}

/// The smallest PE executable with one section.
std::string make_pe_file()
{
    std::string bytes(1024, '\0');
    bytes.replace(0, 2, "MZ");
    put(bytes, 60, std::uint32_t{64}); // where the PE header is
    bytes.replace(64, 2, "PE");
    put(bytes, 68, std::uint16_t{0x8664}); // machine
    put(bytes, 70, std::uint16_t{1});      // sections
    put(bytes, 84, std::uint16_t{240});    // optional header
    put(bytes, 86, std::uint16_t{0x0022}); // executable, large addresses
    put(bytes, 88, std::uint16_t{0x020b}); // 64 bits
    constexpr std::size_t section = 64 + 24 + 240;
    put(bytes, section + 16, std::uint32_t{512}); // raw bytes
    put(bytes, section + 20, std::uint32_t{512}); // raw offset
    return bytes;
}

result<void> check_pe(const std::string& path)
{
    return supervisor::check_pe_image(path, supervisor::pe_machine_x86_64);
}

} // namespace

TEST_CASE("A complete executable of this system is accepted")
{
    for (const fs::path& path : {system_executable(), fs::path{"/proc/self/exe"}}) {
        CAPTURE(path, refusal_of(path));
        CHECK(supervisor::check_image(path.string()).has_value());
    }
}

TEST_CASE("Whatever is no executable is refused with a sentence that says what it is")
{
    const temporary_folder folder;
    const fs::path path = folder / "game";
    SECTION("a missing file")
    {
        CHECK(mentions(refusal_of(path), "does not exist"));
    }
    SECTION("a folder")
    {
        CHECK(mentions(refusal_of(folder.path()), "not a regular file"));
    }
    SECTION("an empty file")
    {
        write_file(path, "");
        make_executable(path);
        CHECK(mentions(refusal_of(path), "is empty"));
    }
    SECTION("a script that may be executed")
    {
        write_file(path, "#!/bin/sh\nexec ./real_game\n");
        make_executable(path);
        CHECK(mentions(refusal_of(path), "not an ELF executable"));
    }
    SECTION("text")
    {
        write_file(path, std::string(10'000, 'x'));
        make_executable(path);
        CHECK(mentions(refusal_of(path), "not an ELF executable"));
    }
    SECTION("an executable without the right to execute it")
    {
        write_file(path, read_file(system_executable()));
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
        CHECK(mentions(refusal_of(path), "chmod +x"));
    }
    SECTION("an executable for another machine")
    {
        std::string bytes = read_file(system_executable());
        put(bytes, 18, std::uint16_t{8}); // MIPS
        write_file(path, bytes);
        make_executable(path);
        CHECK(mentions(refusal_of(path), "another kind of machine"));
    }
    SECTION("an object file")
    {
        std::string bytes = read_file(system_executable());
        put(bytes, 16, std::uint16_t{1}); // ET_REL
        write_file(path, bytes);
        make_executable(path);
        CHECK(mentions(refusal_of(path), "object file"));
    }
    SECTION("a shared library")
    {
        std::string bytes = read_file(system_executable());
        put(bytes, 24, std::uint64_t{0}); // no entry point
        write_file(path, bytes);
        make_executable(path);
        CHECK(mentions(refusal_of(path), "shared library"));
    }
}

TEST_CASE("An executable that was cut short anywhere is refused as incomplete")
{
    const temporary_folder folder;
    const fs::path path = folder / "game";
    write_file(path, read_file(system_executable()));
    make_executable(path);
    std::uintmax_t size = fs::file_size(path);
    REQUIRE(supervisor::check_image(path.string()).has_value());
    while (size > 1) {
        size -= std::max<std::uintmax_t>(size / 50, 1);
        fs::resize_file(path, size);
        CAPTURE(size);
        REQUIRE_FALSE(refusal_of(path).empty());
        if (size > 4096)
            REQUIRE(mentions(refusal_of(path), "incomplete"));
    }
}

TEST_CASE("20,000 damaged executables are each accepted or refused with a sentence")
{
    const temporary_folder folder;
    const int refused = refusals_among_mutants(
        read_file(system_executable()), folder / "game", 2024, 20'000, supervisor::check_elf_image);
    CHECK(refused > 5'000); // every truncated one at least
    CHECK(refused < 20'000);
}

TEST_CASE("A complete PE executable is accepted, and one cut short is not")
{
    const temporary_folder folder;
    const fs::path path = folder / "game.exe";
    const std::string bytes = make_pe_file();
    write_file(path, bytes);
    CHECK(check_pe(path.string()).has_value());
    CHECK_FALSE(supervisor::check_pe_image(path.string(), supervisor::pe_machine_arm64).has_value());
    CHECK_FALSE(check_pe(system_executable().string()).has_value());
    for (std::size_t size = 0; size < bytes.size(); size += 7) {
        write_file(path, bytes.substr(0, size));
        CAPTURE(size);
        REQUIRE_FALSE(check_pe(path.string()).has_value());
    }
}

TEST_CASE("20,000 damaged PE executables are each accepted or refused with a sentence")
{
    const temporary_folder folder;
    const int refused = refusals_among_mutants(make_pe_file(), folder / "game.exe", 77, 20'000, check_pe);
    CHECK(refused > 5'000);
    CHECK(refused < 20'000);
}
