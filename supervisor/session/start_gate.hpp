#pragma once

#include <chrono>
#include <filesystem>
#include <string>

namespace respawn::supervisor {

/// Where one new worker waits for a debugger: as long as there is a file. Opens when it is destroyed.
class start_gate {
public:
    /// An open one.
    start_gate() = default;
    /// A shut one, in the session's folder `folder` under a name that no other worker has.
    start_gate(const std::filesystem::path& folder, const std::string& name);
    ~start_gate() { open(); }
    start_gate(start_gate&& other) noexcept;
    start_gate& operator=(start_gate&& other) noexcept;

    [[nodiscard]] bool is_shut() const { return !file_.empty(); }
    void open() noexcept;
    /// The worker's RESPAWN_GATE: how long it waits at most, and for what
    /// (worker/source/platform/start_gate.hpp).
    [[nodiscard]] std::string variable(std::chrono::milliseconds most) const;

private:
    std::filesystem::path file_; ///< empty: open
};

} // namespace respawn::supervisor
