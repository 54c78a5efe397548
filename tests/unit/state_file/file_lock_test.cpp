#include "supervisor/platform/file_lock.hpp"

#include "shared/platform/lock_holder.hpp"

#include "catch.hpp"
#include "temporary_folder.hpp"

#include <sys/stat.h>

using namespace respawn::platform;
using respawn::test::entries_in;
using respawn::test::open_descriptors;
using respawn::test::temporary_folder;
namespace fs = std::filesystem;

namespace {

std::optional<file_lock> take(const fs::path& path)
{
    auto lock = file_lock::acquire(path);
    INFO((lock ? std::string{} : lock.error().sentence));
    REQUIRE(lock.has_value());
    return std::move(*lock);
}

} // namespace

TEST_CASE("a lock is one holder's at a time, and tells who that is")
{
    const temporary_folder folder;
    CHECK_FALSE(lock_holder(folder / "lock").has_value());
    {
        auto lock = take(folder / "lock");
        REQUIRE(lock.has_value());
        CHECK(lock_holder(folder / "lock") == "");
        REQUIRE(lock->write("me").has_value());
        CHECK(lock_holder(folder / "lock") == "me");
        CHECK_FALSE(take(folder / "lock").has_value());
    }
    CHECK_FALSE(lock_holder(folder / "lock").has_value());
    CHECK(take(folder / "lock").has_value());
}

TEST_CASE("a lock that is removed leaves nothing, and the next holder's file is not removed in its place")
{
    const temporary_folder folder;
    const auto descriptors = open_descriptors();
    auto first = take(folder / "lock");
    first->remove();
    CHECK(entries_in(folder.path()) == 0);
    CHECK(open_descriptors() == descriptors);
    const auto second = take(folder / "lock");
    REQUIRE(second.has_value());
    first->remove();
    CHECK(second->is_in_place());
}

TEST_CASE(
    "a lock whose file was removed by somebody is noticed, and is not taken for the one that came after it")
{
    const temporary_folder folder;
    auto lost = take(folder / "lock");
    CHECK(lost->is_in_place());
    fs::remove(folder / "lock");
    CHECK_FALSE(lost->is_in_place());
    const auto next = take(folder / "lock");
    REQUIRE(next.has_value());
    CHECK_FALSE(lost->is_in_place());
    lost->remove();
    CHECK(next->is_in_place());
}

TEST_CASE("what can't be a lock file is told")
{
    const temporary_folder folder;
    REQUIRE(::mkfifo((folder / "lock").c_str(), 0600) == 0);
    fs::create_directory(folder / "folder");
    fs::create_symlink("lock", folder / "link");
    for (const char* name : {"lock", "folder", "link"})
        CHECK(
            file_lock::acquire(folder / name).error().sentence ==
            "the lock file " + (folder / name).string() + " is not a regular file");
    CHECK(file_lock::acquire(folder / "no/lock").error().sentence.starts_with("cannot open the lock file "));
}
