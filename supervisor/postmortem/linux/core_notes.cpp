#include "supervisor/postmortem/linux/core_notes.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>
#include <sstream>
#include <string>
#include <string_view>

#include <elf.h>
#include <sys/procfs.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <unistd.h>

namespace respawn::postmortem {

namespace {

constexpr std::size_t most_register_bytes = 16384;

class note_list {
public:
    void add(std::uint32_t type, std::string_view owner, std::span<const std::byte> content)
    {
        const Elf64_Nhdr head{
            static_cast<Elf64_Word>(owner.size() + 1), static_cast<Elf64_Word>(content.size()), type};
        append(std::as_bytes(std::span{&head, 1}));
        append(std::as_bytes(std::span{owner}));
        bytes_.push_back(std::byte{0});
        pad();
        append(content);
        pad();
    }

    template <class Content>
    void add_struct(std::uint32_t type, const Content& content)
    {
        add(type, "CORE", std::as_bytes(std::span{&content, 1}));
    }

    [[nodiscard]] std::vector<std::byte> take() { return std::move(bytes_); }

private:
    void append(std::span<const std::byte> more) { bytes_.insert(bytes_.end(), more.begin(), more.end()); }
    void pad() { bytes_.resize((bytes_.size() + 3) & ~std::size_t{3}); }

    std::vector<std::byte> bytes_;
};

std::vector<std::byte> registers_of(int thread_id, int kind)
{
    std::vector<std::byte> bytes(most_register_bytes);
    iovec place{bytes.data(), bytes.size()};
    if (::ptrace(PTRACE_GETREGSET, thread_id, kind, &place) != 0)
        place.iov_len = 0;
    bytes.resize(place.iov_len);
    return bytes;
}

std::string content_of(int process_id, const char* file)
{
    std::ifstream stream{"/proc/" + std::to_string(process_id) + "/" + file, std::ios::binary};
    std::ostringstream content;
    content << stream.rdbuf(); // does not throw when the process has ended meanwhile
    return content.str();
}

void add_thread(note_list& notes, int thread_id, int process_id, int signal)
{
    elf_prstatus status{};
    status.pr_info.si_signo = signal;
    status.pr_cursig = static_cast<short>(signal);
    status.pr_pid = thread_id;
    status.pr_pgrp = status.pr_sid = process_id;
    status.pr_fpvalid = 1;
    const auto general = registers_of(thread_id, NT_PRSTATUS);
    std::memcpy(&status.pr_reg, general.data(), std::min(general.size(), sizeof status.pr_reg));
    notes.add_struct(NT_PRSTATUS, status);
    if (const auto floating = registers_of(thread_id, NT_PRFPREG); !floating.empty())
        notes.add(NT_PRFPREG, "CORE", floating);
#if defined(__x86_64__)
    if (const auto vectors = registers_of(thread_id, NT_X86_XSTATE); !vectors.empty())
        notes.add(NT_X86_XSTATE, "LINUX", vectors);
#endif
}

void add_process(note_list& notes, int process_id)
{
    elf_prpsinfo info{};
    info.pr_sname = 'R';
    info.pr_pid = info.pr_pgrp = info.pr_sid = process_id;
    info.pr_uid = ::getuid();
    info.pr_gid = ::getgid();
    std::string name = content_of(process_id, "comm");
    name.erase(std::min(name.find('\n'), name.size()));
    name.copy(info.pr_fname, sizeof info.pr_fname - 1);
    std::string line = content_of(process_id, "cmdline");
    std::replace(line.begin(), line.end(), '\0', ' ');
    line.copy(info.pr_psargs, sizeof info.pr_psargs - 1);
    notes.add_struct(NT_PRPSINFO, info);
    const std::string auxiliary = content_of(process_id, "auxv");
    notes.add(NT_AUXV, "CORE", std::as_bytes(std::span{auxiliary}));
}

void add_files(note_list& notes, const std::vector<mapping>& mappings)
{
    std::vector<std::uint64_t> numbers{0, page_bytes};
    std::string names;
    for (const mapping& each : mappings)
        if (each.has_file()) {
            ++numbers[0];
            numbers.insert(numbers.end(), {each.begin, each.end, each.offset / page_bytes});
            names += each.name + '\0';
        }
    std::vector<std::byte> content(numbers.size() * sizeof(std::uint64_t) + names.size());
    std::memcpy(content.data(), numbers.data(), content.size() - names.size());
    std::memcpy(content.data() + content.size() - names.size(), names.data(), names.size());
    notes.add(NT_FILE, "CORE", content);
}

} // namespace

std::vector<std::byte> core_notes(
    const stopped_process& process, const core_wish& wish, const std::vector<mapping>& mappings)
{
    std::vector<int> threads = process.threads();
    const auto cause = std::find(threads.begin(), threads.end(), wish.thread_id);
    if (cause != threads.end())
        std::rotate(threads.begin(), cause, cause + 1);
    note_list notes;
    add_thread(notes, threads.front(), process.process_id(), wish.signal);
    add_process(notes, process.process_id());
    add_files(notes, mappings);
    for (const int id : std::span{threads}.subspan(1))
        add_thread(notes, id, process.process_id(), 0);
    return notes.take();
}

} // namespace respawn::postmortem
