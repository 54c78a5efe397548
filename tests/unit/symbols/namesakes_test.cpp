#include "supervisor/symbols/counterpart.hpp"

#include "catch.hpp"

#include <deque>
#include <string>
#include <utility>
#include <variant>
#include <vector>

using namespace respawn::supervisor;

namespace {

constexpr std::uint64_t code_begin = 0x1000, code_bytes = 0x10'0000;

/// The functions of an image that is put together by hand.
struct made_image {
    std::deque<std::string> texts{}; ///< what the symbols' texts are views of
    std::vector<symbol> symbols{};

    /// Gives its address.
    std::uint64_t add(const std::string& name, const std::string& file)
    {
        const auto binding = file.empty() ? symbol_binding::global : symbol_binding::local;
        const std::uint64_t address = code_begin + 16 * symbols.size();
        symbols.push_back(
            {texts.emplace_back(name), texts.emplace_back(file), address, 16, symbol_kind::function,
             binding});
        return address;
    }
    /// `count` static functions of one name, each in a file of its own.
    void add_many(const std::string& name, std::size_t count)
    {
        for (std::size_t i = 0; i != count; ++i)
            add(name, "file" + std::to_string(i) + ".cpp");
    }
    [[nodiscard]] symbol_table table(const std::string& build_id) const
    {
        image_content content{image_file::of_parts(0, {}), {}};
        content.symbols = symbols;
        content.segments = {{code_begin, code_bytes, 0, 0, segment_kind::code}};
        content.build_id = build_id;
        return symbol_table{std::move(content)};
    }
};

using found_counterpart = std::variant<std::uint64_t, missing_counterpart>;

found_counterpart counterpart(const symbol_table& from, const symbol_table& to, std::uint64_t address)
{
    return find_counterpart(from, to, address, pointer_kind::function);
}

/// 0: there is none.
std::uint64_t place_of(const found_counterpart& found)
{
    const auto* place = std::get_if<std::uint64_t>(&found);
    return place ? *place : 0;
}

bool is_ambiguous(const found_counterpart& found)
{
    const auto* missing = std::get_if<missing_counterpart>(&found);
    return missing && missing->reason == refusal_reason::ambiguous;
}

/// What a state's file keeps of an image for a pointer.
symbol_table excerpt_for(const symbol_table& whole, std::uint64_t address)
{
    const wanted_place wanted{address, pointer_kind::function, 0};
    return symbol_table{*whole.excerpt({&wanted, 1})};
}

} // namespace

TEST_CASE("of very many functions of one name, that of a file follows")
{
    made_image older, newer;
    older.add_many("_ZL4initv", 2 * most_of_one_name);
    const auto before = older.add("_ZL4initv", "own.cpp");
    newer.add("_Z4mainv", "");
    newer.add_many("_ZL4initv", 2 * most_of_one_name);
    const auto after = newer.add("_ZL4initv", "own.cpp");
    const symbol_table whole = older.table("one"), to = newer.table("two");
    CHECK(place_of(counterpart(whole, to, before)) == after);
    CHECK(place_of(counterpart(excerpt_for(whole, before), to, before)) == after);
}

TEST_CASE("of so many functions of one name that not all are looked at, any may be meant")
{
    made_image older, newer;
    const auto to_global = older.add("_Z4initv", "");
    // Of each file that the newer program names, the older one has a function of the name.
    older.add_many("_Z4initv", 2 * most_of_one_name);
    newer.add_many("_Z4initv", 2 * most_of_one_name);
    CHECK(is_ambiguous(counterpart(older.table("one"), newer.table("two"), to_global)));
    made_image one_file;
    for (std::size_t i = 0; i != 2 * most_of_one_name; ++i)
        one_file.add("_ZL4initv", "own.cpp");
    made_image single;
    const auto in_single = single.add("_ZL4initv", "own.cpp");
    CHECK(is_ambiguous(counterpart(single.table("one"), one_file.table("two"), in_single)));
    CHECK(is_ambiguous(counterpart(one_file.table("one"), single.table("two"), code_begin)));
}

TEST_CASE("of very many names in other blocks, nobody knows whether they are the same ones")
{
    made_image older, newer;
    const auto before = older.add("_ZZ4mainvE5count", "own.cpp");
    static_cast<void>(newer.add("_ZZ4mainvE5count", "own.cpp"));
    CHECK(place_of(counterpart(older.table("one"), newer.table("two"), before)) == before);
    older.add_many("_ZZ4mainvE5count_0", 2 * most_of_one_name);
    newer.add_many("_ZZ4mainvE5count_0", 2 * most_of_one_name);
    CHECK(is_ambiguous(counterpart(older.table("one"), newer.table("two"), before)));
}

TEST_CASE("an excerpt has all functions of one name and file, however many other files have the name")
{
    made_image older, newer;
    older.add_many("_ZL4initv", 2 * most_of_one_name);
    // Two files of one name, in two folders.
    const auto before = older.add("_ZL4initv", "own.cpp");
    older.add("_ZL4initv", "own.cpp");
    newer.add("_ZL4initv", "own.cpp");
    const symbol_table whole = older.table("one"), to = newer.table("two");
    CHECK(is_ambiguous(counterpart(whole, to, before)));
    CHECK(is_ambiguous(counterpart(excerpt_for(whole, before), to, before)));
}
