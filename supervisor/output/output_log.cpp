#include "supervisor/output/output_log.hpp"

#include <fmt/format.h>

#include <string>
#include <system_error>
#include <utility>

namespace respawn::supervisor {

namespace {

/// A longer line is cut anywhere.
constexpr std::size_t max_cut_bytes = 4096;

} // namespace

output_log::output_log(std::filesystem::path path, std::uint64_t limit_bytes) :
    path_{std::move(path)}, limit_bytes_{limit_bytes}, end_begins_{limit_bytes / 2}
{
    std::ofstream{path_, std::ios::binary};
}

void output_log::append(std::string_view text)
{
    std::fstream file{path_, std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(static_cast<std::streamoff>(size_bytes_));
    file.write(text.data(), static_cast<std::streamsize>(text.size())).flush();
    if (!file)
        return;
    size_bytes_ += text.size();
    if (size_bytes_ > limit_bytes_)
        leave_out_middle(file);
}

/// More than must be, so that it is seldom done.
void output_log::leave_out_middle(std::fstream& file)
{
    std::string end(limit_bytes_ / 4, '\0');
    file.seekg(static_cast<std::streamoff>(size_bytes_ - end.size()));
    file.read(end.data(), static_cast<std::streamsize>(end.size()));
    if (const auto line = end.find('\n'); line < max_cut_bytes)
        end.erase(0, line + 1);
    left_out_bytes_ += size_bytes_ - end.size() - end_begins_;
    const std::string gap = fmt::format("\n… {} bytes left out …\n", left_out_bytes_);
    const std::uint64_t beginning_bytes = limit_bytes_ / 2;
    file.seekp(static_cast<std::streamoff>(beginning_bytes));
    file << gap << end << std::flush;
    end_begins_ = beginning_bytes + gap.size();
    size_bytes_ = end_begins_ + end.size();
    std::error_code ignored;
    std::filesystem::resize_file(path_, size_bytes_, ignored);
}

} // namespace respawn::supervisor
