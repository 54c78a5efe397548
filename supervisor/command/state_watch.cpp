#include "supervisor/command/state_watch.hpp"

#include "supervisor/control/control_client.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <string_view>
#include <thread>
#include <unordered_map>

namespace respawn::supervisor {

namespace {

using namespace std::chrono_literals;

/// As often as a person can see changes.
constexpr auto interval = 50ms;
constexpr auto patience = 10s;

/// Of what is JSON as it is shown that; everything else is a text.
nlohmann::json json_of(const std::string& shown)
{
    auto value = nlohmann::json::parse(shown, nullptr, false);
    return value.is_discarded() || value.is_structured() ? nlohmann::json(shown) : value;
}

std::string line_of(
    const std::string& path, const std::string* before, const std::string* now, std::uint64_t frame,
    bool json)
{
    if (json) {
        nlohmann::ordered_json object{
            {"frame", frame}, {"path", path}, {"before", nullptr}, {"now", nullptr}};
        if (before)
            object["before"] = json_of(*before);
        if (now)
            object["now"] = json_of(*now);
        return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    }
    if (!before)
        return fmt::format("{}: new: {}  (frame {})\n", path, *now, frame);
    if (!now)
        return fmt::format("{}: gone, was {}  (frame {})\n", path, *before, frame);
    return fmt::format("{}: {} -> {}  (frame {})\n", path, *before, *now, frame);
}

std::string problem_line(const std::string& sentence, bool json)
{
    if (!json)
        return sentence + "\n";
    return nlohmann::ordered_json{{"error", sentence}}.dump(
               -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
           "\n";
}

const failure cannot_print{"cannot write to standard output"};

bool print(const std::string& text)
{
    return std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
}

} // namespace

std::string changed_lines(
    const std::vector<objects::leaf>& before, const std::vector<objects::leaf>& now, std::uint64_t frame,
    bool json)
{
    std::unordered_map<std::string_view, const objects::leaf*> olds;
    for (const objects::leaf& each : before)
        olds.emplace(each.path, &each);
    std::string lines;
    for (const objects::leaf& each : now) {
        const auto old = olds.find(each.path);
        if (old == olds.end())
            lines += line_of(each.path, nullptr, &each.text, frame, json);
        else if (old->second->text != each.text)
            lines += line_of(each.path, &old->second->text, &each.text, frame, json);
        if (old != olds.end())
            olds.erase(old);
    }
    for (const objects::leaf& each : before)
        if (const auto gone = olds.find(each.path); gone != olds.end() && gone->second == &each)
            lines += line_of(each.path, &each.text, nullptr, frame, json);
    return lines;
}

result<text_to_print> watch_state(const running_session& session, const session_command& command)
{
    request asked = command.what;
    std::vector<objects::leaf> known;
    std::string problem;
    for (bool is_first = true;; std::this_thread::sleep_for(interval)) {
        auto answer = ask(session, asked, patience);
        if (!answer && !is_running(session))
            return failure{"the respawn that was watched has ended"};
        if (!answer && is_first)
            return answer.error();
        if (!answer) {
            // An object that is gone may come again.
            if (problem != answer.error().sentence &&
                !print(problem_line(answer.error().sentence, command.json)))
                return cannot_print;
            problem = answer.error().sentence;
            asked.seen_frame = 0;
            continue;
        }
        problem.clear();
        if (answer->is_unchanged)
            continue;
        if (!answer->leaves)
            return failure{"respawn's answer has no values in it; is it another version?"};
        if (!print(
                is_first ? answer->output
                         : changed_lines(known, *answer->leaves, answer->frame, command.json)))
            return cannot_print;
        is_first = false;
        known = std::move(*answer->leaves);
        asked.seen_frame = answer->frame;
        asked.seen_changes = answer->changes;
    }
}

} // namespace respawn::supervisor
