#include "shared/migration/report.hpp"

#include "catch.hpp"
#include "seed.hpp"

#include <random>

using namespace respawn::migration;

namespace {

report sample()
{
    report made;
    change removed;
    removed.kind = change_kind::removed;
    removed.path = "game.enemies[]";
    removed.field = "aggro";
    removed.likely_name = "rage";
    removed.objects = 40;
    removed.lost = 12;
    removed.other_places = 2;
    removed.examples = {{"game.enemies[3].aggro", "7", ""}};
    made.changes = {removed, {}};
    made.objects = 41;
    made.bytes = 4096;
    made.duration_ns = 1'234'567;
    return made;
}

} // namespace

TEST_CASE("a report of a migration arrives as it was sent")
{
    const auto read = decode(encode(sample()));
    REQUIRE(read.has_value());
    CHECK(encode(*read) == encode(sample()));
    REQUIRE(read->changes.size() == 2);
    CHECK(read->changes[0].kind == change_kind::removed);
    CHECK(read->changes[0].field == "aggro");
    CHECK(read->changes[0].likely_name == "rage");
    CHECK(read->changes[0].lost == 12);
    REQUIRE(read->changes[0].examples.size() == 1);
    CHECK(read->changes[0].examples[0].before == "7");
    CHECK(read->duration_ns == 1'234'567);
}

TEST_CASE("a report that is longer than anybody reads is cut, not refused")
{
    report made = sample();
    made.changes.resize(1000, made.changes[0]);
    made.changes[0].path = std::string(10'000, 'x');
    made.changes[0].examples.resize(100);
    const auto read = decode(encode(made));
    REQUIRE(read.has_value());
    CHECK(read->changes.size() == max_changes);
    CHECK(read->changes[0].path.size() == max_text_bytes);
    CHECK(read->changes[0].examples.size() == max_examples);
    CHECK(encode(made).size() < max_report_bytes);
}

TEST_CASE("whatever the bytes of a report, it is read or refused")
{
    const auto seed = respawn::test::seed();
    CAPTURE(seed);
    std::mt19937 random{seed};
    const std::string whole = encode(sample());
    for (std::size_t size = 0; size < whole.size(); ++size)
        REQUIRE_FALSE(decode(std::string{whole.data(), size}).has_value());
    CHECK_FALSE(decode(whole + "x").has_value());
    for (int attempt = 0; attempt < 20'000; ++attempt) {
        std::string bytes = whole;
        for (auto flips = 1 + random() % 4; flips > 0; --flips)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        if (const auto read = decode(bytes))
            REQUIRE(encode(*read) == bytes);
    }
}
