#include "supervisor/postmortem/linux/function_names.hpp"

#include "supervisor/postmortem/readable_name.hpp"

#include <dwarf.h>

#include <string_view>

namespace respawn::postmortem {

namespace {

std::string linkage_name(Dwarf_Die& die)
{
    Dwarf_Attribute attribute;
    if (!dwarf_attr_integrate(&die, DW_AT_linkage_name, &attribute) &&
        !dwarf_attr_integrate(&die, DW_AT_MIPS_linkage_name, &attribute))
        return {};
    return text(dwarf_formstring(&attribute));
}

/// Where the entry of a function says it was declared: its surroundings there are its scope.
Dwarf_Die declaration_of(Dwarf_Die die)
{
    constexpr int longest_chain = 8;
    for (int count = 0; count != longest_chain; ++count) {
        Dwarf_Attribute attribute;
        Dwarf_Die next;
        if (!dwarf_attr(&die, DW_AT_abstract_origin, &attribute) &&
            !dwarf_attr(&die, DW_AT_specification, &attribute))
            break;
        if (!dwarf_formref_die(&attribute, &next))
            break;
        die = next;
    }
    return die;
}

bool names_a_scope(int tag)
{
    return tag == DW_TAG_namespace || tag == DW_TAG_class_type || tag == DW_TAG_structure_type ||
           tag == DW_TAG_union_type || tag == DW_TAG_subprogram;
}

std::string name_in_scope(Dwarf_Die& scope)
{
    if (const char* name = dwarf_diename(&scope))
        return name;
    return dwarf_tag(&scope) == DW_TAG_namespace ? "(anonymous namespace)" : "{lambda()}";
}

std::string qualified_name(Dwarf_Die& die)
{
    Dwarf_Die declaration = declaration_of(die);
    const die_list scopes{[&](Dwarf_Die** list) { return dwarf_getscopes_die(&declaration, list); }};
    std::string name;
    for (Dwarf_Die& scope : scopes.all())
        if (names_a_scope(dwarf_tag(&scope)))
            name = name_in_scope(scope) + (name.empty() ? "" : "::") + name;
    return name.empty() ? text(dwarf_diename(&die)) : name;
}

} // namespace

std::string function_name(Dwarf_Die& die)
{
    const std::string linked = linkage_name(die);
    return readable_name(linked.empty() ? qualified_name(die) : linked);
}

std::string symbol_name(Dwfl_Module* module, Dwarf_Addr address)
{
    const std::string name = text(dwfl_module_addrname(module, address));
    return readable_name(std::string_view{name}.substr(0, name.find('@')));
}

} // namespace respawn::postmortem
