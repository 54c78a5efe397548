// An lldb that takes its time: processes are left when the file "leave" is there, and it goes to a third one
// when the file "come" is. It knows nothing but what `respawn debug lldb` types, and prints a lot when it is
// told to.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <thread>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

void wait_for(const char* file)
{
    while (!std::filesystem::exists(file))
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
}

/// Debugs a process until the other end of `wanted` is closed.
[[noreturn]] void debug(int process_id, int wanted, int attached)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::ptrace(PTRACE_SEIZE, process_id, nullptr, nullptr);
    ::close(attached);
    char nothing = 0;
    while (::read(wanted, &nothing, 1) > 0)
        continue;
    wait_for("leave");
    ::waitpid(process_id, nullptr, __WALL);
    ::ptrace(PTRACE_DETACH, process_id, nullptr, SIGSTOP);
    ::_exit(0);
}

/// The returned handle is to be closed for leaving the process.
int attach(int process_id)
{
    static int count = 0;
    if (++count == 3)
        wait_for("come");
    int wanted[2], attached[2];
    if (::pipe2(wanted, O_CLOEXEC) != 0 || ::pipe2(attached, O_CLOEXEC) != 0)
        std::abort();
    if (::fork() == 0) {
        ::close(wanted[1]);
        debug(process_id, wanted[0], attached[1]);
    }
    ::close(wanted[0]);
    ::close(attached[1]);
    char nothing = 0;
    while (::read(attached[0], &nothing, 1) > 0)
        continue;
    ::close(attached[0]);
    return wanted[1];
}

void print_much()
{
    for (int i = 0; i < 100'000; ++i)
        std::printf("line %d\n", i);
}

} // namespace

int main()
{
    int process_id = 0, wanted = -1;
    while (true) {
        std::printf("(lldb) ");
        std::fflush(stdout);
        std::string line;
        while (!std::getline(std::cin, line)) { // a terminal goes on after the end of input
            std::clearerr(stdin);
            std::cin.clear();
        }
        if (std::sscanf(line.c_str(), "process attach --pid %d", &process_id) == 1)
            wanted = attach(process_id);
        else if (line == "process detach")
            ::close(wanted);
        else if (line == "print")
            print_much();
    }
}
