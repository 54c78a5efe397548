// Speaks the protocol itself, and breaks it in the way that its tag names.
#include "shared/control/layout.hpp"
#include "shared/input/layout.hpp"
#include "shared/journal/ring.hpp"
#include "shared/memory/mapping.hpp"
#include "shared/pictures/layout.hpp"
#include "shared/platform/doorbell.hpp"
#include "shared/platform/memory_object.hpp"
#include "shared/platform/packet_socket.hpp"
#include "shared/protocol/messages.hpp"
#include "tests/process/workers/burglary.hpp"
#include "tests/support/executable_tag.hpp"

#include <array>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace {

using namespace respawn;
namespace bip = boost::interprocess;

constexpr std::uint64_t small_commit_bytes = 4096;

template <class Message>
Message make(protocol::message_kind kind)
{
    Message message{};
    message.kind = static_cast<std::uint32_t>(kind);
    return message;
}

/// What a worker has after its welcome.
struct stage {
    unique_handle socket;
    protocol::welcome_message welcome{};
    std::vector<unique_handle> handles{};
    bip::mapped_region control_memory{}, journal_memory{}, frames_memory{}, input_memory{};
    std::mt19937 random{};

    void send_bytes(std::span<const std::byte> bytes, std::span<const int> with = {}) const
    {
        [[maybe_unused]] const auto sent = platform::send_packet(socket.get(), bytes, with);
    }
    template <class Message>
    void send(const Message& message, std::span<const int> with = {}) const
    {
        send_bytes({reinterpret_cast<const std::byte*>(&message), sizeof message}, with);
    }
    void hello(std::uint32_t version = protocol::version, const std::string& library = RESPAWN_VERSION) const
    {
        auto message = make<protocol::hello_message>(protocol::message_kind::hello);
        message.version = version;
        library.copy(message.library, sizeof message.library - 1);
        send(message);
    }
    void receive_welcome()
    {
        std::array<std::byte, protocol::max_message_bytes> buffer{};
        auto packet = platform::receive_packet(socket.get(), buffer, platform::blocking::yes);
        if (!packet || packet->handles.size() != protocol::descriptor_count)
            std::exit(1);
        std::memcpy(&welcome, buffer.data(), sizeof welcome);
        handles = std::move(packet->handles);
        control_memory = map(protocol::control_descriptor, sizeof(control::region_data));
        journal_memory = map(protocol::journal_descriptor, journal::region_bytes(welcome.journal_ring_bytes));
        frames_memory = map(protocol::frames_descriptor, pictures::region_bytes);
        input_memory =
            memory::map(
                handles[protocol::input_descriptor].get(), sizeof(player::region_data), bip::read_only)
                .value();
    }
    [[nodiscard]] bip::mapped_region map(protocol::descriptor_order which, std::size_t bytes) const
    {
        return memory::map(handles[which].get(), bytes, bip::read_write).value();
    }
    /// Sends a sound with `object`, and returns whether it was taken.
    [[nodiscard]] bool make_sound(const protocol::sound_message& what, int object) const
    {
        send(what, {&object, 1});
        std::array<std::byte, protocol::max_message_bytes> buffer{};
        if (!platform::receive_packet(socket.get(), buffer, platform::blocking::yes))
            std::exit(1);
        protocol::sound_reply_message reply{};
        std::memcpy(&reply, buffer.data(), sizeof reply);
        return reply.found != 0;
    }
    /// Breaks the protocol, which ends this worker: what went before was answered as it should be.
    void confess() const
    {
        ready();
        ready();
    }
    void ready() const { send(make<protocol::ready_message>(protocol::message_kind::ready)); }
    void wait_for_tick() const
    {
        if (!platform::wait_for_doorbell_or_hang_up(bell(), socket.get()))
            std::exit(0);
    }
    /// Connected, ready, and given the first tick.
    void take_over()
    {
        hello();
        receive_welcome();
        ready();
        wait_for_tick();
    }
    /// The one that it is told to play.
    [[nodiscard]] std::uint64_t frame() const
    {
        return memory::as<const player::region_data>(input_memory)->frame;
    }
    [[nodiscard]] int bell() const { return handles[protocol::bell_descriptor].get(); }
    [[nodiscard]] control::region_data& control() const
    {
        return *memory::as<control::region_data>(control_memory);
    }
    void finish_tick(std::uint64_t tick, std::uint32_t outcome) const
    {
        control().outcome = outcome;
        control().done.store(tick, std::memory_order_release);
        platform::ring_doorbell(bell());
    }
    void finish_tick(control::outcome how) const { finish_tick(1, static_cast<std::uint32_t>(how)); }
    [[nodiscard]] std::byte* ring() const
    {
        return memory::as<std::byte>(journal_memory, journal::ring_offset);
    }
    void publish_journal(std::uint64_t head) const
    {
        memory::as<journal::region_data>(journal_memory)->head.store(head, std::memory_order_release);
    }
    void publish_record(const journal::record_data& head) const
    {
        std::memcpy(ring(), &head, sizeof head);
        publish_journal(head.bytes);
        finish_tick(control::outcome::committed);
    }
    void send_commit(int object, std::uint64_t bytes) const
    {
        auto message = make<protocol::large_commit_message>(protocol::message_kind::large_commit);
        message.bytes = bytes;
        send(message, {&object, 1});
        finish_tick(control::outcome::sent_object);
    }
};

journal::record_data honest_record(std::uint64_t frame)
{
    journal::record_data head{};
    head.magic = journal::record_magic;
    head.bytes = journal::record_bytes(0);
    head.frame = frame;
    head.extent_bytes = 65536;
    return head;
}

unique_handle unsealed_object(std::size_t bytes)
{
    unique_handle object{::memfd_create("lie", MFD_CLOEXEC)};
    if (!object || ::ftruncate(object.get(), static_cast<off_t>(bytes)) != 0)
        std::exit(1);
    return object;
}

unique_handle end_of_a_pipe()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        std::exit(1);
    return unique_handle{ends[0]};
}

protocol::sound_message a_sound(std::uint64_t samples)
{
    auto message = make<protocol::sound_message>(protocol::message_kind::make_sound);
    message.sample_rate = 48'000;
    message.channels = 1;
    message.id = 7;
    message.samples = samples;
    return message;
}

std::vector<std::byte> random_bytes(std::mt19937& random, std::size_t count)
{
    std::vector<std::byte> bytes(count);
    for (std::byte& each : bytes)
        each = static_cast<std::byte>(random());
    return bytes;
}

unique_handle sealed_object(std::mt19937& random, std::size_t bytes)
{
    auto writer = platform::sealed_object_writer::create("lie").value();
    const auto content = random_bytes(random, bytes);
    writer.append(content.data(), content.size()).value();
    return std::move(writer).finish().value();
}

void wait_to_be_killed()
{
    for (;;)
        ::pause();
}

const std::map<std::string, std::function<void(stage&)>> lies{
    {"another protocol", [](stage& s) { s.hello(99); }},
    {"another version", [](stage& s) { s.hello(protocol::version, "0.9.3"); }},
    {"random first packet", [](stage& s) { s.send_bytes(random_bytes(s.random, 200)); }},
    {"first packet too long", [](stage& s) { s.send_bytes(random_bytes(s.random, 5000)); }},
    {"ready before hello", [](stage& s) { s.ready(); }},
    {"hello twice",
     [](stage& s) {
         s.hello();
         s.hello();
     }},
    {"ready twice",
     [](stage& s) {
         s.take_over();
         s.ready();
     }},
    {"random packets",
     [](stage& s) {
         s.hello();
         s.receive_welcome();
         for (int n = 0; n != 100; ++n)
             s.send_bytes(random_bytes(s.random, 1 + s.random() % 1024));
     }},
    {"every kind at random",
     [](stage& s) {
         s.hello();
         s.receive_welcome();
         for (std::uint32_t n = 4; n != 100; ++n) {
             auto bytes = random_bytes(s.random, 4 + s.random() % 1000);
             const std::uint32_t kind = n % 18;
             std::memcpy(bytes.data(), &kind, sizeof kind);
             s.send_bytes(bytes);
         }
     }},
    {"descriptors that nobody wants",
     [](stage& s) {
         s.take_over();
         const unique_handle null{::open("/dev/null", O_RDWR | O_CLOEXEC)};
         const std::array<int, 8> many{null.get(), null.get(), null.get(), null.get(),
                                       null.get(), null.get(), null.get(), null.get()};
         for (int n = 0; n != 100; ++n)
             s.send(make<protocol::texture_message>(protocol::message_kind::find_texture), many);
         s.finish_tick(control::outcome::committed);
     }},
    {"done ahead of its time", [](stage& s) { s.take_over(), s.finish_tick(1000, 0); }},
    {"done without a commit", [](stage& s) { s.take_over(), s.finish_tick(control::outcome::committed); }},
    {"an outcome that does not exist", [](stage& s) { s.take_over(), s.finish_tick(1, 77); }},
    {"sent_object without an object",
     [](stage& s) { s.take_over(), s.finish_tick(control::outcome::sent_object); }},
    {"journal head out of range",
     [](stage& s) {
         s.take_over();
         s.publish_journal(std::uint64_t{1} << 60);
         s.finish_tick(control::outcome::committed);
     }},
    {"journal head not aligned",
     [](stage& s) {
         s.take_over();
         s.publish_journal(7);
         s.finish_tick(control::outcome::committed);
     }},
    {"random record",
     [](stage& s) {
         s.take_over();
         const auto bytes = random_bytes(s.random, small_commit_bytes);
         std::memcpy(s.ring(), bytes.data(), bytes.size());
         s.publish_journal(small_commit_bytes);
         s.finish_tick(control::outcome::committed);
     }},
    {"a record for another frame", [](stage& s) { s.take_over(), s.publish_record(honest_record(4711)); }},
    {"a record larger than the ring",
     [](stage& s) {
         s.take_over();
         const std::uint32_t pages = 0xffff'ffff;
         std::memcpy(s.ring() + 4, &pages, sizeof pages);
         auto head = honest_record(s.frame());
         head.page_count = pages;
         head.extent_bytes = s.welcome.state_capacity_bytes;
         head.bytes = journal::record_bytes(pages);
         std::memcpy(s.ring(), &head, sizeof head);
         s.publish_journal(s.welcome.journal_ring_bytes);
         s.finish_tick(control::outcome::committed);
     }},
    {"an object that can shrink",
     [](stage& s) {
         s.take_over();
         const auto object = unsealed_object(1 << 20);
         s.send_commit(object.get(), 1 << 20);
         [[maybe_unused]] const int shrunk = ::ftruncate(object.get(), 0);
     }},
    {"an object of another size",
     [](stage& s) {
         s.take_over();
         const auto object = sealed_object(s.random, small_commit_bytes);
         s.send_commit(object.get(), std::uint64_t{1} << 40);
     }},
    {"an object of random bytes",
     [](stage& s) {
         s.take_over();
         const auto object = sealed_object(s.random, small_commit_bytes);
         s.send_commit(object.get(), small_commit_bytes);
     }},
    {"a window before hello",
     [](stage& s) { s.send(make<protocol::window_message>(protocol::message_kind::window)); }},
    {"a sound before hello",
     [](stage& s) {
         const auto object = sealed_object(s.random, sizeof(float));
         s.send(a_sound(1), {{object.get()}});
     }},
    {"two windows",
     [](stage& s) {
         s.hello();
         s.receive_welcome();
         s.send(make<protocol::window_message>(protocol::message_kind::window));
         s.send(make<protocol::window_message>(protocol::message_kind::window));
     }},
    {"a window after its take-over",
     [](stage& s) {
         s.take_over();
         s.send(make<protocol::window_message>(protocol::message_kind::window));
     }},
    {"a window of random bytes",
     [](stage& s) {
         s.hello();
         s.receive_welcome();
         auto message = make<protocol::window_message>(protocol::message_kind::window);
         const auto bytes = random_bytes(s.random, sizeof message - sizeof message.kind);
         std::memcpy(&message.width, bytes.data(), bytes.size());
         s.send(message);
         s.confess();
     }},
    {"a sound that can shrink",
     [](stage& s) {
         s.hello();
         s.receive_welcome();
         const auto object = unsealed_object(1 << 20);
         if (!s.make_sound(a_sound((1 << 20) / sizeof(float)), object.get()))
             s.confess();
     }},
    {"a sound of another size",
     [](stage& s) {
         s.hello();
         s.receive_welcome();
         const auto object = sealed_object(s.random, small_commit_bytes);
         bool is_taken = false;
         for (const std::uint64_t samples :
              {std::uint64_t{1}, std::uint64_t{1} << 62, (std::uint64_t{1} << 62) + small_commit_bytes / 4})
             is_taken = s.make_sound(a_sound(samples), object.get()) || is_taken;
         auto odd = a_sound(small_commit_bytes / sizeof(float));
         odd.channels = 0xffff'ffff;
         is_taken = s.make_sound(odd, object.get()) || is_taken;
         odd.channels = 0;
         is_taken = s.make_sound(odd, object.get()) || is_taken;
         if (!is_taken)
             s.confess();
     }},
    {"a pipe instead of a sound",
     [](stage& s) {
         s.hello();
         s.receive_welcome();
         const auto end = end_of_a_pipe();
         if (!s.make_sound(a_sound(1024), end.get()))
             s.confess();
     }},
    {"a pipe instead of an object",
     [](stage& s) {
         s.take_over();
         const auto end = end_of_a_pipe();
         s.send_commit(end.get(), small_commit_bytes);
     }},
    {"a random picture",
     [](stage& s) {
         s.take_over();
         auto* region = memory::as<std::byte>(s.frames_memory);
         const auto bytes = random_bytes(s.random, std::size_t{1} << 20);
         for (std::uint32_t slot = 0; slot != pictures::slot_count; ++slot)
             std::memcpy(
                 region + pictures::slots_offset + slot * pictures::slot_bytes, bytes.data(), bytes.size());
         reinterpret_cast<pictures::region_data*>(region)->latest.store(0xffff'ffff);
         s.finish_tick(control::outcome::committed);
     }},
    {"a burglary",
     [](stage& s) {
         s.take_over();
         burglary::try_to_write_the_state();
         burglary::try_sizes();
         burglary::loot << "done" << std::endl;
     }},
    {"a flood of questions",
     [](stage& s) {
         s.hello();
         s.receive_welcome();
         const auto ask = [&s] {
             for (;;)
                 s.send(make<protocol::texture_message>(protocol::message_kind::find_texture));
         };
         const std::thread first{ask}, second{ask}, third{ask};
         ask();
     }},
    {"a flood of wake-ups",
     [](stage& s) {
         s.hello();
         s.receive_welcome();
         for (;;)
             platform::ring_doorbell(s.bell());
     }},
};

} // namespace

int main()
{
    const char* folder = std::getenv("RESPAWN_SESSION");
    const auto lie = lies.find(respawn::test::my_tag());
    if (!folder || lie == lies.end())
        return 1;
    auto socket = platform::connect_packets(std::string{folder} + "/worker.sock");
    if (!socket)
        return 1;
    stage mine{std::move(*socket)};
    lie->second(mine);
    wait_to_be_killed();
}
