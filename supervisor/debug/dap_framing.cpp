#include "supervisor/debug/dap_framing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

namespace respawn::supervisor {

namespace {

constexpr std::string_view end_of_line = "\r\n", end_of_header = "\r\n\r\n";
constexpr std::string_view length_field = "content-length:";

std::string_view trimmed(std::string_view text)
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

bool has_name(std::string_view line, std::string_view name)
{
    return line.size() >= name.size() &&
           std::equal(
               name.begin(), name.end(), line.begin(),
               [](char expected, char found) {
                   return expected == std::tolower(static_cast<unsigned char>(found));
               });
}

std::optional<std::size_t> number_in(std::string_view text)
{
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = error == std::errc{} && end == text.data() + text.size();
    return is_number ? std::optional{number} : std::nullopt;
}

/// What "Content-Length" says; nothing: no line does, or it is no number.
std::optional<std::size_t> length_in(std::string_view header)
{
    while (!header.empty()) {
        const auto line = header.substr(0, header.find(end_of_line));
        if (has_name(line, length_field))
            return number_in(trimmed(line.substr(length_field.size())));
        header.remove_prefix(std::min(header.size(), line.size() + end_of_line.size()));
    }
    return std::nullopt;
}

} // namespace

result<void> dap_reader::read_header()
{
    const auto end = std::string_view{bytes_}.substr(0, max_dap_header_bytes).find(end_of_header);
    if (end == std::string_view::npos)
        return bytes_.size() < max_dap_header_bytes
                   ? result<void>{}
                   : failure{"a message of the debug adapter protocol begins with no header"};
    const auto length = length_in(std::string_view{bytes_}.substr(0, end));
    if (!length)
        return failure{"the header of a message of the debug adapter protocol has no Content-Length"};
    if (*length > max_dap_message_bytes)
        return failure{fmt::format(
            "a message of the debug adapter protocol has {} bytes, more than {}", *length,
            max_dap_message_bytes)};
    bytes_.erase(0, end + end_of_header.size());
    content_bytes_ = *length;
    return {};
}

result<std::optional<std::string>> dap_reader::next()
{
    if (!content_bytes_)
        if (auto read = read_header(); !read)
            return read.error();
    if (!content_bytes_ || bytes_.size() < *content_bytes_)
        return std::optional<std::string>{};
    std::optional content{bytes_.substr(0, *content_bytes_)};
    bytes_.erase(0, *content_bytes_);
    content_bytes_.reset();
    return content;
}

std::string framed(std::string_view content)
{
    return fmt::format("Content-Length: {}{}{}", content.size(), end_of_header, content);
}

} // namespace respawn::supervisor
