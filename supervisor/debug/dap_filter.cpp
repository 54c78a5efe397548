#include "supervisor/debug/dap_filter.hpp"

#include "supervisor/debug/dap_messages.hpp"

#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// How long the next worker is waited for when one has ended.
constexpr auto patience_for_next = 5s;
/// How long an adapter may take to let go of a worker.
constexpr auto patience_with_adapter = 3s;
constexpr auto look_again_after = 100ms;

constexpr const char* adapter_has_ended = "the debug adapter has ended";

/// What would end or start a worker is the supervisor's.
constexpr const char* refused_capabilities[] = {
    "supportsTerminateRequest", "supportTerminateDebuggee", "supportsRestartRequest"};

void refuse_capabilities(json& capabilities)
{
    if (!capabilities.is_object())
        return;
    for (const char* name : refused_capabilities)
        if (capabilities.contains(name))
            capabilities[name] = false;
}

json& arguments_of(json& request)
{
    json& arguments = request["arguments"];
    if (!arguments.is_object())
        arguments = json::object();
    return arguments;
}

std::filesystem::path folder_of(json& attach)
{
    const json& arguments = arguments_of(attach);
    const auto folder = text_in(arguments, "folder");
    return folder.empty() ? text_in(arguments, "cwd") : folder;
}

/// What the editor asked for, for one worker.
json attach_to(const debuggee& worker, json request)
{
    request["command"] = "attach";
    json& arguments = arguments_of(request);
    for (const char* name : {"folder", "waitFor", "__restart"})
        arguments.erase(name);
    arguments["pid"] = worker.pid;
    arguments["program"] = worker.exe.string();
    if (!arguments.contains("stopOnEntry"))
        arguments["stopOnEntry"] = false;
    return request;
}

/// The editor gives the value back with its next attach. Only that there is one counts.
json restart_for(const debuggee& worker)
{
    return {{"restart", {{"generation", worker.generation}, {"pid", worker.pid}}}};
}

} // namespace

dap_filter::dap_filter(asio::io_context& loop, dap_calls calls) :
    calls_{std::move(calls)}, own_number_{first_own_number}, timer_{loop, [this] { look_at_time(); }}
{}

void dap_filter::from_editor(const std::string& content)
{
    const auto message = parse_dap(content);
    if (!message)
        return tell("a message of the editor is dropped: it is no JSON object");
    const auto command = text_in(*message, "command");
    if (text_in(*message, "type") != "request")
        calls_.to_adapter(content);
    else if (command == "initialize")
        initialize(*message, content);
    else if (command == "attach" || command == "launch")
        attach(*message);
    else if (command == "disconnect" || command == "terminate")
        disconnect(*message);
    else
        pass_on(*message, content);
}

void dap_filter::initialize(const json& request, const std::string& content)
{
    if (phase_ == phase::none) {
        if (auto started = start_adapter(); !started)
            return send_to_editor(make_refusal(request, started.error().sentence));
    }
    initialize_ = request;
    awaits_initialize_ = true;
    calls_.to_adapter(content);
}

result<void> dap_filter::start_adapter()
{
    const auto started = calls_.start_adapter();
    if (!started)
        return started.error();
    habit_ = *started;
    configuration_done_ = 0;
    is_configured_ = false;
    is_stopped_ = false;
    phase_ = phase::ready;
    return {};
}

void dap_filter::pass_on(const json& request, const std::string& content)
{
    if (phase_ == phase::none || phase_ == phase::lost)
        return send_to_editor(make_refusal(request, "there is no worker to debug"));
    if (text_in(request, "command") == "configurationDone")
        configuration_done_ = number_in(request, "seq");
    // Breakpoints are set in the worker, so after the attach.
    if (phase_ == phase::waiting)
        held_.push_back(content);
    else
        calls_.to_adapter(content);
}

void dap_filter::attach(json request)
{
    if (phase_ == phase::none && initialize_)
        begin_again();
    if (phase_ != phase::ready)
        return send_to_editor(make_refusal(request, "a debugging session begins with initialize and attach"));
    wanted_.reset();
    if (auto found = calls_.follow(folder_of(request)); !found)
        return send_to_editor(make_refusal(request, found.error().sentence));
    attach_ = std::move(request);
    phase_ = phase::waiting;
    timer_.start(look_again_after);
}

/// For an editor that begins the next session without saying again who it is.
void dap_filter::begin_again()
{
    if (start_adapter())
        own_initialize_ = ask_adapter(*initialize_);
}

void dap_filter::disconnect(json request)
{
    const bool has_adapter = phase_ == phase::ready || phase_ == phase::waiting ||
                             phase_ == phase::attaching || phase_ == phase::attached;
    if (phase_ == phase::waiting)
        send_to_editor(make_refusal(attach_, "the editor did not wait for a worker"));
    if (has_adapter) {
        request["command"] = "disconnect";
        arguments_of(request)["terminateDebuggee"] = false;
        calls_.to_adapter(to_text(request));
        return begin_closing();
    }
    send_to_editor(make_response(request));
    if (phase_ == phase::leaving)
        begin_closing();
    else
        calls_.finished();
}

void dap_filter::editor_ended()
{
    if (phase_ == phase::attaching || phase_ == phase::attached) {
        ask_adapter(make_request("disconnect", {{"terminateDebuggee", false}}));
        begin_closing();
    } else if (phase_ == phase::leaving) {
        begin_closing();
    } else if (phase_ != phase::closing) {
        calls_.finished();
    }
}

void dap_filter::begin_closing()
{
    phase_ = phase::closing;
    deadline_ = clock::now() + patience_with_adapter;
    timer_.start(look_again_after);
}

void dap_filter::want(const debuggee& now)
{
    wanted_ = now;
    if (phase_ == phase::waiting)
        go_if_possible();
    else if (phase_ == phase::attached)
        leave_if_wanted();
    else if (phase_ == phase::lost)
        wait_for_next();
}

void dap_filter::go_if_possible()
{
    if (wanted_ && wanted_->pid != 0)
        go();
}

void dap_filter::go()
{
    at_ = wanted_->pid;
    phase_ = phase::attaching;
    timer_.stop();
    calls_.to_adapter(to_text(attach_to(*wanted_, attach_)));
    send_held();
}

void dap_filter::send_held()
{
    for (const std::string& content : std::exchange(held_, {}))
        calls_.to_adapter(content);
}

void dap_filter::from_adapter(const std::string& content)
{
    if (phase_ == phase::none || phase_ == phase::lost)
        return;
    auto message = parse_dap(content);
    if (!message)
        return tell("a message of the debug adapter is dropped: it is no JSON object");
    if (own_initialize_ != 0 && answers(*message, own_initialize_))
        own_initialize_ = 0;
    else if (own_continue_ != 0 && answers(*message, own_continue_))
        own_continue_ = 0;
    else if (phase_ == phase::leaving && answers(*message, own_disconnect_))
        end_session(restart_for(*wanted_));
    else if (phase_ == phase::attaching && answers(*message, number_in(attach_, "seq")))
        take_attach_response(*std::move(message));
    else
        take_session_message(*std::move(message), content);
}

void dap_filter::take_attach_response(json response)
{
    const bool is_attached = is_set(response, "success");
    if (!is_attached && wanted_->pid != at_) {
        // It has ended meanwhile.
        phase_ = phase::waiting;
        timer_.start(look_again_after);
        return go_if_possible();
    }
    phase_ = is_attached ? phase::attached : phase::ready;
    response["command"] = text_in(attach_, "command");
    calls_.to_editor(to_text(response));
    if (!is_attached)
        return;
    is_stopped_ = habit_ == after_attach::stays_stopped && !is_set(arguments_of(attach_), "stopOnEntry");
    go_on_if_stopped();
    leave_if_wanted();
}

void dap_filter::take_session_message(json message, const std::string& content)
{
    const bool is_event_of_it = text_in(message, "type") == "event";
    if (phase_ == phase::leaving && is_event_of_it)
        return;
    if ((phase_ == phase::attached || phase_ == phase::attaching) && is_event(message, "terminated")) {
        phase_ = phase::lost;
        deadline_ = clock::now() + patience_for_next;
        return wait_for_next();
    }
    if (awaits_initialize_ && answers(message, number_in(*initialize_, "seq"))) {
        awaits_initialize_ = false;
        refuse_capabilities(message["body"]);
        return calls_.to_editor(to_text(message));
    }
    if (is_event(message, "capabilities") && message.contains("body") && message["body"].is_object()) {
        refuse_capabilities(message["body"]["capabilities"]);
        return calls_.to_editor(to_text(message));
    }
    calls_.to_editor(content);
    if (configuration_done_ != 0 && !is_configured_ && answers(message, configuration_done_)) {
        is_configured_ = true;
        go_on_if_stopped();
    }
}

/// After the attach and the configuration, in whichever order they are answered.
void dap_filter::go_on_if_stopped()
{
    constexpr int first_thread = 1;
    if (!is_stopped_ || !is_configured_)
        return;
    is_stopped_ = false;
    own_continue_ = ask_adapter(make_request("continue", {{"threadId", first_thread}}));
}

void dap_filter::leave_if_wanted()
{
    // No worker at all: the adapter tells when this one has ended.
    if (wanted_->pid != 0 && wanted_->pid != at_)
        leave();
}

void dap_filter::leave()
{
    phase_ = phase::leaving;
    own_disconnect_ = ask_adapter(make_request("disconnect", {{"terminateDebuggee", false}}));
    deadline_ = clock::now() + patience_with_adapter;
    timer_.start(look_again_after);
}

void dap_filter::end_session(json body)
{
    if (body.contains("restart"))
        calls_.will_return();
    phase_ = phase::none;
    timer_.stop();
    send_to_editor(make_event("terminated", std::move(body)));
}

void dap_filter::wait_for_next()
{
    if (wanted_->pid != 0 && wanted_->pid != at_)
        end_session(restart_for(*wanted_));
    else if (clock::now() > *deadline_ || !calls_.session_runs())
        end_session(json::object());
    else
        timer_.start(look_again_after);
}

void dap_filter::look_at_time()
{
    switch (phase_) {
    case phase::waiting:
        if (!calls_.session_runs())
            return give_up_waiting("respawn has ended, and there is no worker to attach to");
        return timer_.start(look_again_after);
    case phase::lost:
        return wait_for_next();
    case phase::leaving:
        if (clock::now() > *deadline_)
            return adapter_ended();
        return timer_.start(look_again_after);
    case phase::closing:
        if (clock::now() > *deadline_)
            return calls_.finished();
        return timer_.start(look_again_after);
    default:
        return;
    }
}

void dap_filter::give_up_waiting(const std::string& sentence)
{
    phase_ = phase::ready;
    send_to_editor(make_refusal(attach_, sentence));
    send_held();
}

void dap_filter::adapter_ended()
{
    switch (phase_) {
    case phase::leaving:
        return end_session(restart_for(*wanted_));
    case phase::closing:
        return calls_.finished();
    case phase::none:
    case phase::lost:
        return;
    case phase::waiting:
    case phase::attaching:
        give_up_waiting(adapter_has_ended);
        break;
    case phase::ready:
        if (std::exchange(awaits_initialize_, false))
            send_to_editor(make_refusal(*initialize_, adapter_has_ended));
        break;
    case phase::attached:
        break;
    }
    tell(adapter_has_ended);
    end_session(json::object());
}

void dap_filter::tell(const std::string& sentence)
{
    calls_.complain(sentence);
    send_to_editor(
        make_event("output", {{"category", "important"}, {"output", "respawn: " + sentence + "\n"}}));
}

void dap_filter::send_to_editor(json message)
{
    message["seq"] = own_number_++;
    calls_.to_editor(to_text(message));
}

std::int64_t dap_filter::ask_adapter(json request)
{
    request["seq"] = own_number_;
    calls_.to_adapter(to_text(request));
    return own_number_++;
}

} // namespace respawn::supervisor
