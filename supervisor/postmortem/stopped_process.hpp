#pragma once

#include "shared/result.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace respawn::postmortem {

/// Another process whose threads all stand still, each as it was, until this object is destroyed. If this
/// process ends first, they go on too. Threads: one thread stops, looks and destroys, because the system ties
/// the stop to it. Implemented in linux/.
class stopped_process {
public:
    /// Why a process can't be stopped.
    enum class obstacle { gone, not_allowed };
    struct refusal {
        obstacle what;
        std::string sentence;
    };
    using outcome = boost::system::result<stopped_process, refusal>;

    /// Waits for at most `patience`; a thread that does not stop by then, because it is deep inside the
    /// system, is left out.
    [[nodiscard]] static outcome stop(int process_id, std::chrono::milliseconds patience);

    stopped_process(stopped_process&& other) noexcept;
    stopped_process& operator=(stopped_process&&) = delete;
    ~stopped_process();

    [[nodiscard]] int process_id() const { return process_id_; }
    /// The ids of the threads that stand still, the main thread first if it is among them.
    [[nodiscard]] std::vector<int> threads() const;

private:
    struct held_thread {
        int id;
        bool is_stopped = false;
        int signal = 0; ///< that was on its way to it when it stopped, and is sent on
    };

    explicit stopped_process(int process_id) : process_id_{process_id} {}
    [[nodiscard]] boost::system::result<bool, refusal> seize_new_threads();
    void wait_until_stopped(std::chrono::steady_clock::time_point deadline);
    [[nodiscard]] bool all_are_stopped() const;
    static bool look(held_thread& thread);

    int process_id_;
    std::vector<held_thread> threads_;
};

/// boost::system::result wants to know what to throw; nobody asks for a value that is not there.
[[noreturn]] void throw_exception_from_error(
    const stopped_process::refusal& reason, const boost::source_location& where);

} // namespace respawn::postmortem
