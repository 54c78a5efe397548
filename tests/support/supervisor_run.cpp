#include "tests/support/supervisor_run.hpp"

#include "tests/support/seed.hpp"

#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace respawn::test {

namespace {

/// Each supervisor of a project has files of its own.
std::filesystem::path unused_path(const project& where, const char* name)
{
    for (int number = 1;; ++number) {
        auto path = where.folder().parent_path() / (name + std::to_string(number));
        if (!std::filesystem::exists(path))
            return path;
    }
}

program_start start_of(
    const project& where, std::vector<std::string> options, const std::vector<std::string>& arguments,
    const std::filesystem::path& output, const std::filesystem::path& errors, shown_in where_shown)
{
    options.insert(options.begin(), {"run", "--json"});
    if (where_shown == shown_in::nothing)
        options.insert(options.begin() + 2, "--headless");
    if (!where.executable().empty()) {
        options.insert(options.end(), {where.executable().string(), "--"});
        options.insert(options.end(), arguments.begin(), arguments.end());
    }
    program_start start = where.respawn(std::move(options));
    start.output = output;
    start.errors = errors;
    return start;
}

} // namespace

supervisor_run::supervisor_run(
    const project& where, std::vector<std::string> options, std::vector<std::string> arguments,
    shown_in where_shown) :
    project_{where},
    output_{unused_path(where, "output")}, errors_{unused_path(where, "errors")},
    process_{start_of(where, std::move(options), arguments, output_, errors_, where_shown)},
    exceptions_at_start_{std::uncaught_exceptions()}
{}

supervisor_run::~supervisor_run()
{
    if (std::uncaught_exceptions() > exceptions_at_start_)
        std::cerr << log();
}

void supervisor_run::read_new_lines()
{
    std::ifstream file{output_, std::ios::binary};
    file.seekg(static_cast<std::streamoff>(read_bytes_));
    std::string line;
    while (std::getline(file, line) && !file.eof()) {
        read_bytes_ += line.size() + 1;
        events_.push_back(event::parse(line));
    }
}

const std::vector<event>& supervisor_run::events()
{
    read_new_lines();
    return events_;
}

std::vector<event> supervisor_run::events(std::string_view name)
{
    std::vector<event> found;
    for (const event& each : events())
        if (each.at("event") == name)
            found.push_back(each);
    return found;
}

program_result supervisor_run::command(std::vector<std::string> arguments) const
{
    return run_program(project_.respawn(std::move(arguments)));
}

void supervisor_run::order(std::vector<std::string> arguments) const
{
    const std::string name = arguments.front();
    const program_result result = command(std::move(arguments));
    if (result.exit_code != 0)
        throw std::runtime_error{
            "respawn " + name + " ended with exit code " + std::to_string(result.exit_code) + ": " +
            result.errors};
}

event supervisor_run::status() const
{
    const program_result result = command({"status", "--json"});
    if (result.exit_code != 0)
        throw std::runtime_error{"respawn status: " + result.errors};
    return event::parse(result.output);
}

std::uint64_t supervisor_run::frame() const
{
    return status().at("frame");
}

void supervisor_run::wait_for_frame(std::uint64_t number) const
{
    const auto committed = [&]() -> std::uint64_t {
        // While it starts, a supervisor can't be asked.
        const program_result result = command({"status", "--json"});
        return result.exit_code == 0 ? event::parse(result.output).at("frame").get<std::uint64_t>() : 0;
    };
    if (!eventually([&] { return committed() >= number; }))
        throw std::runtime_error{"frame " + std::to_string(number) + " was not committed"};
}

int supervisor_run::worker_process_id() const
{
    const event now = status();
    return now.at("worker").is_null() ? 0 : now.at("worker").at("pid").get<int>();
}

event supervisor_run::wait_until_stopped(std::chrono::milliseconds patience)
{
    const auto ended = process_.wait(patience);
    if (ended.signaled || ended.code != 0)
        throw std::runtime_error{"the supervisor ended with " + process_.ending()};
    const auto stopped = events("stopped");
    if (stopped.size() != 1)
        throw std::runtime_error{"the supervisor did not say once that it stopped"};
    return stopped.front();
}

event supervisor_run::quit()
{
    order({"quit"});
    return wait_until_stopped();
}

std::string supervisor_run::errors() const
{
    return read_file(errors_);
}

std::string supervisor_run::log()
{
    return "--- respawn, process " + std::to_string(process_.process_id()) + ": " + process_.ending() +
           "; seed " + std::to_string(seed()) + "\n" + read_file(output_) +
           "--- its errors, and its workers' output:\n" + errors() + "---\n";
}

void supervisor_run::give_up(const std::string& waited_for)
{
    throw std::runtime_error{
        "waited in vain for " + waited_for +
        (process_.running() ? disk_wait_of(process_id()) : "; the supervisor has ended")};
}

} // namespace respawn::test
