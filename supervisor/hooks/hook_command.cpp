#include "supervisor/hooks/hook_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace respawn::supervisor {

namespace {

struct placeholder {
    std::string_view name;
    const char* variable;
    std::string (*value)(const hook_values&);
};

constexpr std::array<placeholder, 6> placeholders{{
    {"pid", "RESPAWN_PID", [](const hook_values& values) { return std::to_string(values.process_id); }},
    {"exe", "RESPAWN_EXE", [](const hook_values& values) { return values.executable.string(); }},
    {"generation", "RESPAWN_GENERATION",
     [](const hook_values& values) { return std::to_string(values.generation); }},
    {"dir", "RESPAWN_DIR",
     [](const hook_values& values) { return values.executable.parent_path().string(); }},
    {"event", "RESPAWN_EVENT", [](const hook_values& values) { return std::string{name_of(values.event)}; }},
    {"project", "RESPAWN_PROJECT", [](const hook_values& values) { return values.project.string(); }},
}};

const placeholder* find(std::string_view name)
{
    const auto found = std::find_if(
        placeholders.begin(), placeholders.end(), [&](const placeholder& each) { return each.name == name; });
    return found == placeholders.end() ? nullptr : &*found;
}

/// The name between the braces that `text` begins with; empty: it begins with something else.
std::string_view name_at_start_of(std::string_view text)
{
    if (!text.starts_with('{'))
        return {};
    const auto end = std::find_if(text.begin() + 1, text.end(), [](unsigned char letter) {
        return !std::isalpha(letter) && letter != '_';
    });
    const auto length = static_cast<std::size_t>(end - text.begin()) - 1;
    return text.substr(1 + length).starts_with('}') ? text.substr(1, length) : std::string_view{};
}

/// What the shell makes of the text at a place of a command.
class shell_text {
public:
    enum class quotes : std::uint8_t { none, single, double_ };

    [[nodiscard]] quotes around() const { return quotes_; }
    /// Whether braces here are a placeholder's, and not the shell's own.
    [[nodiscard]] bool takes_placeholder() const { return !is_escaped_ && !after_dollar_; }

    void pass(char letter)
    {
        after_dollar_ = letter == '$' && !is_escaped_ && quotes_ != quotes::single;
        if (is_escaped_)
            is_escaped_ = false;
        else if (letter == '\\' && quotes_ != quotes::single)
            is_escaped_ = true;
        else if (letter == '\'' && quotes_ != quotes::double_)
            quotes_ = quotes_ == quotes::none ? quotes::single : quotes::none;
        else if (letter == '"' && quotes_ != quotes::single)
            quotes_ = quotes_ == quotes::none ? quotes::double_ : quotes::none;
    }

private:
    quotes quotes_ = quotes::none;
    bool is_escaped_ = false, after_dollar_ = false;
};

std::string quoted(const std::string& value, shell_text::quotes around)
{
    const bool in_double = around == shell_text::quotes::double_;
    std::string text;
    for (const char letter : value)
        if (!in_double && letter == '\'')
            text += R"('\'')";
        else if (in_double && std::string_view{"\"\\$`"}.find(letter) != std::string_view::npos)
            text += {'\\', letter};
        else
            text += letter;
    return around == shell_text::quotes::none ? "'" + text + "'" : text;
}

/// Calls `text` with each letter that is no placeholder's, and `placeholder` with the names of those.
template <class Text, class Placeholder>
void take_apart(std::string_view command, Text text, Placeholder placeholder)
{
    shell_text shell;
    for (std::size_t at = 0; at < command.size();) {
        const auto name = name_at_start_of(command.substr(at));
        if (!name.empty() && shell.takes_placeholder()) {
            placeholder(name, shell.around());
            shell.pass('x');
            at += name.size() + 2;
        } else {
            text(command[at]);
            shell.pass(command[at++]);
        }
    }
}

} // namespace

result<void> check_hook(std::string_view command)
{
    result<void> checked;
    take_apart(
        command, [](char) {},
        [&](std::string_view name, shell_text::quotes) {
            if (checked && !find(name)) {
                std::string known;
                for (const placeholder& each : placeholders)
                    known += fmt::format("{}{{{}}}", known.empty() ? "" : ", ", each.name);
                checked = failure{fmt::format("has {{{}}} in it; the placeholders are {}", name, known)};
            }
        });
    return checked;
}

std::string fill_in(std::string_view command, const hook_values& values)
{
    std::string filled;
    take_apart(
        command, [&](char letter) { filled += letter; },
        [&](std::string_view name, shell_text::quotes around) {
            const placeholder* known = find(name);
            filled += known ? quoted(known->value(values), around) : fmt::format("{{{}}}", name);
        });
    return filled;
}

std::vector<std::pair<std::string, std::string>> environment_of(const hook_values& values)
{
    std::vector<std::pair<std::string, std::string>> environment;
    for (const placeholder& each : placeholders)
        environment.emplace_back(each.variable, each.value(values));
    return environment;
}

} // namespace respawn::supervisor
