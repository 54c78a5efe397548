#include "supervisor/session/ending.hpp"

#include "catch.hpp"

#include <csignal>
#include <cstring>
#include <memory>
#include <set>
#include <string>

using namespace respawn::supervisor;
namespace control = respawn::control;

namespace {

struct said {
    control::cause cause = control::cause::signal;
    int signal = 0, code = 0;
    std::uint64_t address = 0;
    const char* text = "";
};

std::optional<ending> read(const said& what, bool had_debugger = false)
{
    control::last_words_data words{};
    words.signal = what.signal;
    words.signal_code = what.code;
    words.thread_id = 77;
    words.address = what.address;
    std::strcpy(words.text, what.text);
    words.cause = static_cast<std::uint32_t>(what.cause);
    return read_last_words(words, had_debugger);
}

std::string words_of(const said& what)
{
    return words(*read(what));
}

ending exited(int code, bool connected = true)
{
    return end_of({{false, code}, connected});
}

} // namespace

TEST_CASE("a worker that has not spoken has no last words")
{
    CHECK_FALSE(read({control::cause::none, SIGSEGV}).has_value());
}

TEST_CASE("last words say what happened, where, and in which thread")
{
    const auto how = read({control::cause::signal, SIGSEGV, SEGV_MAPERR, 0x10});
    CHECK(how->kind == ending_kind::signal);
    CHECK(how->signal == SIGSEGV);
    CHECK(how->address == 0x10);
    CHECK(how->thread_id == 77);
    CHECK(words(*how) == "died of SIGSEGV at address 0x10 (a null pointer)");
    CHECK(
        words_of({control::cause::signal, SIGSEGV, SEGV_MAPERR, 0xdead0000}) ==
        "died of SIGSEGV at address 0xdead0000 (nothing is there)");
    CHECK(
        words_of({control::cause::signal, SIGSEGV, SEGV_ACCERR, 0x400000}) ==
        "died of SIGSEGV at address 0x400000 (that memory may not be used so)");
    CHECK(words_of({control::cause::signal, SIGSEGV, SI_TKILL}) == "died of SIGSEGV (Segmentation fault)");
    CHECK(
        words_of({control::cause::signal, SIGFPE, FPE_INTDIV, 0x1234}) ==
        "died of SIGFPE (an integer was divided by zero)");
    CHECK(
        words_of({control::cause::signal, SIGILL, ILL_ILLOPN, 1}) == "died of SIGILL (Illegal instruction)");
    CHECK(
        words_of({control::cause::exception, 0, 0, 0, "std::runtime_error: no such level"}) ==
        "threw what nobody caught: std::runtime_error: no such level");
    CHECK(
        words_of({control::cause::out_of_memory, 0, 0, 0, "std::bad_alloc: std::bad_alloc"}) ==
        "ran out of memory: std::bad_alloc: std::bad_alloc");
    CHECK(
        words_of({control::cause::aborted, SIGABRT, SI_TKILL, 0, "game.cpp:12: Assertion `x' failed.\n"}) ==
        "aborted: game.cpp:12: Assertion `x' failed.");
    CHECK(words_of({control::cause::aborted, SIGABRT}) == "aborted");
    CHECK(
        words_of({control::cause::stack_overflow, SIGSEGV, SEGV_ACCERR, 1}).find("stack") !=
        std::string::npos);
    CHECK(words_of({control::cause::sanitizer}) == "was ended by a sanitizer");
}

TEST_CASE("whatever bytes stand there, last words are read as some ending")
{
    const auto bytes = std::make_unique<control::last_words_data>();
    std::memset(static_cast<void*>(bytes.get()), 0xff, sizeof *bytes);
    const auto how = read_last_words(*bytes, false);
    REQUIRE(how.has_value());
    CHECK(how->kind == ending_kind::broke_protocol);
    bytes->cause = static_cast<std::uint32_t>(control::cause::aborted);
    bytes->signal = SIGABRT;
    CHECK(read_last_words(*bytes, false)->text.size() == sizeof bytes->text);
}

TEST_CASE("last words that no handler can have written are not believed")
{
    for (const int signal : {-1, 0, 65, 0x5a5a5a5a}) {
        const auto how = read({control::cause::signal, signal});
        CHECK(how->kind == ending_kind::broke_protocol);
        CHECK(
            words(*how) ==
            "broke the protocol: it wrote over the memory that it shares with respawn: a stray "
            "write of the game");
    }
    CHECK(read({control::cause{77}, SIGSEGV})->kind == ending_kind::broke_protocol);
    CHECK(read({control::cause::exception, 65})->kind == ending_kind::broke_protocol);
}

TEST_CASE("an address that the processor does not tell is not told")
{
    CHECK(
        words(*read({control::cause::signal, SIGSEGV, SI_KERNEL, 0})) ==
        "died of SIGSEGV (an address that no memory can have)");
}

TEST_CASE("a breakpoint that is hit after its debugger has gone is no crash")
{
    CHECK(read({control::cause::signal, SIGTRAP}, true)->kind == ending_kind::lost_debugger);
    CHECK(read({control::cause::signal, SIGTRAP}, false)->kind == ending_kind::signal);
    CHECK(read({control::cause::signal, SIGSEGV}, true)->kind == ending_kind::signal);
    CHECK(end_of({{true, SIGTRAP}, true, true}).kind == ending_kind::lost_debugger);
    CHECK(end_of({{true, SIGTRAP}, true, false}).kind == ending_kind::signal);
}

TEST_CASE("a worker that says nothing is classified from outside")
{
    CHECK(exited(0).kind == ending_kind::left_main);
    CHECK(words(exited(3)) == "exited with code 3");
    CHECK(exited(125).kind == ending_kind::refused);
    CHECK(exited(125, false).kind == ending_kind::refused);
    CHECK(exited(0, false).kind == ending_kind::never_connected);
    CHECK(
        words(exited(1, false)) == "exited with code 1 before it connected; a worker makes a "
                                   "respawn::worker at the start of main()");
    CHECK(end_of({{true, SIGSEGV}, false}).kind == ending_kind::never_connected);
    CHECK(
        words(end_of({{true, SIGSEGV}, false})).find("died of SIGSEGV (Segmentation fault) before it") == 0);
    CHECK(words(end_of({{true, SIGKILL}, true})) == "died of SIGKILL (Killed)");
    CHECK(
        words(end_of({{true, SIGSEGV}, true})) ==
        "died of SIGSEGV (Segmentation fault): it could not say "
        "more, as when a thread other than the main one "
        "overflows its stack, or the game handles the signal itself");
    const auto killed_for_memory = end_of({{true, SIGKILL}, true, false, true});
    CHECK(killed_for_memory.kind == ending_kind::out_of_memory);
    CHECK(words(killed_for_memory) == "ran out of memory: the system killed it for want of memory");
    CHECK(end_of({{true, SIGSEGV}, true, false, true}).kind == ending_kind::signal);
}

TEST_CASE("every kind of ending has a name of its own and words")
{
    std::set<std::string_view> names;
    for (int kind = 0; kind <= static_cast<int>(ending_kind::lost_debugger); ++kind) {
        names.insert(name_of(static_cast<ending_kind>(kind)));
        CHECK_FALSE(words({.kind = static_cast<ending_kind>(kind), .text = "it"}).empty());
    }
    CHECK(names.size() == static_cast<std::size_t>(ending_kind::lost_debugger) + 1);
}
