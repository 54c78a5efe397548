#include "shared/objects/texts.hpp"

#include "shared/objects/class_table.hpp"
#include "shared/objects/compare.hpp"
#include "shared/objects/program_names.hpp"
#include "shared/objects/tree.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace respawn::objects;
using namespace respawn::schema;

namespace {

/// The state: an object that points to the texts beside it, and to a program.
struct sign {
    const char* text = nullptr;
    const char16_t* wide = nullptr;
    void (*on_read)() = nullptr;
    const std::int32_t* cost = nullptr;
    char16_t runes[4] = u"abc";
    char room[16] = "the first";
    char end[3] = {'x', 'y', 'z'};
};

enum type : std::uint32_t {
    sign_type,
    text_type,
    letter,
    wide_type,
    wide_letter,
    function,
    number_type,
    number
};

type_node node_of(type_kind kind, std::uint64_t bytes, std::uint32_t element = no_type)
{
    type_node made;
    made.kind = kind;
    made.size_bytes = bytes;
    made.alignment = static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, alignof(void*)));
    made.element = element;
    return made;
}

std::shared_ptr<const type_list> sign_types()
{
    static const auto types = [] {
        type_list all(number + 1);
        all[sign_type] = node_of(type_kind::structure, sizeof(sign));
        all[sign_type].fields = {
            {"text", offsetof(sign, text), text_type},
            {"wide", offsetof(sign, wide), wide_type},
            {"on_read", offsetof(sign, on_read), function},
            {"cost", offsetof(sign, cost), number_type}};
        all[text_type] = node_of(type_kind::pointer, sizeof(void*), letter);
        all[letter] = node_of(type_kind::character, 1);
        all[wide_type] = node_of(type_kind::pointer, sizeof(void*), wide_letter);
        all[wide_letter] = node_of(type_kind::character, 2);
        all[function] = node_of(type_kind::function_pointer, sizeof(void*));
        all[number_type] = node_of(type_kind::pointer, sizeof(void*), number);
        all[number] = node_of(type_kind::signed_integer, 4);
        return std::make_shared<const type_list>(std::move(all));
    }();
    return types;
}

template <class T>
std::uint64_t address_of(const T* object)
{
    return reinterpret_cast<std::uintptr_t>(object);
}

/// A program that has texts and names.
struct program final : program_names {
    std::map<std::uint64_t, std::string> texts, names;
    std::map<std::uint64_t, program_place> places; ///< those that are not told by a name alone

    [[nodiscard]] std::optional<program_text> text_at(
        std::uint64_t address, std::uint64_t, std::uint64_t most_bytes, std::uint64_t look_bytes,
        work_limit&) const override
    {
        const auto found = texts.find(address);
        if (found == texts.end())
            return std::nullopt;
        const std::string& text = found->second;
        return program_text{
            text.substr(0, most_bytes), text.size() < look_bytes ? std::optional{text.size()} : std::nullopt};
    }
    [[nodiscard]] std::string name_at(std::uint64_t address, work_limit&) const override
    {
        const auto found = names.find(address);
        return found == names.end() ? "" : found->second;
    }
    [[nodiscard]] std::optional<program_place> place_at(
        std::uint64_t address, work_limit& work) const override
    {
        program_place made;
        made.address = address;
        made.symbol = name_at(address, work);
        const auto found = places.find(address);
        return found == places.end() ? made : found->second;
    }
};

/// A state that a program has.
struct owned_sign {
    sign object{};
    program owner{};
    class_table classes{};

    owned_sign() { classes.set_program(&owner); }
    owned_sign(const owned_sign&) = delete;

    [[nodiscard]] state_bytes bytes() const
    {
        return state_bytes{reinterpret_cast<const std::byte*>(&object), address_of(&object), sizeof object}
            .with_classes(&classes);
    }
    [[nodiscard]] root whole() const { return {"sign", address_of(&object), sign_types()}; }
    [[nodiscard]] std::string shown() const
    {
        const root from = whole();
        work_limit work{10'000};
        const auto made = grow_tree(bytes(), {&from, 1}, {{"sign", from.object()}}, {}, work);
        return short_text(made.nodes.front(), 1000);
    }
};

template <class T>
T elsewhere(std::uint64_t address)
{
    T pointer{};
    std::memcpy(&pointer, &address, sizeof pointer);
    return pointer;
}

std::vector<std::string> differences(const owned_sign& before, const owned_sign& after)
{
    const root old_root = before.whole(), new_root = after.whole();
    const state_bytes old_bytes = before.bytes(), new_bytes = after.bytes();
    work_limit work{10'000};
    std::vector<std::string> texts;
    for (const difference& each :
         compare({&old_bytes, {&old_root, 1}}, {&new_bytes, {&new_root, 1}}, 100, work).differences)
        texts.push_back(each.path + ": " + each.before + " | " + each.after);
    return texts;
}

std::size_t difference_count(const owned_sign& before, const owned_sign& after)
{
    return differences(before, after).size();
}

/// Two states whose function and variable have one name, in what may be two places.
struct namesakes {
    owned_sign before{}, after{};

    namesakes(const program_place& old_place, const program_place& new_place)
    {
        for (const auto& [sign, place] : {std::pair{&before, old_place}, std::pair{&after, new_place}}) {
            const std::uint64_t address = sign == &before ? 0x1000 : 0x2000;
            sign->object.on_read = elsewhere<void (*)()>(address);
            sign->object.cost = elsewhere<const std::int32_t*>(address);
            sign->owner.names = {{address, "step()"}};
            sign->owner.places = {{address, place}};
        }
    }
    [[nodiscard]] std::vector<std::string> differences() const { return ::differences(before, after); }
};

std::vector<std::string> both_differ(const std::string& before, const std::string& after)
{
    return {"sign.on_read: " + before + " | " + after, "sign.cost: " + before + " | " + after};
}

program_place place_of(
    const std::string& symbol, const std::string& file = "", std::uint64_t offset_bytes = 0)
{
    program_place made;
    made.symbol = symbol;
    made.file = file;
    made.offset_bytes = offset_bytes;
    return made;
}

} // namespace

TEST_CASE("a text in the state ends with a zero that is in the state too")
{
    const owned_sign one;
    const auto length = [&](const void* text, std::uint64_t character_bytes) {
        const auto found = text_at(one.bytes(), address_of(text), character_bytes, longest_text_bytes);
        return found ? static_cast<int>(found->size()) : -1;
    };
    CHECK(length(one.object.room, 1) == 9);
    CHECK(length(one.object.room + 9, 1) == 0);
    CHECK(length(one.object.runes, 2) == 6);
    CHECK(length(&one.object + 1, 1) == -1);
    CHECK(length(&one.owner, 1) == -1);
}

TEST_CASE("a text without its zero at the end of the state is none")
{
    const char letters[4] = {'a', 'b', 'c', 'd'};
    const state_bytes bytes{reinterpret_cast<const std::byte*>(letters), address_of(letters), sizeof letters};
    CHECK_FALSE(text_at(bytes, address_of(letters), 1, longest_text_bytes));
    CHECK_FALSE(text_at(bytes, address_of(letters + 1), 2, longest_text_bytes));
}

TEST_CASE("pointers are shown by the text, the function or the variable that they lead to")
{
    owned_sign one;
    CHECK(one.shown() == "{text: null, wide: null, on_read: null, cost: null}");
    one.object.text = one.object.room;
    one.object.wide = one.object.runes;
    one.object.on_read = elsewhere<void (*)()>(0x1000);
    one.object.cost = elsewhere<const std::int32_t*>(0x2004);
    one.owner.names = {{0x1000, "on_hit(enemy&)"}, {0x2004, "costs+0x4"}};
    CHECK(one.shown() == "{text: \"the first\", wide: \"abc\", on_read: on_hit(enemy&), cost: costs+0x4}");
    one.object.text = elsewhere<const char*>(0x3000);
    one.owner.texts = {{0x3000, "a constant"}};
    CHECK(one.shown().starts_with("{text: \"a constant\""));
    one.object.text = elsewhere<const char*>(0x4000);
    CHECK(one.shown().starts_with("{text: -> 0x4000, no object that is known"));
}

TEST_CASE("pointers out of the state differ by what they mean, where that is known")
{
    owned_sign before, after;
    before.object.text = elsewhere<const char*>(0x3000);
    before.owner.texts = {{0x3000, "the first"}};
    after.object.text = after.object.room;
    before.object.on_read = elsewhere<void (*)()>(0x1000);
    after.object.on_read = elsewhere<void (*)()>(0x1100);
    before.owner.names = {{0x1000, "on_hit(enemy&)"}};
    CHECK(difference_count(before, after) == 0);
    after.owner.names = {{0x1100, "on_hit(enemy&)"}};
    CHECK(difference_count(before, after) == 0);
    after.owner.names = {{0x1100, "on_miss()"}};
    CHECK(difference_count(before, after) == 1);
    after.object.room[0] = 'T';
    CHECK(difference_count(before, after) == 2);
}

TEST_CASE("a long name is cut like a text, and compared as a whole")
{
    owned_sign before, after;
    const std::string name(tree_limits{}.text_bytes + 1, 'n');
    before.object.on_read = elsewhere<void (*)()>(0x1000);
    after.object.on_read = elsewhere<void (*)()>(0x1100);
    before.owner.names = {{0x1000, name + "1"}};
    after.owner.names = {{0x1100, name + "1"}};
    const std::string shown = before.shown();
    CHECK(shown.find(name) == std::string::npos);
    CHECK(shown.find("on_read: " + name.substr(1) + "…") != std::string::npos);
    CHECK(difference_count(before, after) == 0);
    after.owner.names = {{0x1100, name + "2"}};
    CHECK(difference_count(before, after) == 1);
}

namespace {

/// A state with many pointers to one text, which fills the rest of it.
struct poster {
    static constexpr std::size_t count = 3000;
    const char* lines[count]{};
    char text[std::size_t{2} << 20]{};
};

struct posted {
    std::unique_ptr<poster> object = std::make_unique<poster>();
    std::shared_ptr<const type_list> types;

    posted()
    {
        type_list all(letter + 1);
        all[sign_type] = node_of(type_kind::array, sizeof object->lines, text_type);
        all[sign_type].count = poster::count;
        all[text_type] = node_of(type_kind::pointer, sizeof(void*), letter);
        all[letter] = node_of(type_kind::character, 1);
        types = std::make_shared<const type_list>(std::move(all));
        std::fill(std::begin(object->lines), std::end(object->lines), object->text);
    }
    [[nodiscard]] state_bytes bytes() const
    {
        return {reinterpret_cast<const std::byte*>(object.get()), address_of(object.get()), sizeof *object};
    }
    void write(std::size_t length) { std::memset(object->text, 'w', length); }
    [[nodiscard]] place line() const { return {types.get(), text_type, address_of(&object->lines[0])}; }
    [[nodiscard]] std::optional<value> meaning(std::uint64_t look_bytes, work_limit& work) const
    {
        const state_bytes state = bytes();
        return meaning_finder{state, work, look_bytes}.find(line(), address_of(object->text), 100);
    }
};

} // namespace

TEST_CASE("many pointers to one long text are shown with it until the answer is full")
{
    posted all;
    all.write(everything.text_bytes);
    const root from{"poster", address_of(all.object.get()), all.types};
    work_limit work{10'000'000};
    const tree made = grow_tree(all.bytes(), {&from, 1}, {{"poster", from.object()}}, everything, work);
    const auto& lines = made.nodes.front().parts;
    REQUIRE(lines.size() == poster::count);
    std::size_t bytes = 0;
    for (const tree_node& each : lines)
        bytes += each.meaning ? each.meaning->text.size() : 0;
    CHECK(bytes <= everything.nodes * 128 + everything.text_bytes);
    CHECK(lines.front().meaning.has_value());
    CHECK(made.is_full);
    CHECK(to_text(made).find("This is not all of it") != std::string::npos);
    CHECK(short_text(lines.back(), 100).ends_with(", too far to look for"));
}

TEST_CASE("looking for the end of a text is work, which is done once for an address")
{
    posted all;
    all.write(longest_text_bytes - 1);
    const state_bytes state = all.bytes();
    work_limit once{40'000};
    meaning_finder meanings{state, once};
    for (std::size_t i = 0; i != 1000; ++i)
        REQUIRE(meanings.find(all.line(), address_of(all.object->text), 10));
    CHECK_FALSE(once.is_over());
    work_limit little{1000};
    static_cast<void>(all.meaning(longest_text_bytes, little));
    CHECK(little.is_over());
}

TEST_CASE("what has no zero at the end of the state is no text, however often it is asked for")
{
    posted all;
    all.write(sizeof all.object->text);
    const state_bytes state = all.bytes();
    const std::uint64_t end = address_of(&all.object->text[0]) + sizeof all.object->text;
    work_limit work{40'000};
    meaning_finder meanings{state, work};
    for (std::size_t i = 0; i != 1000; ++i) {
        REQUIRE_FALSE(meanings.find(all.line(), end - longest_text_bytes + 1, 10));
        REQUIRE_FALSE(meanings.find(all.line(), end - 1, 10));
    }
    CHECK_FALSE(work.is_over());
    CHECK_FALSE(meanings.find(all.line(), end, 10));
}

TEST_CASE("of a text that ends behind where anybody looks the beginning is shown")
{
    posted all;
    all.write(1000);
    work_limit work{1000};
    CHECK(shown(all.meaning(3, work).value()) == "\"www\"…");
    CHECK(shown(all.meaning(1000, work).value()) == '"' + std::string(100, 'w') + "\"…");
    CHECK(shown(all.meaning(1001, work).value()) == '"' + std::string(100, 'w') + "\"… (900 more bytes)");
    CHECK_FALSE(work.is_over());
}

TEST_CASE("functions and variables of one name in two files differ, and their files are told")
{
    const namesakes signs{place_of("_ZL4stepv", "left.cpp"), place_of("_ZL4stepv", "right.cpp")};
    CHECK(signs.differences() == both_differ("step() of left.cpp", "step() of right.cpp"));
    CHECK(namesakes{place_of("_ZL4stepv", "left.cpp"), place_of("_ZL4stepv", "left.cpp")}
              .differences()
              .empty());
}

TEST_CASE("symbols that read alike differ, and the symbols are told, from where they differ")
{
    const namesakes lambdas{place_of("_ZZ4mainENKUlvE_clEv"), place_of("_ZZ4mainENKUlvE0_clEv")};
    CHECK(
        lambdas.differences() ==
        both_differ("step() (_ZZ4mainENKUlvE_clEv)", "step() (_ZZ4mainENKUlvE0_clEv)"));
    const std::string begin(300, 'x'), shown_begin = "step() (…" + std::string(20, 'x');
    const namesakes instances{place_of(begin + "iE"), place_of(begin + "fE")};
    CHECK(instances.differences() == both_differ(shown_begin + "iE)", shown_begin + "fE)"));
}

TEST_CASE("two places in one function or variable differ")
{
    const namesakes signs{place_of("_Z4stepv", "", 0), place_of("_Z4stepv", "", 4)};
    CHECK(signs.differences().size() == 2);
}

TEST_CASE("functions and variables of two libraries differ, and the libraries are told")
{
    program_place one = place_of("step"), other = place_of("step");
    other.image = "libpaths.so";
    CHECK(
        namesakes{one, other}.differences() == both_differ("step() in the program", "step() in libpaths.so"));
}

TEST_CASE("in one and the same image the addresses tell, whatever the names are")
{
    program_place one = place_of("_ZL4stepv", "main.cpp"), other = one;
    one.build = other.build = 7;
    one.address = 0x1000;
    other.address = 0x1010;
    CHECK(namesakes{one, other}.differences() == both_differ("step() at 0x1000", "step() at 0x1010"));
    other.address = one.address;
    other.symbol = "_ZL5otherv"; // two names of one place
    CHECK(namesakes{one, other}.differences().empty());
    one.symbol.clear();
    other.symbol.clear();
    other.address = 0x1010;
    CHECK(namesakes{one, other}.differences().size() == 2);
    other.build = 8;
    CHECK(namesakes{one, other}.differences().empty());
}
