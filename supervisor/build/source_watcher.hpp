#pragma once

#include "shared/result.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/platform/folder_watch.hpp"
#include "supervisor/platform/handle_watch.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// Whether a file or folder of this name is none of a build's sources: hidden, an editor's swap, backup or
/// temporary file, or a compiler's output.
[[nodiscard]] bool is_ignored_name(const std::string& name);

/// Says which sources were changed, once 50 ms have passed without a further change.
///
/// Folders are watched with everything below them, whenever it was made; symbolic links in them are not
/// followed. A file that came and went before it was reported is not. Threads: the loop's.
class source_watcher {
public:
    using changed_function = std::function<void(const std::vector<std::filesystem::path>&)>;
    using complaint_function = std::function<void(const failure&)>;

    struct settings {
        std::vector<std::filesystem::path> roots; ///< files and folders
        /// Not looked at when met below a root: build folders, and outputs that stand among the sources.
        std::vector<std::filesystem::path> ignored{};
        /// Whether a path that is met below a root is to be ignored, too; empty: none is.
        std::function<bool(const std::filesystem::path&)> is_output{};
    };

    /// Starts watching; failure if a root does not exist. `changed` gets absolute paths in ascending order;
    /// if the system lost track of what changed, the roots. `complain` is told once if some folder cannot be
    /// watched. Both may destroy the watcher.
    [[nodiscard]] static result<std::unique_ptr<source_watcher>> create(
        asio::io_context& loop, const settings& wanted, changed_function changed,
        complaint_function complain);

    static constexpr std::chrono::milliseconds quiet_time{50};
    static constexpr std::chrono::milliseconds missing_root_interval{500};

private:
    struct watched_folder {
        std::filesystem::path path;
        bool everything = false;     ///< otherwise `names` only
        std::set<std::string> names; ///< files that are roots themselves
    };
    struct root {
        std::filesystem::path path;
        bool present = false;
    };
    enum class report_files { yes, no };

    source_watcher(
        asio::io_context& loop, platform::folder_watch folders, changed_function changed,
        complaint_function complain);

    bool attach(root& wanted, report_files report);
    watched_folder* watch(const std::filesystem::path& folder);
    void watch_tree(const std::filesystem::path& folder, report_files report);
    void forget_tree(const std::filesystem::path& folder);
    void look_for_missing_roots();
    void start_anew();

    void handle_events();
    void handle_event(const platform::folder_event& event);
    void handle_folder_event(const platform::folder_event& event, const std::filesystem::path& path);
    void handle_file_event(const platform::folder_event& event, const std::filesystem::path& path);
    void handle_folder_gone(int watch);
    void note_newcomer(const std::filesystem::path& path);
    void note_change(const std::filesystem::path& path);
    void report_changes();
    void complain_once();
    bool is_ignored(const std::filesystem::path& path) const;

    changed_function changed_;
    complaint_function complain_;
    platform::folder_watch folders_;
    platform::handle_watch events_;
    one_shot_timer quiet_timer_;
    one_shot_timer missing_timer_;
    one_shot_timer complaint_timer_;

    std::vector<root> roots_;
    std::set<std::filesystem::path> ignored_;
    std::function<bool(const std::filesystem::path&)> is_output_;
    std::map<int, watched_folder> watched_;
    std::set<std::filesystem::path> changes_;
    std::set<std::filesystem::path> newcomers_; ///< did not exist at the last report
    failure complaint_;
    bool complained_ = false;
};

} // namespace respawn::supervisor
