#include "tests/support/holdings.hpp"

#include "tests/support/deadline.hpp"
#include "tests/support/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace respawn::test {

namespace fs = std::filesystem;

namespace {

fs::path process_folder(int process_id)
{
    return "/proc/" + std::to_string(process_id);
}

std::size_t count_words(const fs::path& file)
{
    std::ifstream words{file};
    return static_cast<std::size_t>(
        std::distance(std::istream_iterator<std::string>{words}, std::istream_iterator<std::string>{}));
}

std::size_t count_object_mappings(const fs::path& maps)
{
    std::ifstream lines{maps};
    std::string range, access, offset, device, rest;
    std::uint64_t object = 0;
    std::size_t count = 0;
    while (lines >> range >> access >> offset >> device >> object && std::getline(lines, rest))
        count += object != 0;
    return count;
}

} // namespace

holdings holdings_of(int process_id)
{
    const fs::path process = process_folder(process_id);
    holdings all;
    all.descriptors = entries_in(process / "fd");
    all.mappings = count_object_mappings(process / "maps");
    for (const auto& thread : fs::directory_iterator{process / "task"})
        all.children += count_words(thread.path() / "children");
    return all;
}

holdings settled_holdings(int process_id)
{
    holdings seen;
    const bool settled = eventually([&] {
        seen = holdings_of(process_id);
        return seen.children == 1 && always([&] { return holdings_of(process_id) == seen; }, 100ms);
    });
    if (!settled)
        throw std::runtime_error{"the process does not come to rest: it has " + text_of(seen)};
    return seen;
}

std::string text_of(const holdings& all)
{
    return std::to_string(all.descriptors) + " descriptors, " + std::to_string(all.mappings) + " mappings, " +
           std::to_string(all.children) + " children";
}

std::uint64_t own_memory_bytes(int process_id)
{
    std::ifstream words{process_folder(process_id) / "status"};
    std::string word;
    while (words >> word)
        if (std::uint64_t kibibytes = 0; word == "RssAnon:" && words >> kibibytes)
            return kibibytes * 1024;
    throw std::runtime_error{"process " + std::to_string(process_id) + " has no memory"};
}

} // namespace respawn::test
