#include "shared/platform/changed_pages.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace respawn::platform {

namespace {

constexpr std::size_t page_bytes = 4096;

// The interface of PAGEMAP_SCAN, which Debian 12's headers do not have yet. Source: Linux 6.7,
// uapi/linux/fs.h.
struct page_region {
    std::uint64_t start, end, categories;
};

struct pm_scan_arg {
    std::uint64_t size, flags, start, end, walk_end, vec, vec_len, max_pages;
    std::uint64_t category_inverted, category_mask, category_anyof_mask, return_mask;
};
static_assert(sizeof(pm_scan_arg) == 96);

constexpr unsigned long pagemap_scan = _IOWR('f', 16, pm_scan_arg);
constexpr std::uint64_t page_is_file = 1u << 2;
constexpr std::uint64_t page_is_present = 1u << 3;
constexpr std::uint64_t page_is_swapped = 1u << 4;

// Bits of an entry of /proc/PID/pagemap. Source: Linux Documentation/admin-guide/mm/pagemap.rst.
constexpr std::uint64_t entry_is_file = std::uint64_t{1} << 61;
constexpr std::uint64_t entry_is_swapped = std::uint64_t{1} << 62;
constexpr std::uint64_t entry_is_present = std::uint64_t{1} << 63;

/// Selects what is in memory or in swap and not the file's: the private pages.
pm_scan_arg private_pages_between(std::uint64_t start, std::uint64_t end, std::span<page_region> regions)
{
    pm_scan_arg scan{};
    scan.size = sizeof scan;
    scan.start = start;
    scan.end = end;
    scan.vec = reinterpret_cast<std::uint64_t>(regions.data());
    scan.vec_len = regions.size();
    scan.category_inverted = page_is_file;
    scan.category_mask = page_is_file;
    scan.category_anyof_mask = page_is_present | page_is_swapped;
    scan.return_mask = page_is_present;
    return scan;
}

void append_pages(std::uint64_t first, std::uint64_t end, std::vector<std::uint32_t>& pages)
{
    for (std::uint64_t page = first; page != end; ++page)
        pages.push_back(static_cast<std::uint32_t>(page));
}

bool is_private(std::uint64_t entry)
{
    return (entry & (entry_is_present | entry_is_swapped)) != 0 && (entry & entry_is_file) == 0;
}

result<void> find_by_scan(
    int pagemap, std::uint64_t base, std::size_t bytes, std::vector<std::uint32_t>& pages)
{
    std::array<page_region, 512> regions{}; // which tools such as memcheck do not see the kernel write
    for (std::uint64_t start = base, end = base + bytes; start < end;) {
        pm_scan_arg scan = private_pages_between(start, end, regions);
        const int count = ::ioctl(pagemap, pagemap_scan, &scan);
        if (count < 0)
            return errno_failure("cannot look for changed pages");
        for (const page_region& found : std::span{regions}.first(static_cast<std::size_t>(count)))
            append_pages((found.start - base) / page_bytes, (found.end - base) / page_bytes, pages);
        start = scan.walk_end;
    }
    return {};
}

result<void> find_by_reading(
    int pagemap, std::uint64_t base, std::size_t bytes, std::vector<std::uint64_t>& buffer,
    std::vector<std::uint32_t>& pages)
{
    constexpr std::size_t pages_a_read = 8192;
    buffer.resize(pages_a_read);
    const std::size_t total = bytes / page_bytes;
    for (std::size_t done = 0; done != total;) {
        const std::size_t wanted = std::min(pages_a_read, total - done);
        const auto offset = static_cast<off_t>((base / page_bytes + done) * sizeof(std::uint64_t));
        const ssize_t got = ::pread(pagemap, buffer.data(), wanted * sizeof(std::uint64_t), offset);
        if (got <= 0)
            return errno_failure("cannot read /proc/self/pagemap");
        const std::size_t entries = static_cast<std::size_t>(got) / sizeof(std::uint64_t);
        for (std::size_t index = 0; index != entries; ++index)
            if (is_private(buffer[index]))
                pages.push_back(static_cast<std::uint32_t>(done + index));
        done += entries;
    }
    return {};
}

bool kernel_has_scan(int pagemap)
{
    std::array<page_region, 1> regions;
    pm_scan_arg scan = private_pages_between(0, 0, regions);
    return ::ioctl(pagemap, pagemap_scan, &scan) >= 0;
}

} // namespace

result<private_page_finder> private_page_finder::create(method how, int process_id)
{
    const std::string file =
        "/proc/" + (process_id == 0 ? std::string{"self"} : std::to_string(process_id)) + "/pagemap";
    unique_handle pagemap{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!pagemap)
        return errno_failure("cannot open " + file + ", which finds the pages that were written to");
    const bool has_scan = how == method::best && kernel_has_scan(pagemap.get());
    return private_page_finder{std::move(pagemap), has_scan};
}

result<void> private_page_finder::find(const void* base, std::size_t bytes, std::vector<std::uint32_t>& pages)
{
    pages.clear();
    const auto address = reinterpret_cast<std::uint64_t>(base);
    return has_scan_ ? find_by_scan(pagemap_.get(), address, bytes, pages)
                     : find_by_reading(pagemap_.get(), address, bytes, buffer_, pages);
}

void discard_private_pages(void* base, const std::vector<std::uint32_t>& pages)
{
    for (std::size_t first = 0; first != pages.size();) {
        std::size_t end = first + 1;
        while (end != pages.size() && pages[end] == pages[end - 1] + 1)
            ++end;
        ::madvise(
            static_cast<std::byte*>(base) + std::size_t{pages[first]} * page_bytes,
            (end - first) * page_bytes, MADV_DONTNEED);
        first = end;
    }
}

} // namespace respawn::platform
