#include "supervisor/debug/debuggee_watch.hpp"

#include "supervisor/control/control_client.hpp"

#include <asio/post.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

constexpr auto question_patience = 10s;
/// How long a supervisor is left alone that does not answer.
constexpr auto retry_interval = 500ms;

void pause(const std::stop_token& stop)
{
    std::mutex nobody_elses;
    std::unique_lock lock{nobody_elses};
    std::condition_variable_any never;
    never.wait_for(lock, stop, retry_interval, [] { return false; });
}

} // namespace

debuggee_watch::debuggee_watch(
    asio::io_context& loop, const running_session& session, changed_function changed) :
    changed_{std::make_shared<const changed_function>(std::move(changed))},
    thread_{[&loop, session, changed = std::weak_ptr{changed_}](const std::stop_token& stop) {
        request question;
        question.what = action::debuggee;
        debuggee known;
        lasting_conversation talk{session};
        while (!stop.stop_requested()) {
            const auto answer = talk.ask(question, question_patience, stop);
            if (!answer || !answer->debugged) {
                question.seen = 0;
                pause(stop);
            } else if (*answer->debugged != known) {
                known = *answer->debugged;
                question.seen = known.number;
                asio::post(loop, [changed, known] {
                    if (const auto tell = changed.lock())
                        (*tell)(known);
                });
            }
        }
    }}
{}

} // namespace respawn::supervisor
