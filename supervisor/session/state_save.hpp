#pragma once

#include "shared/result.hpp"
#include "supervisor/loop/background_thread.hpp"
#include "supervisor/session/committed_state.hpp"
#include "supervisor/state_file/writer.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace respawn::supervisor {

/// A file that now holds a state.
struct saved_state {
    std::filesystem::path file;
    std::uint64_t frame = 0;
    std::uint64_t changes = 0; ///< of the state at that frame: see committed_state::changes()
    std::uint64_t file_bytes = 0;
    std::chrono::nanoseconds duration{};
};

/// Saves a state as it is at the moment of start(), while frames go on changing it.
///
/// The loop copies the state piece by piece, with a turn for whatever else is due after each, and takes what
/// has changed since from before-images; a thread writes the pieces. So a frame waits for the copy of one
/// piece at most, and never for the disk. What it takes in memory: the before-images, at most the state's
/// size.
class state_save {
public:
    using done_function = std::function<void(const result<saved_state>&)>;

    /// `pointers`: what the file is to tell of the pointers out of the state, as it is at start(). `done` is
    /// called from the loop, once, and may destroy this. The thread goes before this does, or has come to the
    /// end of it.
    state_save(
        background_thread& thread, std::shared_ptr<committed_state> state, std::filesystem::path file,
        std::uint64_t address, std::vector<std::byte> pointers, done_function done);

    void start();

private:
    using step = result<void> (state_save::*)();

    void run(step what);
    [[nodiscard]] result<void> open_file();
    [[nodiscard]] result<void> write_piece();
    [[nodiscard]] result<void> finish_file();
    void go_on();
    void copy_piece();
    void end(const result<void>& outcome);

    background_thread& thread_;
    std::shared_ptr<committed_state> state_;
    std::shared_ptr<before_images> moment_;
    std::filesystem::path file_;
    done_function done_;
    state_file::description what_;
    saved_state saved_;
    std::chrono::steady_clock::time_point begun_{};

    std::uint64_t next_page_ = 0, end_page_ = 0;
    /// The loop's and the thread's by turns: the thread's while a step runs.
    std::optional<state_file::writer> writer_;
    state_file::page_copies piece_;
    std::vector<std::byte> pointers_;
};

} // namespace respawn::supervisor
