#include "schema_support.hpp"

#include "shared/migration/plan.hpp"

#include "shared/schema/check.hpp"

#include <cstring>
#include <random>

using namespace schema_support;

namespace {

std::vector<std::byte> sample_bytes()
{
    return sample{}.types.build().value();
}

std::string refusal_of(const std::vector<std::byte>& bytes)
{
    const auto made = view::create(bytes);
    return made ? "accepted" : made.error().sentence;
}

template <class T, class Change>
void change_at(std::vector<std::byte>& bytes, std::size_t offset, Change change)
{
    T data;
    std::memcpy(&data, bytes.data() + offset, sizeof(T));
    change(data);
    std::memcpy(bytes.data() + offset, &data, sizeof(T));
}

// The verdict on the sample after a change of one stored type, or of one stored field.
template <class Change>
std::string verdict_on_type(std::uint32_t index, Change change)
{
    auto bytes = sample_bytes();
    change_at<type_data>(bytes, sizeof(header_data) + index * sizeof(type_data), change);
    return refusal_of(bytes);
}
template <class Change>
std::string verdict_on_field(std::uint32_t index, Change change)
{
    auto bytes = sample_bytes();
    const std::size_t fields = sizeof(header_data) + sample{}.types.size() * sizeof(type_data);
    change_at<field_data>(bytes, fields + index * sizeof(field_data), change);
    return refusal_of(bytes);
}

// Walks everything that a view gives access to.
std::size_t walk(const view& schema)
{
    std::size_t total = 0;
    for (std::uint32_t i = 0; i < schema.types().size(); ++i) {
        total += describe(schema.types(), i).size();
        for (const type_field& field : schema.types()[i].fields)
            total += field.name.size() + schema.types().at(field.type).size_bytes % 7;
    }
    return total;
}

} // namespace

TEST_CASE("a built schema is accepted and gives back its types")
{
    const view schema = finish(sample{}.types);
    CHECK(schema.types().size() == sample{}.types.size());
    CHECK(schema.root().fields[2].name == "title");
    CHECK(walk(schema) > 0);
}

TEST_CASE("a schema that isn't whole is refused")
{
    const auto bytes = sample_bytes();
    for (std::size_t size = 0; size < bytes.size(); ++size)
        REQUIRE_FALSE(view::create(std::span{bytes}.first(size)).has_value());
    auto longer = bytes;
    longer.push_back(std::byte{0});
    CHECK_FALSE(view::create(longer).has_value());
}

TEST_CASE("bytes that aren't a schema, and other versions, are refused by name")
{
    CHECK(refusal_of(std::vector<std::byte>(200)).find("not a schema") != std::string::npos);
    auto newer = sample_bytes();
    newer[offsetof(header_data, layout_version)] = std::byte{99};
    CHECK(refusal_of(newer).find("has version 99, this library reads version 3") != std::string::npos);
}

TEST_CASE("indices out of range and parts that don't suit their kind are refused")
{
    const sample s;
    CHECK(
        verdict_on_type(
            s.balls, [](type_data&) {}) == "accepted");
    CHECK(
        verdict_on_type(
            s.balls, [](type_data& type) { type.element = 99; }) != "accepted");
    CHECK(
        verdict_on_type(
            s.balls, [](type_data& type) { type.element = no_type; }) != "accepted");
    CHECK(
        verdict_on_type(
            s.balls, [&](type_data& type) { type.key = s.integer; }) != "accepted");
    CHECK(
        verdict_on_type(
            s.balls, [](type_data& type) { type.kind = 28; }) != "accepted");
    CHECK(
        verdict_on_type(
            s.balls, [](type_data& type) { type.kind = 0; }) != "accepted");
    CHECK(
        verdict_on_type(
            s.balls, [](type_data& type) { ++type.name.offset; }) != "accepted");
    CHECK(
        verdict_on_type(
            s.balls, [](type_data& type) { type.name.bytes = 0xffff'ffff; }) != "accepted");
    CHECK(
        verdict_on_type(
            s.floating, [&](type_data& type) { type.element = s.integer; }) != "accepted");
    CHECK(
        verdict_on_type(
            s.integer, [](type_data& type) { type.alignment = 3; }) != "accepted");
    CHECK(
        verdict_on_type(
            s.integer, [](type_data& type) { type.size_bytes = 0; }) != "accepted");
    CHECK(
        verdict_on_type(
            s.integer, [](type_data& type) { type.count = 2; }) != "accepted");
    CHECK(
        verdict_on_type(
            s.ball, [](type_data& type) { type.field_count = 3; }) != "accepted");
    CHECK(
        verdict_on_type(
            s.ball, [](type_data& type) { type.field_count = 0xffff'ffff; }) != "accepted");
    CHECK(
        verdict_on_type(
            s.ball, [](type_data& type) { --type.first_field; }) != "accepted");
    CHECK(verdict_on_type(s.text, [&](type_data& type) { type.element = s.floating; }) != "accepted");
}

TEST_CASE("fields outside of their structure are refused")
{
    CHECK(
        verdict_on_field(
            0, [](field_data&) {}) == "accepted");
    CHECK(
        verdict_on_field(
            0, [](field_data& field) { field.type = 99; }) != "accepted");
    CHECK(
        verdict_on_field(
            0, [](field_data& field) { field.offset = 57; }) != "accepted");
    CHECK(
        verdict_on_field(
            0, [](field_data& field) { field.offset = ~std::uint64_t{0}; }) != "accepted");
    CHECK(verdict_on_field(0, [](field_data& field) { field.name.offset = 1; }) != "accepted");
}

TEST_CASE("two fields of one name in a structure are refused")
{
    sample s;
    auto& fields = s.types[s.ball].fields;
    CHECK(s.types.build().has_value());
    fields[1].name = fields[0].name;
    const auto refused = s.types.build();
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().sentence.find("two fields of one name") != std::string::npos);
}

TEST_CASE("classes with virtual functions that nobody could tell apart are refused")
{
    const auto is_built = [](auto change) {
        sample s;
        const auto derived = add_structure(s.types, "derived", 24);
        s.types[s.node].class_name = "4node";
        s.types[s.node].derived = {derived};
        s.types[derived].class_name = "7derived";
        change(s, derived);
        const auto built = s.types.build();
        return built.has_value() && view::create(*built).has_value();
    };
    CHECK(is_built([](sample&, std::uint32_t) {}));
    CHECK_FALSE(is_built([](sample& s, std::uint32_t) { s.types[s.node].class_name.clear(); }));
    CHECK_FALSE(is_built([](sample& s, std::uint32_t derived) { s.types[derived].class_name.clear(); }));
    CHECK_FALSE(is_built([](sample& s, std::uint32_t derived) { s.types[derived].class_name = "4node"; }));
    CHECK_FALSE(is_built([](sample& s, std::uint32_t derived) { s.types[derived].size_bytes = 8; }));
    CHECK_FALSE(is_built([](sample& s, std::uint32_t derived) { s.types[derived].alignment = 4; }));
    CHECK_FALSE(
        is_built([](sample& s, std::uint32_t derived) { s.types[s.node].derived.push_back(derived); }));
    CHECK_FALSE(is_built([](sample& s, std::uint32_t) { s.types[s.node].derived = {99}; }));
    CHECK_FALSE(is_built([](sample& s, std::uint32_t) { s.types[s.integer].class_name = "i"; }));
}

TEST_CASE("arrays whose size isn't that of their elements are refused")
{
    const auto with_count = [](std::uint64_t count) {
        sample s;
        s.types[add_array(s.types, s.ball, 4)].count = count;
        return !s.types.build().has_value();
    };
    CHECK_FALSE(with_count(4));
    CHECK(with_count(5));
    CHECK(with_count(0));
    CHECK(with_count(~std::uint64_t{0}));
}

TEST_CASE("sizes that nothing has are refused")
{
    const auto with_size = [](type_kind kind, std::uint64_t size_bytes) {
        sample s;
        const auto key = has_key(kind) ? s.integer : no_type;
        const auto element =
            kind == type_kind::string ? add_scalar(s.types, type_kind::character, 1) : s.ball;
        add_container(s.types, kind, size_bytes, element, key);
        return s.types.build().has_value();
    };
    const std::pair<type_kind, std::uint64_t> sizes[] = {
        {type_kind::pointer, 8}, {type_kind::unique_pointer, 8}, {type_kind::vector, 24},
        {type_kind::list, 24},   {type_kind::string, 32},        {type_kind::map, 48},
        {type_kind::set, 48},    {type_kind::unordered_map, 56}, {type_kind::unordered_set, 56},
        {type_kind::deque, 80}};
    for (const auto& [kind, size_bytes] : sizes) {
        INFO(static_cast<int>(kind));
        CHECK(with_size(kind, size_bytes));
        CHECK_FALSE(with_size(kind, size_bytes - 1));
        CHECK_FALSE(with_size(kind, size_bytes + 8));
    }
}

TEST_CASE("elements that are larger than any state are refused")
{
    const auto with_entry = [](std::uint64_t key_bytes, std::uint64_t element_bytes) {
        sample s;
        const auto add_opaque = [&](std::uint64_t size_bytes) {
            return s.types.add({type_kind::opaque, "opaque", size_bytes, 1, 0, no_type, no_type, {}});
        };
        const auto key = add_opaque(key_bytes);
        add_container(s.types, type_kind::map, 48, add_opaque(element_bytes), key);
        return s.types.build().has_value();
    };
    constexpr std::uint64_t half = std::uint64_t{1} << 63, most = std::uint64_t{1} << 40;
    CHECK(with_entry(16, 16));
    CHECK(with_entry(most / 2, most / 2));
    CHECK_FALSE(with_entry(most / 2, most / 2 + 1));
    CHECK_FALSE(with_entry(half, half));
    CHECK_FALSE(with_entry(half + 16, half));
    CHECK_FALSE(with_entry(most + 1, 8));
}

TEST_CASE("a type that contains itself by value is refused")
{
    const sample s;
    const auto itself = [&](field_data& field) { field.type = s.game; };
    CHECK(verdict_on_field(0, itself).find("contains itself") != std::string::npos);

    sample wrapped;
    const auto maybe = add_container(wrapped.types, type_kind::optional, 16, wrapped.ball);
    wrapped.types[wrapped.ball].fields = {{"self", 0, maybe}};
    const auto built = wrapped.types.build();
    REQUIRE_FALSE(built.has_value());
    CHECK(built.error().sentence.find("contains itself") != std::string::npos);
}

TEST_CASE("more types than a reader accepts can't be built")
{
    builder types;
    for (std::uint32_t i = 0; i <= max_types; ++i)
        add_scalar(types, type_kind::boolean, 1);
    const auto built = types.build();
    REQUIRE_FALSE(built.has_value());
    CHECK(built.error().sentence.find("use fewer types") != std::string::npos);
}

TEST_CASE("100,000 damaged schemas are refused, or can be walked and compared safely")
{
    const std::uint32_t seed = 777;
    CAPTURE(seed);
    std::mt19937 random{seed};
    const auto original = sample_bytes();
    const view reference = finish(sample{}.types);
    int accepted = 0;
    for (int i = 0; i < 100'000; ++i) {
        auto bytes = original;
        for (auto flips = 1 + random() % 3; flips > 0; --flips)
            bytes[random() % bytes.size()] = static_cast<std::byte>(random());
        if (const auto schema = view::create(bytes)) {
            ++accepted;
            REQUIRE(walk(*schema) > 0);
            static_cast<void>(respawn::migration::plan::create(reference, *schema, {"root"}));
            static_cast<void>(respawn::migration::plan::create(*schema, reference, {"root"}));
            REQUIRE_FALSE(find_problem(schema->types()).has_value());
        }
    }
    CHECK(accepted > 0);
    CHECK(accepted < 100'000);
}

TEST_CASE("100,000 schemas of random bytes behind a fitting header are refused or can be walked")
{
    const std::uint32_t seed = 778;
    CAPTURE(seed);
    std::mt19937 random{seed};
    int refused = 0;
    for (int i = 0; i < 100'000; ++i) {
        auto bytes = sample_bytes();
        for (std::size_t at = sizeof(header_data); at < bytes.size(); ++at)
            bytes[at] = static_cast<std::byte>(random() % (random() % 4 == 0 ? 256 : 8));
        const auto schema = view::create(bytes);
        refused += schema ? 0 : 1;
        if (schema)
            REQUIRE(walk(*schema) > 0);
    }
    CHECK(refused > 0);
}
