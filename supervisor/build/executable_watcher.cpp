#include "supervisor/build/executable_watcher.hpp"

#include <utility>

namespace respawn::supervisor {

namespace fs = std::filesystem;

namespace {

using change = platform::folder_event::change;

std::optional<platform::file_version> current_version(const fs::path& file)
{
    const auto version = platform::version_of(file.string());
    return version ? std::optional{*version} : std::nullopt;
}

/// Permissions aside: build tools make a file executable after they have closed it.
bool same_content(const platform::file_version& first, platform::file_version second)
{
    second.permissions = first.permissions;
    return first == second;
}

/// The folder on the way from `above` to `below` that comes first.
fs::path one_step_down(const fs::path& above, const fs::path& below)
{
    return above / *below.lexically_relative(above).begin();
}

fs::path deepest_existing(fs::path folder)
{
    std::error_code ignored;
    while (!fs::is_directory(folder, ignored) && folder.has_relative_path())
        folder = folder.parent_path();
    return folder;
}

std::chrono::nanoseconds age_of(const platform::file_version& version)
{
    const std::chrono::nanoseconds now = std::chrono::system_clock::now().time_since_epoch();
    return now - std::chrono::nanoseconds{version.modified_ns};
}

} // namespace

result<std::unique_ptr<executable_watcher>> executable_watcher::create(
    asio::io_context& loop, const fs::path& executable, settled_function settled, complaint_function complain)
{
    std::error_code error;
    const fs::path absolute = fs::absolute(executable, error).lexically_normal();
    if (error)
        return system_failure("cannot watch " + executable.string(), error);
    auto folders = platform::folder_watch::create();
    if (!folders)
        return folders.error();
    return std::unique_ptr<executable_watcher>{
        new executable_watcher{loop, absolute, std::move(*folders), std::move(settled), std::move(complain)}};
}

executable_watcher::executable_watcher(
    asio::io_context& loop, fs::path executable, platform::folder_watch folders, settled_function settled,
    complaint_function complain) :
    executable_{std::move(executable)},
    folder_{executable_.parent_path()}, settled_{std::move(settled)}, complain_{std::move(complain)},
    folders_{std::move(folders)}, events_{loop, folders_.handle(), [this] { handle_events(); }},
    settle_timer_{loop, [this] { look(); }}, interval_timer_{loop, [this] { look_at_interval(); }}
{
    watch_folder();
    seen_ = current_version(executable_);
    seen_since_ = std::chrono::steady_clock::now();
    if (!platform::is_open_for_writing(executable_.string()).value_or(false))
        known_ = seen_;
    interval_timer_.start(fallback_interval);
}

void executable_watcher::report_again()
{
    known_.reset();
    settle_timer_.start(settle_time);
}

/// Goes down from the deepest folder that exists and looks for the next one only when the one above is under
/// watch, so that no folder can appear unnoticed.
void executable_watcher::watch_folder()
{
    const int before = std::exchange(watch_, -1);
    fs::path next = deepest_existing(folder_);
    for (;;) {
        const auto added = folders_.add(next.string());
        if (!added)
            break;
        if (const int above = std::exchange(watch_, *added); above >= 0 && above != watch_)
            folders_.remove(above);
        watched_ = next;
        std::error_code ignored;
        if (watched_ == folder_ || !fs::is_directory(one_step_down(watched_, folder_), ignored))
            break;
        next = one_step_down(watched_, folder_);
    }
    if (before >= 0 && before != watch_)
        folders_.remove(before);
}

void executable_watcher::handle_events()
{
    bool touched = false;
    bool closed = false;
    for (const platform::folder_event& event : folders_.take_events()) {
        const bool ours = event.watch == watch_;
        if (event.what == change::events_missed || (ours && event.what == change::folder_gone)) {
            watch_folder();
            touched = true;
        } else if (ours && watched_ == folder_ && event.name == executable_.filename()) {
            touched = true;
            closed = event.what == change::written || event.what == change::moved_in;
        } else if (ours && watched_ != folder_ && watched_ / event.name == one_step_down(watched_, folder_)) {
            watch_folder();
            touched = true;
        }
    }
    if (!touched)
        return;
    if (closed) {
        seen_ = current_version(executable_);
        seen_since_ = std::chrono::steady_clock::now();
        closed_ = true;
        settle_timer_.start(settle_time);
    } else {
        look();
    }
}

/// The folder may have been replaced through a folder above it, of which nothing is heard.
void executable_watcher::look_at_interval()
{
    interval_timer_.start(fallback_interval);
    const auto again = folders_.add(folder_.string());
    if (!again || *again != watch_)
        watch_folder();
    std::error_code ignored;
    if (!again && !complained_ && fs::is_directory(folder_, ignored)) {
        complained_ = true;
        const auto complain = complain_; // it may destroy this watcher
        complain(again.error());
        return;
    }
    look();
}

void executable_watcher::look()
{
    const auto current = current_version(executable_);
    if (!current || current == known_) {
        seen_ = current;
        closed_ = false;
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    closed_ = closed_ && seen_ && same_content(*seen_, *current);
    if (seen_ != current) {
        seen_ = current;
        seen_since_ = now;
    }
    if (now - seen_since_ < settle_time) {
        settle_timer_.start(settle_time);
    } else if (is_settled(*current, now - seen_since_)) {
        known_ = current;
        closed_ = false;
        const auto settled = settled_; // it may destroy this watcher
        settled(*current);
    }
}

bool executable_watcher::is_settled(
    const platform::file_version& current, std::chrono::steady_clock::duration unchanged_for) const
{
    if (const auto written = platform::is_open_for_writing(executable_.string()))
        return !*written;
    const bool unchanged_long =
        unchanged_for >= fallback_settle_time || age_of(current) >= fallback_settle_time;
    // A linker empties the file first and may then think for a long time.
    return closed_ || (unchanged_long && current.size_bytes > 0);
}

} // namespace respawn::supervisor
