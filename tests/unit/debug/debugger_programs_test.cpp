#include "supervisor/debug/debugger_programs.hpp"

#include "catch.hpp"

#include "tests/support/temporary_folder.hpp"

using namespace respawn::supervisor;
namespace fs = std::filesystem;

namespace {

/// A PATH with programs that do nothing but print a text.
class programs {
public:
    programs() { ::setenv("PATH", folder_.path().c_str(), 1); }
    ~programs() { ::setenv("PATH", before_.c_str(), 1); }
    programs(const programs&) = delete;
    programs& operator=(const programs&) = delete;

    [[nodiscard]] std::string add(const std::string& name, const std::string& prints = "") const
    {
        respawn::test::write_file(folder_ / name, "#!/bin/sh\necho '" + prints + "'\n");
        fs::permissions(folder_ / name, fs::perms::owner_all);
        return (folder_ / name).string();
    }

private:
    std::string before_ = std::getenv("PATH");
    respawn::test::temporary_folder folder_;
};

std::string first_of(const respawn::result<debugger_program>& found)
{
    return found ? found->arguments.front() : found.error().sentence;
}

} // namespace

TEST_CASE("the newest debug adapter of lldb is found, the plain name first")
{
    const programs path;
    const auto oldest = path.add("lldb-vscode-14");
    CHECK(first_of(find_debug_adapter()) == oldest);
    const auto old = path.add("lldb-vscode");
    CHECK(first_of(find_debug_adapter()) == old);
    const auto earlier = path.add("lldb-dap-18");
    CHECK(first_of(find_debug_adapter()) == earlier);
    const auto later = path.add("lldb-dap-19");
    CHECK(first_of(find_debug_adapter()) == later);
    const auto plain = path.add("lldb-dap");
    CHECK(first_of(find_debug_adapter()) == plain);
}

TEST_CASE("the newest lldb is found, the plain name first; without one, it is said what to install")
{
    const programs path;
    CHECK(first_of(find_lldb()) == "there is no lldb in PATH; install lldb, or put it into PATH");
    const auto old = path.add("lldb-14");
    CHECK(first_of(find_lldb()) == old);
    const auto plain = path.add("lldb");
    CHECK(first_of(find_lldb()) == plain);
}

TEST_CASE("an lldb with a version in its name is told where its server is")
{
    const programs path;
    const auto server = path.add("lldb-server-14");
    [[maybe_unused]] const auto adapter = path.add("lldb-vscode-14");
    const auto found = find_debug_adapter().value();
    REQUIRE(found.environment.size() == 1);
    CHECK(found.environment.front() == std::pair<std::string, std::string>{"LLDB_DEBUGSERVER_PATH", server});
}

TEST_CASE("a gdb is a debug adapter from version 14 on")
{
    const programs path;
    CHECK(first_of(find_debug_adapter()).starts_with("there is no debug adapter in PATH: install lldb"));
    [[maybe_unused]] const auto old = path.add("gdb", "GNU gdb (Debian 13.1-3) 13.1");
    CHECK_FALSE(find_debug_adapter().has_value());
    const auto gdb = path.add("gdb", "GNU gdb (Ubuntu 15.0.50.20240403-0ubuntu1) 15.0.50.20240403-git");
    const auto found = find_debug_adapter().value();
    CHECK(found.arguments == std::vector<std::string>{gdb, "-i", "dap"});
}

TEST_CASE("gdb's version is what its first line ends with")
{
    CHECK(major_version_of_gdb("GNU gdb (GDB) 14.2\nCopyright (C) 2023") == 14);
    CHECK(major_version_of_gdb("GNU gdb (GDB) Fedora Linux 16.3-1.fc42\n") == 16);
    CHECK_FALSE(major_version_of_gdb("").has_value());
    CHECK_FALSE(major_version_of_gdb("lldb version 14.0.6").has_value());
    CHECK_FALSE(major_version_of_gdb("GNU gdb").has_value());
}
