#include "supervisor/command/session_commands.hpp"

#include "supervisor/command/state_watch.hpp"
#include "supervisor/control/control_client.hpp"
#include "supervisor/control/session_folder.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

namespace respawn::supervisor {
namespace {

using namespace std::chrono_literals;

constexpr auto usual_patience = 10s;
constexpr auto patience_for_a_start = 60s; // warm-up is the game's own code
constexpr auto patience_for_the_end = 60s; // the state, and what was printed, may have to be saved
constexpr auto patience_for_a_disk = 5min; // that others write to as well
constexpr auto look_again_after = 5ms;

std::chrono::milliseconds patience_for(const request& asked)
{
    switch (asked.what) {
    case action::restart:
    case action::reset:
    case action::back:
    case action::swap:
        return patience_for_a_start;
    case action::log:
    case action::screenshot:
    case action::save:
    case action::load:
    case action::diff:
        return patience_for_a_disk;
    case action::step:
        return usual_patience + std::chrono::seconds{asked.steps};
    default:
        return usual_patience;
    }
}

result<text_to_print> wait_until_ended(const running_session& session)
{
    const auto deadline = std::chrono::steady_clock::now() + patience_for_the_end;
    while (is_running(session)) {
        if (std::chrono::steady_clock::now() > deadline) {
            return failure{fmt::format(
                "respawn was told to quit but still runs (pid {}); it may be saving the state, or what was "
                "printed, and 'kill -INT {}' ends it without that",
                session.holder.process_id, session.holder.process_id)};
        }
        std::this_thread::sleep_for(look_again_after);
    }
    return text_to_print{fmt::format("quit: respawn (pid {}) has ended\n", session.holder.process_id)};
}

result<text_to_print> content_of(const std::filesystem::path& file)
{
    std::ifstream input{file, std::ios::binary};
    std::string text{std::istreambuf_iterator{input}, {}};
    if (!input)
        return failure{fmt::format("cannot read {}", file.string())};
    return text_to_print{std::move(text)};
}

result<text_to_print> answer_for(
    const session_command& command, const running_session& session, const reply& answer)
{
    switch (command.what.what) {
    case action::quit:
        return wait_until_ended(session);
    case action::status:
        if (!answer.status)
            return failure{"respawn's answer has no status in it; is it another version?"};
        return text_to_print{command.json ? to_json(*answer.status) : to_text(*answer.status)};
    case action::generations:
        if (!answer.generations)
            return failure{"respawn's answer has no generations in it; is it another version?"};
        return text_to_print{command.json ? to_json(*answer.generations) : to_text(*answer.generations)};
    case action::screenshot:
        return text_to_print{fmt::format("wrote {}\n", command.what.file.string())};
    case action::log:
        return content_of(answer.file);
    case action::save:
        return text_to_print{fmt::format("wrote {}\n", answer.file.string())};
    case action::diff:
        if (!answer.differs)
            return failure{"respawn's answer has no comparison in it; is it another version?"};
        return text_to_print{answer.output, *answer.differs ? differs_exit_code : 0};
    case action::audit:
        if (!answer.dangles)
            return failure{"respawn's answer has no audit in it; is it another version?"};
        return text_to_print{answer.output, *answer.dangles ? dangles_exit_code : 0};
    default:
        return text_to_print{answer.output};
    }
}

} // namespace

result<text_to_print> run_session_command(const session_command& typed)
{
    const auto here = current_folder();
    if (!here)
        return here.error();
    const auto session = session_here(*here);
    if (!session)
        return session.error();
    auto command = typed;
    if (!command.what.file.empty())
        command.what.file = (*here / command.what.file).lexically_normal();
    if (command.watch)
        return watch_state(*session, command);
    const auto answer = ask(*session, command.what, patience_for(command.what));
    if (!answer)
        return answer.error();
    return answer_for(command, *session, *answer);
}

} // namespace respawn::supervisor
