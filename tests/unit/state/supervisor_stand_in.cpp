#include "supervisor_stand_in.hpp"

#include "shared/memory/mapping.hpp"
#include "shared/platform/memory_object.hpp"
#include "shared/platform/packet_socket.hpp"
#include "supervisor/session/incoming.hpp"

#include "catch.hpp"
#include "deadline.hpp"

#include <sys/mman.h>

#include <array>
#include <future>

namespace platform = respawn::platform;
namespace protocol = respawn::protocol;
namespace control = respawn::control;
namespace incoming = respawn::incoming;
using respawn::unique_handle;

namespace {

/// A place with room for the state, far below the one where the system puts what is mapped next. Workers of a
/// real session use a fixed one, which a sanitizer may need itself.
std::uint64_t free_address(std::size_t bytes)
{
    constexpr std::ptrdiff_t distance = std::ptrdiff_t{256} << 30;
    const auto reserve = [bytes](void* wanted) {
        void* place = ::mmap(wanted, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        REQUIRE(place != MAP_FAILED);
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

} // namespace

supervisor_stand_in::supervisor_stand_in() : state_address_{free_address(capacity_bytes)}
{
    auto state = respawn::supervisor::committed_state::create(capacity_bytes);
    REQUIRE(state.has_value());
    state_ = std::move(*state);
    auto listener = platform::listen_packets(path_);
    REQUIRE(listener.has_value());
    listener_ = std::move(*listener);
}

std::unique_ptr<respawn::detail::session> supervisor_stand_in::start_worker()
{
    auto regions = respawn::supervisor::worker_regions::create(ring_bytes);
    REQUIRE(regions.has_value());
    regions_ = std::move(*regions);
    journal_.emplace(regions_->journal_reader());
    ticks_ = 0;
    is_ready_ = false;
    // Its hello is sent before it waits for the answer, so that it can be answered from here.
    auto opening =
        std::async(std::launch::async, [this] { return respawn::detail::connection::open(path_); });
    welcome_worker();
    auto connection = opening.get();
    INFO((connection ? "" : connection.error().sentence));
    REQUIRE(connection.has_value());
    return std::make_unique<respawn::detail::session>("unit_state", std::move(*connection));
}

void supervisor_stand_in::welcome_worker()
{
    REQUIRE(respawn::test::eventually([this] {
        auto accepted = platform::accept_packets(listener_.get());
        socket_ = accepted ? std::move(*accepted) : unique_handle{};
        return static_cast<bool>(socket_);
    }));
    auto said = receive(socket_.get(), platform::blocking::yes);
    REQUIRE(said.has_value());
    REQUIRE(std::holds_alternative<incoming::hello>(*said));
    protocol::welcome_message welcome{};
    welcome.kind = static_cast<std::uint32_t>(protocol::message_kind::welcome);
    welcome.version = protocol::version;
    welcome.state_address = state_address_;
    welcome.state_capacity_bytes = capacity_bytes;
    welcome.journal_ring_bytes = ring_bytes;
    const auto descriptors = regions_->descriptors(state_->descriptor());
    REQUIRE(
        platform::send_packet(socket_.get(), std::as_bytes(std::span{&welcome, 1}), descriptors).has_value());
}

void supervisor_stand_in::give_tick()
{
    regions_->input().frame = state_->frame() + 1;
    regions_->input().width = 320;
    regions_->input().height = 200;
    regions_->control().order = static_cast<std::uint32_t>(control::order::run_frame);
    regions_->control().tick.store(++ticks_, std::memory_order_release);
}

void supervisor_stand_in::begin_frame(respawn::detail::session& worker) const
{
    REQUIRE(worker.begin_frame());
    REQUIRE(worker.tick().frame == state_->frame() + 1);
}

control::outcome supervisor_stand_in::outcome() const
{
    REQUIRE(regions_->control().done.load(std::memory_order_acquire) == ticks_);
    return static_cast<control::outcome>(regions_->control().outcome);
}

void supervisor_stand_in::receive_from_worker()
{
    for (;;) {
        auto said = receive(socket_.get(), platform::blocking::no);
        if (!said)
            return;
        is_ready_ = is_ready_ || std::holds_alternative<incoming::ready>(*said);
        auto* commit = std::get_if<incoming::large_commit>(&*said);
        if (commit == nullptr)
            continue;
        const auto size = platform::sealed_size(commit->object.get());
        REQUIRE(size.has_value());
        REQUIRE(*size == commit->bytes);
        auto mapped = respawn::memory::map(commit->object.get(), *size, boost::interprocess::read_only);
        REQUIRE(mapped.has_value());
        large_object_.swap(*mapped);
        const std::span bytes{respawn::memory::as<const std::byte>(large_object_), *size};
        REQUIRE(
            respawn::journal::read_record(bytes, state_->next_commit(), large_commit_.emplace()).has_value());
    }
}

std::size_t supervisor_stand_in::apply_commit()
{
    receive_from_worker();
    REQUIRE(is_ready_);
    REQUIRE(outcome() != control::outcome::dropped);
    respawn::journal::record record;
    if (outcome() == control::outcome::sent_object) {
        REQUIRE(large_commit_.has_value());
        record = *std::exchange(large_commit_, std::nullopt);
    } else {
        const auto read = journal_->next(state_->next_commit(), record);
        INFO((read ? "" : read.error().sentence));
        REQUIRE(read.has_value());
        REQUIRE(*read);
    }
    state_->apply(record);
    return record.pages.size();
}

bool supervisor_stand_in::is_in_state(const void* place) const
{
    const auto address = reinterpret_cast<std::uint64_t>(place);
    return address >= state_address_ && address < state_address_ + state_->bytes().size();
}
