#include "supervisor/audit/foreign_memory.hpp"

#include "supervisor/postmortem/linux/memory_map.hpp"
#include "supervisor/postmortem/readable_name.hpp"
#include "supervisor/symbols/symbol_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace respawn::supervisor {

namespace {

using postmortem::mapping;

constexpr std::uint64_t page_bytes = 4096;
/// No process has memory below and above.
constexpr std::uint64_t first_address = 0x1'0000, end_of_addresses = 0x8000'0000'0000;
/// The symbols of a larger one take too long to be read between two frames.
constexpr std::uint64_t largest_read_image_bytes = std::uint64_t{256} << 20;

bool is_file(const mapping& one)
{
    return one.inode != 0 && one.name.starts_with('/') && !one.name.starts_with("/memfd:") &&
           !one.name.starts_with("/dev/");
}

std::string_view path_of(const mapping& one)
{
    constexpr std::string_view deleted = " (deleted)";
    std::string_view path = one.name;
    if (path.ends_with(deleted))
        path.remove_suffix(deleted.size());
    return path;
}

std::string_view file_name(std::string_view path)
{
    return path.substr(path.rfind('/') + 1);
}

/// How much further the process has what the linker put into this part of the file.
std::optional<std::uint64_t> load_bias(const symbol_table& symbols, const mapping& one)
{
    for (const segment& each : symbols.segments()) {
        const std::uint64_t first_page = each.file_offset / page_bytes * page_bytes;
        if (one.offset >= first_page && one.offset < each.file_offset + each.file_bytes)
            return one.begin - (each.address - each.file_offset + one.offset);
    }
    return std::nullopt;
}

std::string symbol_words(const symbol& of)
{
    const char* what = of.kind == symbol_kind::function ? "function" : "variable";
    const std::string name = postmortem::readable_name(of.name);
    return of.file.empty() ? fmt::format("the {} {}", what, name)
                           : fmt::format("the {} {} of {}", what, name, file_name(of.file));
}

std::string segment_words(const segment* of)
{
    if (!of)
        return "";
    switch (of->kind) {
    case segment_kind::code:
        return "code";
    case segment_kind::read_only:
        return "a constant";
    case segment_kind::writable:
        break;
    }
    return "a variable";
}

} // namespace

struct foreign_memory::map {
    std::vector<mapping> all; ///< ascending
    std::optional<symbol_table> symbols{};
    bool has_tried_symbols = false;

    [[nodiscard]] const mapping* find(std::uint64_t address) const
    {
        const auto after =
            std::upper_bound(all.begin(), all.end(), address, [](std::uint64_t wanted, const mapping& each) {
                return wanted < each.begin;
            });
        return after != all.begin() && address < std::prev(after)->end ? &*std::prev(after) : nullptr;
    }

    /// The part of a file that this belongs to: itself, or what it continues, as a program's variables that
    /// begin as zeros do; null: none.
    [[nodiscard]] const mapping* file_of(const mapping& one) const
    {
        if (is_file(one))
            return &one;
        if (one.inode != 0 || !one.name.empty() || &one == all.data())
            return nullptr;
        const mapping& before = *(&one - 1);
        return is_file(before) && before.end == one.begin && before.writable ? &before : nullptr;
    }

    [[nodiscard]] bool has_code(std::string_view path) const
    {
        return std::any_of(
            all.begin(), all.end(),
            [&](const mapping& each) { return each.executable && path_of(each) == path; });
    }

    [[nodiscard]] const symbol_table* symbols_of(const std::filesystem::path& image)
    {
        std::error_code error;
        if (!has_tried_symbols && std::filesystem::file_size(image, error) <= largest_read_image_bytes)
            if (auto read = symbol_table::read(image))
                symbols.emplace(std::move(*read));
        has_tried_symbols = true;
        return symbols ? &*symbols : nullptr;
    }

    /// What is there in the executable; empty: not known.
    [[nodiscard]] std::string in_executable(
        const mapping& part, std::uint64_t address, const std::filesystem::path& image)
    {
        const symbol_table* table = symbols_of(image);
        const auto bias = table ? load_bias(*table, part) : std::nullopt;
        if (!bias)
            return "";
        const auto found = table->find(address - *bias);
        return found ? symbol_words(*found->of) : segment_words(table->segment_at(address - *bias));
    }
};

foreign_memory::foreign_memory(process_of_pointers who) :
    who_{std::move(who)}, map_{std::make_unique<map>(
                              map{who_.process_id != 0 ? postmortem::mappings_of(who_.process_id)
                                                       : std::vector<mapping>{}})}
{}

foreign_memory::~foreign_memory() = default;

foreign_place foreign_memory::at(std::uint64_t address)
{
    const std::string owner = fmt::format("generation {}", who_.generation);
    if (address < first_address || address >= end_of_addresses)
        return {"none", fmt::format("{:#x}, where no memory can be", address)};
    if (who_.process_id == 0)
        return {
            "none", who_.generation != 0 ? "memory of " + owner + ", which is gone"
                                         : "memory of a program that nobody knows any more"};
    const mapping* found = map_->find(address);
    if (!found)
        return {"none", "memory that " + owner + " does not have"};
    if (found->name.starts_with("[stack"))
        return {"stack", "the stack of " + owner};
    if (const mapping* file = map_->file_of(*found)) {
        const std::string_view path = path_of(*file);
        if (path == who_.image.native()) {
            const std::string what = map_->in_executable(*file, address, who_.image);
            return {
                "executable",
                what.empty() ? "the executable of " + owner : what + " in the executable of " + owner};
        }
        if (map_->has_code(path))
            return {"library", fmt::format("the library {} of {}", file_name(path), owner)};
        return {"file", fmt::format("the file {}, which {} has mapped", file_name(path), owner)};
    }
    if (found->inode == 0 &&
        (found->name.empty() || found->name.starts_with("[heap") || found->name.starts_with("[anon")))
        return {"heap", "the heap of " + owner};
    return {"shared", "memory that " + owner + " shares with others"};
}

} // namespace respawn::supervisor
