#include "supervisor/postmortem/linux/stack_walk.hpp"

#include "supervisor/platform/process.hpp"

#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>

namespace respawn::postmortem {

namespace {

#if defined(__x86_64__)
constexpr unsigned stack_pointer_number = 7; // as DWARF counts registers
#elif defined(__aarch64__)
constexpr unsigned stack_pointer_number = 31;
#endif

struct walk_in_progress {
    stack_walk walked;
    walk_limits limits;
};

Dwarf_Addr stack_pointer_of(Dwfl_Frame* frame)
{
    Dwarf_Word value = 0;
    return dwfl_frame_reg(frame, stack_pointer_number, &value) == 0 ? value : 0;
}

int add_position(Dwfl_Frame* frame, void* argument)
{
    auto& [walked, limits] = *static_cast<walk_in_progress*>(argument);
    code_position found;
    if (!dwfl_frame_pc(frame, &found.address, &found.is_activation))
        return DWARF_CB_ABORT;
    if (walked.positions.size() == limits.frames || std::chrono::steady_clock::now() >= limits.deadline) {
        walked.has_more = true;
        return DWARF_CB_ABORT;
    }
    found.stack_pointer = stack_pointer_of(frame);
    if (!found.is_activation)
        --found.address; // a return address may lie beyond the end of a function that does not return
    walked.positions.push_back(found);
    return DWARF_CB_OK;
}

/// Of the process whose images are read.
int examined_process = 0;

/// An executable that was removed, or replaced, is still there as its process has it.
int find_image(
    Dwfl_Module* module, void** data, const char* name, Dwarf_Addr base, char** file_name, Elf** image)
{
    const std::string executable = platform::executable_of(examined_process);
    std::error_code ignored;
    if (std::string_view{name}.ends_with(" (deleted)") &&
        std::filesystem::read_symlink(executable, ignored) == name) {
        *file_name = ::strdup(name);
        return ::open(executable.c_str(), O_RDONLY | O_CLOEXEC);
    }
    return dwfl_linux_proc_find_elf(module, data, name, base, file_name, image);
}

} // namespace

images_pointer read_images(int process_id)
{
    examined_process = process_id;
    static char* debug_path = nullptr; // the usual places: beside the image, and the system's
    static const Dwfl_Callbacks callbacks{find_image, dwfl_standard_find_debuginfo, nullptr, &debug_path};
    images_pointer images{dwfl_begin(&callbacks)};
    if (!images || dwfl_linux_proc_report(images.get(), process_id) != 0 ||
        dwfl_report_end(images.get(), nullptr, nullptr) != 0)
        return {};
    return images;
}

stack_walk walk(Dwfl* images, int thread_id, const walk_limits& limits)
{
    walk_in_progress state{{}, limits};
    dwfl_getthread_frames(images, thread_id, add_position, &state);
    return std::move(state.walked);
}

} // namespace respawn::postmortem
