#include "supervisor/build/kept_output.hpp"

#include <algorithm>
#include <utility>

namespace respawn::supervisor {

namespace {

constexpr std::size_t half = kept_output::max_bytes / 2;
/// For the line between the halves.
constexpr std::size_t gap_bytes = 64;
/// A longer line is cut anywhere.
constexpr std::size_t max_cut_bytes = 4096;

std::uint64_t leave_last(std::string& text, std::size_t bytes)
{
    const auto before = text.size() - std::min(text.size(), bytes);
    text.erase(0, before);
    return before;
}

std::string gap_line(std::uint64_t bytes)
{
    return "… " + std::to_string(bytes) + " bytes left out …\n";
}

} // namespace

void kept_output::add(std::string_view text)
{
    const auto fits = std::min(text.size(), half - beginning_.size());
    beginning_ += text.substr(0, fits);
    end_ += text.substr(fits);
    // Twice as much, so that it is seldom moved.
    if (end_.size() > 2 * half)
        left_out_ += leave_last(end_, half);
}

std::string kept_output::take()
{
    auto left_out = std::exchange(left_out_, 0);
    if (left_out != 0 || end_.size() > half)
        left_out += cut_at_line_ends();
    auto all = std::exchange(beginning_, {});
    if (left_out != 0)
        all += (all.ends_with('\n') ? "" : "\n") + gap_line(left_out);
    return all + std::exchange(end_, {});
}

/// Returns how many bytes that took.
std::uint64_t kept_output::cut_at_line_ends()
{
    auto cut = leave_last(end_, half - gap_bytes);
    if (const auto line = end_.find('\n'); line < max_cut_bytes)
        cut += leave_last(end_, end_.size() - line - 1);
    const auto begun = beginning_.size() - (beginning_.rfind('\n') + 1);
    if (begun < std::min(max_cut_bytes, beginning_.size())) {
        beginning_.resize(beginning_.size() - begun);
        cut += begun;
    }
    return cut;
}

} // namespace respawn::supervisor
