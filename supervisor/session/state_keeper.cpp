#include "supervisor/session/state_keeper.hpp"

#include "supervisor/platform/durable_file.hpp"

#include <asio/post.hpp>

#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

/// How long the end may take without a word.
constexpr auto end_patience = 1s;

const failure end_of_supervisor{"the supervisor is ending"};

report::loaded event_of(const std::filesystem::path& file, const loaded_state& loaded)
{
    return {file.string(), loaded.state->frame(), loaded.file_bytes, loaded.duration};
}

} // namespace

state_keeper::state_keeper(
    asio::io_context& loop, settings how, report::reporter& report, std::function<state_pointer()> current) :
    settings_{std::move(how)},
    report_{report}, current_{std::move(current)}, autosave_timer_{loop, [this] { autosave(); }},
    patience_{loop, [this] { tell_what_is_waited_for(); }}, thread_{loop}
{}

result<state_pointer> state_keeper::load_first()
{
    if (!settings_.file)
        return state_pointer{};
    auto taken = state_file::holding::take(*settings_.file);
    if (!taken)
        return taken.error();
    own_file_.emplace(std::move(*taken));
    platform::remove_partial_file(*settings_.file);
    // Nothing is written: it shows whether a save could be.
    if (const auto probe = platform::durable_file::create(*settings_.file); !probe)
        return failure{probe.error().sentence + "; make room for it, or name another file with --state"};
    std::error_code error;
    if (!std::filesystem::exists(*settings_.file, error) && !error)
        return state_pointer{};
    auto loaded = load_state(*settings_.file, settings_.state);
    if (!loaded)
        return with_advice(loaded.error());
    first_ = std::move(*loaded);
    kept_state_ = first_->state;
    kept_changes_ = first_->state->changes();
    return first_->state;
}

failure state_keeper::with_advice(failure reason) const
{
    if (settings_.file)
        reason.sentence += "; move " + settings_.file->string() +
                           " away, or name another file with --state, to start afresh";
    return reason;
}

void state_keeper::start()
{
    if (!settings_.file)
        return;
    if (first_)
        report_.say(event_of(*settings_.file, *first_));
    else
        report_.say(report::notice{
            settings_.file->string() + " is not there yet: the game starts afresh, and is saved to it"});
    first_.reset();
    if (settings_.autosave_interval.count() != 0)
        autosave_timer_.start(settings_.autosave_interval);
}

void state_keeper::save(const std::optional<std::filesystem::path>& file, state_save::done_function done)
{
    if (is_ending_)
        return done(end_of_supervisor);
    if (!file && !settings_.file)
        return done(failure{"this session has no file of its own: name one, or start it with --state FILE"});
    wanted_.push_back({file ? *file : *settings_.file, std::move(done)});
    begin_next();
}

void state_keeper::begin_next()
{
    if (running_ || wanted_.empty())
        return;
    running_state_ = current_();
    if (running_state_->frame() == 0)
        return ended(failure{"there is nothing to save yet: no frame has been played"});
    auto pointers = settings_.tell_pointers ? settings_.tell_pointers(*running_state_)
                                            : result<std::vector<std::byte>>{std::vector<std::byte>{}};
    if (!pointers)
        return ended(failure{"what its pointers lead to can't be told: " + pointers.error().sentence});
    running_ = std::make_unique<state_save>(
        thread_, running_state_, wanted_.front().file, settings_.state.address, std::move(*pointers),
        [this](const result<saved_state>& outcome) { ended(outcome); });
    running_->start();
}

void state_keeper::ended(const result<saved_state>& outcome)
{
    if (outcome) {
        if (settings_.file == outcome->file) {
            kept_state_ = running_state_;
            kept_changes_ = outcome->changes;
        }
        report_.say(
            report::saved{outcome->file.string(), outcome->frame, outcome->file_bytes, outcome->duration});
    } else {
        report_.say(report::notice{"the state was not saved: " + outcome.error().sentence});
    }
    const auto done = std::move(wanted_.front().done);
    wanted_.pop_front();
    running_.reset();
    running_state_.reset();
    done(outcome);
    begin_next();
    finish_when_done();
}

void state_keeper::load(const std::filesystem::path& file, load_function done)
{
    if (is_ending_)
        return done(end_of_supervisor);
    thread_.run([this, file, done = std::move(done)]() -> background_thread::completion {
        return [this, file, done, loaded = load_state(file, settings_.state)] {
            if (!loaded)
                return done(loaded.error());
            report_.say(event_of(file, *loaded));
            done(loaded->state);
        };
    });
}

void state_keeper::read(const std::filesystem::path& file, load_function done)
{
    if (is_ending_)
        return done(end_of_supervisor);
    thread_.run([this, file, done = std::move(done)]() -> background_thread::completion {
        return [done, loaded = load_state(file, settings_.state)] {
            done(loaded ? result<state_pointer>{loaded->state} : loaded.error());
        };
    });
}

/// Whether the game has got further than the session's own file.
bool state_keeper::own_file_is_old() const
{
    const state_pointer now = current_();
    return settings_.file && now->frame() != 0 &&
           (kept_state_.lock() != now || kept_changes_ != now->changes());
}

void state_keeper::autosave()
{
    const auto again = [this](const auto&) {
        if (!is_ending_)
            autosave_timer_.start(settings_.autosave_interval);
    };
    if (wanted_.empty() && own_file_is_old())
        save(std::nullopt, again);
    else
        again(result<void>{});
}

void state_keeper::first_state_was_refused()
{
    const state_pointer now = current_();
    if (!settings_.file || refusal_was_told_ || now->frame() == 0 || own_file_is_old())
        return;
    refusal_was_told_ = true;
    report_.say(report::notice{
        settings_.file->string() + " is left as it is until the game plays on from it, or is started afresh "
                                   "with R or 'respawn reset'"});
}

void state_keeper::finish(std::function<void(const result<void>&)> done)
{
    is_ending_ = true;
    autosave_timer_.stop();
    finished_ = std::move(done);
    patience_.start(end_patience);
    finish_when_done();
}

void state_keeper::tell_what_is_waited_for()
{
    wait_was_told_ = true;
    report_.say(report::notice{
        "the state is still being saved to " + wanted_.front().file.string() + "; Ctrl-C ends without that"});
}

std::optional<std::filesystem::path> state_keeper::file_waited_for() const
{
    return wait_was_told_ && finished_ ? std::optional{wanted_.front().file} : std::nullopt;
}

void state_keeper::finish_when_done()
{
    if (!finished_ || running_ || !wanted_.empty())
        return;
    if (!std::exchange(last_save_was_tried_, true) && own_file_is_old()) {
        wanted_.push_back({*settings_.file, [this](const result<saved_state>& outcome) {
                               if (!outcome)
                                   last_outcome_ = outcome.error();
                           }});
        return begin_next();
    }
    patience_.stop();
    std::exchange(finished_, nullptr)(last_outcome_);
}

} // namespace respawn::supervisor
