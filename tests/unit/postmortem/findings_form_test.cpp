#include "supervisor/postmortem/findings_form.hpp"

#include "tests/support/seed.hpp"

#include "catch.hpp"

#include <random>

using namespace respawn::postmortem;

namespace {

findings example()
{
    findings found;
    found.threads = {
        {12, "pong", true, true, {{"update(game&)", "/src/main.cpp", 41, "pong", true, true}, {}}, true},
        {13, "audio", false, false, {}, false}};
    found.source = {{40, "{", false}, {41, "    enemy->hp -= 1; // \"\xff\"", true}};
    found.source_is_newer = true;
    found.threads_left_out = 7;
    return found;
}

findings read_findings(const std::string& line)
{
    auto said = read_line(line);
    REQUIRE(said.has_value());
    REQUIRE(std::holds_alternative<findings>(*said));
    return std::get<findings>(std::move(*said));
}

} // namespace

TEST_CASE("what the helper found arrives as it was found")
{
    const findings read = read_findings(to_line(example()));
    REQUIRE(read.threads.size() == 2);
    CHECK(read.threads[0].id == 12);
    CHECK(read.threads[0].name == "pong");
    CHECK(read.threads[0].is_main);
    CHECK(read.threads[0].is_the_cause);
    CHECK(read.threads[0].has_more);
    CHECK_FALSE(read.threads[1].is_main);
    REQUIRE(read.threads[0].frames.size() == 2);
    const frame& first = read.threads[0].frames[0];
    CHECK(first.function == "update(game&)");
    CHECK(first.file == "/src/main.cpp");
    CHECK(first.line == 41);
    CHECK(first.module == "pong");
    CHECK(first.is_inlined);
    CHECK(first.is_own);
    REQUIRE(read.source.size() == 2);
    CHECK(read.source[1].number == 41);
    CHECK(read.source[1].is_marked);
    CHECK(read.source_is_newer);
    CHECK(read.threads_left_out == 7);
    CHECK_FALSE(read.is_gone);
    CHECK(read.problem.empty());
}

TEST_CASE("a frame says how much of what may be said it takes, however long its names are")
{
    findings found = example();
    const std::size_t before = to_line(found).size();
    frame long_one{std::string(100'000, '"'), "/src/\xff.cpp", 3, "pong", false, true};
    found.threads[1].frames = {long_one, long_one};
    const std::size_t taken = to_line(found).size() - before;
    CHECK(2 * said_bytes(long_one) == taken + 1); // one comma fewer than frames
    CHECK(taken < 10'000);
}

TEST_CASE("what became of the core file arrives too")
{
    const auto said = read_line(to_line(core_outcome{"cores/core.3.99", std::uint64_t{5} << 32, ""}));
    REQUIRE(said.has_value());
    const auto& outcome = std::get<core_outcome>(*said);
    CHECK(outcome.file == "cores/core.3.99");
    CHECK(outcome.bytes == std::uint64_t{5} << 32);
    CHECK(outcome.problem.empty());
}

TEST_CASE("what is no statement is a failure")
{
    for (const std::string line :
         {"", "{", "[]", "1", "null", "\"stack\"", "{}", R"({"says":"more"})", R"({"says":{"says":"stack"}})",
          "{\"says\":\"stack\",}", "Segmentation fault", "\xff\xff"}) {
        CAPTURE(line);
        CHECK_FALSE(read_line(line).has_value());
    }
    // As deep as it may be long.
    CHECK_FALSE(read_line(std::string(most_said_bytes, '[')).has_value());
}

TEST_CASE("fields of other types, and numbers out of range, are as if they were not there")
{
    const findings found = read_findings(
        R"({"says":"stack","source":7,"gone":"yes","threads":[7,null,[],{"id":99999999999,"name":{},"main":1,)"
        R"("frames":[[],{"line":-1,"function":[],"file":3,"own":"yes"},{"line":1e99}]}]})");
    REQUIRE(found.threads.size() == 1);
    CHECK(found.threads[0].id == 0);
    CHECK(found.threads[0].name.empty());
    CHECK_FALSE(found.threads[0].is_main);
    REQUIRE(found.threads[0].frames.size() == 2);
    CHECK(found.threads[0].frames[0].line == 0);
    CHECK(found.threads[0].frames[0].file.empty());
    CHECK_FALSE(found.threads[0].frames[0].is_own);
    CHECK(found.threads[0].frames[1].line == 0);
    CHECK(found.source.empty());
    CHECK_FALSE(found.is_gone);
}

TEST_CASE("lists and texts have their limits")
{
    findings large;
    large.threads.resize(2000);
    large.threads[0].frames.resize(2000);
    large.threads[0].name.assign(100'000, 'x');
    large.source.resize(2000);
    const findings read = read_findings(to_line(large));
    CHECK(read.threads.size() == 256);
    CHECK(read.threads[0].frames.size() == 512);
    CHECK(read.threads[0].name.size() == 1024);
    CHECK(read.source.size() == 16);
}

TEST_CASE("nothing found is a problem that has a sentence")
{
    CHECK(read_findings(R"({"says":"stack"})").problem == "no thread was found in it");
}

TEST_CASE("a statement that was garbled on the way hurts nobody")
{
    CAPTURE(respawn::test::seed());
    std::mt19937 random{respawn::test::seed()};
    const std::string line = to_line(example());
    for (int times = 0; times != 20'000; ++times) {
        std::string garbled = line;
        for (unsigned changes = random() % 4 + 1; changes != 0; --changes)
            garbled[random() % garbled.size()] = static_cast<char>(random());
        if (random() % 4 == 0)
            garbled.resize(random() % garbled.size());
        const auto said = read_line(garbled);
        REQUIRE((said.has_value() || !said.error().sentence.empty()));
    }
}
