#include "supervisor/output/worker_output.hpp"

#include "supervisor/loop/background_writer.hpp"
#include "supervisor/output/output_log.hpp"
#include "supervisor/platform/process.hpp"
#include "supervisor/report/line_writer.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/build/loop_support.hpp"

#include "catch.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace respawn::supervisor;
using namespace respawn::test;
using respawn::unique_handle;
namespace platform = respawn::platform;
namespace report = respawn::report;

namespace {

/// What stands for this process's outputs: pipes, or one terminal.
struct sink {
    unique_handle read, write;

    static sink pipe()
    {
        auto ends = platform::create_pipe();
        REQUIRE(ends.has_value());
        return {std::move(ends->read), std::move(ends->write)};
    }

    static sink terminal()
    {
        unique_handle screen{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)};
        REQUIRE(::grantpt(screen.get()) == 0);
        REQUIRE(::unlockpt(screen.get()) == 0);
        unique_handle shown{::open(::ptsname(screen.get()), O_RDWR | O_NOCTTY | O_CLOEXEC)};
        REQUIRE(shown);
        return {std::move(screen), std::move(shown)};
    }

    std::string take() const
    {
        std::array<char, 4096> buffer;
        std::string text;
        while (const auto got = platform::read_available(read.get(), buffer).bytes)
            text.append(buffer.data(), got);
        return text;
    }
};

std::string no_gap(std::uint64_t)
{
    return "left out\n";
}

struct shown_program {
    shown_program(const std::string& command, sink& standard, sink& error) :
        standard_writer{loop, platform::output{standard.write.get()}, no_gap},
        error_writer{loop, platform::output{error.write.get()}, no_gap}
    {
        auto opened = worker_output::open(
            loop, {standard.write.get(), standard_writer}, {error.write.get(), error_writer},
            std::make_shared<background_writer>(
                file_thread, [this](std::string_view text) { log_file.append(text); }, no_gap),
            [this] { closed = true; });
        REQUIRE(opened.has_value());
        output = *opened;
        auto started = platform::spawn(
            {.program = "/bin/sh",
             .arguments = {"sh", "-c", command},
             .standard_output = output->standard_output(),
             .standard_error = output->standard_error()});
        REQUIRE(started.has_value());
        child = std::move(*started);
        output->started();
    }
    ~shown_program()
    {
        platform::signal_group(child.process_id, SIGKILL);
        (void)platform::reap(child, std::chrono::seconds{10});
    }

    [[nodiscard]] std::string log()
    {
        REQUIRE(file_thread.wait(std::chrono::seconds{20}));
        return read_file(folder / "output.log");
    }

    temporary_folder folder;
    output_log log_file{folder / "output.log"};
    asio::io_context loop;
    background_thread file_thread{loop};
    report::line_writer standard_writer, error_writer;
    std::shared_ptr<worker_output> output;
    platform::child_process child;
    bool closed = false;
};

} // namespace

TEST_CASE("what a process prints is shown where it was meant for, and kept")
{
    sink standard = sink::pipe(), error = sink::pipe();
    shown_program shown{"echo one; echo two >&2; test -t 1 || echo no terminal", standard, error};
    CHECK(run_until(shown.loop, [&] { return shown.closed; }));
    CHECK(standard.take() == "one\nno terminal\n");
    CHECK(error.take() == "two\n");
    CHECK(shown.log().find("two\n") != std::string::npos);
    CHECK(shown.log().find("no terminal\n") != std::string::npos);
}

TEST_CASE("outputs that lead to the same keep their order")
{
    sink both = sink::pipe();
    shown_program shown{"for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done", both, both};
    CHECK(run_until(shown.loop, [&] { return shown.closed; }));
    const std::string wanted = "out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\nout 4\nerr 4\nout 5\nerr 5\n";
    CHECK(both.take() == wanted);
    CHECK(shown.log() == wanted);
}

TEST_CASE(
    "a process whose output is a terminal prints to one of the same size, and its lines are as they were")
{
    sink screen = sink::terminal();
    const winsize size{.ws_row = 33, .ws_col = 77, .ws_xpixel = 0, .ws_ypixel = 0};
    REQUIRE(::ioctl(screen.read.get(), TIOCSWINSZ, &size) == 0);
    shown_program shown{"test -t 1 && test -t 2 && stty size <&1", screen, screen};
    CHECK(run_until(shown.loop, [&] { return shown.closed; }));
    CHECK(screen.take() == "33 77\r\n"); // as that terminal ends its lines
    CHECK(shown.log() == "33 77\n");
}

TEST_CASE("what the children of a process print after its end is shown, too")
{
    sink both = sink::pipe();
    const temporary_folder folder;
    const std::string go = (folder / "go").string();
    shown_program shown{
        "(while ! test -e " + go + "; do sleep 0.01; done; echo late) & echo early", both, both};
    REQUIRE(run_until(shown.loop, [&] { return shown.log() == "early\n"; }));
    CHECK(platform::reap(shown.child, std::chrono::seconds{10}));
    CHECK_FALSE(shown.closed);
    write_file(go, "");
    CHECK(run_until(shown.loop, [&] { return shown.closed; }));
    CHECK(both.take() == "early\nlate\n");
}

TEST_CASE("draining takes all that a process has printed before it ended")
{
    sink both = sink::pipe();
    shown_program shown{
        "i=0; while [ $i -lt 500 ]; do echo a line that is not so short; i=$((i + 1)); done", both, both};
    CHECK(platform::reap(shown.child, std::chrono::seconds{10}));
    shown.output->drain();
    CHECK(shown.log().size() == 500 * std::string{"a line that is not so short\n"}.size());
}

TEST_CASE("a reader that takes nothing holds up neither the process nor its log")
{
    sink full = sink::pipe();
    shown_program shown{"head -c 8000000 /dev/zero | tr '\\0' x; echo; echo end", full, full};
    CHECK(run_until(shown.loop, [&] { return shown.closed; }));
    CHECK(shown.log().ends_with("x\nend\n"));
    CHECK(shown.log().size() == 8'000'005);
}
