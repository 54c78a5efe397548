#include "supervisor/session/image_pipeline.hpp"

#include "supervisor/platform/durable_file.hpp"
#include "supervisor/platform/orphans.hpp"
#include "supervisor/platform/process.hpp"
#include "supervisor/session/ending.hpp"
#include "supervisor/session/left_behind.hpp"

#include <asio/post.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace respawn::supervisor {

namespace {

/// So many that what is asked for at once is remembered until it has been written.
constexpr std::size_t most_own_files = 64;

std::vector<std::string> relative_to(
    const std::filesystem::path& folder, const std::vector<std::filesystem::path>& files)
{
    std::vector<std::string> names;
    for (const auto& file : files)
        names.push_back(file.lexically_proximate(folder).string());
    return names;
}

std::string how_command_ended(platform::exit_status exit)
{
    return exit.signaled ? words(ending{ending_kind::signal, 0, exit.code})
                         : "exit code " + std::to_string(exit.code);
}

bool contains(const std::filesystem::path& folder, const std::filesystem::path& path)
{
    const auto relative = path.lexically_relative(folder);
    return !relative.empty() && *relative.begin() != "..";
}

/// Whether `path` is `own`, or is what stands beside it while it is written, or a core file in it; `own` may
/// be a symbolic link. A folder for core files may be one of sources, too.
bool is_written_with(const std::filesystem::path& own, const std::filesystem::path& path)
{
    std::error_code error;
    const auto place = platform::behind_links(own, error);
    if (path == std::filesystem::absolute(own).lexically_normal())
        return true;
    const bool is_core_file = path.filename().string().starts_with("core.");
    return !error && (path == place || path == platform::partial_path(place) ||
                      (is_core_file && path.parent_path() == place));
}

/// What the build writes: never a source. The build folder as far as it can be told, unless sources are in
/// it.
std::vector<std::filesystem::path> build_products(
    const std::filesystem::path& executable, const std::vector<std::filesystem::path>& sources)
{
    std::error_code ignored;
    std::filesystem::path folder = executable.parent_path();
    for (auto above = folder; above.has_relative_path(); above = above.parent_path())
        if (std::filesystem::exists(above / "CMakeCache.txt", ignored))
            folder = above;
    for (const auto& source : sources)
        if (contains(folder, std::filesystem::absolute(source).lexically_normal()))
            return {executable};
    return {executable, folder};
}

} // namespace

image_pipeline::image_pipeline(
    asio::io_context& context, stager images, settings what, report::reporter& report, callbacks calls) :
    context_{context},
    images_{std::move(images)}, settings_{std::move(what)}, report_{report}, calls_{std::move(calls)}
{}

image_pipeline::~image_pipeline()
{
    copier_.join();
}

result<void> image_pipeline::start()
{
    if (auto watched = watch(); !watched)
        return watched;
    if (!builder_) {
        stage(clock::now());
        return {};
    }
    // What is there may be older than its sources: it is played only if the build leaves it as it is.
    if (const auto found = platform::version_of(settings_.executable.string()))
        before_first_build_ = *found;
    builder_->build({});
    return {};
}

result<void> image_pipeline::watch()
{
    const auto complaint = [this](const failure& reason) { complain(reason); };
    auto executable = executable_watcher::create(
        context_, settings_.executable, [this](const platform::file_version&) { stage(clock::now()); },
        complaint);
    if (!executable)
        return executable.error();
    executable_watcher_ = std::move(*executable);
    if (settings_.build_command.empty())
        return {};
    builder::listener listener;
    listener.started = [this](const std::vector<std::filesystem::path>& reason) {
        build_started_ = clock::now();
        report_.say(report::build_started{relative_to(settings_.project_folder, reason)});
    };
    listener.finished = [this](const build_report& done) { build_finished(done); };
    listener.superseded = [this] { report_.say(report::build_superseded{clock::now() - build_started_}); };
    builder_ = std::make_unique<builder>(
        context_,
        builder::settings{
            settings_.build_command, settings_.project_folder, {{platform::mark_variable, build_mark()}}},
        std::move(listener));
    source_watcher::settings sources;
    sources.roots = settings_.sources;
    sources.ignored =
        build_products(std::filesystem::absolute(settings_.executable).lexically_normal(), settings_.sources);
    sources.is_output = [this](const std::filesystem::path& path) { return is_own(path); };
    auto watcher = source_watcher::create(
        context_, sources,
        [this](const std::vector<std::filesystem::path>& files) { builder_->build(files); }, complaint);
    if (!watcher)
        return watcher.error();
    source_watcher_ = std::move(*watcher);
    return {};
}

void image_pipeline::add_own_file(const std::filesystem::path& file)
{
    newest_own_files_.push_back(file);
    if (newest_own_files_.size() > most_own_files)
        newest_own_files_.pop_front();
}

bool image_pipeline::is_own(const std::filesystem::path& file) const
{
    const auto writes_to = [&](const auto& own) { return is_written_with(own, file); };
    return std::any_of(settings_.own_files.begin(), settings_.own_files.end(), writes_to) ||
           std::any_of(newest_own_files_.begin(), newest_own_files_.end(), writes_to);
}

void image_pipeline::complain(const failure& reason)
{
    report_.say(report::notice{reason.sentence});
}

void image_pipeline::warn(const std::string& sentence)
{
    if (!sentence.empty() && sentence != last_warning_)
        report_.say(report::notice{sentence});
    last_warning_ = sentence;
}

void image_pipeline::stop()
{
    is_stopped_ = true;
    executable_watcher_.reset();
    source_watcher_.reset();
    builder_.reset();
}

void image_pipeline::build_finished(const build_report& done)
{
    if (done.succeeded)
        report_.say(report::build_succeeded{done.took});
    else
        report_.say(report::build_failed{how_command_ended(done.exit), done.took, done.output});
    const bool is_first = !std::exchange(had_a_build_, true);
    const auto now = platform::version_of(settings_.executable.string());
    const auto name = relative_to(settings_.project_folder, {settings_.executable}).front();
    if (!now && done.succeeded)
        complain({fmt::format("the build made no program {}: correct its path, or the build command", name)});
    else if (!now && is_first)
        complain({fmt::format("nothing plays yet, for there is no {}: the next save builds again", name)});
    if (!is_first || !now || before_first_build_ != *now)
        return;
    if (!done.succeeded)
        complain({fmt::format("trying {} of an earlier build meanwhile", name)});
    stage(clock::now());
}

void image_pipeline::put_back_if_gone(
    const std::filesystem::path& executable, std::uint32_t generation, int process_id)
{
    const auto is_gone = [executable] {
        std::error_code ignored;
        return !std::filesystem::exists(executable, ignored);
    };
    if (!is_gone())
        return;
    asio::post(copier_, [this, executable, generation, is_gone, from = platform::executable_of(process_id)] {
        // If it can't be done, it is tried again a second later.
        if (is_gone())
            static_cast<void>(images_.put_back(executable, generation, from));
    });
}

void image_pipeline::stage(clock::time_point complete)
{
    wanted_since_ = complete;
    stage_next();
}

void image_pipeline::stage_other(image_source source, staged_function done)
{
    others_.push_back({std::move(source), clock::now(), std::move(done)});
    stage_next();
}

void image_pipeline::stage_next()
{
    if (is_staging_ || is_stopped_)
        return;
    if (wanted_since_) {
        stage_in_background({settings_.executable, *wanted_since_});
        wanted_since_.reset();
    } else if (!others_.empty()) {
        stage_in_background(std::move(others_.front()));
        others_.pop_front();
    }
}

void image_pipeline::stage_in_background(job what)
{
    is_staging_ = true;
    if (!what.done)
        what.known = calls_.plays_already();
    else if (last_image_)
        what.known = last_image_->executable;
    asio::post(
        copier_, [this, what = std::move(what), begun = clock::now(), generation = last_generation_ + 1,
                  wanted = calls_.wanted_generations(), busy = asio::make_work_guard(context_)]() mutable {
            staging_report report = images_.stage(what.source, generation, what.known);
            asio::post(context_, [this, report = std::move(report), what = std::move(what), begun] {
                staging_done(report, what, begun);
            });
            // The swap does not wait for old images to be removed.
            images_.prune(wanted);
        });
}

void image_pipeline::staging_done(const staging_report& report, const job& what, clock::time_point begun)
{
    is_staging_ = false;
    if (is_stopped_)
        return;
    if (report.what == staging_report::outcome::staged)
        ++last_generation_;
    // If a newer output is complete already, this one is of no use.
    if (what.done)
        other_was_staged(report, what, begun);
    else if (!wanted_since_)
        watched_was_staged(report, what, begun);
    stage_next();
}

void image_pipeline::watched_was_staged(
    const staging_report& report, const job& what, clock::time_point begun)
{
    switch (report.what) {
    case staging_report::outcome::staged:
        calls_.staged(add_image(report, what, begun));
        break;
    case staging_report::outcome::same:
        if (calls_.is_played_already(what.known))
            report_.say(report::notice{
                settings_.executable.string() + " is what the worker that was started by hand plays"});
        break;
    case staging_report::outcome::changed_meanwhile:
        executable_watcher_->report_again();
        break;
    case staging_report::outcome::refused:
        report_.say(report::refused{std::nullopt, settings_.executable.string(), report.sentence});
        calls_.refused(failure{report.sentence});
        break;
    }
}

void image_pipeline::other_was_staged(const staging_report& report, const job& what, clock::time_point begun)
{
    switch (report.what) {
    case staging_report::outcome::staged:
        what.done(add_image(report, what, begun));
        break;
    case staging_report::outcome::same:
        last_image_->complete = last_image_->staged = clock::now();
        what.done(*last_image_);
        break;
    case staging_report::outcome::changed_meanwhile:
    case staging_report::outcome::refused:
        what.done(failure{report.sentence});
        break;
    }
}

bool image_pipeline::is_watched(const image_source& source) const
{
    std::error_code ignored;
    return source.place == settings_.executable ||
           std::filesystem::equivalent(source.place, settings_.executable, ignored);
}

const pipeline_image& image_pipeline::add_image(
    const staging_report& report, const job& what, clock::time_point begun)
{
    const std::uint64_t bytes = report.image.source_version.size_bytes;
    report_.say(report::staged{last_generation_, bytes, clock::now() - begun});
    warn(report.warning);
    last_image_ = {
        last_generation_,
        report.image.executable,
        what.complete,
        clock::now(),
        std::chrono::system_clock::now(),
        bytes,
        !is_watched(what.source)};
    return *last_image_;
}

} // namespace respawn::supervisor
