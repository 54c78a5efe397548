#include "tests/support/program_run.hpp"

#include "tests/support/temporary_folder.hpp"

#include <csignal>
#include <stdexcept>

#include <fcntl.h>

namespace respawn::test {

namespace {

unique_handle open_output(const std::filesystem::path& path)
{
    unique_handle file{::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
    if (!file)
        throw std::runtime_error{"cannot write " + path.string()};
    return file;
}

/// Of a process or a thread; 0: it is gone.
char state_in(const std::filesystem::path& stat)
{
    const std::string status = read_file(stat);
    const auto name_end = status.rfind(") ");
    return name_end != std::string::npos ? status[name_end + 2] : '\0';
}

} // namespace

program_run::program_run(const program_start& what)
{
    const unique_handle output = open_output(what.output);
    const unique_handle errors = open_output(what.errors);
    platform::spawn_options options;
    options.program = what.program.string();
    options.arguments = {what.program.string()};
    options.arguments.insert(options.arguments.end(), what.arguments.begin(), what.arguments.end());
    options.environment = what.environment;
    options.directory = what.folder.string();
    options.standard_output = output.get();
    options.standard_error = errors.get();
    auto started = platform::spawn(options);
    if (!started)
        throw std::runtime_error{started.error().sentence};
    child_ = std::move(*started);
}

program_run::~program_run()
{
    if (!running())
        return;
    platform::signal_group(child_.process_id, SIGKILL);
    ended_ = platform::reap(child_, usual_patience);
}

bool program_run::running()
{
    if (!ended_)
        ended_ = platform::reap(child_);
    return !ended_;
}

platform::exit_status program_run::wait(std::chrono::milliseconds patience)
{
    if (!ended_)
        ended_ = platform::reap(child_, patience);
    if (!ended_)
        throw std::runtime_error{"process " + std::to_string(child_.process_id) + " has not ended"};
    return *ended_;
}

std::string program_run::ending()
{
    if (running())
        return "running";
    return (ended_->signaled ? "signal " : "exit code ") + std::to_string(ended_->code);
}

bool process_runs(int process_id)
{
    const char state = state_in("/proc/" + std::to_string(process_id) + "/stat");
    return state != '\0' && std::string_view{"ZX"}.find(state) == std::string_view::npos;
}

std::string disk_wait_of(int process_id)
{
    std::error_code gone;
    const std::string threads = "/proc/" + std::to_string(process_id) + "/task";
    for (const auto& each : std::filesystem::directory_iterator{threads, gone})
        if (state_in(each.path() / "stat") == 'D')
            return "; process " + std::to_string(process_id) + " waits for the disk";
    return {};
}

program_result run_program(program_start what, std::chrono::milliseconds patience)
{
    const temporary_folder folder;
    what.output = folder / "output";
    what.errors = folder / "errors";
    program_run run{what};
    const auto ended = run.wait(patience);
    return {ended.signaled ? 128 + ended.code : ended.code, read_file(what.output), read_file(what.errors)};
}

bool can_run_valgrind()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return false;
#else
    return std::filesystem::exists("/usr/bin/valgrind");
#endif
}

} // namespace respawn::test
