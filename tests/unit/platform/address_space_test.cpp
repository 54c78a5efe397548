#include "shared/memory/mapping.hpp"
#include "shared/platform/address_space.hpp"
#include "shared/platform/memory_object.hpp"

#include "catch.hpp"

#include <sys/mman.h>

#include <cstring>
#include <filesystem>
#include <string>

namespace platform = respawn::platform;
namespace memory = respawn::memory;
namespace bip = boost::interprocess;

namespace {

constexpr std::size_t page = 4096;

/// Three pages of address space, of which the middle one can be given up for something else. From then on it
/// is not unmapped here: whoever maps something next may have been given that place.
struct reservation {
    std::byte* place = static_cast<std::byte*>(
        ::mmap(nullptr, 3 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    bool released = false;

    reservation() { REQUIRE(place != MAP_FAILED); }
    ~reservation()
    {
        ::munmap(place, released ? page : 2 * page);
        ::munmap(place + 2 * page, page);
    }
    reservation(const reservation&) = delete;
    reservation& operator=(const reservation&) = delete;

    std::byte* middle() const { return place + page; }
    void release_middle()
    {
        ::munmap(middle(), page);
        released = true;
    }
    memory::address address() const { return reinterpret_cast<memory::address>(middle()); }
};

respawn::unique_handle make_object(std::size_t bytes)
{
    auto object = platform::create_memory_object("respawn-test", bytes);
    REQUIRE(object.has_value());
    return std::move(*object);
}

bool contains(const std::string& text, const std::string& part)
{
    INFO(text);
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a range with this program's code is described by the program's file")
{
    const auto code = reinterpret_cast<std::uintptr_t>(&make_object) / page * page;
    const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
    CHECK(platform::describe_range(code, 1) == program + " is there");
    CHECK(platform::describe_range(code - page, 2 * page) != platform::describe_range(0, page));
}

TEST_CASE("a range with a memory object is described by what the object is for")
{
    const auto object = make_object(page);
    const auto region = memory::map(object.get(), page, bip::read_only);
    REQUIRE(region.has_value());
    const auto address = reinterpret_cast<std::uintptr_t>(region->get_address());
    CHECK(contains(platform::describe_range(address, page), "respawn-test"));
}

TEST_CASE("a range counts as taken from its first byte to its last, and as free beside them")
{
    reservation reserved;
    reserved.release_middle();
    const std::uintptr_t middle = reserved.address();
    const std::string free_words = "free, but";
    CHECK(contains(platform::describe_range(middle, page), free_words));
    CHECK_FALSE(contains(platform::describe_range(middle, page + 1), free_words));
    CHECK_FALSE(contains(platform::describe_range(middle - 1, page), free_words));
    CHECK(contains(platform::describe_range(middle - 1, page), "memory without a name is there"));
}

TEST_CASE("a mapping comes to lie at the place it is wanted")
{
    const auto object = make_object(page);
    reservation reserved;
    reserved.release_middle();
    const auto region = memory::map(object.get(), page, bip::copy_on_write, reserved.address());
    REQUIRE(region.has_value());
    CHECK(region->get_address() == reserved.middle());
}

TEST_CASE("a mapping wanted where something else is fails, says what is there, and leaves it alone")
{
    const auto object = make_object(page);
    const auto other = make_object(page);
    const auto taken = memory::map(other.get(), page, bip::read_write);
    REQUIRE(taken.has_value());
    std::strcpy(memory::as<char>(*taken), "still here");

    const auto address = reinterpret_cast<memory::address>(taken->get_address());
    const auto region = memory::map(object.get(), page, bip::copy_on_write, address);
    REQUIRE_FALSE(region.has_value());
    CHECK(contains(region.error().sentence, "cannot map the state (4096 bytes) at 0x"));
    CHECK(contains(region.error().sentence, "respawn-test"));
    CHECK(contains(region.error().sentence, "is there"));
    CHECK(contains(region.error().sentence, "--state-address"));
    CHECK(std::string{memory::as<char>(*taken)} == "still here");
}

TEST_CASE("a mapping that fails anywhere says how much was wanted")
{
    const auto region = memory::map(-1, 3 * page, bip::read_only);
    REQUIRE_FALSE(region.has_value());
    CHECK(contains(region.error().sentence, "cannot map 12288 bytes of shared memory"));
}
