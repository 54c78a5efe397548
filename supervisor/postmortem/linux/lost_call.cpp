#include "supervisor/postmortem/linux/stack_walk.hpp"

#include <array>
#include <cstring>
#include <optional>

#include <sys/uio.h>
#include <ucontext.h>

namespace respawn::postmortem {

namespace {

bool read_memory(int process_id, Dwarf_Addr address, void* into, std::size_t bytes)
{
    const iovec here{into, bytes};
    const iovec there{reinterpret_cast<void*>(address), bytes};
    return ::process_vm_readv(process_id, &here, 1, &there, 1, 0) == static_cast<ssize_t>(bytes);
}

#if defined(__x86_64__)

constexpr std::size_t stack_pointer_index = 7, return_address_index = 16;
/// In the order in which DWARF counts them.
using registers = std::array<Dwarf_Word, 17>;

/// Those at the moment of the signal, which the system has put on the handler's stack.
std::optional<registers> registers_at_signal(int process_id, const code_position& signal_frame)
{
    constexpr std::array order{REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI, REG_RDI, REG_RBP, REG_RSP, REG_R8,
                               REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15, REG_RIP};
    ucontext_t context{};
    // Without the floating-point state, which has no fixed size.
    constexpr std::size_t bytes = offsetof(ucontext_t, uc_mcontext) + sizeof context.uc_mcontext;
    if (signal_frame.stack_pointer == 0 ||
        !read_memory(process_id, signal_frame.stack_pointer, &context, bytes))
        return std::nullopt;
    registers found{};
    for (std::size_t index = 0; index != order.size(); ++index)
        found[index] = static_cast<Dwarf_Word>(context.uc_mcontext.gregs[order[index]]);
    return found;
}

constexpr std::array<unsigned char, 9> signal_return_code{0x48, 0xc7, 0xc0, 0x0f, 0, 0, 0, 0x0f, 0x05};

/// As the call left them, undone: it pushed the return address and did nothing else.
bool undo_call(int process_id, registers& of)
{
    if (!read_memory(process_id, of[stack_pointer_index], &of[return_address_index], sizeof(Dwarf_Word)))
        return false;
    of[stack_pointer_index] += sizeof(Dwarf_Word);
    return true;
}

#else

using registers = std::array<Dwarf_Word, 1>;
constexpr std::array<unsigned char, 1> signal_return_code{};

std::optional<registers> registers_at_signal(int, const code_position&)
{
    return std::nullopt;
}

bool undo_call(int, registers&)
{
    return false;
}

#endif

/// A process of one thread, with registers that it does not have.
struct pretended_thread {
    int process_id;
    int id;
    registers contents;
};

pid_t next_thread(Dwfl*, void* argument, void** thread_argument)
{
    if (*thread_argument)
        return 0;
    *thread_argument = argument;
    return static_cast<const pretended_thread*>(argument)->id;
}

bool get_thread(Dwfl*, pid_t id, void* argument, void** thread_argument)
{
    *thread_argument = argument;
    return static_cast<const pretended_thread*>(argument)->id == id;
}

bool read_word(Dwfl*, Dwarf_Addr address, Dwarf_Word* word, void* argument)
{
    return read_memory(
        static_cast<const pretended_thread*>(argument)->process_id, address, word, sizeof *word);
}

bool set_registers(Dwfl_Thread* thread, void* argument)
{
    const registers& contents = static_cast<const pretended_thread*>(argument)->contents;
    return dwfl_thread_state_registers(thread, 0, static_cast<unsigned>(contents.size()), contents.data());
}

} // namespace

bool is_signal_return(int process_id, const code_position& place)
{
    std::array<unsigned char, signal_return_code.size()> code{};
    const Dwarf_Addr address = place.address + (place.is_activation ? 0 : 1);
    return read_memory(process_id, address, code.data(), code.size()) && code == signal_return_code;
}

stack_walk walk_from_lost_call(
    int process_id, int thread_id, const code_position& signal_frame, const walk_limits& limits)
{
    static const Dwfl_Thread_Callbacks callbacks{next_thread,   get_thread, read_word,
                                                 set_registers, nullptr,    nullptr};
    auto contents = registers_at_signal(process_id, signal_frame);
    if (!contents || !undo_call(process_id, *contents))
        return {};
    const auto images = read_images(process_id);
    pretended_thread pretended{process_id, thread_id, *contents};
    if (!images || !dwfl_attach_state(images.get(), nullptr, process_id, &callbacks, &pretended))
        return {};
    stack_walk walked = walk(images.get(), thread_id, limits);
    if (walked.positions.empty() || !dwfl_addrmodule(images.get(), walked.positions.front().address))
        return {};
    --walked.positions.front().address; // it called
    walked.positions.front().is_activation = false;
    return walked;
}

} // namespace respawn::postmortem
