#include "supervisor/symbols/symbol_names.hpp"

#include "catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace respawn::supervisor;

namespace {

bool has(const std::vector<std::string>& names, const std::string& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

TEST_CASE("lambdas, unnamed types and a compiler's own things are known by their names")
{
    for (const char* name :
         {"_ZZ4mainENKUliE_clEi", "_ZZ4mainENUliE_4_FUNEi", "_Z3runIZ4mainEUlvE0_EiT_", "_ZN8._anon_31gEv",
          "_ZZ4mainEN3$_18__invokeEi", "_ZTV3$_0", "_ZZZ4mainENKUliE_clEiE1k", "completed.0",
          "_Z3foov.constprop.0", "_Z3foov.part.0", "_Z3foov.isra.0.cold", "_ZL3foov.lto_priv.0",
          "CSWTCH.12"}) {
        CAPTURE(name);
        CHECK(is_numbered(name));
    }
    for (const char* name :
         {"main", "_Z3foov", "_ZZ4mainE5count", "_ZZ4mainE5count_0", "_ZN12_GLOBAL__N_13fooEv", "_Z5UlUtsv",
          "_ZN4game7resUltsE", "_Z3foov.cold", "_ZTV5enemy", "_Z3foov.avx2", "", "_Z", "."}) {
        CAPTURE(name);
        CHECK_FALSE(is_numbered(name));
    }
}

TEST_CASE("the name of a static thing and of a global one are made of each other")
{
    const auto check_both = [](const char* one, const char* two, symbol_kind kind) {
        CAPTURE(one, two);
        CHECK(has(names_of_other_linkage(one, kind), two));
        CHECK(has(names_of_other_linkage(two, kind), one));
    };
    check_both("_Z4jumpR6player", "_ZL4jumpR6player", symbol_kind::function);
    check_both("_ZN4game4jumpEv", "_ZN4gameL4jumpEv", symbol_kind::function);
    check_both("_ZN4game3addIiEET_S1_", "_ZN4gameL3addIiEET_S1_", symbol_kind::function);
    check_both("_ZN4game5levelE", "_ZN4gameL5levelE", symbol_kind::object);
    check_both("lives", "_ZL5lives", symbol_kind::object);
    check_both("_ZZ4jumpvE5count", "_ZZL4jumpvE5count", symbol_kind::object);
    CHECK(names_of_other_linkage("main", symbol_kind::function).empty());
    for (const char* strange :
         {"_Z", "_ZN", "_ZL", "_ZL9", "_ZL99999999999999999999999x", "_ZN9a", "_ZNL", "_ZZZ"}) {
        CAPTURE(strange);
        CHECK(names_of_other_linkage(strange, symbol_kind::object).size() <= 2);
    }
}

TEST_CASE("things of one name in several blocks of a function are made of each other")
{
    const auto check_both = [](const char* one, const char* two) {
        CAPTURE(one, two);
        CHECK(has(names_in_other_blocks(one), two));
        CHECK(has(names_in_other_blocks(two), one));
    };
    check_both("_ZZ3twoiE1s", "_ZZ3twoiE1s_0");
    check_both("_ZZ3twoiE1s_0", "_ZZ3twoiE1s_1");
    check_both("_ZZ3twoiE1s_9", "_ZZ3twoiE1s__10_");
    check_both("_ZTVZ3twoiE5local", "_ZTVZ3twoiE5local_0");
    check_both("_ZZ3twoiEN5local4callEi", "_ZZ3twoiEN5local4callE_0i");
    check_both("_ZZZ3twoiEN5local4callEiE4deep", "_ZZZ3twoiEN5local4callE_0iE4deep");
    check_both("_ZTV3boxIZ3twoiE5localE", "_ZTV3boxIZ3twoiE5local_0E");
    CHECK_FALSE(has(names_in_other_blocks("_ZZ3twoiE1s"), "_ZZ3twoiE1s"));
    CHECK(names_in_other_blocks("_ZN4game5levelE").empty());
    CHECK(names_in_other_blocks("main").empty());
}
