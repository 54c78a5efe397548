// Leaves four processes in sessions of their own, whose parents are gone: one that is as it was made, one
// that is another program, one that hides where it comes from, and one that lies about it. Writes their ids
// to the file "children".
#include "counter_state.hpp"

#include <fstream>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace {

enum class disguise { none, program, environment, false_mark };

void become(disguise how)
{
    const char* const sleep[] = {"sleep", "1000", nullptr};
    const char* const nothing[] = {nullptr};
    const char* const lie[] = {"RESPAWN_FAMILY=1 build", nullptr};
    if (how == disguise::program)
        ::execv("/bin/sleep", const_cast<char**>(sleep));
    if (how == disguise::environment)
        ::execve("/bin/sleep", const_cast<char**>(sleep), const_cast<char**>(nothing));
    if (how == disguise::false_mark)
        ::execve("/bin/sleep", const_cast<char**>(sleep), const_cast<char**>(lie));
    for (;;)
        ::pause();
}

void leave_behind(disguise how)
{
    const pid_t child = ::fork();
    if (child > 0)
        return;
    ::setsid();
    if (::fork() > 0)
        ::_exit(0);
    std::ofstream{"children", std::ios::app} << ::getpid() << std::endl;
    become(how);
}

} // namespace

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    for (const disguise how :
         {disguise::none, disguise::program, disguise::environment, disguise::false_mark})
        leave_behind(how);
    while (const auto frame = worker.next_frame())
        state.numbers.push_back(frame.number());
}
