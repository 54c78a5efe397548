#pragma once

#include "shared/result.hpp"
#include "supervisor/build/builder.hpp"
#include "supervisor/build/executable_watcher.hpp"
#include "supervisor/build/source_watcher.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/staging/stager.hpp"

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// A staged image and when it came to be.
struct pipeline_image {
    std::uint32_t generation = 0;
    std::filesystem::path executable;
    std::chrono::steady_clock::time_point complete{}; ///< the build's output was seen to be complete
    std::chrono::steady_clock::time_point staged{};
    std::chrono::system_clock::time_point built{}; ///< the same as `complete`, for people
    std::uint64_t bytes = 0;                       ///< of the executable
};

/// From a saved source to a staged image: watches, builds, waits for a complete output, stages it.
///
/// Copying is done by a thread of its own, so that no frame waits for it. Everything is told to the reporter.
/// Threads: the loop's.
class image_pipeline {
public:
    struct settings {
        std::filesystem::path executable;
        std::string build_command; ///< empty: someone else builds
        std::vector<std::filesystem::path> sources;
        std::filesystem::path project_folder;
        /// That respawn itself writes, with what stands beside them meanwhile, and the folder of its core
        /// files: what it writes is no source.
        std::vector<std::filesystem::path> own_files{};
    };
    struct callbacks {
        std::function<void(const pipeline_image&)> staged;
        /// The executable that is there can't be used.
        std::function<void(failure)> refused;
        /// Whose images are not to be removed.
        std::function<std::vector<std::uint32_t>()> wanted_generations;
    };

    image_pipeline(
        asio::io_context& context, stager images, settings what, report::reporter& report, callbacks calls);
    ~image_pipeline();

    /// Begins to watch, and builds if there is a build command; otherwise stages the executable that is
    /// there.
    [[nodiscard]] result<void> start();
    /// Puts the executable of a generation that was staged back where it was, if it is not there any more,
    /// from a process that runs it.
    void put_back_if_gone(const std::filesystem::path& executable, std::uint32_t generation, int process_id);
    /// `file` is about to be written by respawn itself, too.
    void add_own_file(const std::filesystem::path& file);
    /// Ends the build that runs; nothing is staged any more.
    void stop();
    /// Whether a copy is being made: then who destroys the pipeline waits for the disk.
    [[nodiscard]] bool is_staging() const { return is_staging_; }

private:
    using clock = std::chrono::steady_clock;

    [[nodiscard]] result<void> watch();
    void complain(const failure& reason);
    [[nodiscard]] bool is_own(const std::filesystem::path& file) const;
    void stage(clock::time_point complete);
    void stage_in_background();
    void staging_done(const staging_report& done, clock::time_point complete, clock::time_point begun);
    void build_finished(const build_report& done);

    asio::io_context& context_;
    stager images_;
    settings settings_;
    report::reporter& report_;
    callbacks calls_;

    std::unique_ptr<executable_watcher> executable_watcher_;
    std::unique_ptr<source_watcher> source_watcher_;
    std::unique_ptr<builder> builder_;
    std::deque<std::filesystem::path> newest_own_files_; ///< of those that were added

    std::uint32_t last_generation_ = 0;
    bool is_staging_ = false, is_stopped_ = false;
    std::optional<clock::time_point> wanted_since_; ///< complete since then, to be staged
    clock::time_point build_started_{};
    std::optional<platform::file_version>
        before_first_build_; ///< the output that was there, until that build ends
    asio::thread_pool copier_{1};
};

} // namespace respawn::supervisor
