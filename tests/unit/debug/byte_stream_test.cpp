#include "supervisor/platform/byte_stream.hpp"
#include "supervisor/platform/process.hpp"

#include "catch.hpp"

#include <csignal>
#include <functional>
#include <optional>

#include <fcntl.h>
#include <unistd.h>

using namespace respawn;
using platform::byte_stream;

namespace {

/// Standard input is another handle's for as long as this lives.
class other_input {
public:
    explicit other_input(int handle) : before_{::dup(STDIN_FILENO)} { ::dup2(handle, STDIN_FILENO); }
    ~other_input() { ::dup2(before_.get(), STDIN_FILENO); }
    other_input(const other_input&) = delete;
    other_input& operator=(const other_input&) = delete;

private:
    unique_handle before_;
};

} // namespace

TEST_CASE("a stream loses nothing of what a pipe has no room for yet")
{
    auto pipe = platform::create_pipe().value();
    asio::io_context loop;
    byte_stream reader{loop, std::move(pipe.read)};
    byte_stream writer{loop, std::move(pipe.write)};
    std::string sent;
    while (sent.size() < 3'000'000)
        sent += std::to_string(sent.size()) + '\n';
    bool is_written = false;
    writer.write(sent, [&](bool all) {
        is_written = all;
        writer.close();
    });
    std::string received;
    const std::function<void(std::string_view)> take = [&](std::string_view bytes) {
        received += bytes;
        if (!bytes.empty())
            reader.read(take);
    };
    reader.read(take);
    loop.run();
    CHECK(is_written);
    CHECK(received == sent);
}

TEST_CASE("a stream says when nobody reads what it writes any more")
{
    auto pipe = platform::create_pipe().value();
    asio::io_context loop;
    byte_stream writer{loop, std::move(pipe.write)};
    pipe.read.close();
    std::signal(SIGPIPE, SIG_IGN); // as respawn does
    std::optional<bool> is_written;
    writer.write("lost", [&](bool all) { is_written = all; });
    loop.run();
    CHECK(is_written == false);
}

TEST_CASE("a stream that is closed calls nobody")
{
    auto pipe = platform::create_pipe().value();
    asio::io_context loop;
    byte_stream reader{loop, std::move(pipe.read)};
    reader.read([](std::string_view) { FAIL("it was closed"); });
    reader.close();
    loop.run();
}

TEST_CASE("who shares the standard input still waits when reading it")
{
    auto pipe = platform::create_input_pipe().value();
    const other_input input{pipe.read.get()};
    asio::io_context loop;
    byte_stream stream{loop, platform::own_standard_input()};
    std::string received;
    stream.read([&](std::string_view bytes) { received = bytes; });
    REQUIRE(::write(pipe.write.get(), "key", 3) == 3);
    loop.run();
    CHECK(received == "key");
    CHECK((::fcntl(STDIN_FILENO, F_GETFL) & O_NONBLOCK) == 0);
}
