#pragma once

#include <cstdint>
#include <cstdio>
#include <cstring>

#include <dlfcn.h>
#include <link.h>

/// What one version of the game says about where it has its things, a line each: "name address".
inline void report(const char* name, std::uintptr_t address)
{
    std::printf("%s %#jx\n", name, static_cast<std::uintmax_t>(address));
}

template <class Function>
void report_function(const char* name, Function* function)
{
    report(name, reinterpret_cast<std::uintptr_t>(function));
}

inline void report_data(const char* name, const void* place)
{
    report(name, reinterpret_cast<std::uintptr_t>(place));
}

/// The pointer to the vtable that an object begins with.
inline void report_vtable(const char* name, const void* object)
{
    std::uintptr_t pointer = 0;
    std::memcpy(&pointer, object, sizeof pointer);
    report(name, pointer);
}

/// "image bias path" for each, and "part begin end" for its segments.
inline void report_images()
{
    const auto say = [](dl_phdr_info* info, std::size_t, void*) {
        std::printf("image %#jx %s\n", static_cast<std::uintmax_t>(info->dlpi_addr), info->dlpi_name);
        for (int index = 0; index != info->dlpi_phnum; ++index)
            if (const auto& segment = info->dlpi_phdr[index]; segment.p_type == PT_LOAD)
                std::printf(
                    "part %#jx %#jx\n", static_cast<std::uintmax_t>(info->dlpi_addr + segment.p_vaddr),
                    static_cast<std::uintmax_t>(info->dlpi_addr + segment.p_vaddr + segment.p_memsz));
        return 0;
    };
    dl_iterate_phdr(say, nullptr);
}
