#include "supervisor/platform/durable_file.hpp"

#include "catch.hpp"
#include "temporary_folder.hpp"

#include <csignal>

#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>

using namespace respawn::platform;
using respawn::test::entries_in;
using respawn::test::open_descriptors;
using respawn::test::read_file;
using respawn::test::temporary_folder;
using respawn::test::write_file;
namespace fs = std::filesystem;

namespace {

std::span<const std::byte> as_bytes(const std::string& text)
{
    return std::as_bytes(std::span{text});
}

durable_file begin(const fs::path& path)
{
    auto file = durable_file::create(path);
    INFO((file ? std::string{} : file.error().sentence));
    REQUIRE(file.has_value());
    return std::move(*file);
}

std::string refusal(const fs::path& path)
{
    const auto file = durable_file::create(path);
    return file ? "taken" : file.error().sentence;
}

/// Makes files that grow beyond `bytes` fail, for as long as it lives.
class file_size_limit {
public:
    explicit file_size_limit(rlim_t bytes) : handler_{std::signal(SIGXFSZ, SIG_IGN)}
    {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~file_size_limit()
    {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    file_size_limit(const file_size_limit&) = delete;
    file_size_limit& operator=(const file_size_limit&) = delete;

private:
    void (*handler_)(int);
    rlimit before_{};
};

} // namespace

TEST_CASE("a file appears when it is published, and until then the old one is there")
{
    const temporary_folder folder;
    const fs::path path = folder / "file";
    write_file(path, "old");
    ::chmod(path.c_str(), 0640);
    const std::size_t descriptors = open_descriptors();
    {
        durable_file file = begin(path);
        REQUIRE(file.append(as_bytes("....")).has_value());
        REQUIRE(file.append(as_bytes("tail")).has_value());
        REQUIRE(file.rewrite_start(as_bytes("head")).has_value());
        REQUIRE(file.append(as_bytes("!")).has_value());
        CHECK(read_file(path) == "old");
        REQUIRE(file.publish().has_value());
    }
    CHECK(read_file(path) == "headtail!");
    CHECK(fs::status(path).permissions() == fs::perms{0640});
    CHECK(entries_in(folder.path()) == 1);
    CHECK(open_descriptors() == descriptors);
}

TEST_CASE("a file that is not published leaves nothing")
{
    const temporary_folder folder;
    write_file(folder / "file", "old");
    {
        durable_file file = begin(folder / "file");
        REQUIRE(file.append(as_bytes("new")).has_value());
    }
    CHECK(read_file(folder / "file") == "old");
    CHECK(entries_in(folder.path()) == 1);
}

TEST_CASE("what a killed process left is written over, or removed")
{
    const temporary_folder folder;
    write_file(folder / "file.partial", "much that was left by somebody");
    SECTION("written over")
    {
        durable_file file = begin(folder / "file");
        REQUIRE(file.append(as_bytes("new")).has_value());
        REQUIRE(file.publish().has_value());
        CHECK(read_file(folder / "file") == "new");
        CHECK(entries_in(folder.path()) == 1);
    }
    SECTION("removed")
    {
        remove_partial_file(folder / "file");
        CHECK(entries_in(folder.path()) == 0);
        remove_partial_file(folder / "file");
        remove_partial_file(folder / "no/such/folder");
    }
}

TEST_CASE("of two who write one file the second is refused, and the first one's is not removed")
{
    const temporary_folder folder;
    durable_file first = begin(folder / "file");
    CHECK(refusal(folder / "file").ends_with(": another process is writing it at the moment"));
    remove_partial_file(folder / "file");
    REQUIRE(first.append(as_bytes("first")).has_value());
    REQUIRE(first.publish().has_value());
    CHECK(read_file(folder / "file") == "first");
    CHECK(refusal(folder / "file") == "taken");
}

TEST_CASE("a symbolic link goes on leading to the file")
{
    const temporary_folder folder;
    fs::create_directory(folder / "elsewhere");
    write_file(folder / "elsewhere/file", "old");
    fs::create_symlink("elsewhere/file", folder / "link");
    durable_file file = begin(folder / "link");
    REQUIRE(file.append(as_bytes("new")).has_value());
    REQUIRE(file.publish().has_value());
    CHECK(fs::is_symlink(folder / "link"));
    CHECK(read_file(folder / "elsewhere/file") == "new");
}

TEST_CASE(
    "a link that leads to no file yet goes on leading to the one that is made, through other links, too")
{
    const temporary_folder folder;
    fs::create_directory(folder / "elsewhere");
    fs::create_symlink("elsewhere/second", folder / "first");
    fs::create_symlink(folder / "file", folder / "elsewhere/second");
    write_file(folder / "file.partial", "left by somebody");
    remove_partial_file(folder / "first");
    CHECK_FALSE(fs::exists(folder / "file.partial"));
    REQUIRE(begin(folder / "first").publish().has_value());
    CHECK(fs::is_symlink(folder / "first"));
    CHECK(fs::is_symlink(folder / "elsewhere/second"));
    CHECK(fs::is_regular_file(fs::symlink_status(folder / "file")));
    CHECK(entries_in(folder / "elsewhere") == 1);
}

TEST_CASE("links that lead back to themselves, or to a folder that is not there, are told and left alone")
{
    const temporary_folder folder;
    fs::create_symlink("second", folder / "first");
    fs::create_symlink("first", folder / "second");
    fs::create_symlink("no/such/file", folder / "astray");
    CHECK(
        refusal(folder / "first") ==
        "cannot write " + (folder / "first").string() + ": Too many levels of symbolic links");
    CHECK(
        refusal(folder / "astray") ==
        "cannot write " + (folder / "astray").string() + ": No such file or directory");
    remove_partial_file(folder / "first");
    CHECK(entries_in(folder.path()) == 3);
}

TEST_CASE("what is no regular file is neither replaced nor read, and nobody waits for it")
{
    const temporary_folder folder;
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    fs::create_directory(folder / "folder");
    for (const fs::path& path : {folder / "pipe", folder / "folder", fs::path{"/dev/full"}}) {
        CAPTURE(path.string());
        CHECK(refusal(path) == "cannot write " + path.string() + ": it is not a regular file");
        CHECK(
            input_file::open(path).error().sentence ==
            "cannot read " + path.string() + ": it is not a regular file");
    }
    REQUIRE(::mkfifo((folder / "file.partial").c_str(), 0600) == 0);
    CHECK(refusal(folder / "file").starts_with("cannot write "));
    fs::remove(folder / "file.partial");
    write_file(folder / "victim", "precious");
    fs::create_symlink("victim", folder / "file.partial");
    CHECK(refusal(folder / "file").starts_with("cannot write "));
    CHECK(read_file(folder / "victim") == "precious");
}

TEST_CASE("a file that can't be written to its end is told, and the old one stays")
{
    const temporary_folder folder;
    write_file(folder / "file", "old");
    {
        durable_file file = begin(folder / "file");
        const std::string much(100'000, 'x');
        const file_size_limit limit{4096};
        const auto written = file.append(as_bytes(much));
        REQUIRE_FALSE(written.has_value());
        CHECK(written.error().sentence.starts_with("cannot write "));
    }
    CHECK(read_file(folder / "file") == "old");
    CHECK(entries_in(folder.path()) == 1);
    CHECK(refusal(folder / "no/such/file").starts_with("cannot write "));
}

TEST_CASE("a file is read from its start to its end")
{
    const temporary_folder folder;
    write_file(folder / "file", "0123456789");
    auto file = input_file::open(folder / "file").value();
    CHECK(file.size_bytes() == 10);
    std::string part(4, '\0');
    REQUIRE(file.read(std::as_writable_bytes(std::span{part})).value());
    REQUIRE(file.read(std::as_writable_bytes(std::span{part})).value());
    CHECK(part == "4567");
    CHECK_FALSE(file.read(std::as_writable_bytes(std::span{part})).value());
    CHECK(input_file::open(folder / "none").error().sentence.find("No such file") != std::string::npos);
}
