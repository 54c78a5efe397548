#include "supervisor/debug/dap.hpp"

#include "supervisor/control/control_client.hpp"
#include "supervisor/control/session_folder.hpp"
#include "supervisor/debug/dap_filter.hpp"
#include "supervisor/debug/dap_stream.hpp"
#include "supervisor/debug/debuggee_watch.hpp"
#include "supervisor/debug/debugger_programs.hpp"
#include "supervisor/debug/platform/attach_permission.hpp"
#include "supervisor/platform/byte_stream.hpp"
#include "supervisor/platform/process.hpp"
#include "supervisor/platform/programs.hpp"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

/// What is told to the supervisor at the end of a session must not keep the editor waiting.
constexpr auto answer_patience = 1s;
/// For an adapter whose input was closed.
constexpr auto end_patience = 500ms;

void complain_to_terminal(const std::string& sentence)
{
    std::fprintf(stderr, "respawn: %s\n", sentence.c_str());
}

result<debugger_program> adapter_program(const dap_options& options)
{
    if (!options.adapter)
        return find_debug_adapter();
    if (const auto missing = platform::missing_program(*options.adapter))
        return failure{fmt::format(
            "there is no program '{}', which --adapter names: install it, name it by its whole path, or "
            "leave "
            "--adapter out and the one that is installed is taken",
            *missing)};
    return debugger_program{platform::shell_command("exec " + *options.adapter)};
}

bool is_gdb(const debugger_program& program, const dap_options& options)
{
    const auto& command = options.adapter ? *options.adapter : program.arguments.front();
    const auto name = std::filesystem::path{platform::first_word(command)}.filename().string();
    return name.find("gdb") != std::string::npos;
}

/// A running debug adapter, which ends with this object.
class adapter_process {
public:
    [[nodiscard]] static result<std::unique_ptr<adapter_process>> start(
        asio::io_context& loop, const debugger_program& program)
    {
        auto input = platform::create_input_pipe();
        auto output = platform::create_pipe();
        if (!input || !output)
            return input ? output.error() : input.error();
        platform::spawn_options options;
        options.program = program.arguments.front();
        options.arguments = program.arguments;
        options.environment = program.environment;
        options.standard_input = input->read.get();
        options.standard_output = output->write.get();
        auto child = platform::spawn(options);
        if (!child)
            return child.error();
        return std::unique_ptr<adapter_process>{new adapter_process{
            *std::move(child),
            std::make_shared<dap_stream>(loop, std::move(output->read), std::move(input->write))}};
    }
    ~adapter_process()
    {
        stream_->close();
        if (platform::reap(child_, end_patience))
            return;
        platform::signal_group(child_.process_id, SIGKILL);
        [[maybe_unused]] const auto ended = platform::reap(child_, end_patience);
    }
    adapter_process(const adapter_process&) = delete;
    adapter_process& operator=(const adapter_process&) = delete;

    [[nodiscard]] const std::shared_ptr<dap_stream>& stream() const { return stream_; }

private:
    adapter_process(platform::child_process child, std::shared_ptr<dap_stream> stream) :
        child_{std::move(child)}, stream_{std::move(stream)}
    {}

    platform::child_process child_;
    std::shared_ptr<dap_stream> stream_;
};

/// The editor on one side, an adapter and the supervisor on the other.
class dap_session {
public:
    explicit dap_session(dap_options options) :
        options_{std::move(options)}, editor_{std::make_shared<dap_stream>(
                                          loop_, platform::own_standard_input(),
                                          platform::own_standard_output())},
        signals_{loop_, SIGINT, SIGTERM, SIGHUP}, filter_{loop_, calls()}, program_{adapter_program(options_)}
    {}
    ~dap_session() { editor_->close(); }
    dap_session(const dap_session&) = delete;
    dap_session& operator=(const dap_session&) = delete;

    int run()
    {
        // The editor hears of it when it asks for something; a person at a terminal never would.
        if (!program_)
            complain_to_terminal(program_.error().sentence);
        editor_->start(
            [this](const std::string& content) { filter_.from_editor(content); },
            [this](const std::string& sentence) { editor_ended(sentence); });
        signals_.async_wait([this](std::error_code error, int) {
            if (!error)
                filter_.editor_ended();
        });
        loop_.run();
        return exit_code_;
    }

private:
    dap_calls calls()
    {
        dap_calls made;
        made.to_editor = [this](const std::string& content) { editor_->send(content); };
        made.to_adapter = [this](const std::string& content) {
            if (adapter_)
                adapter_->stream()->send(content);
        };
        made.start_adapter = [this] { return start_adapter(); };
        made.follow = [this](const auto& folder) { return follow(folder); };
        made.session_runs = [this] { return session_ && is_running(*session_); };
        made.will_return = [this] { will_return(); };
        made.complain = complain_to_terminal;
        made.finished = [this] { editor_->when_written([this] { loop_.stop(); }); };
        return made;
    }

    result<after_attach> start_adapter()
    {
        adapter_.reset();
        if (!program_)
            return program_.error();
        auto started = adapter_process::start(loop_, *program_);
        if (!started)
            return started.error();
        adapter_ = *std::move(started);
        adapter_->stream()->start(
            [this](const std::string& content) { filter_.from_adapter(content); },
            [this](const std::string& sentence) { adapter_ended(sentence); });
        adapter_->stream()->wait_for(editor_);
        editor_->wait_for(adapter_->stream());
        return is_gdb(*program_, options_) ? after_attach::stays_stopped : after_attach::goes_on;
    }

    result<void> follow(const std::filesystem::path& folder)
    {
        watch_.reset();
        auto found = session_here(std::filesystem::absolute(folder.empty() ? "." : folder));
        if (!found)
            return found.error();
        if (const auto allowed = platform::may_attach(); !allowed)
            return allowed.error();
        session_ = *std::move(found);
        watch_.emplace(loop_, *session_, [this](const debuggee& now) { filter_.want(now); });
        return {};
    }

    void will_return()
    {
        request word;
        word.what = action::debuggee;
        word.returns = true;
        [[maybe_unused]] const auto heard = ask(*session_, word, answer_patience);
    }

    void editor_ended(const std::string& sentence)
    {
        complain(sentence, "the editor's messages can't be read");
        filter_.editor_ended();
    }

    void adapter_ended(const std::string& sentence)
    {
        complain(sentence, "the debug adapter's messages can't be read");
        filter_.adapter_ended();
    }

    void complain(const std::string& sentence, const char* what)
    {
        if (sentence.empty())
            return;
        exit_code_ = 1;
        filter_.tell(fmt::format("{}: {}", what, sentence));
    }

    dap_options options_;
    asio::io_context loop_{1};
    std::shared_ptr<dap_stream> editor_;
    asio::signal_set signals_;
    std::unique_ptr<adapter_process> adapter_;
    std::optional<running_session> session_;
    std::optional<debuggee_watch> watch_;
    dap_filter filter_;
    result<debugger_program> program_;
    int exit_code_ = 0;
};

} // namespace

int run_dap(const dap_options& options)
{
    return dap_session{options}.run();
}

} // namespace respawn::supervisor
