#include "shared/platform/doorbell.hpp"

#include "catch.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <future>

namespace platform = respawn::platform;
using respawn::unique_handle;

namespace {

platform::doorbell make_doorbell()
{
    auto bell = platform::create_doorbell();
    REQUIRE(bell.has_value());
    return std::move(*bell);
}

bool was_rung(const unique_handle& end)
{
    pollfd waited{end.get(), POLLIN, 0};
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

TEST_CASE("a doorbell is heard at the other end until it is silenced there")
{
    const auto bell = make_doorbell();
    CHECK_FALSE(was_rung(bell.far));
    platform::ring_doorbell(bell.near.get());
    CHECK(was_rung(bell.far));
    CHECK_FALSE(was_rung(bell.near));
    platform::silence_doorbell(bell.near.get());
    CHECK(was_rung(bell.far));
    platform::silence_doorbell(bell.far.get());
    CHECK_FALSE(was_rung(bell.far));

    platform::ring_doorbell(bell.far.get());
    CHECK(was_rung(bell.near));
    CHECK_FALSE(was_rung(bell.far));
}

TEST_CASE("a doorbell that is silenced once is silent, however often it was rung")
{
    const auto bell = make_doorbell();
    for (int count = 0; count != 10'000; ++count)
        platform::ring_doorbell(bell.near.get());
    platform::silence_doorbell(bell.far.get());
    CHECK_FALSE(was_rung(bell.far));
}

TEST_CASE("ringing and silencing return at once, whatever the other process does to its end")
{
    const auto bell = make_doorbell();
    REQUIRE(::fcntl(bell.far.get(), F_SETFL, 0) == 0);
    const int tiny = 1;
    REQUIRE(::setsockopt(bell.far.get(), SOL_SOCKET, SO_RCVBUF, &tiny, sizeof tiny) == 0);
    platform::silence_doorbell(bell.near.get());
    for (int count = 0; count != 10'000; ++count)
        platform::ring_doorbell(bell.near.get());
    CHECK(was_rung(bell.far));
    CHECK(::shutdown(bell.far.get(), SHUT_RDWR) == 0);
    platform::ring_doorbell(bell.near.get());
    platform::silence_doorbell(bell.near.get());
}

TEST_CASE("a wait ends at a ring that came before it")
{
    const auto bell = make_doorbell();
    const socket_pair sockets;
    platform::ring_doorbell(bell.near.get());
    CHECK(platform::wait_for_doorbell_or_hang_up(bell.far.get(), sockets.near.get()));
}

TEST_CASE("a wait ends at a ring from another thread, whatever lies unread in the socket")
{
    const auto bell = make_doorbell();
    const socket_pair sockets;
    REQUIRE(::send(sockets.far.get(), "x", 1, 0) == 1);
    auto waiting = std::async(std::launch::async, [&] {
        return platform::wait_for_doorbell_or_hang_up(bell.far.get(), sockets.near.get());
    });
    CHECK(waiting.wait_for(std::chrono::milliseconds{20}) == std::future_status::timeout);
    platform::ring_doorbell(bell.near.get());
    CHECK(waiting.get());
}

TEST_CASE("a wait ends when the other end of the socket goes away")
{
    const auto bell = make_doorbell();
    socket_pair sockets;
    auto waiting = std::async(std::launch::async, [&] {
        return platform::wait_for_doorbell_or_hang_up(bell.far.get(), sockets.near.get());
    });
    sockets.far.close();
    CHECK_FALSE(waiting.get());

    platform::ring_doorbell(bell.near.get());
    CHECK_FALSE(platform::wait_for_doorbell_or_hang_up(bell.far.get(), sockets.near.get()));
}
