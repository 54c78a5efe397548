#include "supervisor/command/configuration.hpp"

#include "shared/text/nearest.hpp"
#include "shared/text/printable.hpp"
#include "supervisor/command/toml.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <utility>

namespace respawn::supervisor {
namespace {

/// CLI11's reader takes values apart at blanks, commas and # inside of quotes, each version in its own way.
/// So it is given what read_toml() has read.
class entries_that_were_read : public CLI::ConfigTOML {
public:
    explicit entries_that_were_read(const std::vector<toml_entry>& entries) : entries_{entries} {}

    std::vector<CLI::ConfigItem> from_config(std::istream&) const override
    {
        std::vector<CLI::ConfigItem> read(entries_.size());
        for (std::size_t index = 0; index != read.size(); ++index) {
            read[index].name = entries_[index].key;
            read[index].inputs = entries_[index].values;
        }
        return read;
    }

private:
    std::vector<toml_entry> entries_;
};

bool is_flag(const CLI::Option& option)
{
    return option.get_expected_min() == 0;
}

bool takes_many(const CLI::Option& option)
{
    return option.get_expected_max() > 1;
}

const CLI::Option* option_of(const CLI::App& command, std::string_view key)
{
    for (const auto* option : command.get_options())
        if (option->get_single_name() == key)
            return option;
    return nullptr;
}

failure unknown_key(const CLI::App& command, const std::string& key)
{
    std::vector<std::string> names;
    for (const auto* option : command.get_options())
        names.push_back(option->get_single_name());
    const auto meant = text::nearest(key, std::vector<std::string_view>{names.begin(), names.end()});
    return failure{fmt::format(
        "there is no option {}{}; see 'respawn help'", text::printable(key, text::line_ends::go),
        meant.empty() ? "" : fmt::format(", perhaps you meant {}", meant))};
}

/// A sentence without the place, or nothing.
result<void> check_value(const CLI::Option& option, const toml_entry& entry)
{
    if (is_flag(option) && entry.kind != toml_kind::truth)
        return failure{fmt::format("{} must be true or false", entry.key)};
    if (!is_flag(option) && entry.kind == toml_kind::truth)
        return failure{fmt::format(
            "{} can't be {}, but takes a text in quotes, or a number", entry.key, entry.values.front())};
    if (entry.kind == toml_kind::list && !takes_many(option))
        return failure{fmt::format("{} takes one value, and no list", entry.key)};
    return {};
}

result<void> check(const CLI::App& command, const toml_entry& entry)
{
    const auto* const option = option_of(command, entry.key);
    return option ? check_value(*option, entry) : unknown_key(command, entry.key);
}

/// Invariant: `file` is named in each sentence.
class configuration_reader {
public:
    configuration_reader(CLI::App& command, std::string file) : command_{command}, file_{std::move(file)} {}

    result<configured_options> read(std::string_view content)
    {
        auto entries = read_toml(content);
        if (!entries)
            return failure{fmt::format("respawn: {}:{}", file_, entries.error().sentence)};
        for (const toml_entry& each : *entries)
            if (auto taken = take(each); !taken)
                return failure{fmt::format("respawn: {}: {}", place(each), taken.error().sentence)};
        // A list without a value is as if it was not there.
        std::erase_if(*entries, [](const toml_entry& each) { return each.values.empty(); });
        command_.config_formatter(std::make_shared<entries_that_were_read>(*entries));
        std::istringstream nothing;
        command_.parse_from_stream(nothing);
        return std::move(used_);
    }

private:
    result<void> take(const toml_entry& entry)
    {
        if (auto checked = check(command_, entry); !checked)
            return checked;
        if (const auto [first, is_new] = seen_.emplace(entry.key, entry.line); !is_new)
            return failure{fmt::format("{} is in line {} already", entry.key, first->second)};
        if (option_of(command_, entry.key)->empty())
            used_.emplace(entry.key, place(entry));
        return {};
    }

    [[nodiscard]] std::string place(const toml_entry& entry) const
    {
        return fmt::format("{}:{}", file_, entry.line);
    }

    CLI::App& command_;
    std::string file_;
    std::map<std::string, std::size_t> seen_;
    configured_options used_;
};

} // namespace

result<configured_options> read_configuration(CLI::App& command, const std::filesystem::path& file)
{
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return configured_options{};
    const auto name = file.lexically_normal().string();
    std::ifstream stream{file, std::ios::binary};
    if (!std::filesystem::is_regular_file(file, error))
        return failure{fmt::format(
            "respawn: {} is no file, where 'respawn run' looks for one with its options; move it away",
            name)};
    if (!stream)
        return failure{fmt::format(
            "respawn: cannot read {}, the file with the options of 'respawn run'; make it readable for you",
            name)};
    const std::string content{std::istreambuf_iterator{stream}, {}};
    return configuration_reader{command, name}.read(content);
}

} // namespace respawn::supervisor
