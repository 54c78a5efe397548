#include "supervisor/postmortem/source_quote.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>
#include <system_error>

namespace respawn::postmortem {

namespace fs = std::filesystem;

namespace {

constexpr unsigned lines_around = 2;
constexpr std::uintmax_t largest_source_bytes = std::uintmax_t{16} << 20;
constexpr std::size_t longest_line = 160;
constexpr std::size_t tab_width = 4;

std::string text_of(const std::string& line)
{
    std::string text;
    for (const char c : line) {
        if (c == '\t')
            text.append(tab_width - text.size() % tab_width, ' ');
        else if (c != '\r')
            text += c;
        if (text.size() >= longest_line)
            break;
    }
    return text;
}

bool is_blank(const source_line& line)
{
    return !line.is_marked && line.text.find_first_not_of(' ') == std::string::npos;
}

} // namespace

std::vector<source_line> quote(const fs::path& source, unsigned number)
{
    std::error_code error;
    // Only what ends: the name comes out of the image, and may be a pipe's or a device's.
    if (number == 0 || !fs::is_regular_file(source, error) ||
        fs::file_size(source, error) > largest_source_bytes || error)
        return {};
    std::ifstream file{source};
    const std::uint64_t last = std::uint64_t{number} + lines_around;
    std::vector<source_line> quoted;
    std::string line;
    for (unsigned at = 1; at <= last && std::getline(file, line); ++at)
        if (std::uint64_t{at} + lines_around >= number)
            quoted.push_back({at, text_of(line), at == number});
    if (std::none_of(quoted.begin(), quoted.end(), [](const source_line& each) { return each.is_marked; }))
        return {};
    while (is_blank(quoted.front()))
        quoted.erase(quoted.begin());
    while (is_blank(quoted.back()))
        quoted.pop_back();
    return quoted;
}

} // namespace respawn::postmortem
