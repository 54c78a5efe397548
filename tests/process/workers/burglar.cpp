// Tries to get at its supervisor's memory, and writes a line for each way in that was open, and the
// descriptors that it holds, to the file "loot". Plays on.
#include "counter_state.hpp"
#include "tests/process/workers/burglary.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

using namespace burglary;

void try_memory_of(pid_t supervisor)
{
    const std::string process = "/proc/" + std::to_string(supervisor);
    for (const int how : {O_RDWR, O_RDONLY})
        if (::open((process + "/mem").c_str(), how) >= 0)
            found_open("the supervisor's memory");
    for (int number = 0; number != 64; ++number)
        if (::open((process + "/fd/" + std::to_string(number)).c_str(), O_RDWR) >= 0)
            found_open("a descriptor of the supervisor's, by its file");
    char byte = 0;
    iovec here{&byte, 1}, there{reinterpret_cast<void*>(0x400000), 1};
    if (::process_vm_readv(supervisor, &here, 1, &there, 1, 0) >= 0 || errno != EPERM)
        found_open("reading the supervisor's memory");
    if (const long handle = ::syscall(SYS_pidfd_open, supervisor, 0); handle >= 0)
        for (int number = 0; number != 64; ++number)
            if (::syscall(SYS_pidfd_getfd, handle, number, 0) >= 0)
                found_open("a descriptor of the supervisor's, by pidfd_getfd");
    if (::ptrace(PTRACE_SEIZE, supervisor, nullptr, nullptr) == 0)
        found_open("ptrace");
}

} // namespace

int main(int argc, char** argv)
{
    const pid_t supervisor = ::getppid();
    for (const int descriptor : descriptors())
        if (const std::string target = target_of(descriptor); target.find("/loot") == std::string::npos)
            loot << "given: " << descriptor << std::endl;
    respawn::worker worker{argc, argv};
    for (const int descriptor : descriptors())
        loot << "holds: " << target_of(descriptor) << std::endl;
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame()) {
        state.numbers.push_back(frame.number());
        if (frame.number() != 10)
            continue;
        try_memory_of(supervisor);
        loot << "done" << std::endl;
    }
}
