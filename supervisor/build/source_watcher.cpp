#include "supervisor/build/source_watcher.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace respawn::supervisor {

namespace fs = std::filesystem;

namespace {

using change = platform::folder_event::change;

/// Absolute, without "." and "..", and without the slash that a shell's completion puts behind a folder.
fs::path tidy(const fs::path& path)
{
    std::error_code ignored;
    const fs::path absolute = fs::absolute(path, ignored).lexically_normal();
    return absolute.has_filename() ? absolute : absolute.parent_path();
}

bool is_inside(const fs::path& path, const fs::path& folder)
{
    return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

/// Nobody ever opens and closes a new link, so nothing more is heard of it.
bool is_complete_when_created(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_symlink(path, ignored) || fs::hard_link_count(path, ignored) > 1;
}

bool is_there(const fs::path& path)
{
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

} // namespace

bool is_ignored_name(const std::string& name)
{
    constexpr std::array<std::string_view, 22> endings{
        "~",    ".swp", ".swo", ".swx", ".tmp", ".bak", ".orig", ".kate-swp", "___jb_tmp___", "___jb_old___",
        ".o",   ".obj", ".a",   ".lib", ".so",  ".dll", ".d",    ".gch",      ".pch",         ".pdb",
        ".ilk", ".exe"};
    const auto ends_name = [&](std::string_view ending) { return std::string_view{name}.ends_with(ending); };
    const bool hidden = name.starts_with('.');
    const bool emacs_autosave = name.size() > 1 && name.front() == '#' && name.back() == '#';
    const bool vim_probe = name == "4913"; // vim makes it to see whether it may write to the folder
    return hidden || emacs_autosave || vim_probe || std::any_of(endings.begin(), endings.end(), ends_name);
}

result<std::unique_ptr<source_watcher>> source_watcher::create(
    asio::io_context& loop, const settings& wanted, changed_function changed, complaint_function complain)
{
    auto folders = platform::folder_watch::create();
    if (!folders)
        return folders.error();
    std::unique_ptr<source_watcher> made{
        new source_watcher{loop, std::move(*folders), std::move(changed), std::move(complain)}};
    for (const fs::path& path : wanted.ignored)
        made->ignored_.insert(tidy(path));
    made->is_output_ = wanted.is_output;
    for (const fs::path& path : wanted.roots) {
        root& added = made->roots_.emplace_back(root{tidy(path), false});
        if (!made->attach(added, report_files::no))
            return failure{"cannot watch " + path.string() + ", because it does not exist; correct the path"};
    }
    return made;
}

source_watcher::source_watcher(
    asio::io_context& loop, platform::folder_watch folders, changed_function changed,
    complaint_function complain) :
    changed_{std::move(changed)},
    complain_{std::move(complain)}, folders_{std::move(folders)},
    events_{loop, folders_.handle(), [this] { handle_events(); }},
    quiet_timer_{loop, [this] { report_changes(); }},
    missing_timer_{loop, [this] { look_for_missing_roots(); }}, complaint_timer_{
                                                                    loop, [this] { complain_once(); }}
{}

/// Begins to watch a root if it exists.
bool source_watcher::attach(root& wanted, report_files report)
{
    std::error_code ignored;
    const fs::file_status status = fs::status(wanted.path, ignored);
    wanted.present = fs::exists(status);
    if (!wanted.present) {
        missing_timer_.start(missing_root_interval);
    } else if (fs::is_directory(status)) {
        watch_tree(wanted.path, report);
    } else {
        if (watched_folder* folder = watch(wanted.path.parent_path()))
            folder->names.insert(wanted.path.filename().string());
        if (report == report_files::yes)
            note_change(wanted.path);
    }
    return wanted.present;
}

source_watcher::watched_folder* source_watcher::watch(const fs::path& folder)
{
    const auto added = folders_.add(folder.string());
    if (added) {
        watched_folder& entry = watched_[*added];
        entry.path = folder;
        return &entry;
    }
    if (is_there(folder) && !complained_) {
        complained_ = true;
        complaint_ = added.error();
        complaint_timer_.start(std::chrono::milliseconds{0});
    }
    return nullptr;
}

/// Watches a folder before it looks at what is inside, so that nothing that is made meanwhile is missed: it
/// is met here, or reported as an event, or both.
void source_watcher::watch_tree(const fs::path& folder, report_files report)
{
    watched_folder* const entry = watch(folder);
    if (entry == nullptr)
        return;
    entry->everything = true;
    std::error_code error;
    for (fs::directory_iterator at{folder, error}, end; !error && at != end; at.increment(error)) {
        std::error_code ignored;
        if (is_ignored(at->path()))
            continue;
        if (fs::is_directory(at->symlink_status(ignored))) {
            watch_tree(at->path(), report);
        } else if (report == report_files::yes) {
            note_newcomer(at->path());
            note_change(at->path());
        }
    }
}

void source_watcher::forget_tree(const fs::path& folder)
{
    for (auto at = watched_.begin(); at != watched_.end();) {
        if (is_inside(at->second.path, folder)) {
            folders_.remove(at->first);
            at = watched_.erase(at);
        } else {
            ++at;
        }
    }
}

void source_watcher::look_for_missing_roots()
{
    for (root& candidate : roots_)
        if (!candidate.present)
            attach(candidate, report_files::yes);
}

/// Which changes were missed cannot be known: every root counts as changed.
void source_watcher::start_anew()
{
    for (const auto& [watch, folder] : watched_)
        folders_.remove(watch);
    watched_.clear();
    for (root& each : roots_) {
        attach(each, report_files::no);
        note_change(each.path);
    }
}

void source_watcher::handle_events()
{
    for (const platform::folder_event& event : folders_.take_events())
        handle_event(event);
}

void source_watcher::handle_event(const platform::folder_event& event)
{
    if (event.what == change::events_missed) {
        start_anew();
        return;
    }
    const auto found = watched_.find(event.watch);
    if (found == watched_.end())
        return; // queued before the watch was removed
    if (event.what == change::folder_gone) {
        handle_folder_gone(event.watch);
        return;
    }
    const watched_folder& folder = found->second;
    const fs::path path = folder.path / event.name;
    if (!folder.names.contains(event.name) && (!folder.everything || is_ignored(path)))
        return;
    if (event.is_folder)
        handle_folder_event(event, path);
    else
        handle_file_event(event, path);
}

void source_watcher::handle_folder_event(const platform::folder_event& event, const fs::path& path)
{
    if (event.what == change::created || event.what == change::moved_in) {
        note_newcomer(path);
        watch_tree(path, report_files::yes);
    } else if (event.what == change::removed || event.what == change::moved_out) {
        forget_tree(path);
        note_change(path);
    }
}

void source_watcher::handle_file_event(const platform::folder_event& event, const fs::path& path)
{
    if (event.what == change::created)
        note_newcomer(path);
    if (event.what != change::created || is_complete_when_created(path))
        note_change(path);
}

void source_watcher::handle_folder_gone(int watch)
{
    const fs::path folder = watched_[watch].path;
    folders_.remove(watch); // it goes on reporting a folder that was moved
    watched_.erase(watch);
    for (root& each : roots_) {
        if (each.present && (each.path == folder || each.path.parent_path() == folder)) {
            each.present = false;
            missing_timer_.start(missing_root_interval);
        }
    }
}

void source_watcher::note_newcomer(const fs::path& path)
{
    if (!changes_.contains(path))
        newcomers_.insert(path);
}

void source_watcher::note_change(const fs::path& path)
{
    changes_.insert(path);
    quiet_timer_.start(quiet_time);
}

void source_watcher::report_changes()
{
    std::vector<fs::path> report;
    for (const fs::path& path : changes_)
        if (!newcomers_.contains(path) || is_there(path))
            report.push_back(path);
    changes_.clear();
    newcomers_.clear();
    if (!report.empty()) {
        const auto changed = changed_; // it may destroy this watcher
        changed(report);
    }
}

void source_watcher::complain_once()
{
    const auto complain = complain_; // it may destroy this watcher
    complain(complaint_);
}

bool source_watcher::is_ignored(const fs::path& path) const
{
    return is_ignored_name(path.filename().string()) || ignored_.contains(path) ||
           (is_output_ && is_output_(path));
}

} // namespace respawn::supervisor
