#include "supervisor/platform/orphans.hpp"

#include "supervisor/platform/linux/own_children.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <sys/prctl.h>
#include <sys/wait.h>

namespace respawn::platform {

namespace {

/// Whichever thread of this process has become their parent.
std::vector<int> adopted_children()
{
    std::vector<int> adopted;
    std::error_code ignored;
    for (const auto& thread : std::filesystem::directory_iterator{"/proc/self/task", ignored}) {
        std::ifstream children{thread.path() / "children"};
        for (int process_id = 0; children >> process_id;)
            adopted.push_back(process_id);
    }
    std::erase_if(adopted, [](int process_id) {
        const auto& own = own_children();
        return std::find(own.begin(), own.end(), process_id) != own.end();
    });
    return adopted;
}

/// True: it had ended.
bool reap_now(int process_id)
{
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(process_id), &info, WEXITED | WNOHANG) == 0 && info.si_pid != 0;
}

} // namespace

std::string mark_of(int process_id)
{
    const std::string wanted = std::string{mark_variable} + "=";
    std::ifstream environment{"/proc/" + std::to_string(process_id) + "/environ", std::ios::binary};
    for (std::string entry; std::getline(environment, entry, '\0');)
        if (entry.starts_with(wanted))
            return entry.substr(wanted.size());
    return {};
}

result<void> adopt_orphans(const std::string& own_mark)
{
    const auto there_already = adopted_children();
    own_children().insert(own_children().end(), there_already.begin(), there_already.end());
    ::setenv(mark_variable, own_mark.c_str(), 1);
    if (::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0)
        return errno_failure("cannot become the parent of orphaned processes");
    return {};
}

std::size_t tend_orphans(const std::function<bool(std::string_view mark)>& is_unwanted)
{
    std::size_t killed = 0;
    for (const int process_id : adopted_children())
        if (!reap_now(process_id) && is_unwanted(mark_of(process_id))) {
            ::kill(process_id, SIGKILL); // nobody else reaps it: the number is still its own
            ++killed;
        }
    return killed;
}

} // namespace respawn::platform
