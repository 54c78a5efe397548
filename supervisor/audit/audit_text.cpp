#include "supervisor/audit/audit_text.hpp"

#include "supervisor/report/text_parts.hpp"
#include "supervisor/report/units.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace respawn::supervisor {

namespace {

using json = nlohmann::ordered_json;

/// 1234567 as "1,234,567".
std::string grouped(std::uint64_t number)
{
    std::string digits = std::to_string(number);
    for (std::size_t place = digits.size(); place > 3;)
        digits.insert(place -= 3, ",");
    return digits;
}

std::string verdict(const report::audit& made)
{
    if (made.dangling_count != 0)
        return fmt::format(
            "{} of {} pointers {}", grouped(made.dangling_count), grouped(made.pointers),
            made.dangling_count == 1 ? "dangles" : "dangle");
    if (made.pointers == 0)
        return made.rebound != 0 ? "no pointer dangles" : "the state has no pointers";
    if (made.rebound != 0)
        return fmt::format(
            "all {} pointers are null, point into the state, or follow the program", grouped(made.pointers));
    return made.pointers == 1
               ? std::string{"the only pointer is null or points into the state"}
               : fmt::format("all {} pointers are null or point into the state", grouped(made.pointers));
}

} // namespace

std::string audit_text(const report::audit& made)
{
    std::string text;
    for (const report::dangling_pointer& each : made.dangling)
        text += report::one_line(fmt::format("{} points at {}", each.path, each.points_at)) + "\n";
    if (made.dangling_count > made.dangling.size())
        text += fmt::format("… and {} more\n", grouped(made.dangling_count - made.dangling.size()));
    text += fmt::format("{}  (looked at in {})\n", verdict(made), report::duration_text(made.duration));
    if (made.rebound != 0)
        text += fmt::format(
            "{} lead{} to functions, vtables, variables or constants of the program, and follow{} it into "
            "the "
            "next build as long as they keep their names.\n",
            grouped(made.rebound), made.rebound == 1 ? "s" : "", made.rebound == 1 ? "s" : "");
    if (made.is_cut)
        text += "The state is too large to be audited to its end between two frames: there may be more.\n";
    if (made.free_memory_is_unknown)
        text += "The headers of the state's allocator are damaged: what points at free memory is not told.\n";
    else if (made.is_damaged)
        text +=
            "Something in the state is damaged, and what is behind it was not looked at: 'respawn inspect' "
            "shows it.\n";
    return text;
}

std::string audit_json(const report::audit& made, std::uint64_t frame)
{
    json dangling = json::array();
    for (const report::dangling_pointer& each : made.dangling)
        dangling.push_back(
            {{"path", each.path},
             {"type", each.type},
             {"kind", each.kind},
             {"points_at", each.points_at},
             {"address", fmt::format("{:#x}", each.target)}});
    const json object{
        {"frame", frame},
        {"generation", made.from_generation},
        {"pointers", made.pointers},
        {"rebound", made.rebound},
        {"dangling", std::move(dangling)},
        {"left_out",
         made.dangling_count - std::min<std::uint64_t>(made.dangling_count, made.dangling.size())},
        {"whole", !made.is_cut},
        {"damaged", made.is_damaged},
        {"duration_ms", static_cast<double>(made.duration.count() / 1000) / 1000}};
    return object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace respawn::supervisor
