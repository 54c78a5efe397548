#include "supervisor/loop/background_writer.hpp"

#include "tests/unit/build/loop_support.hpp"

#include "catch.hpp"

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>

using namespace respawn::supervisor;
using namespace std::chrono_literals;
using respawn::test::run_until;

namespace {

std::string gap(std::uint64_t messages)
{
    return "[" + std::to_string(messages) + " left out]";
}

/// A file whose disk stands still until it goes on.
struct slow_file {
    [[nodiscard]] std::shared_ptr<background_writer> writer(std::size_t limit_bytes = 10'000)
    {
        return std::make_shared<background_writer>(
            thread,
            [this](std::string_view message) {
                going.wait();
                text += message;
            },
            gap, limit_bytes);
    }
    void go_on() { goes_on.set_value(); }

    std::promise<void> goes_on;
    std::shared_future<void> going{goes_on.get_future()};
    std::string text; ///< the thread's, until it is waited for
    asio::io_context loop;
    background_thread thread{loop};
};

} // namespace

TEST_CASE("nobody waits for a disk that stands still, and all is written when it goes on")
{
    slow_file file;
    const auto one = file.writer(), other = file.writer();
    one->write("a");
    other->write("b");
    one->write("c");
    CHECK(file.thread.is_busy());
    CHECK_FALSE(file.thread.wait(0ms));
    CHECK_FALSE(one->finish(0ms));
    file.go_on();
    CHECK(one->finish(20s));
    CHECK_FALSE(file.thread.is_busy());
    CHECK(file.text == "abc");
}

TEST_CASE("what does not fit is left out as a whole and counted, and told when there is room")
{
    slow_file file;
    const auto writer = file.writer(10'000);
    writer->write(std::string(7000, 'a'));
    writer->write(std::string(3000, 'b'));
    writer->write(std::string(4000, 'c'));
    writer->write(std::string(2000, 'd'));
    writer->write(std::string(5000, 'e'));
    file.go_on();
    const std::string wanted =
        std::string(7000, 'a') + "[2 left out]" + std::string(2000, 'd') + "[1 left out]";
    CHECK(run_until(file.loop, [&] { return !file.thread.is_busy() && file.text == wanted; }));
}

TEST_CASE("one byte at a time does not make more wait than large messages do")
{
    slow_file file;
    const auto writer = file.writer(10'000);
    for (int count = 0; count != 10'000; ++count)
        writer->write("x");
    file.go_on();
    CHECK(writer->finish(20s));
    CHECK(file.text.size() < 100);
}

TEST_CASE("a message that is larger than what may wait is written when nothing else waits")
{
    slow_file file;
    file.go_on();
    const auto writer = file.writer(3);
    writer->write("large");
    CHECK(writer->finish(20s));
    CHECK(file.text == "large");
}

TEST_CASE("a slow disk is waited for as long as it gets on")
{
    asio::io_context loop;
    background_thread thread{loop};
    const auto writer = std::make_shared<background_writer>(
        thread, [](std::string_view) { std::this_thread::sleep_for(50ms); }, gap);
    for (int count = 0; count != 50; ++count)
        writer->write("x");
    CHECK(writer->finish(2s));
    CHECK_FALSE(thread.is_busy());
}

TEST_CASE("what was written last reaches its file also when its writer is gone")
{
    slow_file file;
    file.writer()->write("last");
    file.go_on();
    REQUIRE(file.thread.wait(20s));
    CHECK(file.text == "last");
}
