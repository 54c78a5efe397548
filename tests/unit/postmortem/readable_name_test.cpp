#include "supervisor/postmortem/readable_name.hpp"

#include "catch.hpp"

#include <string>

using namespace respawn::postmortem;

TEST_CASE("a function is called as its author calls it")
{
    CHECK(readable_name("main") == "main");
    CHECK(readable_name("_Z6updateR4game") == "update(game&)");
    CHECK(readable_name("_ZN12_GLOBAL__N_15audio3mixEi") == "audio::mix(int)");
    CHECK(readable_name("_ZNK4game5aliveEv") == "game::alive()");
    CHECK(readable_name("update(game&) [clone .cold]") == "update(game&)");
    CHECK(readable_name("operator delete(void*)") == "operator delete(void*)");
    CHECK(readable_name("game::operator bool() const") == "game::operator bool()");
    CHECK(readable_name("operator<<(stream&, score const&)") == "operator<<(stream&, score const&)");
    CHECK(readable_name("box::operator()(int) const") == "box::operator()(int)");
    CHECK(readable_name("box::operator()") == "box::operator()");
    CHECK(readable_name("box::operator->() const") == "box::operator->()");
}

TEST_CASE("a lambda is told by where it stands")
{
    CHECK(readable_name("main::{lambda()#1}::operator()() const") == "lambda in main");
    CHECK(readable_name("main(int, char**)::<lambda()>::operator()") == "lambda in main");
    CHECK(readable_name("main::$_0::operator()() const") == "lambda in main");
    CHECK(
        readable_name("main::{lambda()#1}::operator()() const::{lambda(int)#2}::operator()(int) const") ==
        "lambda in lambda in main");
    CHECK(readable_name("game::start(int)::{lambda()#1}::_FUN()") == "lambda in game::start");
}

TEST_CASE("what is long and says little is left out")
{
    CHECK(
        readable_name("void zoo::play<main::{lambda()#1}>(int, char**, main::{lambda()#1})") ==
        "zoo::play<main::{lambda()#1}>(int, char**, main::{lambda()#1})");
    CHECK(
        readable_name("int pool<std::vector<enemy, std::allocator<enemy> > >::take(int)") ==
        "pool<...>::take(int)");
    CHECK(
        readable_name(
            "save(std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> > const&)") ==
        "save(std::string const&)");
    CHECK(
        readable_name("f(std::map<int, std::vector<int, std::allocator<int> > >, another_type, "
                      "and_another_one, last)") == "f(...)");
}

TEST_CASE("any bytes have a name of some sort")
{
    for (const std::string name : {"",         "(",          ")",    "<>::",    "::",   "operator", ">>>>",
                                   "_Z",       "_ZN",        "a::",  "{lambda", "f(((", ")))(",     "->",
                                   "\xff\xfe", "operator()", "()()", " ",       " (",   "a b) c"}) {
        CAPTURE(name);
        CHECK(readable_name(name).size() <= name.size() + 16);
    }
    CHECK(readable_name(std::string(1 << 20, '<')).size() <= 16384);
    CHECK(readable_name("_Z" + std::string(1 << 20, 'S')).size() <= 16384);
}

TEST_CASE("the names of the runtime are known, and no others taken for them")
{
    for (const char* name :
         {"std::vector<...>::at(...)", "__libc_start_main", "abort", "raise", "_start", "__cxa_throw",
          "respawn::worker::next_frame()", "lambda in std::call_once", "operator new(unsigned long)"}) {
        CAPTURE(name);
        CHECK(is_runtime_name(name));
    }
    for (const char* name :
         {"abort_mission(game&)", "raise_flag()", "standard()", "main", "update(game&)", "std_ball"}) {
        CAPTURE(name);
        CHECK_FALSE(is_runtime_name(name));
    }
}

TEST_CASE("a short name that would become endless stays as it is")
{
    // Each pair is one of the pair before it, twice.
    constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::string name = "_Z1fSt4pairIiiE";
    for (const char each : digits)
        name += std::string{"S_IS"} + each + "_S" + each + "_E";
    CHECK(readable_name(name) == name);
    // A member of itself, and again.
    name = "_Z1fM1a1b";
    for (const char each : digits)
        name += std::string{"MS"} + each + "_S" + each + "_";
    CHECK(readable_name(name) == name);
    CHECK(
        readable_name("_Z4takeRKSt3mapINSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEES5_St4lessIS5_"
                      "ESaISt4pairIKS5_S5_EEE") == "take(...)");
}
