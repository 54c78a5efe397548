#include "worker/source/platform/sanitizers.hpp"

#include <dlfcn.h>

using death_callback = void (*)();

// There in programs that are built with a sanitizer only, and those that can load libraries.
extern "C" void __sanitizer_set_death_callback(death_callback) __attribute__((weak));
extern "C" void* dlopen(const char*, int) noexcept __attribute__((weak));
extern "C" void* dlsym(void*, const char*) noexcept __attribute__((weak));

// Called by sanitizers. The game may have its own in their place.
extern "C" void __asan_on_error() __attribute__((weak));
extern "C" void __ubsan_on_report() __attribute__((weak));

namespace {

void (*before_report)() = nullptr;

} // namespace

extern "C" void __asan_on_error()
{
    if (before_report)
        before_report();
}

extern "C" void __ubsan_on_report()
{
    if (before_report)
        before_report();
}

namespace respawn::platform {

void call_before_sanitizer_report(void (*callback)()) noexcept
{
    before_report = callback;
}

void call_before_sanitizer_death(death_callback callback) noexcept
{
    if (!__sanitizer_set_death_callback)
        return;
    __sanitizer_set_death_callback(callback);
    // g++ links a program with two sanitizers to a library for each, and each of them has a callback of its
    // own.
    void* second = dlopen && dlsym ? dlopen("libubsan.so.1", RTLD_LAZY | RTLD_NOLOAD) : nullptr;
    if (!second)
        return;
    using setter = void (*)(death_callback);
    if (const auto set = reinterpret_cast<setter>(dlsym(second, "__sanitizer_set_death_callback")))
        set(callback);
}

} // namespace respawn::platform
