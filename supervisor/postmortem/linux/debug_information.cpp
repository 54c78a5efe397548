#include "supervisor/postmortem/linux/debug_information.hpp"

#include "supervisor/postmortem/linux/function_names.hpp"
#include "supervisor/postmortem/readable_name.hpp"

#include <dwarf.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <utility>

namespace respawn::postmortem {

namespace {

bool is_system_path(const std::string& path)
{
    constexpr std::array roots{"/usr/", "/lib/", "/lib64/", "/lib32/", "["};
    return path.empty() ||
           std::any_of(roots.begin(), roots.end(), [&](const char* root) { return path.starts_with(root); });
}

std::string path_of(Dwfl_Module* module)
{
    const char* file = nullptr;
    const char* name = dwfl_module_info(module, nullptr, nullptr, nullptr, nullptr, nullptr, &file, nullptr);
    return text(file ? file : name);
}

/// Of the standard library's headers, say.
bool is_system_source(const std::string& file)
{
    constexpr std::array roots{"/usr/include/", "/usr/lib/", "/usr/local/include/", "/usr/local/lib/"};
    return std::any_of(roots.begin(), roots.end(), [&](const char* root) { return file.starts_with(root); });
}

bool is_function(int tag)
{
    return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine || tag == DW_TAG_entry_point;
}

struct place {
    std::string file;
    unsigned line = 0;
};

place place_of_address(Dwarf_Die& unit, Dwarf_Addr address)
{
    Dwarf_Line* line = dwarf_getsrc_die(&unit, address);
    int number = 0;
    if (!line || dwarf_lineno(line, &number) != 0)
        return {};
    return {text(dwarf_linesrc(line, nullptr, nullptr)), static_cast<unsigned>(std::max(number, 0))};
}

Dwarf_Word number_of(Dwarf_Die& die, unsigned name)
{
    Dwarf_Attribute attribute;
    Dwarf_Word value = 0;
    if (dwarf_attr(&die, name, &attribute))
        dwarf_formudata(&attribute, &value);
    return value;
}

/// Where the function that `inlined` stands in calls it.
place place_of_call(Dwarf_Die& unit, Dwarf_Die& inlined)
{
    Dwarf_Files* files = nullptr;
    std::size_t count = 0;
    const Dwarf_Word file = number_of(inlined, DW_AT_call_file);
    if (dwarf_getsrcfiles(&unit, &files, &count) != 0 || file >= count)
        return {};
    return {
        text(dwarf_filesrc(files, file, nullptr, nullptr)),
        static_cast<unsigned>(number_of(inlined, DW_AT_call_line))};
}

std::string address_text(Dwarf_Addr address)
{
    std::array<char, 64> text{};
    std::snprintf(
        text.data(), text.size(), "address 0x%llx, where no code is",
        static_cast<unsigned long long>(address));
    return text.data();
}

void set_place(frame& one, place where)
{
    one.file = where.file.empty() ? "" : std::filesystem::path{where.file}.lexically_normal().string();
    one.line = where.line;
}

} // namespace

debug_information::debug_information(Dwfl* images, std::string own_image) :
    images_{images}, own_image_{std::move(own_image)}
{}

debug_information::image& debug_information::image_of(Dwfl_Module* module)
{
    const auto [found, is_new] = known_.try_emplace(module);
    if (is_new) {
        const std::string path = path_of(module);
        found->second.name = std::filesystem::path{path}.filename().string();
        found->second.is_own = path == own_image_ || !is_system_path(path);
    }
    return found->second;
}

/// By the image's index; some compilers make none.
bool debug_information::find_unit(Dwfl_Module* module, image& of, Dwarf_Addr address, unit& found)
{
    if (const Dwarf_Die* die = dwfl_module_addrdie(module, address, &found.bias)) {
        found.die = *die;
        return true;
    }
    read_units(module, of);
    for (unit& each : of.units)
        if (dwarf_haspc(&each.die, address - each.bias) == 1) {
            found = each;
            return true;
        }
    return false;
}

void debug_information::read_units(Dwfl_Module* module, image& of)
{
    if (std::exchange(of.units_are_read, true))
        return;
    Dwarf_Addr bias = 0;
    for (Dwarf_Die* die = nullptr; (die = dwfl_module_nextcu(module, die, &bias)) != nullptr;)
        of.units.push_back({*die, bias});
}

std::vector<frame> debug_information::frames_by_debug_information(
    Dwfl_Module* module, unit found, Dwarf_Addr address)
{
    std::vector<frame> frames;
    const Dwarf_Addr inside = address - found.bias;
    const die_list at_address{[&](Dwarf_Die** list) { return dwarf_getscopes(&found.die, inside, list); }};
    if (at_address.all().empty())
        return frames;
    const die_list scopes{
        [&](Dwarf_Die** list) { return dwarf_getscopes_die(&at_address.all().front(), list); }};
    place where = place_of_address(found.die, inside);
    for (Dwarf_Die& scope : scopes.all()) {
        const int tag = dwarf_tag(&scope);
        if (!is_function(tag))
            continue;
        frame& made = frames.emplace_back();
        made.is_inlined = tag == DW_TAG_inlined_subroutine;
        // A symbol tells the arguments also of functions whose names the compiler keeps to itself.
        made.function = made.is_inlined ? std::string{} : symbol_name(module, address);
        if (made.function.empty())
            made.function = function_name(scope);
        set_place(made, std::move(where));
        if (!made.is_inlined)
            break;
        where = place_of_call(found.die, scope);
    }
    return frames;
}

const std::vector<frame>& debug_information::frames_at(Dwarf_Addr address, depth how)
{
    const auto [found, is_new] = found_.try_emplace(address);
    if (is_new)
        found->second = find_frames(address, how);
    return found->second;
}

std::vector<frame> debug_information::find_frames(Dwarf_Addr address, depth how)
{
    std::vector<frame> frames;
    Dwfl_Module* module = dwfl_addrmodule(images_, address);
    if (!module) {
        frames.emplace_back().function = address_text(address);
        return frames;
    }
    image& of = image_of(module);
    unit found{};
    // The system's libraries are not what anybody debugs here: their names are enough.
    if (how == depth::all && of.is_own && find_unit(module, of, address, found))
        frames = frames_by_debug_information(module, found, address);
    if (frames.empty()) {
        frames.emplace_back().function = symbol_name(module, address);
        if (found.die.addr)
            set_place(frames.back(), place_of_address(found.die, address - found.bias));
    }
    for (frame& each : frames) {
        each.module = of.name;
        each.is_own = of.is_own && !each.function.empty() && !is_runtime_name(each.function) &&
                      !is_system_source(each.file);
    }
    return frames;
}

bool debug_information::has_any() const
{
    struct search {
        const std::string& wanted;
        bool has_units = true; // of a game that is not among the images nothing is known
    } game{own_image_};
    const auto look = [](Dwfl_Module* module, void**, const char*, Dwarf_Addr, void* argument) {
        auto& [wanted, has_units] = *static_cast<search*>(argument);
        if (path_of(module) != wanted)
            return static_cast<int>(DWARF_CB_OK);
        Dwarf_Addr bias = 0;
        has_units = dwfl_module_nextcu(module, nullptr, &bias) != nullptr;
        return static_cast<int>(DWARF_CB_ABORT);
    };
    dwfl_getmodules(images_, look, &game, 0);
    return game.has_units;
}

} // namespace respawn::postmortem
