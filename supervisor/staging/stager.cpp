#include "supervisor/staging/stager.hpp"

#include "supervisor/staging/debug_files.hpp"
#include "supervisor/staging/image.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <functional>
#include <optional>

namespace respawn::supervisor {

namespace fs = std::filesystem;

namespace {

using outcome = staging_report::outcome;

std::string folder_name(std::uint32_t generation)
{
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%06u", generation);
    return text.data();
}

std::optional<std::uint32_t> generation_from(const std::string& name)
{
    std::uint32_t generation = 0;
    const char* end = name.data() + name.size();
    const auto parsed = std::from_chars(name.data(), end, generation);
    return parsed.ec == std::errc{} && parsed.ptr == end ? std::optional{generation} : std::nullopt;
}

std::vector<fs::path> entries_of(const fs::path& folder)
{
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator at{folder, error}, end; !error && at != end; at.increment(error))
        entries.push_back(at->path());
    return entries;
}

void remove_quietly(const fs::path& folder) noexcept
{
    std::error_code ignored;
    fs::remove_all(folder, ignored);
}

/// The folder that a generation is copied into, removed unless it was published.
class unpublished_folder {
public:
    explicit unpublished_folder(fs::path path) : path_{std::move(path)} { remove_quietly(path_); }
    ~unpublished_folder() { remove_quietly(path_); }
    unpublished_folder(const unpublished_folder&) = delete;
    unpublished_folder& operator=(const unpublished_folder&) = delete;

    [[nodiscard]] std::error_code make() const
    {
        std::error_code error;
        fs::create_directories(path_, error); // somebody may have removed the folders above
        return error;
    }

    [[nodiscard]] std::error_code publish(const fs::path& as) const
    {
        std::error_code error;
        fs::rename(path_, as, error);
        return error;
    }

    [[nodiscard]] const fs::path& path() const noexcept { return path_; }

private:
    fs::path path_;
};

staging_report refusal(std::string sentence)
{
    return {outcome::refused, {}, std::move(sentence), {}};
}

staging_report changed(const fs::path& file)
{
    return {outcome::changed_meanwhile, {}, file.string() + " changed while it was copied", {}};
}

staging_report copy_into(const fs::path& from, const fs::path& to)
{
    if (std::error_code ignored; fs::is_directory(from, ignored))
        return refusal(from.string() + " is a folder; name the program that the build makes");
    const auto copied = platform::copy_file(from.string(), to.string());
    if (!copied)
        return refusal(copied.error().sentence);
    switch (copied->outcome) {
    case platform::copy_outcome::changed_meanwhile:
        return changed(from);
    case platform::copy_outcome::missing:
        return refusal(from.string() + " does not exist; build it, or correct the path");
    case platform::copy_outcome::copied:
        break;
    }
    staging_report report{outcome::staged, {}, {}, {}};
    report.image.source_version = copied->version;
    return report;
}

bool have_same_content(const fs::path& one, const fs::path& other)
{
    std::error_code error;
    if (fs::file_size(one, error) != fs::file_size(other, error) || error)
        return false;
    std::ifstream first{one, std::ios::binary}, second{other, std::ios::binary};
    std::array<char, 65536> left{}, right{};
    do {
        first.read(left.data(), left.size());
        second.read(right.data(), right.size());
        if (first.bad() || second.bad() || first.gcount() != second.gcount() ||
            !std::equal(left.begin(), left.begin() + first.gcount(), right.begin()))
            return false;
    } while (first && second);
    return true;
}

/// Copies the executable and what a debugger wants beside it, and checks the copy.
staging_report fill(const fs::path& folder, const image_source& source, const fs::path& known)
{
    const fs::path& executable = source.place;
    const fs::path copy = folder / executable.filename();
    auto report = copy_into(source.file, copy);
    if (report.what != outcome::staged)
        return report;
    if (const auto checked = check_image(copy.string()); !checked) {
        // What is wrong with the copy is wrong with the build's output, which is what the user knows.
        std::string sentence = checked.error().sentence;
        sentence.replace(
            0, sentence.find(copy.string()) == 0 ? copy.string().size() : 0, executable.string());
        return refusal(sentence);
    }
    auto debug_files = stage_debug_files(executable, copy);
    if (debug_files.changed_meanwhile)
        return changed(executable);
    report.warning = std::move(debug_files.warning);
    // What was changed in the copy, for debuggers, was changed in both.
    if (!known.empty() && have_same_content(copy, known))
        report.what = outcome::same;
    return report;
}

failure folder_failure(const fs::path& folder, std::error_code error)
{
    return failure{
        "cannot write to the folder " + folder.string() + ": " + error.message() +
        "; make it writable, or start from a project folder that is"};
}

} // namespace

result<stager> stager::create(const fs::path& project)
{
    std::error_code error;
    const fs::path own = fs::absolute(project, error) / ".respawn";
    const fs::path root = own / "gen";
    fs::create_directories(root, error);
    if (error)
        return folder_failure(own, error);
    const stager made{root};
    made.remove_all();
    if (const auto refused = unpublished_folder{root / ".probe"}.make())
        return folder_failure(root, refused);
    if (const auto left = entries_of(root); !left.empty()) {
        return failure{
            "cannot remove " + left.front().string() + ", left by an earlier session; remove it by hand"};
    }
    return made;
}

staging_report stager::stage(
    const image_source& source, std::uint32_t generation, const fs::path& known) const
{
    const unpublished_folder folder{root_ / ("." + folder_name(generation))};
    if (const auto error = folder.make())
        return refusal(folder_failure(root_, error).sentence);
    auto report = fill(folder.path(), source, known);
    if (report.what != outcome::staged)
        return report;
    const fs::path published = folder_of(generation);
    if (const auto error = folder.publish(published))
        return refusal(folder_failure(root_, error).sentence);
    report.image.generation = generation;
    report.image.folder = published;
    report.image.executable = published / source.place.filename();
    return report;
}

result<void> stager::put_back(
    const fs::path& executable, std::uint32_t generation, const fs::path& copy) const
{
    const unpublished_folder folder{root_ / ("." + folder_name(generation))};
    if (const auto error = folder.make())
        return folder_failure(root_, error);
    if (const auto report = copy_into(copy, folder.path() / executable.filename());
        report.what != outcome::staged)
        return failure{report.sentence};
    if (const auto error = folder.publish(folder_of(generation)))
        return folder_failure(root_, error);
    return {};
}

void stager::prune(const std::vector<std::uint32_t>& wanted) const
{
    std::vector<std::uint32_t> generations;
    for (const fs::path& entry : entries_of(root_))
        if (const auto generation = generation_from(entry.filename().string()))
            generations.push_back(*generation);
    std::sort(generations.begin(), generations.end(), std::greater{});
    for (std::size_t index = kept_generations; index < generations.size(); ++index)
        if (std::find(wanted.begin(), wanted.end(), generations[index]) == wanted.end())
            remove_quietly(folder_of(generations[index]));
}

void stager::remove_all() const
{
    for (const fs::path& entry : entries_of(root_))
        remove_quietly(entry);
}

fs::path stager::folder_of(std::uint32_t generation) const
{
    return root_ / folder_name(generation);
}

} // namespace respawn::supervisor
