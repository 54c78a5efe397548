#include "shared/platform/event.hpp"
#include "shared/platform/wait.hpp"

#include "catch.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <future>
#include <limits>

namespace platform = respawn::platform;
using respawn::unique_handle;

namespace {

unique_handle make_event()
{
    auto event = platform::create_event();
    REQUIRE(event.has_value());
    return std::move(*event);
}

bool is_signalled(int event)
{
    pollfd waited{event, POLLIN, 0};
    return ::poll(&waited, 1, 0) == 1;
}

struct socket_pair {
    unique_handle near, far;

    socket_pair()
    {
        int ends[2];
        REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0);
        near = unique_handle{ends[0]};
        far = unique_handle{ends[1]};
    }
};

} // namespace

TEST_CASE("an event is signalled from a signal to the next clear")
{
    const unique_handle event = make_event();
    CHECK_FALSE(is_signalled(event.get()));
    platform::signal_event(event.get());
    CHECK(is_signalled(event.get()));
    CHECK(is_signalled(event.get()));
    platform::clear_event(event.get());
    CHECK_FALSE(is_signalled(event.get()));
}

TEST_CASE("one clear takes back any number of signals")
{
    const unique_handle event = make_event();
    for (int count = 0; count != 100; ++count)
        platform::signal_event(event.get());
    platform::clear_event(event.get());
    CHECK_FALSE(is_signalled(event.get()));
}

TEST_CASE("clearing what is not signalled and signalling what is full return at once")
{
    const unique_handle event = make_event();
    platform::clear_event(event.get());
    const std::uint64_t full = std::numeric_limits<std::uint64_t>::max() - 1;
    REQUIRE(::write(event.get(), &full, sizeof full) == sizeof full);
    platform::signal_event(event.get());
    CHECK(is_signalled(event.get()));
}

TEST_CASE("a wait ends at a signal that came before it")
{
    const unique_handle event = make_event();
    const socket_pair sockets;
    platform::signal_event(event.get());
    CHECK(platform::wait_for_event_or_hang_up(event.get(), sockets.near.get()));
}

TEST_CASE("a wait ends at a signal from another thread, whatever lies unread in the socket")
{
    const unique_handle event = make_event();
    const socket_pair sockets;
    REQUIRE(::send(sockets.far.get(), "x", 1, 0) == 1);
    auto waiting = std::async(std::launch::async, [&] {
        return platform::wait_for_event_or_hang_up(event.get(), sockets.near.get());
    });
    CHECK(waiting.wait_for(std::chrono::milliseconds{20}) == std::future_status::timeout);
    platform::signal_event(event.get());
    CHECK(waiting.get());
}

TEST_CASE("a wait ends when the other end of the socket goes away")
{
    const unique_handle event = make_event();
    socket_pair sockets;
    auto waiting = std::async(std::launch::async, [&] {
        return platform::wait_for_event_or_hang_up(event.get(), sockets.near.get());
    });
    sockets.far.close();
    CHECK_FALSE(waiting.get());

    platform::signal_event(event.get());
    CHECK_FALSE(platform::wait_for_event_or_hang_up(event.get(), sockets.near.get()));
}
