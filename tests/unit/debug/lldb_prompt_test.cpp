#include "supervisor/debug/lldb_prompt.hpp"

#include "catch.hpp"

using namespace respawn::supervisor;

namespace {

/// lldb after it has printed that, piece by piece.
lldb_prompt after(std::initializer_list<std::string_view> pieces)
{
    lldb_prompt prompt;
    for (const std::string_view each : pieces)
        prompt.printed(each);
    return prompt;
}

} // namespace

TEST_CASE("lldb waits for a command where its prompt is the last thing that it has printed")
{
    CHECK_FALSE(after({}).is_there());
    CHECK_FALSE(after({"Current executable set to '/bin/sleep'\r\n"}).is_there());
    CHECK(after({"lldb version 14.0.6\r\n(lldb) "}).is_there());
    CHECK(after({"\r\n(ll", "db) "}).is_there());
    // As lldb 14 to 18 draw it, and once more after "Process 7 stopped" came into the line.
    CHECK(after({"\x1b[1G\x1b[2m(lldb) \x1b[0m\x1b[8G"}).is_there());
    CHECK(after({"(lldb) \x1b[1G\x1b[JProcess 7 stopped\r\n\x1b[1G\x1b[J\x1b[2m(lldb) \x1b[0m \x1b[8G"})
              .is_there());
    CHECK(after({"what the game printed last(lldb) "}).is_there());
}

TEST_CASE("a command that is being typed does not hide lldb's prompt, one that is entered does")
{
    auto prompt = after({"(lldb) "});
    prompt.typed("breakpoint li");
    prompt.printed("breakpoint li");
    CHECK(prompt.is_there());
    prompt.typed("st\r");
    CHECK_FALSE(prompt.is_there());
    prompt.printed("\r\x1b[K(lldb) breakpoint list");
    CHECK_FALSE(prompt.is_there());
    prompt.printed("\r\nNo breakpoints currently set.\r\n");
    CHECK_FALSE(prompt.is_there());
    prompt.printed("(lldb) ");
    CHECK(prompt.is_there());
}

TEST_CASE("lldb's prompt is empty until something is typed there, and once that is gone again")
{
    auto prompt = after({"(lldb) "});
    CHECK(prompt.is_empty());
    prompt.typed("b\xc3\xb6");
    CHECK_FALSE(prompt.is_empty());
    prompt.typed("\x7f\b");
    CHECK(prompt.is_empty());
    prompt.typed("\x1b[A"); // a line of the history
    CHECK_FALSE(prompt.is_empty());
    prompt.typed("\x7f\x7f\x7f");
    CHECK_FALSE(prompt.is_empty());
    prompt.typed("\x15");
    CHECK(prompt.is_empty());
    prompt.typed("script\r");
    CHECK_FALSE(prompt.is_empty());
    prompt.printed("script\r\n>>> ");
    CHECK_FALSE(prompt.is_empty());
    prompt.typed("\x04");
    prompt.printed("\r\n(lldb) ");
    CHECK(prompt.is_empty());
}

TEST_CASE("lldb asks where a question for y or n is the last thing that it has printed")
{
    auto prompt = after({"(lldb) "});
    CHECK_FALSE(prompt.is_question());
    prompt.typed("\x04"); // the end of the input, for which it may ask
    CHECK_FALSE(prompt.is_there());
    prompt.printed("^D\r\nDo you really want to proceed: [Y/n] ");
    CHECK(prompt.is_question());
    prompt.typed("n\r");
    CHECK_FALSE(prompt.is_question());
    prompt.printed("n\r\n(lldb) ");
    CHECK_FALSE(prompt.is_question());
    CHECK(prompt.is_there());
}

TEST_CASE("questions, scripts and the bodies of commands are no prompt of lldb")
{
    CHECK_FALSE(
        after({"(lldb) quit\r\nQuitting LLDB will detach from one or more processes. Do you really want "
               "to proc \reed: [Y/n] "})
            .is_there());
    CHECK_FALSE(after({"(lldb) ", "Do you really want to proceed: [Y", "/n] "}).is_there());
    CHECK_FALSE(
        after({"(lldb) About to delete all breakpoints, do you want to do that?: [y/N] "}).is_there());
    CHECK_FALSE(after({"(lldb) script\r\nPython Interactive Interpreter.\r\n>>> "}).is_there());
    CHECK_FALSE(
        after({"(lldb) breakpoint command add 1\r\nEnter your debugger command(s).\r\n> "}).is_there());
    CHECK_FALSE(after({"(lldb) expr\r\n\x1b[1G\x1b[J\x1b[2m  1: \x1b[0m "}).is_there());
}

TEST_CASE("lldb takes a line where a prompt or a question is, and not in the midst of an answer")
{
    CHECK_FALSE(after({}).takes_a_line());
    CHECK(after({"(lldb) "}).takes_a_line());
    CHECK(after({"do you want to do that?: [y/N] "}).takes_a_line());
    CHECK(after({"Enter your debugger command(s).\r\n\x1b[2m> \x1b[0m"}).takes_a_line());
    CHECK(after({"Python Interactive Interpreter.\r\n>>> "}).takes_a_line());
    CHECK(after({"Enter expressions\r\n\x1b[2m  1: \x1b[0m "}).takes_a_line());
    auto prompt = after({"(lldb) "});
    prompt.typed("bt\r");
    CHECK_FALSE(prompt.takes_a_line());
    prompt.printed("bt\r\n* thread #1, ");
    CHECK_FALSE(prompt.takes_a_line());
}
