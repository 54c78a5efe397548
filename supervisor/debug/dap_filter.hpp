#pragma once

#include "shared/result.hpp"
#include "supervisor/control/messages.hpp"
#include "supervisor/loop/one_shot_timer.hpp"

#include <asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// What an adapter does with a process that it has attached to, once it is configured.
enum class after_attach {
    goes_on,      ///< as lldb's
    stays_stopped ///< as gdb
};

/// What a dap_filter needs done. Messages are the contents of what is sent.
struct dap_calls {
    std::function<void(std::string)> to_editor, to_adapter;
    /// A new adapter, in place of the one before.
    std::function<result<after_attach>()> start_adapter;
    /// From now on want() is called for the session that is found from there.
    std::function<result<void>(const std::filesystem::path& folder)> follow;
    std::function<bool()> session_runs; ///< the one that is followed
    std::function<void()> will_return;  ///< tells it that the next follower comes soon
    std::function<void(const std::string& sentence)> complain;
    std::function<void()> finished; ///< there is nothing more to do
};

/// Stands between an editor and a debug adapter, and turns the life of many workers into debugging sessions
/// of one worker each.
///
/// It fills in which process an `attach` is for. When the supervisor names another one, it has the adapter
/// let go of the old one, and ends the session by `terminated` with `restart` in it, so that the editor
/// begins the next one by itself, with a new filter or with this one.
///
/// Threads: the loop's. Trusts neither side: whatever they send, it passes it on, refuses it, or drops it.
class dap_filter {
public:
    dap_filter(asio::io_context& loop, dap_calls calls);

    void from_editor(const std::string& content);
    void from_adapter(const std::string& content);
    void adapter_ended();
    /// The editor has gone: lets go of the worker.
    void editor_ended();
    void want(const debuggee& now);
    /// Tells the user something.
    void tell(const std::string& sentence);

private:
    using clock = std::chrono::steady_clock;

    enum class phase {
        none,      ///< no session has begun, or it has ended: there is no adapter that would be asked
        ready,     ///< the adapter runs
        waiting,   ///< for a worker to attach to
        attaching, ///< the adapter was told to
        attached,  ///< the session is about a worker
        leaving,   ///< the adapter lets go of it, for another one
        lost,      ///< the worker has ended, and perhaps another one comes
        closing    ///< the editor wants no more of it
    };

    void initialize(const nlohmann::json& request, const std::string& content);
    void attach(nlohmann::json request);
    void begin_again();
    void disconnect(nlohmann::json request);
    void pass_on(const nlohmann::json& request, const std::string& content);
    result<void> start_adapter();
    void send_held();
    void go_if_possible();
    void go();
    void take_attach_response(nlohmann::json response);
    void take_session_message(nlohmann::json message, const std::string& content);
    void leave_if_wanted();
    void go_on_if_stopped();
    void leave();
    void end_session(nlohmann::json body);
    void wait_for_next();
    void look_at_time();
    void begin_closing();
    void give_up_waiting(const std::string& sentence);
    void send_to_editor(nlohmann::json message);
    std::int64_t ask_adapter(nlohmann::json request);

    dap_calls calls_;
    phase phase_ = phase::none;
    std::int64_t own_number_;
    std::optional<nlohmann::json> initialize_; ///< the editor's request
    bool awaits_initialize_ = false;           ///< the adapter has not answered it
    nlohmann::json attach_;                    ///< the editor's request, from phase waiting on
    std::vector<std::string> held_;            ///< what the editor sent after it, in phase waiting
    std::int64_t configuration_done_ = 0;      ///< the number of the editor's request
    bool is_configured_ = false;
    bool is_stopped_ = false; ///< the worker, by the attach, and it is to go on
    /// Numbers of requests of ours; 0: none.
    std::int64_t own_initialize_ = 0, own_disconnect_ = 0, own_continue_ = 0;
    after_attach habit_ = after_attach::goes_on;
    std::optional<debuggee> wanted_;
    int at_ = 0; ///< the process that the adapter was told to attach to
    std::optional<clock::time_point> deadline_;
    one_shot_timer timer_;
};

} // namespace respawn::supervisor
