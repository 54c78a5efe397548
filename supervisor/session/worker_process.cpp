#include "supervisor/session/worker_process.hpp"

#include "shared/platform/doorbell.hpp"
#include "shared/platform/memory_object.hpp"
#include "supervisor/audit/process_of_pointers.hpp"
#include "supervisor/output/worker_output.hpp"
#include "supervisor/platform/orphans.hpp"
#include "supervisor/platform/programs.hpp"
#include "supervisor/report/units.hpp"
#include "supervisor/session/asset_requests.hpp"
#include "supervisor/session/library_version.hpp"
#include "supervisor/session/worker_patience.hpp"

#include <csignal>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

/// More than a worker that waits for its answers has under way; one that floods the socket holds nobody else
/// up.
constexpr int most_messages_at_once = 32;

/// The program and its arguments.
std::vector<std::string> command_of(const worker_command& launch)
{
    std::vector<std::string> command{launch.exe.string()};
    if (!launch.wrap.empty())
        command = platform::shell_command("exec " + launch.wrap + " \"$@\"", command);
    command.insert(command.end(), launch.arguments.begin(), launch.arguments.end());
    return command;
}

bool is_leaving(worker_state state)
{
    return state > worker_state::parked;
}

} // namespace

worker_process::worker_process(
    asio::io_context& context, worker_launch launch, std::shared_ptr<committed_state> state,
    worker_assets assets, worker_observer& observer, worker_regions regions) :
    launch_{std::move(launch)},
    assets_{assets}, observer_{observer}, regions_{std::move(regions)}, ticks_{regions_},
    commits_{std::move(state), regions_.journal_reader()}, pictures_{regions_.picture_consumer()},
    process_{
        context, launch_.from, launch_.mark, {[this] { process_exited(); }, [this] { exited_in_wrapper(); }}},
    context_{context}, patience_{context, [this] { patience_is_over(); }},
    wrapper_patience_{context, [this] { wrapper_lingers(); }}, bell_watch_{context, regions_.bell(), [this] {
                                                                               receive_done();
                                                                           }}
{}

worker_process::~worker_process() = default;

result<std::unique_ptr<worker_process>> worker_process::prepare(
    asio::io_context& context, const worker_launch& launch, std::shared_ptr<committed_state> state,
    worker_assets assets, worker_observer& observer)
{
    auto regions = worker_regions::create(launch.journal_ring_bytes);
    if (!regions)
        return regions.error();
    return std::unique_ptr<worker_process>{
        new worker_process{context, launch, std::move(state), assets, observer, std::move(*regions)}};
}

result<std::unique_ptr<worker_process>> worker_process::start(
    asio::io_context& context, const worker_launch& launch, std::shared_ptr<committed_state> state,
    worker_assets assets, worker_observer& observer)
{
    auto made = prepare(context, launch, std::move(state), assets, observer);
    if (!made)
        return made;
    platform::spawn_options options;
    options.arguments = command_of(launch.command);
    options.program = options.arguments.front();
    options.environment = {
        {"RESPAWN_SESSION", launch.session_folder.string()}, {platform::mark_variable, launch.mark}};
    if (launch.gate != 0ms) {
        (*made)->gate_ = start_gate{launch.session_folder, launch.mark};
        options.environment.emplace_back("RESPAWN_GATE", (*made)->gate_.variable(launch.gate));
    }
    if (launch.output) {
        options.standard_output = launch.output->standard_output();
        options.standard_error = launch.output->standard_error();
    }
    (*made)->times_.spawned = clock::now();
    auto child = platform::spawn(options);
    if (launch.output)
        launch.output->started();
    if (!child)
        return child.error();
    (*made)->begin_with(std::move(*child));
    return made;
}

result<std::unique_ptr<worker_process>> worker_process::join(
    asio::io_context& context, const worker_launch& launch, std::shared_ptr<committed_state> state,
    worker_assets assets, worker_observer& observer, platform::child_process process)
{
    auto made = prepare(context, launch, std::move(state), assets, observer);
    if (!made)
        return made;
    (*made)->times_.spawned = clock::now();
    (*made)->begin_with(std::move(process));
    return made;
}

void worker_process::begin_with(platform::child_process process)
{
    process_.begin(std::move(process));
    patience_.start(connect_patience(launch_.from) + launch_.gate);
}

void worker_process::open_gate()
{
    if (gate_.is_shut() && state_now_ == worker_state::starting)
        patience_.start(connect_patience(launch_.from));
    gate_.open();
}

void worker_process::adopt(int process_id, unique_handle socket)
{
    if (connection_.is_open() || is_leaving(state_now_) || !process_.found(process_id))
        return;
    gate_.open(); // it has passed it
    connection_.open(context_, std::move(socket), [this] { receive_messages(); });
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
        debugger_ = platform::debugger_at(process_id()).name;
        send_welcome();
        break;
    case worker_action::offer:
        patience_.stop();
        times_.ready = clock::now();
        observer_.worker_is_ready(*this);
        break;
    case worker_action::ask_to_leave:
        ticks_.ask_to_leave();
        patience_.start(leave_patience(launch_.from, process_id()));
        break;
    case worker_action::terminate:
        process_.signal(SIGTERM);
        patience_.start(terminate_patience);
        break;
    case worker_action::kill:
        patience_.stop();
        process_.signal(SIGKILL);
        break;
    case worker_action::examine:
        patience_.stop();
        drain();
        tell_the_end();
        break;
    case worker_action::dismiss:
        ticks_.dismiss();
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
    // Where it was the loop that stood still, its hello lies there unread.
    if (state_now_ == worker_state::starting) {
        receive_messages();
        if (state_now_ != worker_state::starting)
            return;
    }
    const auto debugger = platform::debugger_of(process_id());
    // Where it stood for how long before is not known.
    if (state_now_ == worker_state::starting && debugger != platform::debugger_state::none) {
        patience_.start(connect_patience(launch_.from));
        return;
    }
    if (state_now_ == worker_state::warming_up && debugger == platform::debugger_state::stopped) {
        patience_.start(warm_up_patience);
        return;
    }
    if (state_now_ == worker_state::leaving && debugger == platform::debugger_state::stopped) {
        // It can't leave, and nothing can be lost.
        handle(worker_event::condemned);
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
             .text = "did not connect within " + report::duration_text(connect_patience(launch_.from)) +
                     "; a worker makes a respawn::worker at the start of main()"});
    }
    handle(worker_event::patience_over);
}

void worker_process::go_on()
{
    process_.signal(SIGCONT);
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

void worker_process::refuse_state(std::string reason)
{
    connection_.turn_away(reason);
    turn_out({.kind = ending_kind::refused, .text = std::move(reason), .is_about_state = true});
}

void worker_process::turn_out(ending why)
{
    end_with(std::move(why));
    handle(worker_event::refused);
    // It takes its time to leave, and is nobody's successor meanwhile.
    if (state_now_ == worker_state::leaving)
        tell_the_end();
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
        had_debugger_ && platform::debugger_of(process_id()) == platform::debugger_state::none;
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
    if (std::exchange(end_is_told_, true))
        return;
    // What it printed last is shown before what is said about its end.
    if (launch_.output)
        launch_.output->drain();
    observer_.worker_ended(*this);
}

/// Whatever it has said and published, whether or not it came to ring the bell.
void worker_process::drain()
{
    receive_messages();
    if (apply_unannounced_commit())
        observer_.worker_finished_tick(*this, true);
}

/// The wrapper, which ends now as a rule, tells how.
void worker_process::exited_in_wrapper()
{
    if (!is_leaving(state_now_))
        wrapper_patience_.start(wrapper_end_patience);
}

void worker_process::wrapper_lingers()
{
    end_with({.kind = ending_kind::in_wrapper});
    handle(worker_event::met_its_end);
}

void worker_process::process_exited()
{
    wrapper_patience_.stop();
    patience_.stop();
    const bool was_asked_to = is_leaving(state_now_) && !ending_;
    end_with(end_in_silence());
    if (!end_is_told_ && (!was_asked_to || busy()))
        drain();
    connection_.stop_watching();
    bell_watch_.stop();
    // Its children end with it, whatever they were doing.
    process_.signal(SIGKILL);
    handle(worker_event::exited);
}

ending worker_process::end_in_silence() const
{
    if (connected())
        if (auto said = read_last_words(regions_.control().last_words, had_debugger_))
            return std::move(*said);
    if (is_by_hand(launch_.from))
        return ending{.kind = ending_kind::by_hand};
    return end_of(
        {process_.how_it_exited(), connected(), had_debugger_, process_.may_have_run_out_of_memory()});
}

void worker_process::receive_messages()
{
    for (int count = 0; count != most_messages_at_once; ++count) {
        auto said = connection_.receive();
        if (!said) {
            condemn(ending_kind::broke_protocol, said.error().sentence);
            return;
        }
        if (!*said)
            return;
        incoming::message& message = **said;
        if (!connected() && !std::holds_alternative<incoming::hello>(message)) {
            condemn(ending_kind::broke_protocol, "it says something before its hello");
            return;
        }
        const bool takes_time = std::holds_alternative<incoming::make_texture>(message) ||
                                std::holds_alternative<incoming::make_sound>(message);
        if (takes_time && ending_)
            continue; // what is not wanted any more changes no pictures and sounds of the others
        std::visit([this](auto& each) { hear(std::move(each)); }, message);
        if (takes_time)
            return; // the next one has its turn after everybody else's
    }
}

void worker_process::hear(incoming::hello said)
{
    auto problem = library_problem(said.library, said.version);
    if (problem.empty())
        handle(worker_event::connected);
    else
        condemn(ending_kind::refused, std::move(problem));
}

void worker_process::hear(incoming::refusal said)
{
    turn_out(
        {.kind = ending_kind::refused,
         .text = std::move(said.reason),
         .is_about_state = said.is_about_state});
}

void worker_process::hear(incoming::window said)
{
    if (std::exchange(has_wished_, true) || times_.ready != clock::time_point{})
        return condemn(ending_kind::broke_protocol, "it wishes for its window out of turn");
    wishes_ = std::move(said);
}

void worker_process::hear(incoming::ready)
{
    look_at_images();
    handle(worker_event::became_ready);
}

bool worker_process::look_at_images()
{
    auto images = images_of(process_id());
    if (pointers_ && !images.are_known())
        return false;
    pointers_ = std::make_shared<const process_of_pointers>(process_of_pointers{
        launch_.image.generation, process_id(), launch_.image.executable, std::move(images)});
    return pointers_->images.are_known();
}

void worker_process::hear(incoming::large_commit said)
{
    if (!busy())
        condemn(ending_kind::broke_protocol, "it sent a commit that nobody asked for");
    else
        commits_.receive(std::move(said));
}

void worker_process::hear(incoming::migrating)
{
    // Only what is to be committed first may change what roots there are.
    if (!busy() || commits() != 0)
        condemn(ending_kind::broke_protocol, "it changes the layout of the state out of turn");
    migration_.begin();
}

void worker_process::hear(incoming::migrated said)
{
    if (auto told = migration_.end(said); !told)
        condemn(ending_kind::broke_protocol, told.error().sentence);
}

void worker_process::hear(incoming::make_texture said)
{
    send(do_request(assets_.textures, said));
}

void worker_process::hear(incoming::find_texture said)
{
    send(do_request(assets_.textures, said));
}

void worker_process::hear(incoming::make_sound said)
{
    send(do_request(assets_.recordings, said));
}

void worker_process::hear(incoming::find_sound said)
{
    send(do_request(assets_.recordings, said));
}

/// A worker that does not read what it asked for, or that is gone, gets no answer: its end will be noticed.
template <class Message>
void worker_process::send(const Message& message, std::span<const int> handles)
{
    [[maybe_unused]] const auto sent = connection_.send(message, handles);
}

void worker_process::send_welcome()
{
    protocol::welcome_message welcome{};
    welcome.kind = static_cast<std::uint32_t>(protocol::message_kind::welcome);
    welcome.version = protocol::version;
    welcome.generation = launch_.image.generation;
    welcome.state_address = launch_.state_address;
    welcome.state_capacity_bytes = state()->capacity_bytes();
    welcome.journal_ring_bytes = launch_.journal_ring_bytes;
    welcome.by_hand = is_by_hand(launch_.from) ? 1 : 0;
    // A state to which nothing has been committed yet is that of a file, which may be any game's.
    const bool is_from_file = state()->changes() == 0;
    welcome.may_be_other = launch_.image.may_be_other_game || is_from_file ? 1 : 0;
    send(welcome, regions_.descriptors(state()->descriptor()));
}

void worker_process::give_tick()
{
    if (times_.first_tick == clock::time_point{})
        times_.first_tick = clock::now();
    told_width_ = input().width;
    told_height_ = input().height;
    const auto object = make_rebinding();
    if (!object) {
        // None of its faults.
        refuse_state("it can't be told where its pointers lead to: " + object.error().sentence);
        return;
    }
    const auto order = send_rebinding(*object);
    if (!order) {
        condemn(ending_kind::broke_protocol, "it does not take what it is told: " + order.error().sentence);
        return;
    }
    ticks_.give(*order);
}

result<unique_handle> worker_process::make_rebinding() const
{
    if (rebinding_.empty())
        return unique_handle{};
    auto writer = platform::sealed_object_writer::create("respawn-rebinding");
    if (!writer)
        return writer.error();
    if (auto done = writer->append(rebinding_.data(), rebinding_.size()); !done)
        return done.error();
    return std::move(*writer).finish();
}

/// A worker that must not run a frame without what it is told gets no tick.
result<control::order> worker_process::send_rebinding(const unique_handle& object)
{
    if (rebinding_.empty())
        return control::order::run_frame;
    protocol::rebinding_message message{};
    message.kind = static_cast<std::uint32_t>(protocol::message_kind::rebinding);
    message.bytes = rebinding_.size();
    const int handle = object.get();
    if (auto sent = connection_.send(message, {&handle, 1}); !sent)
        return sent.error();
    rebinding_ = {};
    was_rebound_ = true;
    return control::order::rebind;
}

void worker_process::receive_done()
{
    platform::silence_doorbell(regions_.bell());
    if (hear_last_words())
        return;
    const auto told = ticks_.look();
    if (told == tick_exchange::told::nothing || end_is_told_ || state_now_ == worker_state::killed)
        return;
    if (told == tick_exchange::told::nonsense) {
        condemn(ending_kind::broke_protocol, "it finished a frame that nobody asked for");
        return;
    }
    const auto how = ticks_.outcome();
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
    ticks_.finish();
    observer_.worker_finished_tick(*this, *committed);
}

result<bool> worker_process::finish_tick(control::outcome how)
{
    if (how == control::outcome::dropped)
        return false;
    const auto terms = [this] { return terms_of_commit(); };
    auto applied = how == control::outcome::sent_object ? commits_.apply_from_object(terms)
                                                        : commits_.apply_from_ring(terms);
    if (applied && !*applied)
        return failure{"it finished a frame without a commit"};
    note_first_frame();
    return applied;
}

/// A commit that was published is applied, also when its author did not live to say that the tick was
/// finished.
bool worker_process::apply_unannounced_commit()
{
    if (!busy())
        return false;
    const auto applied = commits_.apply_whichever_came([this] { return terms_of_commit(); });
    note_first_frame();
    ticks_.finish();
    left_a_frame_unfinished_ = !applied || !*applied;
    return applied && *applied;
}

commit_terms worker_process::terms_of_commit()
{
    if (commits() == 0)
        receive_messages();
    commit_terms terms{.owner = pointers_};
    if (commits() == 0 && migration_.report())
        terms.roots = state::roots::were_carried;
    if (commits() == 0 && was_rebound_)
        terms.texts = state::texts::were_changed;
    return terms;
}

void worker_process::note_first_frame()
{
    if (commits() == 1 && times_.first_frame == clock::time_point{})
        times_.first_frame = clock::now();
}

std::vector<sounds::command_data> worker_process::take_sounds() const
{
    return sounds::copy_commands(regions_.control().sounds);
}

worker_process::picture worker_process::take_picture()
{
    return {pictures_.take(), told_width_, told_height_};
}

} // namespace respawn::supervisor
