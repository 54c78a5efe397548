#pragma once

#include "shared/result.hpp"
#include "supervisor/build/builder.hpp"
#include "supervisor/build/executable_watcher.hpp"
#include "supervisor/build/source_watcher.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/session/pipeline_image.hpp"
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
        /// A staged executable that plays already: the same once more is not staged. Empty: there is none.
        std::function<std::filesystem::path()> plays_already;
        /// What is watched is the same as that one. False: it does not play any more.
        std::function<bool(const std::filesystem::path&)> is_played_already;
    };
    /// Gets the image, or why there is none.
    using staged_function = std::function<void(result<pipeline_image>)>;

    image_pipeline(
        asio::io_context& context, stager images, settings what, report::reporter& report, callbacks calls);
    ~image_pipeline();

    /// Begins to watch, and builds if there is a build command; otherwise stages the executable that is
    /// there.
    [[nodiscard]] result<void> start();
    /// Stages an executable that is not the one that is watched; if it is the same as the one that was staged
    /// last, that one is given. `done` is called later, unless stop() is called before.
    void stage_other(image_source source, staged_function done);
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
    /// Of what every build is missing is told once.
    void warn(const std::string& sentence);
    [[nodiscard]] bool is_own(const std::filesystem::path& file) const;
    /// What is to be staged, and who waits for it: nobody for what is watched.
    struct job {
        image_source source;
        clock::time_point complete;
        staged_function done{};
        std::filesystem::path known{}; ///< a staged executable that it may be the same as
    };
    void stage(clock::time_point complete);
    void stage_next();
    void stage_in_background(job what);
    void staging_done(const staging_report& report, const job& what, clock::time_point begun);
    void watched_was_staged(const staging_report& report, const job& what, clock::time_point begun);
    void other_was_staged(const staging_report& report, const job& what, clock::time_point begun);
    /// Whether it is the executable that is watched.
    [[nodiscard]] bool is_watched(const image_source& source) const;
    [[nodiscard]] const pipeline_image& add_image(
        const staging_report& report, const job& what, clock::time_point begun);
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
    std::optional<pipeline_image> last_image_;
    std::deque<job> others_; ///< to be staged
    std::string last_warning_;
    bool is_staging_ = false, is_stopped_ = false, had_a_build_ = false;
    std::optional<clock::time_point> wanted_since_; ///< complete since then, to be staged
    clock::time_point build_started_{};
    std::optional<platform::file_version> before_first_build_; ///< the output that was there
    asio::thread_pool copier_{1};
};

} // namespace respawn::supervisor
