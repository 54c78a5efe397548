#pragma once

#include "shared/result.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/platform/file_copy.hpp"
#include "supervisor/platform/folder_watch.hpp"
#include "supervisor/platform/handle_watch.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace respawn::supervisor {

/// Says when a build has finished writing an executable.
///
/// It is finished when it was closed or renamed into place and then had the same size and time for two looks.
/// Where the system does not report that (network file systems, a folder that appeared with the file in it),
/// a file that has not changed for a while counts as finished too. The file, its folder and the folders above
/// may be removed, replaced and made again at any time. Threads: the loop's.
class executable_watcher {
public:
    using settled_function = std::function<void(const platform::file_version&)>;
    using complaint_function = std::function<void(const failure&)>;

    /// Starts watching; the file as it is now counts as known, if there is one. `complain` is told once if
    /// changes will be found late. Both functions may destroy the watcher.
    [[nodiscard]] static result<std::unique_ptr<executable_watcher>> create(
        asio::io_context& loop, const std::filesystem::path& executable, settled_function settled,
        complaint_function complain);

    /// Reports the file once more when it is settled, as if it had changed: for when its last version was of
    /// no use.
    void report_again();

    static constexpr std::chrono::milliseconds settle_time{20};
    static constexpr std::chrono::milliseconds fallback_interval{1000};
    static constexpr std::chrono::milliseconds fallback_settle_time{2000};

private:
    executable_watcher(
        asio::io_context& loop, std::filesystem::path executable, platform::folder_watch folders,
        settled_function settled, complaint_function complain);

    void watch_folder();
    void handle_events();
    void look_at_interval();
    void look();
    bool is_settled(
        const platform::file_version& current, std::chrono::steady_clock::duration unchanged_for) const;

    std::filesystem::path executable_;
    std::filesystem::path folder_;
    settled_function settled_;
    complaint_function complain_;
    platform::folder_watch folders_;
    platform::handle_watch events_;
    one_shot_timer settle_timer_;
    one_shot_timer interval_timer_;

    /// The folder under watch: the executable's, or the nearest one above that exists.
    std::filesystem::path watched_;
    int watch_ = -1;
    bool complained_ = false;

    std::optional<platform::file_version> known_; ///< reported last
    std::optional<platform::file_version> seen_;  ///< at the last look
    std::chrono::steady_clock::time_point seen_since_;
    bool closed_ = false; ///< the content that was seen last was closed or renamed into place
};

} // namespace respawn::supervisor
