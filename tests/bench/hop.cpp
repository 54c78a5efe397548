#include "shared/control/layout.hpp"
#include "shared/memory/mapping.hpp"
#include "shared/platform/doorbell.hpp"
#include "shared/platform/memory_object.hpp"
#include "supervisor/platform/handle_watch.hpp"
#include "tests/bench/benchmarks.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace respawn::bench {

namespace {

using namespace std::chrono_literals;
namespace bip = boost::interprocess;

/// What supervisor and worker share for a tick, and nothing else.
struct shared_things {
    bip::mapped_region memory;
    platform::doorbell bell = platform::create_doorbell().value();
    unique_handle our_socket, child_socket;

    [[nodiscard]] control::region_data& control() const { return *memory::as<control::region_data>(memory); }
};

shared_things make_shared_things()
{
    shared_things made;
    const auto object = platform::create_memory_object("bench-control", sizeof(control::region_data)).value();
    made.memory = memory::map(object.get(), sizeof(control::region_data), bip::read_write).value();
    int sockets[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0)
        throw std::runtime_error{"cannot make a pair of sockets"};
    made.our_socket = unique_handle{sockets[0]};
    made.child_socket = unique_handle{sockets[1]};
    return made;
}

/// The worker's side, as in worker/source/runtime/connection.cpp: until the supervisor's socket is closed.
[[noreturn]] void answer_ticks(const shared_things& shared)
{
    control::region_data& words = shared.control();
    for (std::uint64_t seen = 0;;) {
        const std::uint64_t given = words.tick.load(std::memory_order_acquire);
        if (given > seen) {
            seen = given;
            words.done.store(given, std::memory_order_release);
            platform::ring_doorbell(shared.bell.far.get());
        } else if (platform::wait_for_doorbell_or_hang_up(shared.bell.far.get(), shared.child_socket.get())) {
            platform::silence_doorbell(shared.bell.far.get());
        } else {
            ::_exit(0);
        }
    }
}

/// A process at the other end, which ends with this object.
class answering_process {
public:
    answering_process()
    {
        process_id_ = ::fork();
        if (process_id_ < 0)
            throw std::runtime_error{"cannot start a process"};
        if (process_id_ == 0) {
            shared_.our_socket = {};
            answer_ticks(shared_);
        }
        shared_.child_socket = {};
    }
    ~answering_process()
    {
        shared_.our_socket = {};
        ::waitpid(process_id_, nullptr, 0);
    }
    answering_process(const answering_process&) = delete;
    answering_process& operator=(const answering_process&) = delete;

    void give_tick()
    {
        given_at_ = clock::now();
        shared_.control().tick.store(++given_, std::memory_order_release);
        platform::ring_doorbell(shared_.bell.near.get());
    }
    /// Whether the tick is finished; then the hop is in hops().
    bool take_done()
    {
        platform::silence_doorbell(shared_.bell.near.get());
        if (shared_.control().done.load(std::memory_order_acquire) != given_)
            return false;
        hops_.add(microseconds(clock::now() - given_at_));
        return true;
    }
    [[nodiscard]] int bell() const { return shared_.bell.near.get(); }
    [[nodiscard]] int socket() const { return shared_.our_socket.get(); }
    [[nodiscard]] const samples& hops() const { return hops_; }

private:
    shared_things shared_ = make_shared_things();
    int process_id_;
    std::uint64_t given_ = 0;
    clock::time_point given_at_{};
    samples hops_;
};

json measure_kernel_alone(std::size_t count)
{
    answering_process other;
    while (other.hops().count() != count) {
        other.give_tick();
        do
            if (!platform::wait_for_doorbell_or_hang_up(other.bell(), other.socket()))
                throw std::runtime_error{"the other process has ended"};
        while (!other.take_done());
    }
    return other.hops().summary();
}

json measure_event_loop(std::size_t count, std::chrono::milliseconds pause)
{
    answering_process other;
    asio::io_context loop{1};
    asio::steady_timer timer{loop};
    const auto go_on = [&] {
        timer.expires_after(pause);
        timer.async_wait([&](const std::error_code&) { other.give_tick(); });
    };
    const platform::handle_watch watch{loop, other.bell(), [&] {
                                           if (!other.take_done())
                                               return;
                                           if (other.hops().count() == count)
                                               loop.stop();
                                           else if (pause == 0ms)
                                               other.give_tick();
                                           else
                                               go_on();
                                       }};
    other.give_tick();
    loop.run();
    return other.hops().summary();
}

} // namespace

json measure_hop(effort how)
{
    const bool quick = how == effort::quick;
    const std::size_t count = quick ? 200 : 20'000;
    return {
        {"kernel_us", measure_kernel_alone(count)},
        {"event_loop_us", measure_event_loop(count, 0ms)},
        {"event_loop_after_1_ms_us", measure_event_loop(quick ? 50 : 2'000, 1ms)},
    };
}

} // namespace respawn::bench
