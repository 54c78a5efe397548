#include "supervisor/debug/lldb.hpp"

#include "supervisor/debug/debuggee_watch.hpp"
#include "supervisor/debug/debugger_programs.hpp"
#include "supervisor/debug/lldb_prompt.hpp"
#include "supervisor/debug/platform/halted_process.hpp"
#include "supervisor/debug/platform/terminal_child.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/platform/byte_stream.hpp"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

namespace respawn::supervisor {

namespace {

/// Clears the line that the user is typing: the process that it was meant for goes.
constexpr char clear_line = '\x15';
constexpr char end_of_input = '\x04', interrupt = '\x03';
constexpr auto look_interval = std::chrono::milliseconds{20};
/// A process that is stopped in so many looks is not just at a breakpoint that lldb looks into.
constexpr int looks_of_a_stop = 5;
constexpr int most_looks = 250;
/// So long after its last output lldb is taken not to end by itself any more, when its input has ended.
constexpr auto lldb_end_patience = std::chrono::seconds{10};
/// So long lldb is left alone with a line that was typed, if it does not prompt for the next one.
constexpr auto lldb_answer_patience = std::chrono::seconds{2};

/// The user's terminal on one side, lldb's on the other.
class lldb_session {
public:
    lldb_session(platform::terminal_child child, const running_session& session) :
        child_{std::move(child)}, terminal_{loop_, platform::shared_terminal(child_)},
        input_{loop_, platform::own_standard_input()}, output_{loop_, platform::own_standard_output()},
        ending_signals_{loop_, SIGINT, SIGTERM, SIGHUP}, window_{std::in_place, loop_, child_},
        watch_{loop_, session, [this](const debuggee& now) {
                   wanted_ = now;
                   advance();
               }}
    {}

    int run()
    {
        read_output();
        read_input();
        ending_signals_.async_wait([this](std::error_code, int) { loop_.stop(); });
        loop_.run();
        // Nothing is shown from here on, and who ends this meanwhile means it.
        window_.reset();
        ending_signals_.clear();
        terminal_.close();
        const int exit_code = platform::hang_up(child_);
        // Its server, which is the debugger for the system, ends a little later.
        for (int looks = most_looks; looks != 0 && !let_go(); --looks)
            std::this_thread::sleep_for(look_interval);
        return exit_code;
    }

private:
    /// What lldb is to do next.
    enum class step { follow, go_on, wait_for_stop, detach };

    void read_output()
    {
        terminal_.read([this](std::string_view text) {
            if (text.empty())
                loop_.stop();
            else
                show(text);
        });
    }

    void show(std::string_view text)
    {
        output_.write(std::string{text}, [this](bool is_written) {
            if (is_written)
                read_output();
            else
                loop_.stop();
        });
        prompt_.printed(text);
        if (has_input_ended_)
            wait_for_end();
        if (prompt_.takes_a_line())
            is_answering_ = false;
        advance();
        give_keys();
    }

    void read_input()
    {
        input_.read([this](std::string_view keys) {
            keys_ += keys;
            are_more_keys_to_come_ = !keys.empty();
            if (keys.find(interrupt) != std::string_view::npos)
                is_answering_ = false;
            give_keys();
            if (are_more_keys_to_come_)
                read_input();
        });
    }

    /// Line by line: a command of ours must not come between two, of which the second may be an answer to
    /// what lldb asks after the first.
    void give_keys()
    {
        while (!has_input_ended_ && !is_answering_ && !keys_.empty()) {
            if (keys_.front() == end_of_input && prompt_.is_empty())
                return end_input();
            const auto end = std::min(keys_.find_first_of(lldb_prompt::entering_keys), keys_.size() - 1) + 1;
            // What Ctrl-D means is known once lldb has the keys before it.
            const auto next = end > 1 && keys_[end - 1] == end_of_input ? end - 1 : end;
            type(keys_.substr(0, next));
            keys_.erase(0, next);
        }
        if (!are_more_keys_to_come_ && keys_.empty() && !has_input_ended_)
            end_input();
    }

    void end_input()
    {
        has_input_ended_ = true;
        are_more_keys_to_come_ = false; // they are not lldb's
        wait_for_end();
        advance();
    }

    /// Until lldb takes the next line; not for ever: a program may read lines without a prompt.
    void wait_for_answer()
    {
        is_answering_ = true;
        answer_timer_.start(lldb_answer_patience);
    }

    /// It may ask something that nobody answers any more.
    void wait_for_end() { end_timer_.start(lldb_end_patience); }

    void type(const std::string& keys)
    {
        prompt_.typed(keys);
        if (keys.find_first_of(lldb_prompt::entering_keys) != std::string::npos)
            wait_for_answer();
        to_type_ += keys;
        if (!is_typing_)
            type_next();
    }

    void type_next()
    {
        is_typing_ = true;
        terminal_.write(std::exchange(to_type_, {}), [this](bool is_written) {
            is_typing_ = false;
            if (is_written && !to_type_.empty())
                type_next();
        });
    }

    /// One command at each prompt: the next one may be for another process by then.
    void advance()
    {
        if (prompt_.is_question() && has_input_ended_)
            type({end_of_input});
        if (!prompt_.is_there())
            return;
        switch (next_) {
        case step::follow:
            if (wanted_process() != at_)
                follow();
            else if (has_input_ended_)
                command("quit"); // not Ctrl-D, which is lost before lldb has made its terminal ready
            break;
        case step::go_on:
            next_ = step::follow;
            command("process continue");
            break;
        case step::wait_for_stop:
            break;
        case step::detach:
            next_ = step::follow;
            at_ = 0;
            command("process detach");
            break;
        }
    }

    /// lldb 14 takes half a minute to end while it debugs a process that runs: at the end of the input, it is
    /// to be at none.
    [[nodiscard]] int wanted_process() const
    {
        if (has_input_ended_)
            return 0;
        return wanted_ ? wanted_->pid : at_;
    }

    void command(std::string_view what) { type(fmt::format("{}{}\n", clear_line, what)); }

    void follow()
    {
        if (at_ == 0) {
            next_ = step::go_on;
            at_ = wanted_process();
            command(fmt::format("process attach --pid {}", at_));
        } else {
            halt();
        }
    }

    /// lldb 14 takes seconds to leave a process that runs if that stops at a breakpoint just then.
    void halt()
    {
        next_ = step::wait_for_stop;
        looks_ = stopped_looks_ = 0;
        if (auto halted = platform::halted_process::halt(at_)) {
            halted_.push_back(*std::move(halted));
            look();
        } else {
            leave();
        }
    }

    void look()
    {
        if (next_ == step::wait_for_stop)
            look_for_stop();
        if (next_ != step::wait_for_stop && let_go())
            return;
        look_timer_.start(look_interval);
    }

    void look_for_stop()
    {
        const auto state = halted_.back().debugger();
        stopped_looks_ = state == platform::debugger_state::stopped ? stopped_looks_ + 1 : 0;
        if (state == platform::debugger_state::none || stopped_looks_ == looks_of_a_stop ||
            ++looks_ == most_looks)
            leave();
    }

    void leave()
    {
        next_ = step::detach;
        advance();
    }

    /// Processes were halted for lldb: once that has left them, it would last. Whether none is left.
    bool let_go()
    {
        std::erase_if(halted_, [](const platform::halted_process& each) {
            return each.debugger() == platform::debugger_state::none;
        });
        return halted_.empty();
    }

    asio::io_context loop_;
    platform::terminal_child child_;
    platform::byte_stream terminal_, input_, output_;
    asio::signal_set ending_signals_;
    std::optional<platform::terminal_window> window_;
    lldb_prompt prompt_;
    std::string keys_; ///< that were typed for lldb, and are held back
    bool are_more_keys_to_come_ = true, has_input_ended_ = false;
    bool is_answering_ = false; ///< lldb is, to the line that was typed last
    std::string to_type_;
    bool is_typing_ = false;
    std::optional<debuggee> wanted_;
    int at_ = 0; ///< the process that lldb was sent to; 0: none
    step next_ = step::follow;
    int looks_ = 0, stopped_looks_ = 0; ///< at the process that is to be left
    std::vector<platform::halted_process> halted_;
    one_shot_timer look_timer_{loop_, [this] { look(); }};
    one_shot_timer end_timer_{loop_, [this] { loop_.stop(); }};
    one_shot_timer answer_timer_{loop_, [this] {
                                     is_answering_ = false;
                                     give_keys();
                                 }};
    debuggee_watch watch_;
};

} // namespace

result<int> run_lldb(const running_session& session, const std::vector<std::string>& arguments)
{
    auto lldb = find_lldb();
    if (!lldb)
        return lldb.error();
    lldb->arguments.insert(
        lldb->arguments.end(), {"-o", fmt::format("settings set prompt \"{}\"", lldb_prompt::text)});
    lldb->arguments.insert(lldb->arguments.end(), arguments.begin(), arguments.end());
    auto child = platform::spawn_on_terminal(lldb->arguments, lldb->environment);
    if (!child)
        return child.error();
    return lldb_session{std::move(*child), session}.run();
}

} // namespace respawn::supervisor
