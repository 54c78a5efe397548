#include "supervisor/session/screen_report.hpp"

#include "supervisor/report/units.hpp"
#include "supervisor/session/shown_stack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace respawn::supervisor {

namespace {

std::string name_of(std::uint64_t generation)
{
    return generation == 0 ? std::string{} : fmt::format("generation {}", generation);
}

const char* title_of(const std::string& cause)
{
    if (cause == "hang")
        return "The game hangs";
    if (cause == "left_main")
        return "The game has exited";
    if (cause == "out_of_memory")
        return "The game ran out of memory";
    return "The game crashed";
}

std::string summary_of(const report::worker_ended& event)
{
    return fmt::format(
        "{}generation {} {}", event.frame ? fmt::format("in frame {} ", *event.frame) : std::string{},
        event.generation, event.how);
}

/// No worker's process id: whoever was refused may have had none.
constexpr int refused_process_id = -1;

std::string with_capital(std::string text)
{
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

std::string with_full_stop(std::string text)
{
    return text.ends_with('.') ? text : text + ".";
}

/// "source/ball.cpp:41 in ball::bounce()": the innermost place that is known, of the game's own if there is
/// one.
std::string place_of(const stack_report& where)
{
    if (where.threads.empty())
        return {};
    const auto& lines = where.threads.front().lines;
    const auto is_known = [](const stack_line& each) { return !each.file.empty(); };
    auto known = std::find_if(
        lines.begin(), lines.end(), [&](const auto& each) { return each.is_own && is_known(each); });
    if (known == lines.end())
        known = std::find_if(lines.begin(), lines.end(), is_known);
    return known == lines.end() ? std::string{}
                                : fmt::format("{}:{} in {}", known->file, known->line, known->function);
}

std::string counts_of(const build_output& output)
{
    auto text = report::count_text(output.errors, "error");
    if (output.warnings != 0)
        text += ", " + report::count_text(output.warnings, "warning");
    return text;
}

} // namespace

void screen_report::hear(const report::build_started&)
{
    build_.reset();
    building_ = changed_ = true;
}

void screen_report::hear(const report::build_succeeded&)
{
    build_.reset();
    building_ = false;
    changed_ = true;
}

void screen_report::hear(const report::build_failed& event)
{
    auto output = read_build_output(event.output);
    auto details =
        fmt::format("{}; {} after {}", counts_of(output), event.exit, report::duration_text(event.duration));
    build_ = {"The build failed", std::move(details), std::move(output)};
    built_for_ = situation_.generation;
    building_ = false;
    changed_ = true;
}

void screen_report::hear(const report::refused& event)
{
    // The report says itself what is waited for, and which keys there are.
    const auto reason = event.sentence.substr(0, event.sentence.find("; waiting for the next build"));
    const auto details = with_full_stop(fmt::format("{}: {}", event.what, reason));
    const std::string title = event.generation ? "The game does not go on" : "The new build can't be used";
    const bool goes_on = event.generation && situation_.plays;
    const auto news = goes_on ? with_capital(name_of(*event.generation)) + " can't be used" : title;
    ended({refused_process_id, title, details, mood::bad, {}}, {mood::bad, news, details});
}

void screen_report::hear(const report::worker_ended& event)
{
    const auto summary = summary_of(event);
    const auto tone = event.cause == "hang" ? mood::warning : mood::bad;
    ended(
        {event.pid, title_of(event.cause), with_full_stop(with_capital(summary)), tone, {}},
        {tone, summary, event.next});
}

/// Whether the game is held for it shows in the next situation.
void screen_report::ended(known_ending how, short_notice notice)
{
    add(std::move(notice), other_notice_time, how.process_id);
    last_ending_ = std::move(how);
    ending_is_shown_ = false;
}

void screen_report::hear(const report::swapped& event)
{
    ending_is_shown_ = false;
    last_ending_.reset();
    // Somebody else has built it. The first one may be older than the build that failed.
    if (event.generation > std::max(built_for_, std::uint64_t{1}))
        build_.reset();
    changed_ = true;
    // That the game starts is no news.
    if (std::exchange(something_played_, true))
        add({mood::good,
             fmt::format(
                 "generation {}, state {}, {}", event.generation, report::name_of(event.state),
                 report::duration_text(event.total)),
             {}},
            swap_notice_time);
}

void screen_report::hear(const report::notice& event)
{
    add({mood::plain, event.sentence, {}}, other_notice_time);
}

void screen_report::hear(const report::stack& event)
{
    set_stack(event.pid, shown_stack(event));
}

void screen_report::set_stack(int process_id, stack_report where)
{
    const auto place = place_of(where);
    for (auto& each : notices_)
        if (each.process_id == process_id && !place.empty())
            each.what.details = place;
    if (last_ending_ && last_ending_->process_id == process_id)
        last_ending_->stack = std::move(where);
    changed_ = true;
}

void screen_report::set_situation(const situation& now)
{
    changed_ = changed_ || now != situation_;
    situation_ = now;
    const bool nobody_plays = now.held || (!now.plays && !something_played_);
    if (!nobody_plays || !last_ending_ || std::exchange(ending_is_shown_, true))
        return;
    changed_ = true;
    // The report says it all.
    std::erase_if(notices_, [](const timed_notice& each) { return each.process_id != 0; });
}

void screen_report::add(short_notice what, std::chrono::seconds time, int process_id)
{
    if (notices_.size() == most_notices)
        notices_.erase(notices_.begin());
    notices_.push_back({std::move(what), now_() + time, process_id});
    changed_ = true;
}

std::optional<overlay_content> screen_report::take_change()
{
    if (!notices_.empty()) {
        const auto now = now_();
        changed_ =
            std::erase_if(notices_, [&](const auto& each) { return each.until <= now; }) != 0 || changed_;
    }
    if (!std::exchange(changed_, false))
        return std::nullopt;
    return content();
}

overlay_content screen_report::content() const
{
    overlay_content shown;
    shown.build = build_;
    if (ending_is_shown_)
        shown.ending = shown_ending();
    shown.banner = banner();
    for (const auto& each : notices_)
        shown.notices.push_back(each.what);
    shown.keys = keys();
    shown.generation = name_of(situation_.generation);
    shown.covers_a_game = !stands_still();
    return shown;
}

ending_report screen_report::shown_ending() const
{
    ending_report shown{last_ending_->title, last_ending_->details, last_ending_->tone, last_ending_->stack};
    shown.details += " Waiting for the next build.";
    if (situation_.kept_process_id != 0)
        shown.details +=
            fmt::format(" Process {} stays as it is for a debugger until then.", situation_.kept_process_id);
    return shown;
}

/// While the game is paused, its player may still give it input for the next steps.
std::vector<key_hint> screen_report::keys() const
{
    // Whoever takes over may wait for the end of the pause.
    if (situation_.paused && (situation_.plays || !ending_is_shown_))
        return {{'p', "plays on"}, {'s', "steps one frame"}};
    if (situation_.plays)
        return {};
    if (!ending_is_shown_ && situation_.warms_up_long == 0)
        return build_ ? std::vector<key_hint>{{'q', "quits"}} : std::vector<key_hint>{};
    std::vector<key_hint> all;
    const auto name =
        name_of(situation_.warms_up_long != 0 ? situation_.warms_up_long : situation_.generation);
    all.push_back({'r', name.empty() ? "starts again" : "starts " + name + " again"});
    if (situation_.can_go_back)
        all.push_back({'b', "goes back"});
    all.push_back({'R', "starts afresh"});
    all.push_back({'q', "quits"});
    for (const char hidden : {'p', 's', 'h'})
        all.push_back({hidden, {}});
    return all;
}

std::string screen_report::banner() const
{
    std::string text;
    const auto add_part = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (situation_.paused)
        add_part(fmt::format("paused at frame {}", situation_.frame));
    if (situation_.plays && situation_.in_debugger)
        add_part("stopped in a debugger");
    if (situation_.migrates_long != 0)
        add_part(fmt::format("generation {} is carrying the state over", situation_.migrates_long));
    if (situation_.warms_up_long != 0)
        add_part(fmt::format("generation {} is taking long to warm up", situation_.warms_up_long));
    if (building_ && ending_is_shown_)
        add_part("building");
    return text;
}

} // namespace respawn::supervisor
