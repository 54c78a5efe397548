#include "supervisor/session/requests.hpp"

#include "supervisor/session/state_of_play.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace respawn::supervisor {

void requests::answer(const request& asked, reply_function reply)
{
    succession& workers = parts_.workers;
    switch (asked.what) {
    case action::status:
        return reply({{}, status_of(workers, parts_.loop.held()), {}});
    case action::generations:
        return reply({{}, {}, generations_of(workers)});
    case action::log:
        return tell_log(asked.generation, std::move(reply));
    case action::restart:
        return answer_when_settled(workers.restart(), {asked.what, std::move(reply)});
    case action::reset:
        return answer_when_settled(workers.reset(), {asked.what, std::move(reply)});
    case action::back:
        return answer_when_settled(workers.back(asked.generation), {asked.what, std::move(reply)});
    case action::swap:
        return swap(asked.file, std::move(reply));
    case action::gate:
        return reply(set_gate(asked.value));
    case action::debuggee:
        return follow(asked, std::move(reply));
    case action::pause:
        return reply(pause());
    case action::resume:
        return reply(resume());
    case action::step:
        return step(asked.steps, std::move(reply));
    case action::screenshot:
        return reply(take_screenshot(asked));
    case action::save:
        return save(asked.file, std::move(reply));
    case action::load:
        return load(asked.file, std::move(reply));
    case action::inspect:
        return reply(parts_.states.inspect(asked, workers.state()));
    case action::set:
        return set_value(asked, std::move(reply));
    case action::schema:
        return reply(parts_.states.schema(asked, workers.state()));
    case action::diff:
        return compare(asked, std::move(reply));
    case action::audit:
        return reply(parts_.states.audit(asked, workers.state(), workers.live() != nullptr));
    case action::quit:
        return quit(reply);
    }
}

/// While the game is paused a new worker can't show that it works: then the answer does not wait for that.
void requests::answer_when_settled(const result<void>& started, order given)
{
    if (!started)
        given.reply({started.error().sentence});
    else if (parts_.loop.is_paused())
        given.reply(done(outcome_text(given.what)));
    else
        unsettled_.push_back(std::move(given));
}

/// Who plays, or is to: it can be a newer one than was ordered.
std::string requests::outcome_text(action of) const
{
    const worker_process* next = parts_.workers.candidate();
    return fmt::format(
        "{}: generation {} {} with {}{}", name_of(of),
        next ? next->launch().image.generation : parts_.workers.generation(),
        next ? "is started, and plays on" : "plays on",
        of == action::reset  ? "a new state"
        : of == action::load ? "the state from the file"
                             : "the state",
        next ? " when the game goes on: it is paused" : "");
}

void requests::settle(const std::string& problem)
{
    for (const order& each : std::exchange(unsettled_, {}))
        each.reply(problem.empty() ? done(outcome_text(each.what)) : reply{problem});
}

void requests::tell_log(std::optional<std::uint64_t> generation, reply_function reply)
{
    parts_.workers.outputs().when_logged(
        [this, generation, reply = std::move(reply)] { reply(log_of(parts_.workers, generation)); });
}

void requests::swap(const std::filesystem::path& executable, reply_function reply)
{
    parts_.pipeline.stage_other(
        executable,
        [this, reply = std::move(reply)](const result<pipeline_image>& image) {
            answer_when_settled(image ? parts_.workers.swap(*image) : image.error(), {action::swap, reply});
        });
}

reply requests::set_gate(const std::string& mode)
{
    if (const auto wanted = gate_mode_named(mode))
        parts_.debuggers.set_gate(*wanted);
    return done(parts_.debuggers.gate_text());
}

void requests::follow(const request& asked, reply_function reply)
{
    parts_.debuggers.answer(asked.seen, std::move(reply));
    if (asked.returns)
        parts_.debuggers.expect_return();
}

reply requests::pause()
{
    const bool was_paused = parts_.loop.is_paused();
    parts_.loop.set_paused(true);
    return done(fmt::format(
        "pause: the game stands still{}; 'respawn step' plays a frame, 'respawn resume' plays on",
        was_paused ? " already" : ""));
}

reply requests::resume()
{
    const bool was_paused = parts_.loop.is_paused();
    parts_.loop.set_paused(false);
    if (parts_.workers.held())
        return done("resume: nobody plays; build the game, or 'respawn restart' starts it again");
    if (parts_.loop.held().in_debugger)
        return done("resume: the game plays on when the debugger that has stopped it lets it");
    return done(was_paused ? "resume: the game plays on" : "resume: the game was not paused");
}

void requests::step(std::uint64_t frames, reply_function reply)
{
    parts_.loop.set_paused(true);
    parts_.loop.step(frames, std::move(reply));
}

reply requests::take_screenshot(const request& asked)
{
    if (worker_process* live = parts_.workers.live())
        parts_.window.show_picture(*live);
    parts_.loop.refresh_screen();
    parts_.loop.refresh_panel();
    parts_.pipeline.add_own_file(asked.file);
    const auto saved = parts_.window.save_png(
        asked.file, asked.with_overlay ? saved_picture::of_window : saved_picture::of_game);
    return saved ? reply{} : reply{saved.error().sentence, {}, {}};
}

void requests::save(const std::filesystem::path& file, reply_function reply)
{
    const auto wanted = file.empty() ? std::nullopt : std::optional{file};
    if (wanted)
        parts_.pipeline.add_own_file(file);
    parts_.keeper.save(wanted, [reply = std::move(reply)](const result<saved_state>& saved) {
        supervisor::reply answer;
        if (saved)
            answer.file = saved->file;
        else
            answer.error = saved.error().sentence;
        reply(std::move(answer));
    });
}

void requests::load(const std::filesystem::path& file, reply_function reply)
{
    parts_.keeper.load(
        file,
        [this, reply = std::move(reply)](const result<state_pointer>& state) {
            answer_when_settled(state ? parts_.workers.load(*state) : state.error(), {action::load, reply});
        });
}

void requests::set_value(const request& asked, reply_function reply)
{
    if (!parts_.workers.live() && !parts_.workers.candidate()) {
        reply(
            {"nobody plays, so nothing can be changed: build the game, or press r to start it again",
             {},
             {}});
        return;
    }
    const bool waits = parts_.loop.stands_still() || parts_.loop.held().in_debugger;
    parts_.states.set(
        asked, parts_.workers.state(), waits ? edits::answer_when::accepted : edits::answer_when::committed,
        std::move(reply));
}

void requests::compare(const request& asked, reply_function reply)
{
    parts_.keeper.read(
        asked.file,
        [this, asked, reply = std::move(reply)](const result<state_pointer>& saved) {
            if (saved)
                reply(parts_.states.difference(asked, **saved, parts_.workers.state()));
            else
                reply({saved.error().sentence, {}, {}});
        });
}

void requests::quit(const reply_function& reply)
{
    reply({});
    parts_.stop("respawn quit was given");
}

} // namespace respawn::supervisor
