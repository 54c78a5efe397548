#include "supervisor/postmortem/linux/stack_walk.hpp"

#include <utility>

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

} // namespace

images_pointer read_images(int process_id)
{
    static char* debug_path = nullptr; // the usual places: beside the image, and the system's
    static const Dwfl_Callbacks callbacks{
        dwfl_linux_proc_find_elf, dwfl_standard_find_debuginfo, nullptr, &debug_path};
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
