#include "supervisor/debug/debuggee_watch.hpp"

#include "supervisor/control/control_client.hpp"

#include <asio/post.hpp>

#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

constexpr auto answer_patience = 10s;
/// How long a supervisor is left alone that does not answer.
constexpr auto retry_interval = 500ms;

} // namespace

/// Of the thread and its owner.
struct debuggee_watch::shared {
    std::mutex lock;
    asio::io_context* loop; ///< null: nobody wants to know any more
    std::function<void(const debuggee&)> changed;

    bool tell(const debuggee& now, const std::shared_ptr<shared>& self)
    {
        const std::scoped_lock guard{lock};
        if (loop)
            asio::post(*loop, [self, now] {
                if (self->loop)
                    self->changed(now);
            });
        return loop != nullptr;
    }
};

debuggee_watch::debuggee_watch(
    asio::io_context& loop, const running_session& session, std::function<void(const debuggee&)> changed) :
    shared_{std::make_shared<shared>()}
{
    shared_->loop = &loop;
    shared_->changed = std::move(changed);
    std::thread{[self = shared_, session] {
        request question;
        question.what = action::debuggee;
        debuggee known;
        lasting_conversation talk{session};
        for (bool is_wanted = true; is_wanted;) {
            const auto answer = talk.ask(question, answer_patience);
            if (!answer || !answer->debugged) {
                question.seen = 0;
                std::this_thread::sleep_for(retry_interval);
            } else if (*answer->debugged != known) {
                known = *answer->debugged;
                question.seen = known.number;
                is_wanted = self->tell(known, self);
            }
        }
    }}.detach();
}

debuggee_watch::~debuggee_watch()
{
    const std::scoped_lock guard{shared_->lock};
    shared_->loop = nullptr;
}

} // namespace respawn::supervisor
