#include "supervisor/control/platform/private_folder.hpp"

#include "scratch_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

using namespace respawn;
namespace fs = std::filesystem;

namespace {

fs::perms rights(const fs::path& path)
{
    return fs::status(path).permissions();
}

std::string complaint(const fs::path& path)
{
    const auto made = platform::make_private_folder(path);
    return made ? "made" : made.error().sentence;
}

} // namespace

TEST_CASE("a private folder is for its owner alone")
{
    const scratch_folder scratch;
    const auto folder = scratch.path() / "sockets";
    CHECK(complaint(folder) == "made");
    CHECK(rights(folder) == fs::perms::owner_all);
    CHECK(complaint(folder) == "made"); // it may be there already
}

TEST_CASE("a folder that others can enter is not trusted")
{
    const scratch_folder scratch;
    const auto folder = scratch.path() / "sockets";
    fs::create_directory(folder);
    fs::permissions(folder, fs::perms::owner_all | fs::perms::others_exec);
    CHECK(
        complaint(folder) == "the folder " + folder.string() +
                                 " for sockets is open to other users and can't be trusted; remove it, or " +
                                 "take their rights away with 'chmod 700 " + folder.string() + "'");
}

TEST_CASE("what is no folder, even a link to one, is in the way")
{
    const scratch_folder scratch;
    const auto link = scratch.path() / "sockets";
    fs::create_directory(scratch.path() / "elsewhere");
    fs::create_symlink(scratch.path() / "elsewhere", link);
    CHECK(complaint(link) == link.string() + " is in the way of a folder for sockets; remove it");
}

TEST_CASE("a folder where none can be made is told with the reason")
{
    const scratch_folder scratch;
    const auto folder = scratch.path() / "missing" / "sockets";
    CHECK(
        complaint(folder) ==
        "cannot make the folder " + folder.string() + " for sockets: No such file or directory");
}

TEST_CASE("another user's folder is not trusted")
{
    const scratch_folder scratch;
    const auto folder = scratch.path() / "sockets";
    fs::create_directory(folder);
    fs::permissions(folder, fs::perms::owner_all);
    if (::chown(folder.c_str(), 12345, ::getegid()) != 0) {
        // Only root can give a folder away; everybody else looks at one of root's.
        CHECK(
            complaint("/") ==
            "the folder / for sockets belongs to user 0 and can't be trusted; remove it, or set "
            "XDG_RUNTIME_DIR to a folder of your own");
        return;
    }
    CHECK(
        complaint(folder).find(" for sockets belongs to user 12345 and can't be trusted") !=
        std::string::npos);
}

TEST_CASE("sockets live in the user's runtime folder, or else in a private one of their own")
{
    const scratch_project scratch;
    CHECK(platform::user_socket_folder().value() == scratch.runtime() / "respawn");

    const auto own = "/tmp/respawn-" + std::to_string(::geteuid());
    const bool was_there = fs::exists(own);
    for (const std::string unusable : {"", "relative", "/proc/self/no_such_folder"}) {
        CAPTURE(unusable);
        ::setenv("XDG_RUNTIME_DIR", unusable.c_str(), 1);
        CHECK(platform::user_socket_folder().value() == own);
        CHECK(rights(own) == fs::perms::owner_all);
    }
    if (!was_there)
        fs::remove(own);
}
