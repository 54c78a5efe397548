#include "supervisor/report/text_parts.hpp"

#include "shared/text/printable.hpp"

#include <fmt/format.h>

namespace respawn::report {

std::string painted(std::string_view text, fmt::text_style style, colours use)
{
    return use == colours::yes ? fmt::format("{}", fmt::styled(text, style)) : std::string{text};
}

std::string label(std::string_view text, colour foreground, colours use)
{
    return painted(fmt::format("{:<6}  ", text), fmt::emphasis::bold | fmt::fg(foreground), use);
}

std::string generation_label(std::uint64_t generation, colour foreground, colours use)
{
    return label(fmt::format("gen {}", generation), foreground, use);
}

std::string faint(std::string_view text, colours use)
{
    return painted(text, fmt::emphasis::faint, use);
}

std::string one_line(std::string text)
{
    return text::printable(std::move(text), text::line_ends::go, ' ');
}

std::string_view within_folder(std::string_view file, std::string_view folder)
{
    const bool is_inside = !folder.empty() && file.size() > folder.size() && file.starts_with(folder) &&
                           file[folder.size()] == '/';
    return is_inside ? file.substr(folder.size() + 1) : file;
}

} // namespace respawn::report
