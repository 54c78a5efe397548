#include "catch.hpp"

#include "supervisor/display/png_file.hpp"

#include <filesystem>
#include <fstream>

#include <unistd.h>

using namespace respawn;

namespace {

/// A folder of this test's own, removed at its end.
struct scratch_folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("png_file_test_" + std::to_string(::getpid()));
    scratch_folder() { std::filesystem::create_directory(path); }
    ~scratch_folder() { std::filesystem::remove_all(path); }
    [[nodiscard]] std::string operator/(const char* name) const { return (path / name).string(); }
    [[nodiscard]] auto count() const
    {
        return std::distance(
            std::filesystem::directory_iterator{path}, std::filesystem::directory_iterator{});
    }
};

} // namespace

TEST_CASE("a picture comes back from its PNG file as it was")
{
    const scratch_folder folder;
    const presentation::image written{3, 2, {0xff000000, 0x00ffffff, 0x12345678, 1, 0x80ff00ff, 0x7f010203}};
    REQUIRE(supervisor::write_png(written, folder / "a.png").has_value());
    const auto read = supervisor::read_png(folder / "a.png");
    REQUIRE(read.has_value());
    CHECK(read->width == 3);
    CHECK(read->height == 2);
    CHECK(read->pixels == std::vector<std::uint32_t>{0, 0xffffff, 0x345678, 1, 0xff00ff, 0x010203});
    CHECK(folder.count() == 1);
}

TEST_CASE("a file that cannot be written is named with the reason, and leaves nothing behind")
{
    const scratch_folder folder;
    const presentation::image picture{1, 1, {0}};
    const auto missing = supervisor::write_png(picture, folder / "no/such/a.png");
    REQUIRE_FALSE(missing.has_value());
    CHECK(
        missing.error().sentence ==
        "cannot write the picture " + (folder / "no/such/a.png") + ": No such file or directory");

    std::filesystem::create_directory(folder.path / "is_a_folder");
    std::ofstream{folder / "is_a_folder/full"} << "x";
    const auto blocked = supervisor::write_png(picture, folder / "is_a_folder");
    REQUIRE_FALSE(blocked.has_value());
    CHECK(blocked.error().sentence.find("Is a directory") != std::string::npos);
    CHECK(folder.count() == 1);
}

TEST_CASE("a file that is no picture is refused")
{
    const scratch_folder folder;
    std::ofstream{folder / "a.png"} << "this is no picture";
    CHECK_FALSE(supervisor::read_png(folder / "a.png").has_value());
    CHECK_FALSE(supervisor::read_png(folder / "missing.png").has_value());
}
