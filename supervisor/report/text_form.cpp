#include "supervisor/report/text_form.hpp"

#include "supervisor/report/migration_text.hpp"
#include "supervisor/report/text_parts.hpp"
#include "supervisor/report/units.hpp"
#include "supervisor/version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace respawn::report {
namespace {

std::string heading(std::string_view text, colour foreground, colours use)
{
    return painted(text, fmt::emphasis::bold | fmt::fg(foreground), use) + " ";
}

std::string listed(const std::vector<std::string>& names, std::size_t at_most)
{
    const auto shown = std::min(names.size(), at_most);
    const auto last = names.begin() + static_cast<std::ptrdiff_t>(shown);
    return one_line(
        fmt::format("{}{}", fmt::join(names.begin(), last, ", "), shown < names.size() ? ", ..." : ""));
}

std::string changes(const std::vector<std::string>& files)
{
    switch (files.size()) {
    case 0:
        return "started";
    case 1:
        return fmt::format("started: {} changed", listed(files, 1));
    default:
        return fmt::format("started: {} files changed ({})", files.size(), listed(files, 3));
    }
}

std::string pace(const started& event)
{
    return event.fps == 0 ? "as fast as it goes" : fmt::format("at {} fps", event.fps);
}

} // namespace

std::string to_text(const started& event, colours use)
{
    auto text = heading("respawn", colour::cyan, use);
    text += fmt::format(
        "{} plays {}, {}x{} {}{}  {}\n", version, one_line(event.exe), event.width, event.height, pace(event),
        event.headless ? ", headless" : "",
        faint(fmt::format("(pid {}, in {})", event.pid, one_line(event.folder)), use));
    if (!event.watched.empty())
        text += label("watch", colour::cyan, use) + listed(event.watched, event.watched.size()) + "\n";
    if (event.keys)
        text += label("keys", colour::cyan, use) + "press h to see them\n";
    return text;
}

std::string to_text(const build_started& event, colours use)
{
    return label("build", colour::blue, use) + changes(event.files) + "\n";
}

std::string to_text(const build_succeeded& event, colours use)
{
    return label("build", colour::blue, use) + fmt::format("done in {}\n", duration_text(event.duration));
}

std::string to_text(const build_failed& event, colours use)
{
    const bool ends_a_line = event.output.empty() || event.output.ends_with('\n');
    return label("build", colour::red, use) + fmt::format(
                                                  "failed after {}: {}\n{}{}", duration_text(event.duration),
                                                  one_line(event.exit), event.output,
                                                  ends_a_line ? "" : "\n");
}

std::string to_text(const build_superseded& event, colours use)
{
    return label("build", colour::blue, use) +
           fmt::format("ended after {}: there are newer changes\n", duration_text(event.duration));
}

std::string to_text(const staged& event, colours use)
{
    return generation_label(event.generation, colour::blue, use) +
           fmt::format("staged {} in {}\n", bytes_text(event.bytes), duration_text(event.duration));
}

std::string to_text(const refused& event, colours use)
{
    const auto reason = fmt::format("{}: {}\n", one_line(event.what), one_line(event.sentence));
    return event.generation ? generation_label(*event.generation, colour::red, use) + "refused " + reason
                            : heading("refused", colour::red, use) + reason;
}

std::string to_text(const followed& debugger)
{
    if (!debugger.after)
        return one_line(debugger.debugger) + " is at it";
    const std::string time = duration_text(*debugger.after);
    return debugger.debugger.empty() ? "no debugger came within " + time
                                     : one_line(debugger.debugger) + " followed within " + time;
}

std::string to_text(const swapped& event, colours use)
{
    const auto& stages = event.stages;
    const auto parts = fmt::format(
        "(stage {}, spawn {}, warm-up {}, hand-over {}, first frame {})", milliseconds_text(stages.stage),
        milliseconds_text(stages.spawn), milliseconds_text(stages.warm_up),
        milliseconds_text(stages.hand_over), milliseconds_text(stages.first_frame));
    return generation_label(event.generation, colour::green, use) +
           fmt::format(
               "swapped in {}  {}  state {}, frame {}, {}{}\n", duration_text(event.total), faint(parts, use),
               name_of(event.state), event.frame, count_text(event.late_frames, "late frame"),
               event.debugger ? ", " + to_text(*event.debugger) : std::string{}) +
           (event.migration ? migration_text(*event.migration) : std::string{});
}

std::string to_text(const audit& event, colours use)
{
    constexpr std::string_view margin = "        ";
    std::string text;
    if (event.dangling_count != 0)
        text =
            generation_label(event.generation, colour::yellow, use) +
            fmt::format(
                "{} in the state {}{}: set {} to null, or keep in the state what {} at\n",
                count_text(event.dangling_count, "pointer"), event.dangling_count == 1 ? "dangles" : "dangle",
                event.from_generation != 0
                    ? fmt::format(" when generation {}'s worker is gone", event.from_generation)
                    : std::string{},
                event.dangling_count == 1 ? "it" : "them",
                event.dangling_count == 1 ? "it points" : "they point");
    for (const dangling_pointer& each : event.dangling)
        text += fmt::format("{}{} points at {}\n", margin, one_line(each.path), one_line(each.points_at));
    if (event.dangling_count > event.dangling.size())
        text += fmt::format(
            "{}and {} more: 'respawn audit' shows them\n", margin,
            event.dangling_count - event.dangling.size());
    if (event.is_damaged && !event.free_memory_is_unknown)
        text +=
            (!text.empty() ? std::string{margin} : generation_label(event.generation, colour::yellow, use)) +
            "something in the state is damaged, and the pointers behind it were not followed: 'respawn "
            "inspect' shows it\n";
    if (event.is_cut)
        text +=
            (!text.empty() ? std::string{margin} : generation_label(event.generation, colour::yellow, use)) +
            "the state is too large for all of its pointers to be looked at while it is handed over; "
            "'respawn "
            "audit' looks at more of them\n";
    return text;
}

std::string to_text(const worker_ended& event, colours use)
{
    return generation_label(event.generation, colour::red, use) +
           fmt::format(
               "{}{}; {}  {}\n", event.frame ? fmt::format("frame {}: ", *event.frame) : std::string{},
               one_line(event.how), one_line(event.next), faint(fmt::format("(pid {})", event.pid), use));
}

std::string to_text(const wish_granted& event, colours use)
{
    std::string what;
    if (event.size)
        what = fmt::format("a window of {}x{}", event.size->first, event.size->second);
    if (event.frames_per_second)
        what += fmt::format("{}{} fps", what.empty() ? "" : " and ", *event.frames_per_second);
    return generation_label(event.generation, colour::blue, use) + "wishes for " + what + ", and has it\n";
}

std::string to_text(const paused& event, colours use)
{
    return label("game", colour::yellow, use) + fmt::format("paused at frame {}\n", event.frame);
}

std::string to_text(const resumed& event, colours use)
{
    return label("game", colour::yellow, use) + fmt::format("resumed at frame {}\n", event.frame);
}

std::string to_text(const saved& event, colours use)
{
    return label("state", colour::blue, use) + fmt::format(
                                                   "saved frame {} to {}: {} in {}\n", event.frame,
                                                   one_line(event.file), bytes_text(event.bytes),
                                                   duration_text(event.duration));
}

std::string to_text(const loaded& event, colours use)
{
    return label("state", colour::blue, use) + fmt::format(
                                                   "loaded frame {} from {}: {} in {}\n", event.frame,
                                                   one_line(event.file), bytes_text(event.bytes),
                                                   duration_text(event.duration));
}

std::string to_text(const stopped& event, colours use)
{
    const auto counts = fmt::format(
        "({} committed, {})", count_text(event.frames_committed, "frame"),
        count_text(event.late_frames, "late frame"));
    return heading("respawn", colour::cyan, use) +
           fmt::format(
               "stopped at frame {}: {}  {}\n", event.frame, one_line(event.reason), faint(counts, use));
}

std::string to_text(const notice& event, colours use)
{
    return label("note", colour::cyan, use) + one_line(event.sentence) + "\n";
}

std::string to_text(const keys_help&, colours use)
{
    return label("keys", colour::cyan, use) + "r  restart the game's code, keep its state\n"
                                              "        b  go back to the generation before\n"
                                              "        R  start afresh with a new state\n"
                                              "        p  pause, and play on\n"
                                              "        s  step one frame\n"
                                              "        i  open and close the inspector panel in the window\n"
                                              "        h  show this\n"
                                              "        q  quit\n";
}

} // namespace respawn::report
