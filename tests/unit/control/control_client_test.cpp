#include "supervisor/control/control_client.hpp"

#include "supervisor/control/control_server.hpp"

#include "served_session.hpp"

#include <memory>
#include <set>
#include <stop_token>
#include <thread>

using namespace respawn;
using namespace respawn::supervisor;
using namespace std::chrono_literals;

namespace {

request asking_for(action what)
{
    request message;
    message.what = what;
    return message;
}

std::string complaint(const running_session& session, action what, std::chrono::milliseconds patience = 10s)
{
    const auto answer = ask(session, asking_for(what), patience);
    return answer ? "answered" : answer.error().sentence;
}

} // namespace

TEST_CASE("a client gets the supervisor's answer")
{
    const served_session serving{[](const request&, const reply_function& reply) {
        reply({"", session_status{7, 2, std::nullopt, 99, true}});
    }};
    const auto answer = ask(serving.found(), asking_for(action::status), 10s).value();
    REQUIRE(answer.status);
    CHECK(answer.status->frame == 7);
}

TEST_CASE("a conversation lasts on one connection, and begins anew after a failure")
{
    std::set<std::weak_ptr<asker>, std::owner_less<>> connections;
    const served_session serving{[&](const request& asked, const reply_function& reply) {
        connections.insert(reply.from);
        if (asked.what == action::status)
            reply({});
    }};
    lasting_conversation talk{serving.found()};
    const auto is_answered = [&](action what) { return talk.ask(asking_for(what), 10s).has_value(); };
    CHECK(is_answered(action::status));
    CHECK(is_answered(action::status));
    CHECK_FALSE(is_answered(action::restart));
    CHECK(connections.size() == 1);
    CHECK(is_answered(action::status));
    CHECK(connections.size() == 2);
}

TEST_CASE("a conversation is given up when a stop is requested, also one that had been before")
{
    const served_session serving{[](const request&, const reply_function&) {}};
    lasting_conversation talk{serving.found()};
    const auto is_given_up = [&](const std::stop_token& stop) {
        return !talk.ask(asking_for(action::status), 1h, stop).has_value();
    };
    std::stop_source stop;
    std::jthread stopper{[&] { stop.request_stop(); }};
    CHECK(is_given_up(stop.get_token()));
    CHECK(is_given_up(stop.get_token()));
}

TEST_CASE("a refusal is passed on in the supervisor's words")
{
    const served_session serving{[](const request&, const reply_function& reply) {
        reply({"there is no build to start yet", std::nullopt});
    }};
    CHECK(complaint(serving.found(), action::restart) == "there is no build to start yet");
}

TEST_CASE("a client waits no longer than it may, and says for whom")
{
    const served_session serving{served_session::never_answers{}};
    const auto sentence = complaint(serving.found(), action::step, 50ms);
    CHECK(sentence.starts_with("the respawn of " + serving.found().project_folder.string() + " (pid "));
    CHECK(sentence.ends_with(
        "has not answered within 0 s; it may be busy with that still: 'respawn status' tells"));
}

TEST_CASE("a supervisor that ends before it answers is told so")
{
    const served_session serving{[](const request&, const reply_function&) {}};
    CHECK(
        complaint(serving.found(), action::status).find(" before it answered; try again") !=
        std::string::npos);
}

TEST_CASE("a supervisor without its socket is told so")
{
    respawn::running_session session{{42, "/nowhere"}, "/game"};
    CHECK(
        complaint(session, action::status) ==
        "cannot reach the respawn of /game (pid 42): No such file or directory");
    session.holder.socket_folder = "/" + std::string(200, 'x');
    CHECK(complaint(session, action::status) == "the lock file of /game names no usable socket");
}
