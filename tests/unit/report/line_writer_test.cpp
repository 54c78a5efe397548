#include "supervisor/report/line_writer.hpp"
#include "supervisor/report/reporter.hpp"

#include "shared/unique_handle.hpp"

#include "catch.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace respawn;
using namespace respawn::report;
using namespace std::chrono_literals;

namespace {

struct pipe_ends {
    unique_handle read, write;
};

pipe_ends make_pipe()
{
    std::array<int, 2> ends{};
    REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
    return {unique_handle{ends[0]}, unique_handle{ends[1]}};
}

pipe_ends make_socket_pair()
{
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
    return {unique_handle{ends[0]}, unique_handle{ends[1]}};
}

std::string gap(std::uint64_t messages)
{
    return "[" + std::to_string(messages) + " left out]\n";
}

// Reads what is there now, without waiting.
std::string take(int from)
{
    ::fcntl(from, F_SETFL, ::fcntl(from, F_GETFL) | O_NONBLOCK);
    std::string text;
    std::array<char, 4096> buffer{};
    for (auto got = ::read(from, buffer.data(), buffer.size()); got > 0;
         got = ::read(from, buffer.data(), buffer.size()))
        text.append(buffer.data(), static_cast<std::size_t>(got));
    return text;
}

// Runs the loop, and reads, until `bytes` have come or the deadline is over.
std::string take(int from, asio::io_context& context, std::size_t bytes)
{
    std::string text;
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (text.size() < bytes && std::chrono::steady_clock::now() < deadline) {
        context.restart();
        context.run_for(5ms);
        text += take(from);
    }
    return text;
}

std::string long_line(char fill)
{
    return std::string(49'999, fill) + "\n";
}

} // namespace

TEST_CASE("a reader that is slow gets every line, and the writer never waits for it")
{
    const bool as_socket = GENERATE(false, true);
    CAPTURE(as_socket);
    asio::io_context context;
    const auto ends = as_socket ? make_socket_pair() : make_pipe();
    line_writer writer{context, platform::output{ends.write.get()}, gap};

    std::string expected;
    for (char fill = 'a'; fill <= 'z'; ++fill) {
        writer.write(long_line(fill)); // far more than a pipe or a socket holds
        expected += long_line(fill);
    }
    CHECK(take(ends.read.get(), context, expected.size()) == expected);
}

TEST_CASE("a full buffer leaves out whole messages and tells how many")
{
    asio::io_context context;
    const auto ends = make_pipe();
    line_writer writer{context, platform::output{ends.write.get()}, gap, 100'000};
    for (char fill = 'a'; fill <= 'f'; ++fill)
        writer.write(long_line(fill)); // a and part of b fit into the pipe, c into the buffer
    const auto before = take(ends.read.get(), context, long_line('a').size());
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    std::string after = before;
    while (after.find("left out]\n") == std::string::npos && std::chrono::steady_clock::now() < deadline)
        after += take(ends.read.get(), context, 1);
    CHECK(after == long_line('a') + long_line('b') + long_line('c') + "[3 left out]\n");

    writer.write("and on\n");
    CHECK(take(ends.read.get(), context, 7) == "and on\n");
}

TEST_CASE("a reader that has gone away is no harm")
{
    std::signal(SIGPIPE, SIG_IGN);
    asio::io_context context;
    auto ends = make_pipe();
    line_writer writer{context, platform::output{ends.write.get()}, gap};
    writer.write("heard\n");
    CHECK(take(ends.read.get()) == "heard\n");
    ends.read.close();
    for (int count = 0; count < 3; ++count)
        writer.write(long_line('x'));
    CHECK(context.run_for(10s) == 0); // nothing is left to be retried
    CHECK(context.stopped());
}

TEST_CASE("a closed descriptor is as good as a reader that has gone away")
{
    asio::io_context context;
    line_writer writer{context, platform::output{-1}, gap};
    writer.write("unheard\n");
    CHECK(writer.finish(0ms));
    CHECK(context.run_for(10s) == 0);
    CHECK(context.stopped());
}

TEST_CASE("the end waits for a reader that never reads no longer than it may")
{
    asio::io_context context;
    const auto ends = make_pipe();
    line_writer writer{context, platform::output{ends.write.get()}, gap};
    writer.write(long_line('a'));
    writer.write(long_line('b'));
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(writer.finish(50ms));
    CHECK(std::chrono::steady_clock::now() - start >= 50ms);
    CHECK(context.run_for(10s) <= 1);
    CHECK(context.stopped());
}

TEST_CASE("the flags of a shared descriptor stay as they were")
{
    asio::io_context context;
    const auto ends = make_pipe();
    const auto before = ::fcntl(ends.write.get(), F_GETFL);
    line_writer writer{context, platform::output{ends.write.get()}, gap};
    writer.write(long_line('a'));
    writer.write(long_line('b'));
    CHECK(::fcntl(ends.write.get(), F_GETFL) == before);
}

TEST_CASE("a file that standard output was appended to keeps its beginning")
{
    const auto path =
        std::filesystem::temp_directory_path() / ("respawn_report_" + std::to_string(::getpid()));
    {
        std::ofstream{path} << "before\n";
        asio::io_context context;
        supervisor::background_thread files{context};
        const unique_handle file{::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC)};
        const auto writer = open_writer(context, files, file.get(), gap);
        writer->write("after\n");
        CHECK(writer->finish(10s));
    }
    std::ifstream file{path};
    const std::string text{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    std::filesystem::remove(path);
    CHECK(text == "before\nafter\n");
}

TEST_CASE("a reporter says the same event as text or as JSON")
{
    asio::io_context context;
    const auto ends = make_pipe();
    {
        reporter out{context, output_form::text, ends.write.get()};
        out.say(paused{5});
        out.say(keys_help{});
        out.say(stopped{5, 5, 0, "asked to"});
        CHECK(out.finish(10s));
    }
    const auto text = take(ends.read.get());
    CHECK(text.starts_with("game    paused at frame 5\nkeys    r  restart"));
    CHECK(text.ends_with("respawn stopped at frame 5: asked to  (5 frames committed, no late frame)\n"));
    {
        reporter out{context, output_form::json, ends.write.get()};
        out.say(keys_help{});
        out.say(paused{5});
    }
    const auto json = take(ends.read.get());
    CHECK(json.starts_with(R"({"event":"paused","time_ms":)"));
    CHECK(json.ends_with(R"(,"frame":5})"
                         "\n"));
}

TEST_CASE("only a terminal gets colours, and none against the user's will")
{
    const unique_handle terminal{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)};
    REQUIRE(terminal);
    const auto ends = make_pipe();
    ::setenv("TERM", "xterm", 1);
    ::unsetenv("NO_COLOR");
    CHECK(choose_form(terminal.get(), false) == output_form::coloured_text);
    CHECK(choose_form(terminal.get(), true) == output_form::json);
    CHECK(choose_form(ends.write.get(), false) == output_form::text);
    ::setenv("NO_COLOR", "1", 1);
    CHECK(choose_form(terminal.get(), false) == output_form::text);
    ::unsetenv("NO_COLOR");
    ::setenv("TERM", "dumb", 1);
    CHECK(choose_form(terminal.get(), false) == output_form::text);
}
