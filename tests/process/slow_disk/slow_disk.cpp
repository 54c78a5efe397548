// A slow disk for the program that is started with this library in LD_PRELOAD: as long as the file that
// SLOW_WHILE names is there, fsync() does not return; as long as the one that SLOW_WRITES_WHILE names is, no
// write to a file does.
#include <cstdlib>

#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

void wait_while(const char* variable)
{
    const char* slow_while = std::getenv(variable);
    while (slow_while != nullptr && ::access(slow_while, F_OK) == 0)
        ::usleep(1000);
}

void wait_to_write(int file)
{
    struct stat status {};
    if (::fstat(file, &status) == 0 && S_ISREG(status.st_mode))
        wait_while("SLOW_WRITES_WHILE");
}

} // namespace

extern "C" int fsync(int file)
{
    wait_while("SLOW_WHILE");
    return static_cast<int>(::syscall(SYS_fsync, file));
}

extern "C" ssize_t write(int file, const void* bytes, size_t count)
{
    wait_to_write(file);
    return ::syscall(SYS_write, file, bytes, count);
}

extern "C" ssize_t writev(int file, const iovec* pieces, int count)
{
    wait_to_write(file);
    return ::syscall(SYS_writev, file, pieces, count);
}
