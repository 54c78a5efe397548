#pragma once

#include "shared/control/layout.hpp"
#include "shared/input/layout.hpp"
#include "shared/platform/packet_socket.hpp"
#include "shared/protocol/messages.hpp"
#include "shared/result.hpp"
#include "shared/unique_handle.hpp"

#include <boost/interprocess/mapped_region.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace respawn::detail {

/// The regions of blueprint 3 as a worker maps them.
struct regions {
    boost::interprocess::mapped_region control;   ///< control::region_data
    boost::interprocess::mapped_region state;     ///< private, copy-on-write, at the fixed address
    boost::interprocess::mapped_region committed; ///< the same object, read-only
    boost::interprocess::mapped_region journal;
    boost::interprocess::mapped_region frames;
    boost::interprocess::mapped_region input; ///< player::region_data, read-only
};

/// The worker's end of the socket, and what the supervisor handed over through it.
class connection {
public:
    /// Connects to the supervisor, introduces this worker and maps what it is given.
    /// Fails with the supervisor's sentence when it refuses this worker.
    [[nodiscard]] static result<connection> open(const std::string& socket_path);

    [[nodiscard]] const protocol::welcome_message& welcome() const { return welcome_; }
    [[nodiscard]] const regions& memory() const { return regions_; }
    /// Where a frame says what is to be heard.
    [[nodiscard]] sounds::region_data& sound_commands() const { return control().sounds; }

    /// Blocks until more ticks were given than `seen`, and returns how many. 0: the supervisor is gone.
    [[nodiscard]] std::uint64_t wait_for_tick(std::uint64_t seen);
    /// What the newest tick asks for.
    [[nodiscard]] control::order order() const;
    /// Tells that `tick` is finished; everything before it must be published.
    void finish_tick(std::uint64_t tick, control::outcome how);

    template <class Message>
    [[nodiscard]] result<void> send(const Message& message, int handle = unique_handle::none)
    {
        return send_bytes({reinterpret_cast<const std::byte*>(&message), sizeof message}, handle);
    }
    /// Ends the process because it can't use the state, which the supervisor tells the user.
    [[noreturn]] void refuse(const std::string& reason) { end(protocol::message_kind::refusal, reason); }
    /// Ends the process that is to leave before it had the state, and says why if the supervisor has refused
    /// it.
    [[noreturn]] void leave_without_state();
    /// Takes the object that comes before a tick with order::rebind.
    [[nodiscard]] result<boost::interprocess::mapped_region> receive_rebinding();
    /// Waits for the answer to a message about a texture, or a sound.
    [[nodiscard]] result<void> receive_reply(protocol::texture_reply_message& reply);
    [[nodiscard]] result<void> receive_reply(protocol::sound_reply_message& reply);

private:
    connection() = default;
    /// Waits for the supervisor's next packet.
    [[nodiscard]] result<platform::packet> receive(std::span<std::byte> buffer);
    [[nodiscard]] result<void> receive_welcome();
    template <class Reply>
    [[nodiscard]] result<void> receive_as(protocol::message_kind kind, Reply& reply);
    [[noreturn]] void end(protocol::message_kind kind, const std::string& reason);
    void tell_who_started(const std::string& sentence) const;
    [[nodiscard]] result<void> map_regions(std::vector<unique_handle>& handles);
    [[nodiscard]] result<void> send_bytes(std::span<const std::byte> message, int handle);
    [[nodiscard]] control::region_data& control() const;

    unique_handle socket_, bell_;
    protocol::welcome_message welcome_{};
    regions regions_;
};

} // namespace respawn::detail
