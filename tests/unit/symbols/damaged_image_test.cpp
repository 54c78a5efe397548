#include "supervisor/symbols/counterpart.hpp"
#include "supervisor/symbols/vtable_structure.hpp"

#include "catch.hpp"
#include "game_program.hpp"
#include "tests/support/seed.hpp"
#include "tests/support/temporary_folder.hpp"

#include <elf.h>

#include <cstring>
#include <random>

using namespace respawn;
using namespace respawn::supervisor;
using namespace respawn::test;

namespace {

/// Where a changed byte is most likely to matter: the headers, the parts that describe the rest, or anywhere.
std::size_t pick_offset(std::mt19937& random, const std::string& original)
{
    Elf64_Ehdr header{};
    std::memcpy(&header, original.data(), sizeof header);
    switch (random() % 4) {
    case 0:
        return random() % 1024;
    case 1:
        return header.e_shoff + random() % (header.e_shnum * sizeof(Elf64_Shdr));
    case 2: {
        // Within some section, near its beginning.
        Elf64_Shdr section{};
        std::memcpy(
            &section, original.data() + header.e_shoff + random() % header.e_shnum * sizeof section,
            sizeof section);
        return (section.sh_offset + random() % 512) % original.size();
    }
    default:
        return random() % original.size();
    }
}

std::string damaged(std::mt19937& random, std::string bytes)
{
    const std::string original = bytes;
    for (auto count = 1 + random() % 8; count > 0; --count)
        bytes[pick_offset(random, original)] = random() % 4 == 0 ? '\xff' : static_cast<char>(random());
    if (random() % 4 == 0)
        bytes.resize(random() % bytes.size());
    return bytes;
}

/// Asks everything of a table, whatever is in it.
void use(const symbol_table& table, const symbol_table& whole)
{
    for (const symbol& each : table.symbols()) {
        const auto found = table.find(each.address + each.size_bytes / 2);
        CHECK(found.has_value());
        if (is_vtable(each.name))
            (void)address_points_of(table, each);
    }
    for (const symbol& each : whole.symbols())
        for (const auto kind : {pointer_kind::function, pointer_kind::data, pointer_kind::vtable}) {
            (void)find_counterpart(whole, table, each.address + 16, kind);
            (void)find_counterpart(table, whole, each.address, kind);
        }
    for (const segment& each : table.segments())
        for (const std::uint64_t at :
             {each.address, each.address + each.file_bytes - 1, each.address + each.memory_bytes})
            (void)table.text_at(at, 1 << 20);
}

} // namespace

TEST_CASE("no damage to an image makes its reader do more than refuse it")
{
    const temporary_folder folder;
    std::mt19937 random{seed()};
    for (const char* name : {"stripped", "fixed"}) {
        const auto whole = read_symbols(game_image(name, 2));
        const std::string original = read_file(game_image(name, 1));
        int refused = 0, rounds = 0;
        for (; rounds != 400; ++rounds) {
            CAPTURE(name, seed(), rounds);
            write_file(folder / "image", damaged(random, original));
            const auto table = symbol_table::read(folder / "image");
            if (table) {
                use(*table, *whole);
                continue;
            }
            ++refused;
            REQUIRE_THAT(table.error().sentence, contains_text((folder / "image").string()));
        }
        CHECK(refused > 0);
        CHECK(refused < rounds);
    }
}
