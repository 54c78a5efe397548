#include "supervisor/platform/linux/handle_events.hpp"

#include "shared/unique_handle.hpp"

#include "catch.hpp"

#include <atomic>
#include <csignal>
#include <thread>

#include <pthread.h>
#include <sys/socket.h>

using namespace respawn;
using namespace std::chrono_literals;

namespace {

struct local_connection {
    local_connection()
    {
        int ends[2] = {-1, -1};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
        here = unique_handle{ends[0]};
        there = unique_handle{ends[1]};
    }
    unique_handle here, there;
};

/// Interrupts the thread that made it, all the time.
class interruptions {
public:
    interruptions() : before_{std::signal(SIGUSR1, [](int) {})} {}
    ~interruptions()
    {
        over_ = true;
        thread_.join();
        std::signal(SIGUSR1, before_);
    }
    interruptions(const interruptions&) = delete;
    interruptions& operator=(const interruptions&) = delete;

private:
    void (*before_)(int);
    pthread_t interrupted_ = ::pthread_self();
    std::atomic<bool> over_ = false;
    std::thread thread_{[this] {
        while (!over_)
            ::pthread_kill(interrupted_, SIGUSR1);
    }};
};

} // namespace

TEST_CASE("the other end of a connection is there until it is closed, whatever signals come")
{
    local_connection made;
    const interruptions signals;
    int wrong = 0;
    for (int question = 0; question < 100'000; ++question)
        wrong += platform::has_event(made.here.get(), 0) ? 1 : 0;
    CHECK(wrong == 0);
    made.there.close();
    CHECK(platform::has_event(made.here.get(), 0));
}

TEST_CASE("a wait for something to read goes on after a signal, and ends with it or with its time")
{
    local_connection made;
    const interruptions signals;
    CHECK_FALSE(platform::is_readable(made.here.get(), 20ms));
    std::thread writer{[&made] { ::send(made.there.get(), "x", 1, 0); }};
    CHECK(platform::is_readable(made.here.get(), 60s));
    writer.join();
}
