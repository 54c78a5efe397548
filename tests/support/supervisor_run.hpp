#pragma once

#include "tests/support/program_run.hpp"
#include "tests/support/project.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::test {

/// One line of `respawn run --json`.
using event = nlohmann::json;

enum class shown_in { nothing, window };

/// A `respawn run --json`, headless if not told otherwise, in a project, which ends with this object at the
/// latest. When a test fails, its whole log is printed. Everything that waits throws std::runtime_error with
/// what it waited for.
class supervisor_run {
public:
    /// `options` of run; the executable is the project's, and `arguments` are the worker's, unless its
    /// respawn.toml has both.
    explicit supervisor_run(
        const project& where, std::vector<std::string> options = {}, std::vector<std::string> arguments = {},
        shown_in where_shown = shown_in::nothing);
    ~supervisor_run();
    supervisor_run(const supervisor_run&) = delete;
    supervisor_run& operator=(const supervisor_run&) = delete;

    /// Waits for an event of that name after the one that was waited for last, of which `wanted` is true.
    template <class Predicate>
    event wait_for(
        std::string_view name, Predicate wanted, std::chrono::milliseconds patience = usual_patience);
    event wait_for(std::string_view name)
    {
        return wait_for(
            name, [](const event&) { return true; });
    }

    /// All events so far, or those of one name.
    [[nodiscard]] const std::vector<event>& events();
    [[nodiscard]] std::vector<event> events(std::string_view name);

    /// Runs `respawn ARGUMENTS` in the project.
    [[nodiscard]] program_result command(std::vector<std::string> arguments) const;
    /// The same, which must succeed.
    void order(std::vector<std::string> arguments) const;
    [[nodiscard]] event status() const;
    [[nodiscard]] std::uint64_t frame() const;
    /// Waits until so many frames were committed.
    void wait_for_frame(std::uint64_t number) const;
    /// 0 if there is none.
    [[nodiscard]] int worker_process_id() const;

    [[nodiscard]] program_run& process() { return process_; }
    [[nodiscard]] int process_id() const { return process_.process_id(); }
    /// Waits for its end, which must be exit code 0, and gives the `stopped` event.
    event wait_until_stopped(std::chrono::milliseconds patience = usual_patience);
    /// The same after `respawn quit`.
    event quit();

    /// Everything it said, and how it ended.
    [[nodiscard]] std::string log();
    [[nodiscard]] std::string errors() const;

private:
    void read_new_lines();
    [[noreturn]] void give_up(const std::string& waited_for);

    const project& project_;
    std::filesystem::path output_, errors_;
    program_run process_;
    std::vector<event> events_;
    std::size_t read_bytes_ = 0;
    std::size_t next_ = 0; ///< index of the event after the one that was waited for last
    int exceptions_at_start_;
};

template <class Predicate>
event supervisor_run::wait_for(std::string_view name, Predicate wanted, std::chrono::milliseconds patience)
{
    event found;
    const bool came = eventually(
        [&] {
            const bool has_ended = !process_.running();
            read_new_lines();
            while (found.is_null() && next_ != events_.size()) {
                const event& each = events_[next_++];
                if (each.at("event") == name && wanted(each))
                    found = each;
            }
            return !found.is_null() || has_ended;
        },
        patience);
    if (!came || found.is_null())
        give_up("the event \"" + std::string{name} + "\"");
    return found;
}

} // namespace respawn::test
