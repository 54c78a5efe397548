#include "supervisor/session/worker_process.hpp"

#include "shared/memory/mapping.hpp"
#include "shared/platform/doorbell.hpp"
#include "shared/platform/memory_object.hpp"
#include "shared/platform/packet_socket.hpp"
#include "shared/state/directory.hpp"
#include "supervisor/display/texture_store.hpp"
#include "supervisor/platform/orphans.hpp"

#include <array>
#include <csignal>
#include <utility>

namespace respawn::supervisor {

namespace bip = boost::interprocess;
using namespace std::chrono_literals;

namespace {

constexpr auto connect_patience = 10s;
/// Its warm-up is the game's own code, and may take as long as it likes: this is only told.
constexpr auto warm_up_patience = 10s;
constexpr auto leave_patience = 250ms;
constexpr auto terminate_patience = 500ms;
/// For what ends a process in its own way: a sanitizer's report, a core file.
constexpr auto dismissed_patience = 10s;
constexpr int error_output = 2;
/// More than a worker that waits for its answers has under way; one that floods the socket holds nobody else
/// up.
constexpr int most_messages_at_once = 32;

bool is_leaving(worker_state state)
{
    return state > worker_state::parked;
}

} // namespace

worker_process::worker_process(
    asio::io_context& context, worker_launch launch, std::shared_ptr<committed_state> state,
    texture_store& textures, worker_observer& observer, worker_regions regions) :
    launch_{std::move(launch)},
    state_{std::move(state)}, textures_{textures}, observer_{observer}, regions_{std::move(regions)},
    journal_{regions_.journal_reader()}, pictures_{regions_.picture_consumer()}, context_{context},
    patience_{context, [this] { patience_is_over(); }}, bell_watch_{context, regions_.bell(), [this] {
                                                                        receive_done();
                                                                    }}
{}

result<std::unique_ptr<worker_process>> worker_process::start(
    asio::io_context& context, const worker_launch& launch, std::shared_ptr<committed_state> state,
    texture_store& textures, worker_observer& observer)
{
    auto regions = worker_regions::create(launch.journal_ring_bytes);
    if (!regions)
        return regions.error();
    std::unique_ptr<worker_process> made{
        new worker_process{context, launch, std::move(state), textures, observer, std::move(*regions)}};
    platform::spawn_options options;
    options.program = launch.exe;
    options.arguments = {launch.exe.string()};
    options.arguments.insert(options.arguments.end(), launch.arguments.begin(), launch.arguments.end());
    options.environment = {
        {"RESPAWN_SESSION", launch.session_folder.string()}, {platform::mark_variable, launch.mark}};
    if (launch.output_is_taken)
        options.standard_output = error_output;
    made->killed_for_memory_before_ = platform::killed_for_memory();
    made->times_.spawned = clock::now();
    auto child = platform::spawn(options);
    if (!child)
        return child.error();
    made->child_ = std::move(*child);
    worker_process* self = made.get();
    made->exit_watch_ =
        platform::handle_watch{context, made->child_.exit_handle.get(), [self] { self->process_exited(); }};
    made->patience_.start(connect_patience);
    return made;
}

worker_process::~worker_process()
{
    if (!exit_status_ && child_.exit_handle)
        platform::signal_group(child_.process_id, SIGKILL);
}

void worker_process::adopt(unique_handle socket)
{
    if (socket_ || is_leaving(state_now_))
        return;
    socket_ = std::move(socket);
    socket_watch_ = platform::handle_watch{context_, socket_.get(), [this] { receive_messages(); }};
}

void worker_process::handle(worker_event event)
{
    const worker_step step = next_step(state_now_, event);
    state_now_ = step.state;
    act(step.action);
}

void worker_process::act(worker_action action)
{
    switch (action) {
    case worker_action::none:
        break;
    case worker_action::welcome:
        patience_.start(warm_up_patience);
        times_.connected = clock::now();
        send_welcome();
        break;
    case worker_action::offer:
        patience_.stop();
        times_.ready = clock::now();
        observer_.worker_is_ready(*this);
        break;
    case worker_action::ask_to_leave:
        if (platform::stopped_in_debugger(child_.process_id)) {
            // It can't leave, and nothing can be lost.
            handle(worker_event::condemned);
            break;
        }
        regions_.control().order = static_cast<std::uint32_t>(control::order::leave);
        // A frame that is under way is finished first, and counts.
        regions_.control().tick.store(ticks_given_ + 1, std::memory_order_release);
        platform::ring_doorbell(regions_.bell());
        patience_.start(leave_patience);
        break;
    case worker_action::terminate:
        platform::signal_group(child_.process_id, SIGTERM);
        patience_.start(terminate_patience);
        break;
    case worker_action::kill:
        patience_.stop();
        platform::signal_group(child_.process_id, SIGKILL);
        break;
    case worker_action::examine:
        patience_.stop();
        drain();
        tell_the_end();
        break;
    case worker_action::dismiss:
        // Pairs with the acquire in the worker's handler.
        regions_.control().dismissed.store(1, std::memory_order_release);
        if (state_now_ == worker_state::dismissed)
            patience_.start(dismissed_patience);
        break;
    case worker_action::finish:
        tell_the_end();
        observer_.worker_is_gone(*this);
        break;
    case worker_action::reject:
        condemn(ending_kind::broke_protocol, "it spoke out of turn");
        break;
    }
}

void worker_process::patience_is_over()
{
    if (state_now_ < worker_state::ready && platform::stopped_in_debugger(child_.process_id)) {
        patience_.start(state_now_ == worker_state::starting ? connect_patience : warm_up_patience);
        return;
    }
    if (state_now_ == worker_state::warming_up) {
        warms_up_long_ = true;
        observer_.worker_warms_up_long(*this);
        return;
    }
    if (state_now_ == worker_state::starting) {
        end_with(
            {.kind = ending_kind::never_connected,
             .text = "did not connect within 10 s; a worker makes a respawn::worker at the start of main()"});
    }
    handle(worker_event::patience_over);
}

void worker_process::end_with(ending how)
{
    if (!ending_)
        ending_ = std::move(how);
}

void worker_process::condemn(ending_kind kind, std::string reason)
{
    end_with({.kind = kind, .text = std::move(reason)});
    handle(worker_event::condemned);
}

void worker_process::give_up(std::string reason)
{
    end_with({.kind = ending_kind::hang, .text = std::move(reason)});
    handle(worker_event::met_its_end);
}

/// Its last words, if it has said some since the bell was rung.
bool worker_process::hear_last_words()
{
    if (!connected() || end_is_told_)
        return false;
    const bool lost_debugger =
        had_debugger_ && platform::debugger_of(child_.process_id) == platform::debugger_state::none;
    auto said = read_last_words(regions_.control().last_words, lost_debugger);
    if (!said)
        return false;
    end_with(std::move(*said));
    handle(worker_event::met_its_end);
    return true;
}

/// Once, after everything that it committed before.
void worker_process::tell_the_end()
{
    if (!std::exchange(end_is_told_, true))
        observer_.worker_ended(*this);
}

/// Whatever it has said and published, whether or not it came to ring the bell.
void worker_process::drain()
{
    receive_messages();
    if (apply_unannounced_commit())
        observer_.worker_finished_tick(*this, true);
}

void worker_process::process_exited()
{
    exit_watch_.stop();
    patience_.stop();
    exit_status_ = platform::reap(child_);
    const bool was_asked_to = is_leaving(state_now_) && !ending_;
    end_with(end_in_silence());
    if (!end_is_told_ && (!was_asked_to || busy()))
        drain();
    socket_watch_.stop();
    bell_watch_.stop();
    // Its children end with it, whatever they were doing.
    platform::signal_group(child_.process_id, SIGKILL);
    handle(worker_event::exited);
}

ending worker_process::end_in_silence() const
{
    if (connected())
        if (auto said = read_last_words(regions_.control().last_words, had_debugger_))
            return std::move(*said);
    // A debugger that holds what is left of it keeps its status too: it was killed there.
    const auto status = exit_status_.value_or(platform::exit_status{true, SIGKILL});
    return end_of(
        {status, connected(), had_debugger_, platform::killed_for_memory() > killed_for_memory_before_});
}

std::optional<platform::child_process> worker_process::take_unreaped()
{
    if (exit_status_ || !child_.exit_handle)
        return std::nullopt;
    return platform::child_process{child_.process_id, std::move(child_.exit_handle)};
}

void worker_process::receive_messages()
{
    std::array<std::byte, protocol::max_message_bytes> buffer;
    for (int count = 0; socket_ && count != most_messages_at_once; ++count) {
        auto packet = platform::receive_packet(socket_.get(), buffer, platform::blocking::no);
        if (packet && packet->would_block)
            return;
        if (!packet) {
            condemn(ending_kind::broke_protocol, packet.error().sentence);
            return;
        }
        if (packet->bytes == 0) {
            // Closed: its process ends by itself, or has nothing to say any more.
            socket_watch_.stop();
            return;
        }
        auto said = incoming::decode({buffer.data(), packet->bytes}, std::move(packet->handles));
        if (!said) {
            condemn(ending_kind::broke_protocol, said.error().sentence);
            return;
        }
        const bool takes_time = std::holds_alternative<incoming::make_texture>(*said);
        std::visit([this](auto& message) { hear(std::move(message)); }, *said);
        if (takes_time)
            return; // the next one has its turn after everybody else's
    }
}

void worker_process::hear(incoming::hello said)
{
    if (said.version == protocol::version) {
        handle(worker_event::connected);
        return;
    }
    condemn(
        ending_kind::refused, "its worker library (" + said.library + ") speaks protocol " +
                                  std::to_string(said.version) + " and this supervisor speaks protocol " +
                                  std::to_string(protocol::version) +
                                  "; build the game against the library that came with this supervisor");
}

void worker_process::hear(incoming::refusal said)
{
    condemn(ending_kind::refused, std::move(said.reason));
}

void worker_process::hear(incoming::ready)
{
    handle(worker_event::became_ready);
}

void worker_process::hear(incoming::large_commit said)
{
    if (!busy())
        condemn(ending_kind::broke_protocol, "it sent a commit that nobody asked for");
    else
        large_commit_ = std::move(said);
}

void worker_process::hear(incoming::make_texture said)
{
    const auto size = platform::sealed_size(said.object.get());
    const std::uint64_t wanted = std::uint64_t{said.width} * said.height * 4;
    if (!size || *size != wanted || wanted == 0) {
        send_texture_reply(said.id, "the texture " + said.name + " came with pixels of another size");
        return;
    }
    auto pixels = memory::map(said.object.get(), *size, bip::read_only);
    if (!pixels) {
        send_texture_reply(said.id, pixels.error().sentence);
        return;
    }
    auto made = textures_.make(
        said.id, said.name, said.width, said.height, {memory::as<const std::byte>(*pixels), *size});
    send_texture_reply(said.id, made ? std::string{} : made.error().sentence);
}

void worker_process::hear(incoming::find_texture said)
{
    send_texture_reply(said.id, {});
}

template <class Message>
void worker_process::send(const Message& message, std::span<const int> handles)
{
    const std::span bytes{reinterpret_cast<const std::byte*>(&message), sizeof message};
    // A worker that does not read what it asked for, or that is gone, gets no answer: its end will be
    // noticed.
    [[maybe_unused]] const auto sent =
        platform::send_packet(socket_.get(), bytes, handles, platform::blocking::no);
}

void worker_process::send_welcome()
{
    protocol::welcome_message welcome{};
    welcome.kind = static_cast<std::uint32_t>(protocol::message_kind::welcome);
    welcome.version = protocol::version;
    welcome.generation = launch_.generation;
    welcome.state_address = launch_.state_address;
    welcome.state_capacity_bytes = state_->capacity_bytes();
    welcome.journal_ring_bytes = launch_.journal_ring_bytes;
    send(welcome, regions_.descriptors(state_->descriptor()));
}

void worker_process::send_texture_reply(std::uint64_t id, const std::string& reason)
{
    protocol::texture_reply_message reply{};
    reply.kind = static_cast<std::uint32_t>(protocol::message_kind::texture_reply);
    if (const texture_image* image = reason.empty() ? textures_.find(id) : nullptr) {
        reply.found = 1;
        reply.width = image->width;
        reply.height = image->height;
    }
    reason.copy(reply.reason, sizeof reply.reason - 1);
    send(reply);
}

void worker_process::give_tick()
{
    if (times_.first_tick == clock::time_point{})
        times_.first_tick = clock::now();
    told_width_ = input().width;
    told_height_ = input().height;
    regions_.control().order = static_cast<std::uint32_t>(control::order::run_frame);
    // Publishes the order and the input region; pairs with the worker's acquire.
    regions_.control().tick.store(++ticks_given_, std::memory_order_release);
    platform::ring_doorbell(regions_.bell());
}

void worker_process::receive_done()
{
    platform::silence_doorbell(regions_.bell());
    if (hear_last_words())
        return;
    // Pairs with the worker's release after it published the journal and the picture.
    const std::uint64_t done = regions_.control().done.load(std::memory_order_acquire);
    if (done == ticks_finished_ || end_is_told_ || state_now_ == worker_state::killed)
        return;
    if (done != ticks_given_) {
        condemn(ending_kind::broke_protocol, "it finished a frame that nobody asked for");
        return;
    }
    const auto how = static_cast<control::outcome>(regions_.control().outcome);
    // A large commit was sent before its tick was finished.
    if (how == control::outcome::sent_object)
        receive_messages();
    if (end_is_told_ || state_now_ == worker_state::killed)
        return;
    const auto committed = finish_tick(how);
    if (!committed) {
        condemn(ending_kind::broke_protocol, committed.error().sentence);
        return;
    }
    ticks_finished_ = done;
    observer_.worker_finished_tick(*this, *committed);
}

result<bool> worker_process::finish_tick(control::outcome how)
{
    if (how == control::outcome::dropped)
        return false;
    auto applied = how == control::outcome::sent_object ? apply_from_object() : apply_from_ring();
    if (applied && !*applied)
        return failure{"it finished a frame without a commit"};
    return applied;
}

result<bool> worker_process::apply_from_ring()
{
    auto found = journal_.next(state_->next_commit(), record_);
    if (!found || !*found)
        return found;
    if (state::changes_directory(record_)) {
        // What is checked is what is applied.
        own_pages_.assign(
            record_.page_bytes, record_.page_bytes + record_.pages.size() * journal::page_bytes);
        record_.page_bytes = own_pages_.data();
    }
    return apply_record();
}

result<bool> worker_process::apply_record()
{
    if (auto right = state::check_directory(state_->page(0), record_, state_->capacity_bytes()); !right)
        return right.error();
    state_->apply(record_);
    if (++commits_ == 1)
        times_.first_frame = clock::now();
    return true;
}

result<bool> worker_process::apply_from_object()
{
    const auto sent = std::exchange(large_commit_, std::nullopt);
    if (!sent)
        return false;
    const auto size = platform::sealed_size(sent->object.get());
    if (!size)
        return size.error();
    if (*size == 0 || *size != sent->bytes)
        return failure{"a large commit has another size than it says"};
    auto object = memory::map(sent->object.get(), *size, bip::read_only);
    if (!object)
        return object.error();
    const std::span bytes{memory::as<const std::byte>(*object), *size};
    if (auto read = journal::read_record(bytes, state_->next_commit(), record_); !read)
        return read.error();
    return apply_record();
}

/// A commit that was published is applied, also when its author did not live to say that the tick was
/// finished.
bool worker_process::apply_unannounced_commit()
{
    if (!busy())
        return false;
    auto applied = large_commit_ ? apply_from_object() : apply_from_ring();
    ticks_finished_ = ticks_given_;
    left_a_frame_unfinished_ = !applied || !*applied;
    return applied && *applied;
}

worker_process::picture worker_process::take_picture()
{
    return {pictures_.take(), told_width_, told_height_};
}

} // namespace respawn::supervisor
