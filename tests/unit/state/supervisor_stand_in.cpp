#include "supervisor_stand_in.hpp"

#include "shared/memory/mapping.hpp"
#include "shared/platform/memory_object.hpp"
#include "shared/platform/packet_socket.hpp"
#include "shared/state/directory.hpp"
#include "supervisor/session/incoming.hpp"

#include "tests/support/deadline.hpp"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <future>
#include <stdexcept>

namespace platform = respawn::platform;
namespace protocol = respawn::protocol;
namespace control = respawn::control;
namespace incoming = respawn::incoming;
using respawn::unique_handle;

namespace {

// Not Catch's: benchmarks use this as well.
void require(bool holds, const char* what)
{
    if (!holds)
        throw std::runtime_error{what};
}

/// A place with room for the state, far below the one where the system puts what is mapped next. Workers of a
/// real session use a fixed one, which a sanitizer may need itself.
std::uint64_t free_address(std::size_t bytes)
{
    constexpr std::ptrdiff_t distance = std::ptrdiff_t{256} << 30;
    const auto reserve = [bytes](void* wanted) {
        void* place = ::mmap(wanted, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        require(place != MAP_FAILED, "there is no room for the state");
        ::munmap(place, bytes);
        return static_cast<std::byte*>(place);
    };
    return reinterpret_cast<std::uint64_t>(reserve(reserve(nullptr) - distance));
}

respawn::result<incoming::message> receive(int socket, platform::blocking wait)
{
    std::array<std::byte, protocol::max_message_bytes> buffer;
    auto packet = platform::receive_packet(socket, buffer, wait);
    if (!packet)
        return packet.error();
    if (packet->would_block)
        return respawn::failure{"nothing was said"};
    return incoming::decode({buffer.data(), packet->bytes}, std::move(packet->handles));
}

boost::interprocess::mapped_region map_sent(int object, std::uint64_t bytes)
{
    require(platform::sealed_size(object).value() == bytes, "the worker sent another size than it said");
    return respawn::memory::map(object, bytes, boost::interprocess::read_only).value();
}

} // namespace

supervisor_stand_in::supervisor_stand_in(std::uint64_t capacity) :
    state_address_{free_address(capacity)},
    state_{respawn::supervisor::committed_state::create(capacity).value()},
    listener_{platform::listen_packets(path_).value()}
{}

std::unique_ptr<respawn::detail::worker_session> supervisor_stand_in::start_worker()
{
    regions_ = respawn::supervisor::worker_regions::create(ring_bytes).value();
    journal_.emplace(regions_->journal_reader());
    ticks_ = 0;
    is_ready_ = false;
    migration_.reset();
    // Its hello is sent before it waits for the answer, so that it can be answered from here.
    auto opening =
        std::async(std::launch::async, [this] { return respawn::detail::connection::open(path_); });
    welcome_worker();
    return std::make_unique<respawn::detail::worker_session>("unit_state", opening.get().value());
}

void supervisor_stand_in::welcome_worker()
{
    const bool came = respawn::test::eventually([this] {
        auto accepted = platform::accept_packets(listener_.get());
        socket_ = accepted ? std::move(*accepted) : unique_handle{};
        return static_cast<bool>(socket_);
    });
    require(came, "the worker did not connect");
    const auto said = receive(socket_.get(), platform::blocking::yes).value();
    require(std::holds_alternative<incoming::hello>(said), "the worker did not say hello");
    protocol::welcome_message welcome{};
    welcome.kind = static_cast<std::uint32_t>(protocol::message_kind::welcome);
    welcome.version = protocol::version;
    welcome.state_address = state_address_;
    welcome.state_capacity_bytes = state_->capacity_bytes();
    welcome.journal_ring_bytes = ring_bytes;
    const auto descriptors = regions_->descriptors(state_->descriptor());
    platform::send_packet(socket_.get(), std::as_bytes(std::span{&welcome, 1}), descriptors).value();
}

void supervisor_stand_in::give_tick()
{
    regions_->input().frame = state_->frame() + 1;
    regions_->input().width = 320;
    regions_->input().height = 200;
    regions_->control().order = static_cast<std::uint32_t>(control::order::run_frame);
    regions_->control().tick.store(++ticks_, std::memory_order_release);
}

void supervisor_stand_in::begin_frame(respawn::detail::worker_session& worker) const
{
    require(worker.begin_frame(), "the worker did not begin the frame");
    require(worker.tick().frame == state_->frame() + 1, "the worker began another frame");
}

std::string supervisor_stand_in::refusal_in(const std::function<void()>& play)
{
    const pid_t child = ::fork();
    require(child >= 0, "there can't be another process");
    if (child == 0) {
        play();
        std::_Exit(EXIT_SUCCESS);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    receive_from_worker();
    return std::exchange(refusal_, {});
}

control::outcome supervisor_stand_in::outcome() const
{
    require(
        regions_->control().done.load(std::memory_order_acquire) == ticks_,
        "the worker did not finish the tick");
    return static_cast<control::outcome>(regions_->control().outcome);
}

void supervisor_stand_in::receive_from_worker()
{
    for (;;) {
        auto said = receive(socket_.get(), platform::blocking::no);
        if (!said)
            return;
        is_ready_ = is_ready_ || std::holds_alternative<incoming::ready>(*said);
        if (const auto* refusal = std::get_if<incoming::refusal>(&*said))
            refusal_ = refusal->reason;
        if (const auto* report = std::get_if<incoming::migrated>(&*said))
            hear_report(*report);
        auto* commit = std::get_if<incoming::large_commit>(&*said);
        if (commit == nullptr)
            continue;
        large_object_ = map_sent(commit->object.get(), commit->bytes);
        const std::span bytes{respawn::memory::as<const std::byte>(large_object_), commit->bytes};
        respawn::journal::read_record(bytes, state_->next_commit(), large_commit_.emplace()).value();
    }
}

void supervisor_stand_in::hear_report(const incoming::migrated& said)
{
    const auto mapped = map_sent(said.object.get(), said.bytes);
    migration_ = respawn::migration::decode({respawn::memory::as<const char>(mapped), said.bytes}).value();
}

std::size_t supervisor_stand_in::apply_commit()
{
    receive_from_worker();
    require(is_ready_, "the worker has not said that it is ready");
    require(outcome() != control::outcome::dropped, "the worker dropped the frame");
    respawn::journal::record record;
    if (outcome() == control::outcome::sent_object) {
        require(large_commit_.has_value(), "the worker did not send its commit");
        record = *std::exchange(large_commit_, std::nullopt);
    } else {
        require(journal_->next(state_->next_commit(), record).value(), "the worker did not commit");
    }
    const auto roots = migration_ ? respawn::state::roots::were_carried : respawn::state::roots::stay;
    respawn::state::check_directory(state_->page(0), record, state_->capacity_bytes(), roots).value();
    state_->apply(record);
    return record.pages.size();
}

bool supervisor_stand_in::is_in_state(const void* place) const
{
    const auto address = reinterpret_cast<std::uint64_t>(place);
    return address >= state_address_ && address < state_address_ + state_->bytes().size();
}
