#include "supervisor/postmortem/core_file.hpp"

#include "supervisor/platform/process.hpp"
#include "supervisor/postmortem/linux/core_notes.hpp"
#include "supervisor/postmortem/linux/memory_map.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

namespace respawn::postmortem {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t chunk_bytes = std::size_t{1} << 20;
/// An ELF file counts its segments in 16 bits.
constexpr std::size_t most_segments = 60'000;

std::uint64_t rounded_up(std::uint64_t bytes)
{
    return (bytes + page_bytes - 1) / page_bytes * page_bytes;
}

Elf64_Phdr segment_of(const mapping& one, const extent& part, bool has_contents)
{
    Elf64_Phdr segment{};
    segment.p_type = PT_LOAD;
    segment.p_flags = (one.readable ? PF_R : 0u) | (one.writable ? PF_W : 0u) | (one.executable ? PF_X : 0u);
    segment.p_vaddr = part.begin;
    segment.p_memsz = part.end - part.begin;
    segment.p_filesz = has_contents ? segment.p_memsz : 0;
    segment.p_align = page_bytes;
    return segment;
}

/// A mapping in parts: such as have contents in the core file, and such as have none.
void add_segments(const mapping& one, const std::vector<extent>& contents, std::vector<Elf64_Phdr>& segments)
{
    std::uint64_t at = one.begin;
    for (const extent& each : contents) {
        if (at < each.begin)
            segments.push_back(segment_of(one, {at, each.begin}, false));
        segments.push_back(segment_of(one, each, true));
        at = each.end;
    }
    if (at < one.end)
        segments.push_back(segment_of(one, {at, one.end}, false));
}

struct mapped_contents {
    mapping where;
    std::vector<extent> parts;
};

/// The fewer segments may be, the more of what lies between is written too.
std::vector<Elf64_Phdr> segments_for(const std::vector<mapped_contents>& all)
{
    std::vector<Elf64_Phdr> segments;
    for (std::uint64_t gap_bytes = 16 * page_bytes;; gap_bytes *= 4) {
        segments.clear();
        for (const mapped_contents& each : all)
            add_segments(each.where, joined(each.parts, gap_bytes), segments);
        if (segments.size() <= most_segments || gap_bytes >= (std::uint64_t{1} << 40))
            return segments;
    }
}

Elf64_Ehdr file_head(std::size_t segments)
{
    Elf64_Ehdr head{};
    std::copy_n(ELFMAG, SELFMAG, head.e_ident);
    head.e_ident[EI_CLASS] = ELFCLASS64;
    head.e_ident[EI_DATA] = ELFDATA2LSB;
    head.e_ident[EI_VERSION] = EV_CURRENT;
    head.e_type = ET_CORE;
#if defined(__aarch64__)
    head.e_machine = EM_AARCH64;
#else
    head.e_machine = EM_X86_64;
#endif
    head.e_version = EV_CURRENT;
    head.e_phoff = sizeof head;
    head.e_ehsize = sizeof head;
    head.e_phentsize = sizeof(Elf64_Phdr);
    head.e_phnum = static_cast<Elf64_Half>(segments);
    return head;
}

/// The file while it is being written; removed unless finish() is reached.
class core_writer {
public:
    explicit core_writer(fs::path file) : file_{std::move(file)} {}
    ~core_writer()
    {
        std::error_code ignored;
        if (handle_)
            fs::remove(unfinished_, ignored);
    }
    core_writer(const core_writer&) = delete;
    core_writer& operator=(const core_writer&) = delete;

    [[nodiscard]] result<void> open()
    {
        std::error_code error;
        if (file_.has_parent_path())
            fs::create_directories(file_.parent_path(), error);
        handle_ = unique_handle{::open(unfinished_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
        return handle_ ? result<void>{} : problem();
    }

    [[nodiscard]] result<void> write_at(std::uint64_t offset, std::span<const std::byte> bytes)
    {
        while (!bytes.empty()) {
            const ssize_t written =
                ::pwrite(handle_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
            if (written <= 0)
                return problem();
            offset += static_cast<std::uint64_t>(written);
            bytes = bytes.subspan(static_cast<std::size_t>(written));
            bytes_ += static_cast<std::uint64_t>(written);
        }
        return {};
    }

    [[nodiscard]] result<void> finish(std::uint64_t size)
    {
        if (::ftruncate(handle_.get(), static_cast<off_t>(size)) != 0 ||
            ::rename(unfinished_.c_str(), file_.c_str()) != 0)
            return problem();
        handle_.close();
        return {};
    }

    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

private:
    [[nodiscard]] failure problem() const
    {
        return errno_failure("cannot write the core file " + file_.string());
    }

    fs::path file_, unfinished_{unfinished_core(file_)};
    unique_handle handle_;
    std::uint64_t bytes_ = 0;
};

bool is_zero(std::span<const std::byte> bytes)
{
    return std::all_of(
        bytes.begin(), bytes.end(), [](std::byte each) { return each == std::byte{0}; });
}

/// Copies a segment's contents. What can't be read, and pages of zeros, are left out: holes in the file.
class memory_copier {
public:
    explicit memory_copier(int process_id) :
        memory_{::open(("/proc/" + std::to_string(process_id) + "/mem").c_str(), O_RDONLY | O_CLOEXEC)},
        buffer_(chunk_bytes)
    {}

    [[nodiscard]] result<void> copy(const Elf64_Phdr& segment, core_writer& file)
    {
        for (std::uint64_t done = 0; done < segment.p_filesz;) {
            const auto wanted = std::min<std::uint64_t>(chunk_bytes, segment.p_filesz - done);
            const ssize_t got =
                ::pread(memory_.get(), buffer_.data(), wanted, static_cast<off_t>(segment.p_vaddr + done));
            const std::uint64_t bytes = got > 0 ? static_cast<std::uint64_t>(got) : page_bytes;
            if (got > 0)
                if (auto written = write_pages(segment.p_offset + done, bytes, file); !written)
                    return written;
            done += bytes;
        }
        return {};
    }

private:
    [[nodiscard]] result<void> write_pages(std::uint64_t offset, std::uint64_t bytes, core_writer& file)
    {
        for (std::uint64_t at = 0; at < bytes; at += page_bytes) {
            const std::span page{buffer_.data() + at, std::min(page_bytes, bytes - at)};
            if (!is_zero(page))
                if (auto written = file.write_at(offset + at, page); !written)
                    return written;
        }
        return {};
    }

    unique_handle memory_;
    std::vector<std::byte> buffer_;
};

result<std::vector<mapped_contents>> contents_of(
    const std::vector<mapping>& mappings, int process_id, int state)
{
    auto finder = memory_contents::create(process_id, state);
    if (!finder)
        return finder.error();
    std::vector<mapped_contents> all;
    for (const mapping& each : mappings)
        if (each.readable && !each.is_shared)
            all.push_back({each, finder->find(each)});
    return all;
}

result<std::uint64_t> write_file(const stopped_process& process, const core_wish& wish)
{
    const auto mappings = mappings_of(process.process_id());
    const auto contents = contents_of(mappings, process.process_id(), wish.state);
    if (!contents)
        return contents.error();
    const auto notes = core_notes(process, wish, mappings);
    auto segments = segments_for(*contents);
    Elf64_Phdr note_segment{};
    note_segment.p_type = PT_NOTE;
    note_segment.p_filesz = notes.size();
    note_segment.p_align = 4;
    segments.insert(segments.begin(), note_segment);
    std::uint64_t offset = sizeof(Elf64_Ehdr) + segments.size() * sizeof(Elf64_Phdr);
    for (Elf64_Phdr& each : segments) {
        each.p_offset = each.p_type == PT_NOTE ? offset : rounded_up(offset);
        offset = each.p_filesz == 0 ? offset : each.p_offset + each.p_filesz;
    }
    const Elf64_Ehdr head = file_head(segments.size());

    core_writer file{wish.file};
    if (auto opened = file.open(); !opened)
        return opened.error();
    if (auto done = file.write_at(0, std::as_bytes(std::span{&head, 1})); !done)
        return done.error();
    if (auto done = file.write_at(sizeof head, std::as_bytes(std::span{segments})); !done)
        return done.error();
    if (auto done = file.write_at(segments.front().p_offset, notes); !done)
        return done.error();
    memory_copier memory{process.process_id()};
    for (const Elf64_Phdr& each : std::span{segments}.subspan(1))
        if (auto copied = memory.copy(each, file); !copied)
            return copied.error();
    if (auto finished = file.finish(offset); !finished)
        return finished.error();
    return file.bytes();
}

/// Without the executable a core file says little, and staged ones don't stay for ever.
result<void> keep_executable(int process_id, const fs::path& core)
{
    const fs::path copy = core.string() + ".exe";
    const fs::path image = platform::executable_of(process_id);
    std::error_code error;
    fs::create_hard_link(fs::read_symlink(image, error), copy, error);
    if (error)
        fs::copy_file(image, copy, fs::copy_options::overwrite_existing, error);
    if (!error)
        return {};
    std::error_code ignored;
    fs::remove(copy, ignored); // half of it would mislead a debugger
    return failure{"its executable can't be kept beside it: " + error.message()};
}

} // namespace

core_outcome write_core(const stopped_process& process, const core_wish& wish)
{
    const auto bytes = write_file(process, wish);
    if (!bytes)
        return {{}, 0, bytes.error().sentence};
    const auto kept = keep_executable(process.process_id(), wish.file);
    return {wish.file.string(), *bytes, kept ? std::string{} : kept.error().sentence};
}

} // namespace respawn::postmortem
