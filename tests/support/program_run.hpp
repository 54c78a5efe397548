#pragma once

#include "supervisor/platform/process.hpp"
#include "tests/support/deadline.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace respawn::test {

/// A program to start: what it prints goes to files.
struct program_start {
    std::filesystem::path program{};
    std::vector<std::string> arguments{}; ///< without the program's name
    std::filesystem::path folder{};       ///< where it runs
    std::filesystem::path output{}, errors{};
    std::vector<std::pair<std::string, std::string>> environment{};
};

/// A running program in a process group of its own, which ends with this object at the latest, or with the
/// test.
class program_run {
public:
    /// Throws std::runtime_error when it can't be started.
    explicit program_run(const program_start& what);
    ~program_run();
    program_run(const program_run&) = delete;
    program_run& operator=(const program_run&) = delete;

    [[nodiscard]] int process_id() const { return child_.process_id; }
    [[nodiscard]] bool running();
    /// How it ended; throws when it does not within `patience`.
    platform::exit_status wait(std::chrono::milliseconds patience = usual_patience);
    /// "exit code 0", "signal 9", "running".
    [[nodiscard]] std::string ending();

private:
    platform::child_process child_;
    std::optional<platform::exit_status> ended_;
};

/// Whether the process is there and has not ended: one that only waits to be reaped does not count.
[[nodiscard]] bool process_runs(int process_id);

/// "; process 7 waits for the disk" if one of its threads does, or else nothing: for what waited in vain.
[[nodiscard]] std::string disk_wait_of(int process_id);

/// Whether valgrind is there and can run what is built here: it does not run programs with a sanitizer.
[[nodiscard]] bool can_run_valgrind();

/// What a program that has ended has left.
struct program_result {
    int exit_code = 0; ///< 128 and the signal's number if a signal ended it
    std::string output, errors;
};

/// Runs a program to its end.
[[nodiscard]] program_result run_program(
    program_start what, std::chrono::milliseconds patience = usual_patience);

} // namespace respawn::test
