#include "supervisor/command/options.hpp"
#include "supervisor/command/session_commands.hpp"
#include "supervisor/new_project/new_project.hpp"
#include "supervisor/pe/debug_command.hpp"
#include "supervisor/platform/process.hpp"
#include "supervisor/postmortem/examine.hpp"
#include "supervisor/session/session.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>

#include <exception>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace {

using namespace respawn::supervisor;

int complain(const std::string& sentence, int exit_code)
{
    std::fprintf(stderr, "%s\n", sentence.c_str());
    return exit_code;
}

struct carry_out {
    int operator()(const run_options& options) const { return run_session(options); }

    int operator()(const session_command& command) const
    {
        const auto answer = run_session_command(command);
        const bool is_question = command.what.what == action::diff || command.what.what == action::audit;
        return answer
                   ? (*this)(*answer)
                   : complain("respawn: " + answer.error().sentence, is_question ? no_answer_exit_code : 1);
    }

    int operator()(const debug_options& options) const
    {
        const auto exit_code = debug(options);
        return exit_code ? *exit_code : complain("respawn: " + exit_code.error().sentence, 1);
    }

    int operator()(const dap_options& options) const { return run_dap(options); }

    int operator()(const init_options& options) const
    {
        return say(write_vscode_files(std::filesystem::current_path(), own_path(), options));
    }

    int operator()(const new_options& options) const { return say(write_new_project(options, own_path())); }

    int operator()(const respawn::postmortem::examine_options& options) const
    {
        return respawn::postmortem::examine(options);
    }

    int operator()(const respawn::pe::debug_options& options) const
    {
        return respawn::pe::run_debug_command(options);
    }

    int operator()(const text_to_print& what) const
    {
        errno = 0;
        const bool printed = std::fwrite(what.text.data(), 1, what.text.size(), stdout) == what.text.size() &&
                             std::fflush(stdout) == 0;
        // A reader such as `head` that has seen enough is content.
        return printed || errno == EPIPE ? what.exit_code
                                         : complain("respawn: cannot write to standard output", 1);
    }

private:
    [[nodiscard]] int say(const respawn::result<std::string>& written) const
    {
        return written ? (*this)(text_to_print{*written})
                       : complain("respawn: " + written.error().sentence, 1);
    }

    static std::filesystem::path own_path()
    {
        namespace platform = respawn::platform;
        return platform::executable_path_of(platform::own_process_id());
    }
};

} // namespace

int main(int argc, char** argv)
{
    // A reader of the output that goes away, or a client that hangs up, is no reason to end. Started programs
    // get the default back.
    std::signal(SIGPIPE, SIG_IGN);
    // A file that may not grow any further is an error of the write like any other.
    std::signal(SIGXFSZ, SIG_IGN);
    try {
        const std::vector<std::string> arguments{argv + (argc > 0 ? 1 : 0), argv + argc};
        const auto what = parse_command_line(arguments);
        return what ? std::visit(carry_out{}, *what) : complain(what.error().sentence, usage_exit_code);
    } catch (const std::exception& error) {
        return complain(
            std::string{"respawn: something unforeseen went wrong, please report it: "} + error.what(), 1);
    }
}
