#include "supervisor/platform/folder_watch.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

#include <sys/inotify.h>
#include <unistd.h>

namespace respawn::platform {

namespace {

constexpr std::uint32_t wanted_events = IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE |
                                        IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK;

std::string system_limit(const char* name)
{
    std::string value;
    std::ifstream{std::string{"/proc/sys/fs/inotify/"} + name} >> value;
    return "fs.inotify." + std::string{name} + " = " + value;
}

std::optional<folder_event::change> meaning(std::uint32_t mask) noexcept
{
    using change = folder_event::change;
    struct row {
        std::uint32_t bits;
        change what;
    };
    constexpr std::array rows{
        row{IN_Q_OVERFLOW, change::events_missed},
        row{IN_IGNORED | IN_MOVE_SELF, change::folder_gone},
        row{IN_CREATE, change::created},
        row{IN_CLOSE_WRITE, change::written},
        row{IN_MOVED_TO, change::moved_in},
        row{IN_MOVED_FROM, change::moved_out},
        row{IN_DELETE, change::removed}};
    for (const row& candidate : rows)
        if ((mask & candidate.bits) != 0)
            return candidate.what;
    return std::nullopt; // IN_DELETE_SELF and IN_UNMOUNT: IN_IGNORED follows
}

} // namespace

result<folder_watch> folder_watch::create()
{
    unique_handle events{::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)};
    if (events)
        return folder_watch{std::move(events)};
    if (errno == EMFILE) {
        return failure{
            "cannot watch files: this user's programs watch too many already (" +
            system_limit("max_user_instances") + "); close some, or raise the limit with sysctl"};
    }
    return errno_failure("cannot watch files");
}

result<int> folder_watch::add(const std::string& folder)
{
    const int watch = ::inotify_add_watch(events_.get(), folder.c_str(), wanted_events);
    if (watch >= 0)
        return watch;
    if (errno == ENOSPC) {
        return failure{
            "cannot watch " + folder + ": the system's limit of watched folders is used up (" +
            system_limit("max_user_watches") + "); raise it with sysctl, or watch fewer folders"};
    }
    return errno_failure("cannot watch " + folder);
}

void folder_watch::remove(int watch) noexcept
{
    ::inotify_rm_watch(events_.get(), watch);
}

std::vector<folder_event> folder_watch::take_events()
{
    std::vector<folder_event> taken;
    std::array<char, 16 * 1024> buffer;
    const ssize_t got = ::read(events_.get(), buffer.data(), buffer.size());
    for (ssize_t at = 0; at < got;) {
        inotify_event raw; // copied: the kernel packs the records without regard to alignment in our buffer
        std::memcpy(&raw, buffer.data() + at, sizeof raw);
        const char* name = buffer.data() + at + sizeof raw; // padded with zeros to raw.len
        if (const auto what = meaning(raw.mask)) {
            taken.push_back(
                {*what, raw.wd, (raw.mask & IN_ISDIR) != 0, raw.len > 0 ? std::string{name} : ""});
        }
        at += static_cast<ssize_t>(sizeof raw + raw.len);
    }
    return taken;
}

} // namespace respawn::platform
