// A slow disk for the program that is started with this library in LD_PRELOAD: as long as the file that
// SLOW_WHILE names is there, fsync() does not return.
#include <cstdlib>

#include <sys/syscall.h>
#include <unistd.h>

extern "C" int fsync(int file)
{
    const char* slow_while = std::getenv("SLOW_WHILE");
    while (slow_while != nullptr && ::access(slow_while, F_OK) == 0)
        ::usleep(1000);
    return static_cast<int>(::syscall(SYS_fsync, file));
}
