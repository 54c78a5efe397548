#include "supervisor/control/session_folder.hpp"

#include "scratch_folder.hpp"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>

using namespace respawn;
using namespace respawn::supervisor;
namespace fs = std::filesystem;

namespace {

std::string text_in(const fs::path& path)
{
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

std::string complaint(const fs::path& project)
{
    const auto folder = session_folder::open(project);
    return folder ? "opened" : folder.error().sentence;
}

/// A process that holds `project` and has a socket file there, until it is killed.
class holder_process {
public:
    explicit holder_process(const fs::path& project)
    {
        std::array<int, 2> ready{};
        REQUIRE(::pipe(ready.data()) == 0);
        pid_ = ::fork();
        if (pid_ == 0) {
            const auto folder = session_folder::open(project);
            std::ofstream{folder->worker_socket_path()} << "left over";
            static_cast<void>(!::write(ready[1], "!", 1));
            for (;;)
                ::pause();
        }
        char byte = 0;
        REQUIRE(::read(ready[0], &byte, 1) == 1);
        ::close(ready[0]);
        ::close(ready[1]);
    }
    ~holder_process() { kill(); }
    holder_process(const holder_process&) = delete;
    holder_process& operator=(const holder_process&) = delete;

    void kill()
    {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            ::waitpid(std::exchange(pid_, 0), nullptr, 0);
        }
    }
    [[nodiscard]] int pid() const { return pid_; }

private:
    pid_t pid_ = 0;
};

} // namespace

TEST_CASE("an opened folder says who holds it, and hides itself from git")
{
    const scratch_project scratch;
    const auto folder = session_folder::open(scratch.project()).value();
    CHECK(folder.project_folder() == scratch.project());
    CHECK(text_in(scratch.project() / ".respawn/.gitignore") == "*\n");

    const auto sockets = folder.control_socket_path().parent_path();
    CHECK(sockets.parent_path() == scratch.runtime() / "respawn");
    CHECK(sockets.filename().string().size() == 16);
    CHECK(fs::status(sockets).permissions() == fs::perms::owner_all);
    CHECK(folder.worker_socket_path() == sockets / "worker.sock");
    CHECK(folder.control_socket_path() == sockets / "control.sock");
    CHECK(
        text_in(scratch.project() / ".respawn/lock") ==
        std::to_string(::getpid()) + "\n" + sockets.string() + "\n");
}

TEST_CASE("a second supervisor is refused by the first one's pid, whatever name it gives the folder")
{
    const scratch_project scratch;
    const auto first = session_folder::open(scratch.project()).value();
    fs::create_symlink(scratch.project(), scratch.runtime() / "alias");
    const auto expected = "another respawn runs in " + scratch.project().string() + " already (pid " +
                          std::to_string(::getpid()) +
                          "); end it with 'respawn quit', or run this one in another folder";
    CHECK(complaint(scratch.project()) == expected);
    CHECK(complaint(scratch.runtime() / "alias") == expected);
}

TEST_CASE("a second supervisor that is refused takes nothing from the first")
{
    const scratch_project scratch;
    const auto first = session_folder::open(scratch.project()).value();
    std::ofstream{first.control_socket_path()} << "in use";
    CHECK(complaint(scratch.project()) != "opened");
    CHECK(text_in(first.control_socket_path()) == "in use");
    CHECK(session_here(scratch.project()).value().holder.process_id == ::getpid());
}

TEST_CASE("a folder that was removed meanwhile is made anew, and found again")
{
    const scratch_project scratch;
    auto folder = session_folder::open(scratch.project()).value();
    CHECK(folder.restore().value() == session_folder::condition::as_it_was);
    fs::remove_all(scratch.project() / ".respawn");
    CHECK_FALSE(session_here(scratch.project()).has_value());
    CHECK(folder.restore().value() == session_folder::condition::made_anew);
    CHECK(folder.restore().value() == session_folder::condition::as_it_was);
    CHECK(text_in(scratch.project() / ".respawn/.gitignore") == "*\n");
    CHECK(session_here(scratch.project()).value().control_socket_path() == folder.control_socket_path());
    CHECK(complaint(scratch.project()).starts_with("another respawn runs in "));
    fs::remove_all(scratch.project());
    CHECK(
        folder.restore().error().sentence == "the folder " + scratch.project().string() +
                                                 " is gone; move it back, or start respawn where it is now");
}

TEST_CASE(
    "a supervisor that starts before the removed folder is there again is refused, and takes no sockets")
{
    const scratch_project scratch;
    auto first = session_folder::open(scratch.project()).value();
    std::ofstream{first.control_socket_path()} << "in use";
    fs::remove_all(scratch.project() / ".respawn");
    CHECK(
        complaint(scratch.project()) ==
        "another respawn runs in " + scratch.project().string() + " already (pid " +
            std::to_string(::getpid()) + "); end it with 'respawn quit', or run this one in another folder");
    CHECK(text_in(first.control_socket_path()) == "in use");
    CHECK(first.restore().value() == session_folder::condition::made_anew);
    CHECK(session_here(scratch.project()).value().holder.process_id == ::getpid());
}

TEST_CASE("what an ended supervisor leaves behind is nothing but its own folder")
{
    const scratch_project scratch;
    fs::path sockets;
    {
        const auto folder = session_folder::open(scratch.project()).value();
        sockets = folder.control_socket_path().parent_path();
        std::ofstream{folder.control_socket_path()} << "socket";
    }
    CHECK(fs::is_empty(sockets.parent_path()));
    CHECK_FALSE(session_here(scratch.project()).has_value());
    CHECK(complaint(scratch.project()) == "opened");
}

TEST_CASE("a moved session folder is let go once, by its last owner")
{
    const scratch_project scratch;
    auto folder = session_folder::open(scratch.project()).value();
    {
        const auto moved = std::move(folder);
        CHECK(fs::exists(moved.control_socket_path().parent_path()));
        CHECK(complaint(scratch.project()) != "opened");
    }
    CHECK(complaint(scratch.project()) == "opened");
}

TEST_CASE("what a killed supervisor left is taken over silently")
{
    const scratch_project scratch;
    holder_process killed{scratch.project()};
    CHECK(
        complaint(scratch.project()).find("(pid " + std::to_string(killed.pid()) + ")") != std::string::npos);
    killed.kill();
    CHECK_FALSE(session_here(scratch.project()).has_value());
    const auto folder = session_folder::open(scratch.project()).value();
    CHECK_FALSE(fs::exists(folder.worker_socket_path()));
    CHECK(session_here(scratch.project()).value().holder.process_id == ::getpid());
}

TEST_CASE("the running session is found from the folders below it, the nearest one first")
{
    const scratch_project scratch;
    const auto inner = scratch.project() / "tools" / "editor";
    fs::create_directories(inner / "src");
    const auto outer_session = session_folder::open(scratch.project()).value();
    auto found = session_here(inner / "src").value();
    CHECK(found.project_folder == scratch.project());
    CHECK(found.control_socket_path() == outer_session.control_socket_path());
    CHECK(is_running(found));
    {
        const auto inner_session = session_folder::open(inner).value();
        found = session_here(inner / "src").value();
        CHECK(found.project_folder == inner);
        CHECK(is_running(found));
    }
    CHECK_FALSE(is_running(found));
    CHECK(session_here(inner).value().project_folder == scratch.project());
}

TEST_CASE("looking for a session never keeps one from starting")
{
    const scratch_project scratch;
    fs::create_directory(scratch.project() / ".respawn");
    std::ofstream{scratch.project() / ".respawn" / "lock"} << "1\n/nowhere\n"; // not held: a left-over
    const auto missing = session_here(scratch.project());
    REQUIRE_FALSE(missing.has_value());
    CHECK(
        missing.error().sentence ==
        "no respawn runs in " + scratch.project().string() +
            " or in a folder above it; start one with 'respawn run', or go to where it runs");
    CHECK(complaint(scratch.project()) == "opened");
}

TEST_CASE("a folder that can't be used is told with the reason")
{
    const scratch_project scratch;
    CHECK(complaint(scratch.project() / "missing").starts_with("cannot use the folder "));
    CHECK(complaint("/proc").starts_with(
        "cannot make the folder /proc/.respawn, run respawn where you may write: "));

    std::ofstream{scratch.project() / ".respawn"} << "a file in the way";
    CHECK(
        complaint(scratch.project()) ==
        (scratch.project() / ".respawn").string() +
            " is a file, where respawn keeps what belongs to a session in a folder; move it away");
}

TEST_CASE("a runtime folder with too long a name is refused before anything is made in it")
{
    const scratch_project scratch;
    const auto longer = scratch.runtime() / std::string(100, 'x');
    fs::create_directory(longer);
    ::setenv("XDG_RUNTIME_DIR", longer.c_str(), 1);
    const auto sentence = complaint(scratch.project());
    CHECK(
        sentence.find("is longer than the 107 bytes that the system allows; set XDG_RUNTIME_DIR") !=
        std::string::npos);
    CHECK_FALSE(session_here(scratch.project()).has_value());
}
