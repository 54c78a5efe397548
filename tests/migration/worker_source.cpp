#include "tests/migration/worker_source.hpp"

#include <array>

namespace respawn::test {

namespace {

using namespace model;

enum class role { old_worker, new_worker };

std::string type_text(const layout& in, const type& of)
{
    const auto index = static_cast<std::size_t>(of.index);
    switch (of.what) {
    case kind::boolean:
        return "bool";
    case kind::character:
        return "char";
    case kind::signed_integer:
        return "std::int" + std::to_string(of.bytes * 8) + "_t";
    case kind::unsigned_integer:
        return "std::uint" + std::to_string(of.bytes * 8) + "_t";
    case kind::floating_point:
        return of.bytes == 4 ? "float" : "double";
    case kind::enumeration:
        return in.enumerations[index].name;
    case kind::structure:
        return in.structures[index].name;
    case kind::string:
        return "respawn::string";
    default:
        break;
    }
    std::string name = spelling(in, of);
    name.resize(name.find('<'));
    const bool is_std = of.what == kind::array || of.what == kind::optional || of.what == kind::variant ||
                        of.what == kind::pair || of.what == kind::tuple;
    std::string parts;
    for (const type& part : of.parts)
        parts += (parts.empty() ? "" : ", ") + type_text(in, part);
    if (of.what == kind::array)
        parts += ", " + std::to_string(of.count);
    return (is_std ? "std::" : "respawn::") + name + "<" + parts + ">";
}

/// An initialiser: of what has one, see random_pair.cpp.
std::string literal(const layout& in, const type& of, const value& object)
{
    if (of.what == kind::string)
        return "\"" + object.text + "\"";
    if (is_arithmetic(of.what)) {
        const std::string number = text(in, of, object);
        const std::string suffix = of.what == kind::unsigned_integer ? "ULL" : "";
        const bool is_least = number == "-9223372036854775808";
        return "static_cast<" + type_text(in, of) + ">(" +
               (is_least ? "-9223372036854775807 - 1" : number + suffix) + ")";
    }
    std::string items;
    for (const value& item : object.items)
        items += (items.empty() ? "" : ", ") + literal(in, of.parts[0], item);
    return type_text(in, of) + "{" + items + "}";
}

std::string structure_text(const layout& in, const structure& of)
{
    std::string made = "struct " + of.name + " {\n", visits, hints;
    for (const field& each : of.fields) {
        made += "    " + type_text(in, each.type) + " " + each.name +
                (each.has_initialiser ? " = " + literal(in, each.type, each.default_value) : "{}") + ";\n";
        visits += " visitor(object." + each.name + ");";
        for (const std::string& former : each.former_names)
            hints += ", respawn::renamed(&" + of.name + "::" + each.name + ", \"" + former + "\")";
    }
    made += "};\n";
    if (!hints.empty())
        made += "RESPAWN_HINTS(" + of.name + hints + ")\n";
    for (const char* constant : {"const ", ""})
        made += std::string{"template <class Visitor>\nvoid visit_fields("} + constant + of.name +
                "& object, Visitor& visitor)\n{" + visits + " }\n";
    return made;
}

std::string layout_text(const layout& all)
{
    std::string made;
    for (const enumeration& each : all.enumerations) {
        std::string names;
        for (const enumerator& one : each.enumerators)
            names += (names.empty() ? "" : ", ") + one.name + " = " + std::to_string(one.number);
        made += "enum class " + each.name + " : " + type_text(all, each.underlying) + " { " + names + " };\n";
    }
    for (const int index : structures_in_order(all))
        made += structure_text(all, all.structures[static_cast<std::size_t>(index)]);
    return made;
}

std::string source(const std::vector<random_pair>& pairs, const std::string& shown_file, role whose)
{
    std::string types, roots, fills, shows;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const std::string name = "pair_" + std::to_string(i);
        const layout& all = whose == role::old_worker ? pairs[i].before : pairs[i].after;
        types += "namespace " + name + " {\n" + layout_text(all) + "}\n";
        roots += "    auto& " + name + " = worker.state<::" + name + "::" + all.structures[0].name + ">(\"" +
                 name + "\");\n";
        if (whose == role::old_worker)
            fills += "            shown::fill(" + name + ", \"" +
                     text(all, {kind::structure, 0, 0}, pairs[i].old_root) + "\");\n";
        shows += "            out << shown::text_of(" + name + ") << '\\n';\n";
    }
    return "#include <respawn/worker.hpp>\n#include \"tests/migration/show.hpp\"\n#include <filesystem>\n"
           "#include <fstream>\n" +
           types +
           "int main(int argc, char** argv)\n{\n    namespace shown = respawn::test::shown;\n"
           "    respawn::worker worker{argc, argv};\n" +
           roots + "    bool is_first = true;\n    while (const auto frame = worker.next_frame()) {\n" +
           "        if (std::exchange(is_first, false)) {\n" + fills + "            {\n" +
           "            std::ofstream out{\"unfinished\"};\n" + shows +
           "            }\n            std::filesystem::rename(\"unfinished\", \"" + shown_file +
           "\");\n        }\n    }\n}\n";
}

} // namespace

std::string old_worker_source(const std::vector<random_pair>& pairs, const std::string& shown_file)
{
    return source(pairs, shown_file, role::old_worker);
}

std::string new_worker_source(const std::vector<random_pair>& pairs, const std::string& shown_file)
{
    return source(pairs, shown_file, role::new_worker);
}

} // namespace respawn::test
