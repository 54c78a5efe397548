#include "supervisor/symbols/symbol_names.hpp"
#include "supervisor/symbols/symbol_table.hpp"
#include "supervisor/symbols/text_runs.hpp"
#include "supervisor/symbols/vtable_structure.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace respawn::supervisor {

namespace {

constexpr std::uint64_t most_copied_bytes = std::uint64_t{256} << 20;

/// The symbols that decide which counterpart one of them has: see counterpart.cpp.
class relevant_symbols {
public:
    explicit relevant_symbols(const symbol_table& in) : in_{in} {}

    void add_around(const symbol& one)
    {
        if (!around_.insert(&one).second)
            return;
        for (const symbol* each : in_.beginning_at(one.address, one.kind)) {
            if (!found_.insert(each).second)
                continue;
            add_named(std::string{each->name});
            // Of very many of its name, those of its file may not be among the first.
            if (each->is_local())
                add(in_.named(each->name, each->file));
            for (const std::string& name : names_of_other_linkage(each->name, each->kind))
                add_named(name);
            for (const std::string& name : names_in_other_blocks(each->name))
                add_named(name);
        }
    }

    /// What type information its words lead to.
    void add_typeinfo_of(const symbol& vtable)
    {
        const std::uint64_t bytes = std::min(vtable.size_bytes, largest_vtable_bytes);
        if (const auto words = in_.words_at(vtable.address, bytes / word_bytes))
            for (const std::uint64_t word : *words)
                for (const symbol* each : in_.beginning_at(word, symbol_kind::object))
                    if (each->name.starts_with("_ZTI"))
                        found_.insert(each);
    }

    [[nodiscard]] const std::set<const symbol*>& all() const { return found_; }

private:
    void add_named(const std::string& name) { add(in_.named(name)); }
    void add(const std::vector<const symbol*>& all) { found_.insert(all.begin(), all.end()); }

    const symbol_table& in_;
    std::set<const symbol*> found_, around_;
};

/// The parts of an image's file that are needed, each once.
class needed_bytes {
public:
    explicit needed_bytes(const symbol_table& in) : in_{in} {}

    /// As much of it as is in the file.
    void add(std::uint64_t address, std::uint64_t bytes)
    {
        const segment* in = in_.segment_at(address);
        if (!in || address - in->address >= in->file_bytes)
            return;
        const std::uint64_t begin = in->file_offset + (address - in->address);
        all_.push_back({begin, begin + std::min(bytes, in->file_bytes - (address - in->address))});
    }

    [[nodiscard]] result<std::vector<image_file::part>> read(const image_file& file)
    {
        std::sort(all_.begin(), all_.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
        std::vector<address_range> joined;
        std::uint64_t total = 0;
        for (const address_range& each : all_)
            if (!joined.empty() && each.begin <= joined.back().end)
                joined.back().end = std::max(joined.back().end, each.end);
            else
                joined.push_back(each);
        for (const address_range& each : joined)
            total += each.end - each.begin;
        if (total > most_copied_bytes)
            return failure{
                "the pointers out of the state lead to more than 256 MiB of constants of the program"};
        std::vector<image_file::part> parts;
        for (const address_range& each : joined) {
            std::string content(each.end - each.begin, '\0');
            if (file.read(each.begin, content))
                parts.push_back({each.begin, std::move(content)});
        }
        return parts;
    }

private:
    const symbol_table& in_;
    std::vector<address_range> all_;
};

} // namespace

result<image_content> symbol_table::excerpt(std::span<const wanted_place> places) const
{
    relevant_symbols relevant{*this};
    needed_bytes bytes{*this};
    text_runs texts{longest_text_bytes};
    const text_runs::source source{
        [this](std::uint64_t address, std::size_t limit, std::size_t unit) {
            return text_at(address, limit, unit);
        },
        [this](std::uint64_t address) { return constants_end(address); }};
    std::set<const symbol*> vtables;
    for (const wanted_place& each : places) {
        const auto place = find(each.address - (each.kind == pointer_kind::vtable ? word_bytes : 0));
        if (place)
            relevant.add_around(*place->of);
        if (place && is_vtable(place->of->name) && vtables.insert(place->of).second) {
            relevant.add_typeinfo_of(*place->of);
            bytes.add(place->of->address, std::min(place->of->size_bytes, largest_vtable_bytes));
        }
        if (each.character_bytes != 0)
            texts.add(each.address, each.character_bytes, source);
    }
    for (const auto& [of, runs] : texts.all())
        for (const auto& [begin, end] : runs)
            bytes.add(begin, end - begin);
    auto parts = bytes.read(content_.file);
    if (!parts)
        return parts.error();
    image_content made{image_file::of_parts(content_.file.size_bytes(), std::move(*parts)), {}};
    made.relocated_words = relocated_words_of(vtables);
    // Views of this table's names, which the excerpt is only to be written from.
    for (const symbol* each : relevant.all())
        made.symbols.push_back(*each);
    made.segments = content_.segments;
    made.read_only_after_start = content_.read_only_after_start;
    made.build_id = content_.build_id;
    made.shared_name = content_.shared_name;
    made.content_hash = content_.content_hash;
    made.is_stripped = content_.is_stripped;
    return made;
}

std::vector<relocated_word> symbol_table::relocated_words_of(const std::set<const symbol*>& vtables) const
{
    std::vector<relocated_word> words;
    const auto& all = content_.relocated_words;
    const auto is_before = [](const relocated_word& one, std::uint64_t where) { return one.address < where; };
    for (const symbol* each : vtables)
        for (auto at = std::lower_bound(all.begin(), all.end(), each->address, is_before);
             at != all.end() && at->address - each->address < each->size_bytes; ++at)
            words.push_back(*at);
    std::sort(
        words.begin(), words.end(), [](const auto& a, const auto& b) { return a.address < b.address; });
    const auto is_same = [](const auto& a, const auto& b) { return a.address == b.address; };
    words.erase(std::unique(words.begin(), words.end(), is_same), words.end());
    return words;
}

} // namespace respawn::supervisor
