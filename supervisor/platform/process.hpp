#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// This process and its children. Implemented in platform/<os>/.
namespace respawn::platform {

[[nodiscard]] int own_process_id() noexcept;

struct spawn_options {
    /// A path, not looked up anywhere; a relative one counts from `directory`.
    std::string program{};
    /// Includes the program's own name as the first.
    std::vector<std::string> arguments{};
    /// Added to this process's environment; replaces what has the same name.
    std::vector<std::pair<std::string, std::string>> environment{};
    /// Where the process starts; empty: where this one is.
    std::string directory{};
    /// A handle that becomes the child's input; unique_handle::none: it is empty.
    int standard_input = unique_handle::none;
    /// Handles that become the child's output and error output; unique_handle::none: this process's own.
    int standard_output = unique_handle::none;
    int standard_error = unique_handle::none;
};

/// A started process that has not been reaped yet; it leads a process group of its own.
struct child_process {
    int process_id = 0;
    /// Readable when the process has ended: see handle_watch.
    unique_handle exit_handle;
};

/// How a process ended: `code` is the exit code, or the signal's number if a signal ended it.
struct exit_status {
    bool signaled;
    int code;
};

/// Starts a process that leads a new group, inherits no other handle than its outputs and no signal settings,
/// and is killed when this process ends, whatever ends it. A program that cannot be executed is a failure,
/// not a process that ended. Takes the same time however large this process is; this process stands still
/// until the program's file has been read, which a disk may hold up. Threads: the main thread only, because
/// the system binds the child's life to the thread that started it.
[[nodiscard]] result<child_process> spawn(const spawn_options& options);

/// How `child` ended, or nothing while it is running after waiting for at most `patience`. Once it has
/// returned a status, the process id may belong to another process.
[[nodiscard]] std::optional<exit_status> reap(
    const child_process& child, std::chrono::milliseconds patience = std::chrono::milliseconds{0});

/// A handle of a process that somebody else has started, readable when it has ended. It can't be reaped.
[[nodiscard]] result<unique_handle> watch_process(int process_id);

/// Sends a signal to the process itself; nothing happens if it has ended.
void signal_process(const child_process& process, int signal) noexcept;

/// Sends a signal to every process of the group that `process_id` leads; nothing happens if there is none.
void signal_group(int process_id, int signal) noexcept;

/// Whether the group still has a process, after reaping those whose parents died before them and that this
/// process adopted. Only for a group whose leader has been reaped.
[[nodiscard]] bool group_exists(int process_id) noexcept;

/// Where the executable of a running process can be read, also when somebody has removed it.
[[nodiscard]] std::string executable_of(int process_id);
/// The same of a file that this process has open.
[[nodiscard]] std::string open_file_of(int handle);
/// The path that such a file had when it was opened, or started; empty if the system does not say.
[[nodiscard]] std::string path_behind(const std::string& executable_or_open_file);
[[nodiscard]] inline std::string executable_path_of(int process_id)
{
    return path_behind(executable_of(process_id));
}
/// Whether a process has ended, by its exit_handle.
[[nodiscard]] bool has_ended(const unique_handle& exit_handle) noexcept;

/// What a debugger does to a process at the moment.
enum class debugger_state { none, attached, stopped };
[[nodiscard]] debugger_state debugger_of(int process_id);

/// A program that debugs a process.
struct debugger {
    int process_id = 0; ///< 0: there is none
    std::string name{}; ///< such as "gdb"; lldb is named, and not the server that it starts for this
};
[[nodiscard]] debugger debugger_at(int process_id);

/// Whether the address sanitizer watches over a process: then it looks for leaks at the end, which takes
/// time.
[[nodiscard]] bool has_address_sanitizer(int process_id);

/// How many processes the system has ended for want of memory since it was started; 0 if it does not say.
[[nodiscard]] std::uint64_t killed_for_memory();

/// Keeps other processes of this user, workers among them, from reading and writing this one's memory and
/// from taking its handles. A debugger that is to attach to it needs an administrator's rights from now on.
void forbid_others_to_look_inside() noexcept;

/// From now on no Ctrl-C, SIGTERM or hang-up ends this process: it is about to end by itself.
void block_ending_signals() noexcept;
/// Whether one of those has come since.
[[nodiscard]] bool ending_signal_is_pending() noexcept;

/// The two ends of a pipe; neither is inherited by processes unless handed to spawn().
struct pipe_ends {
    unique_handle read;
    unique_handle write;
};

/// Makes a pipe whose read end never blocks.
[[nodiscard]] result<pipe_ends> create_pipe();

/// Makes a pipe for a program's input, which expects that reading waits for something to read.
[[nodiscard]] result<pipe_ends> create_input_pipe();

/// What read_available() found: bytes, nothing at the moment, or the end of the stream.
struct read_outcome {
    std::size_t bytes = 0;
    bool at_end = false;
};

/// Reads what a pipe's read end holds at the moment, at most `buffer`.
[[nodiscard]] read_outcome read_available(int handle, std::span<char> buffer) noexcept;

} // namespace respawn::platform
