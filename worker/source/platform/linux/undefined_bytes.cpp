#include "worker/source/platform/undefined_bytes.hpp"

#include <cstdint>

namespace respawn::platform {

namespace {

/// Adds to how often the calling thread has asked for silence, by instructions that do nothing outside of
/// valgrind. Here as its header may be missing where this library is built. Source: valgrind 3.19,
/// valgrind/valgrind.h, VALGRIND_DO_CLIENT_REQUEST_EXPR with VG_USERREQ__CHANGE_ERR_DISABLEMENT.
void change_silence([[maybe_unused]] std::uint64_t by) noexcept
{
#if defined(__x86_64__) || defined(__aarch64__)
    [[maybe_unused]] const volatile std::uint64_t request[6] = {0x1801, by};
#endif
#if defined(__x86_64__)
    std::uint64_t result = 0;
    __asm__ volatile("rolq $3, %%rdi; rolq $13, %%rdi; rolq $61, %%rdi; rolq $51, %%rdi; xchgq %%rbx, %%rbx"
                     : "+d"(result)
                     : "a"(&request[0])
                     : "cc", "memory");
#elif defined(__aarch64__)
    __asm__ volatile("mov x3, xzr; mov x4, %0; "
                     "ror x12, x12, #3; ror x12, x12, #13; ror x12, x12, #51; ror x12, x12, #61; "
                     "orr x10, x10, x10"
                     :
                     : "r"(&request[0])
                     : "cc", "memory", "x3", "x4");
#endif
}

} // namespace

undefined_bytes_allowed::undefined_bytes_allowed() noexcept
{
    change_silence(1);
}

undefined_bytes_allowed::~undefined_bytes_allowed()
{
    change_silence(std::uint64_t{0} - 1);
}

} // namespace respawn::platform
