#include "supervisor/postmortem/stopped_process.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <sys/ptrace.h>
#include <sys/wait.h>

namespace respawn::postmortem {

namespace fs = std::filesystem;
using clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t most_stopped_threads = 1024;
/// New threads may start while the others are being stopped; who starts them stops in the end.
constexpr int most_rounds = 16;

/// A word of /proc/PID/status, such as that after "TracerPid:"; empty: there is no such process.
std::string status_of(int process_id, std::string_view field)
{
    std::ifstream status{"/proc/" + std::to_string(process_id) + "/status"};
    std::string word;
    while (status >> word && word != field) {
    }
    return status >> word ? word : std::string{};
}

bool has_ended(int process_id)
{
    const std::string state = status_of(process_id, "State:");
    return state.empty() || state == "Z" || state == "X";
}

std::string name_of(const std::string& process_id)
{
    std::ifstream file{"/proc/" + process_id + "/comm"};
    std::string name;
    std::getline(file, name);
    return name.empty() ? "another program" : name;
}

stopped_process::refusal refusal_for(int process_id, int error)
{
    using obstacle = stopped_process::obstacle;
    if (error == ESRCH || has_ended(process_id))
        return {obstacle::gone, "it had ended already"};
    const std::string tracer = status_of(process_id, "TracerPid:");
    if (tracer != "0")
        return {
            obstacle::not_allowed, name_of(tracer) + " (process " + tracer + ") holds it: look at it there"};
    return {
        obstacle::not_allowed, "the system does not let its stack be looked at: " +
                                   std::error_code{error, std::system_category()}.message() +
                                   "; see /proc/sys/kernel/yama/ptrace_scope, which must be 0 or 1"};
}

std::vector<int> threads_of(int process_id)
{
    std::vector<int> ids;
    std::error_code error;
    for (fs::directory_iterator each{"/proc/" + std::to_string(process_id) + "/task", error}, end;
         !error && each != end && ids.size() != most_stopped_threads; each.increment(error))
        ids.push_back(std::stoi(each->path().filename().string()));
    return ids;
}

/// A thread that stops wakes its tracer up by SIGCHLD, which must not get lost before it is waited for.
void block_child_signal(sigset_t& child)
{
    ::sigemptyset(&child);
    ::sigaddset(&child, SIGCHLD);
    ::pthread_sigmask(SIG_BLOCK, &child, nullptr);
}

timespec time_until(clock::time_point deadline)
{
    const auto left = std::max(deadline - clock::now(), clock::duration::zero());
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
    return {
        static_cast<time_t>(seconds.count()),
        static_cast<long>(std::chrono::nanoseconds{left - seconds}.count())};
}

} // namespace

void throw_exception_from_error(const stopped_process::refusal& reason, const boost::source_location&)
{
    throw std::runtime_error{reason.sentence};
}

stopped_process::stopped_process(stopped_process&& other) noexcept :
    process_id_{other.process_id_}, threads_{std::exchange(other.threads_, {})}
{}

stopped_process::~stopped_process()
{
    for (const held_thread& each : threads_)
        if (each.is_stopped)
            ::ptrace(PTRACE_DETACH, each.id, nullptr, each.signal);
}

stopped_process::outcome stopped_process::stop(int process_id, std::chrono::milliseconds patience)
{
    const auto deadline = clock::now() + patience;
    stopped_process stopped{process_id};
    for (int round = 0; round != most_rounds; ++round) {
        const auto found_more = stopped.seize_new_threads();
        if (!found_more)
            return found_more.error();
        if (!*found_more)
            break;
        stopped.wait_until_stopped(deadline);
    }
    if (stopped.threads().empty())
        return refusal{obstacle::not_allowed, "it could not be stopped to look at its stack"};
    return stopped;
}

boost::system::result<bool, stopped_process::refusal> stopped_process::seize_new_threads()
{
    bool found_more = false;
    int problem = ESRCH;
    for (const int id : threads_of(process_id_)) {
        if (std::any_of(
                threads_.begin(), threads_.end(), [&](const held_thread& each) { return each.id == id; }))
            continue;
        if (::ptrace(PTRACE_SEIZE, id, nullptr, nullptr) == 0) {
            ::ptrace(PTRACE_INTERRUPT, id, nullptr, nullptr);
            threads_.push_back({id});
            found_more = true;
        } else {
            problem = errno;
        }
    }
    if (threads_.empty())
        return refusal_for(process_id_, problem);
    return found_more;
}

/// Whether there is news of the thread.
bool stopped_process::look(held_thread& thread)
{
    int status = 0;
    const pid_t waited = ::waitpid(thread.id, &status, __WALL | WNOHANG);
    if (waited == 0)
        return false;
    thread.is_stopped = waited == thread.id && WIFSTOPPED(status);
    // Stopped by our order, or because a signal came first, which must not get lost.
    if (thread.is_stopped && status >> 16 == 0)
        thread.signal = WSTOPSIG(status);
    if (!thread.is_stopped)
        thread.id = 0;
    return true;
}

bool stopped_process::all_are_stopped() const
{
    return std::all_of(
        threads_.begin(), threads_.end(), [](const held_thread& each) { return each.is_stopped; });
}

void stopped_process::wait_until_stopped(clock::time_point deadline)
{
    sigset_t child;
    block_child_signal(child);
    for (;;) {
        for (held_thread& each : threads_)
            if (!each.is_stopped)
                look(each);
        std::erase_if(threads_, [](const held_thread& each) { return each.id == 0; });
        const timespec left = time_until(deadline);
        if (all_are_stopped() || (left.tv_sec == 0 && left.tv_nsec == 0))
            return;
        ::sigtimedwait(&child, nullptr, &left);
    }
}

std::vector<int> stopped_process::threads() const
{
    std::vector<int> ids;
    for (const held_thread& each : threads_)
        if (each.is_stopped)
            ids.insert(each.id == process_id_ ? ids.begin() : ids.end(), each.id);
    return ids;
}

} // namespace respawn::postmortem
