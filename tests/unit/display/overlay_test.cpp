#include "catch.hpp"

#include "golden.hpp"
#include "slot_memory.hpp"

#include "shared/presentation/rasterizer.hpp"
#include "supervisor/display/display.hpp"
#include "supervisor/display/overlay.hpp"
#include "supervisor/display/overlay_text.hpp"
#include "worker/source/canvas/canvas_access.hpp"

#include <imgui.h>

#include <chrono>
#include <string>

using namespace respawn;
using namespace respawn::supervisor;
using presentation::image;
using presentation::texture_store;

namespace {

/// The pictures were made with Dear ImGui 1.86, and 1.90 makes the same, bit for bit. Of a version that
/// nobody has tried, a tenth of the pixels may be others: a line that stands one pixel lower makes many
/// differ.
void check_golden(const image& picture, const std::string& name)
{
    const bool is_known = IMGUI_VERSION_NUM >= 18600 && IMGUI_VERSION_NUM < 19100;
    if (!is_known)
        WARN("Dear ImGui " IMGUI_VERSION ": pictures are compared with a tolerance");
    test::check_golden(picture, name, is_known ? 0 : 100);
}

/// A game whose last picture is below.
std::unique_ptr<display> play(std::uint32_t width, std::uint32_t height)
{
    auto screen = display::create({static_cast<int>(width), static_cast<int>(height), true, "test"}).value();
    const test::slot_memory slot;
    const auto made = canvas_access::make();
    canvas_access::attach(*made, slot.get(), width, height, 1);
    made->clear({40, 60, 90, 255});
    const auto w = static_cast<float>(width), h = static_cast<float>(height);
    for (int column = 0; column != 8; ++column)
        for (int row = 0; row != 6; ++row)
            made->fill_rectangle(
                {w / 8 * static_cast<float>(column) + 4, h / 6 * static_cast<float>(row) + 4, w / 8 - 8,
                 h / 6 - 8},
                {static_cast<std::uint8_t>(90 + 20 * column), static_cast<std::uint8_t>(60 + 30 * row), 120,
                 255});
    canvas_access::finish(*made);
    REQUIRE(screen->show(slot.get(), width, height).has_value());
    return screen;
}

image look(std::uint32_t width, std::uint32_t height, const overlay_content& what)
{
    const auto screen = play(width, height);
    screen->set_overlay(what);
    return screen->window_picture();
}

const std::vector<key_hint> held_keys{
    {'r', "starts generation 3 again"}, {'b', "goes back"}, {'R', "starts afresh"}, {'q', "quits"}};

overlay_content crash()
{
    overlay_content what;
    what.generation = "generation 3";
    what.keys = held_keys;
    what.ending = ending_report{
        "The game crashed",
        "Generation 3 died of SIGSEGV at address 0x18 (a null pointer) in frame 8123. Waiting for the next "
        "build."};
    auto& stack = what.ending->stack;
    stack.threads.push_back({"thread 4711, which crashed", {}});
    stack.threads[0].lines = {
        {"ball::bounce(paddle const*)", "source/ball.cpp", 41},
        {"update_balls(game&, float) (inlined)", "source/rules.cpp", 117},
        {"update(game&, respawn::input const&, float)", "source/rules.cpp", 152},
        {"main", "source/main.cpp", 23},
        {"__libc_start_call_main", "../sysdeps/nptl/libc_start_call_main.h", 58, false},
        {"__libc_start_main_impl", "../csu/libc-start.c", 360, false},
        {"_start", "", 0, false}};
    stack.quoted_file = "source/ball.cpp";
    stack.quote = {
        {38, "void ball::bounce(const paddle* from)", false},
        {39, "{", false},
        {40, "\t// a ball keeps its speed", false},
        {41, "\tdx = -dx * from->strength;", true},
        {42, "\tx += dx;", false},
        {43, "}", false}};
    return what;
}

diagnostic an_error(std::uint32_t number)
{
    diagnostic made;
    made.file = "source/ball.cpp";
    made.line = 40 + number;
    made.column = 12;
    made.message =
        "'struct ball' has no member named 'speed" + std::to_string(number) + "'; did you mean 'speed'?";
    made.context = {
        "source/ball.cpp: In member function 'void ball::bounce(const paddle*)':",
        "   " + std::to_string(made.line) + " |     dx = -dx * this->speed" + std::to_string(number) + ";",
        "      |                      ^~~~~~", "      |                      speed"};
    return made;
}

overlay_content failed_build(std::uint32_t errors)
{
    overlay_content what;
    what.generation = "generation 3";
    what.build = build_report_shown{
        "The build failed", std::to_string(errors) + " errors, 1 warning; exit code 1 after 1.4 s", {}};
    auto& output = what.build->output;
    for (std::uint32_t number = 0; number != errors; ++number)
        output.diagnostics.push_back(an_error(number));
    diagnostic unused;
    unused.level = severity::warning;
    unused.file = "source/main.cpp";
    unused.line = 9;
    unused.column = 5;
    unused.message = "unused variable 'z' [-Wunused-variable]";
    unused.context = {"    9 |     int z;", "      |         ^"};
    output.diagnostics.push_back(unused);
    output.errors = errors;
    output.warnings = 1;
    return what;
}

} // namespace

TEST_CASE("a crash looks as in overlay_crash.png")
{
    check_golden(look(960, 720, crash()), "overlay_crash");
}

TEST_CASE("a crash in a small window looks as in overlay_crash_small.png")
{
    check_golden(look(320, 240, crash()), "overlay_crash_small");
}

TEST_CASE("a crash in a wide window looks as in overlay_crash_wide.png")
{
    check_golden(look(1280, 720, crash()), "overlay_crash_wide");
}

TEST_CASE("a crash on a 4K screen looks as in overlay_crash_4k.png")
{
    check_golden(look(3840, 2160, crash()), "overlay_crash_4k");
}

TEST_CASE("a hang without a stack looks as in overlay_hang.png")
{
    auto what = crash();
    what.ending = ending_report{
        "The game hangs",
        "Generation 3 did not finish frame 912 within 2.0 s. Waiting for the next build.",
        mood::warning,
        {}};
    check_golden(look(960, 720, what), "overlay_hang");
}

TEST_CASE("a deadlock of two threads looks as in overlay_threads.png")
{
    auto what = crash();
    what.ending->title = "The game hangs";
    what.ending->tone = mood::warning;
    what.ending->details =
        "In frame 912 generation 3 did not finish its frame within 2.0 s. Waiting for the next build.";
    auto& stack = what.ending->stack;
    stack.remarks = {"The source is newer than the image: the lines may be others by now."};
    stack.threads = {
        {"main thread 4711",
         {{"__futex_abstimed_wait_common", "./nptl/futex-internal.c", 57, false},
          {"__pthread_clockjoin_ex", "./nptl/pthread_join_common.c", 105, false},
          {"std::thread::join()", "", 0, false},
          {"update(game&)", "source/rules.cpp", 41},
          {"main", "source/main.cpp", 23}}},
        {"thread 4712 (loader)",
         {{"__lll_lock_wait", "./nptl/lowlevellock.c", 49, false}, {"load(level&)", "source/level.cpp", 7}}}};
    check_golden(look(960, 720, what), "overlay_threads");
}

TEST_CASE("a failed build over a game that plays on looks as in overlay_build_playing.png")
{
    auto what = failed_build(3);
    what.covers_a_game = true;
    check_golden(look(960, 720, what), "overlay_build_playing");
}

TEST_CASE("a failed build while the game is held looks as in overlay_build_held.png")
{
    auto what = failed_build(3);
    what.keys = held_keys;
    check_golden(look(960, 720, what), "overlay_build_held");
}

TEST_CASE("a failed build with many errors, scrolled, looks as in overlay_build_scrolled.png")
{
    auto what = failed_build(250);
    what.build->output.diagnostics.resize(200);
    what.keys = held_keys;
    overlay scrolled;
    const auto screen = play(960, 720);
    scrolled.set(what);
    texture_store textures;
    REQUIRE(scrolled.look(960, 720, textures));
    scrolled.scroll({5, 2});
    image picture = screen->picture();
    presentation::draw(*scrolled.look(960, 720, textures), textures, picture);
    check_golden(picture, "overlay_build_scrolled");
    scrolled.scroll({1e6f, 0});
    picture = screen->picture();
    presentation::draw(*scrolled.look(960, 720, textures), textures, picture);
    check_golden(picture, "overlay_build_end");
}

TEST_CASE("a failed build that the linker ended looks as in overlay_build_linker.png")
{
    auto what = failed_build(0);
    what.build->details = "2 errors; exit code 1 after 800 ms";
    what.build->output = read_build_output(
        "/usr/bin/ld: build/main.o: in function `main':\n"
        "/home/somebody/games/pong/source/main.cpp:23: undefined reference to `update(game&, float)'\n"
        "/usr/bin/ld: cannot find -lnosuch: No such file or directory\n"
        "collect2: error: ld returned 1 exit status\nninja: build stopped: subcommand failed.\n");
    check_golden(look(960, 720, what), "overlay_build_linker");
}

TEST_CASE("what g++ prints of long lines in a small window looks as in overlay_build_small.png")
{
    auto what = failed_build(0);
    what.build->details = "1 error; exit code 1 after 155 ms";
    what.build->output = read_build_output(
        "/home/somebody/games/pong/source/ball.cpp: In function 'int main()':\n"
        "/home/somebody/games/pong/source/ball.cpp:6:90: error: 'undeclared' was not declared in this scope\n"
        "    6 | int main() { std::vector<int> v; v.push_back(1); std::string s; ball b; b.speed = "
        "undeclared; }\n"
        "      |                                                                                   "
        "^~~~~~~~~~\n");
    check_golden(look(320, 240, what), "overlay_build_small");
}

TEST_CASE("a paused game looks as in overlay_paused.png")
{
    overlay_content what;
    what.banner = "paused at frame 8123";
    what.generation = "generation 3";
    what.keys = {{'p', "plays on"}, {'s', "steps one frame"}};
    check_golden(look(960, 720, what), "overlay_paused");
    check_golden(look(320, 240, what), "overlay_paused_small");
}

TEST_CASE("a game that a debugger has stopped looks as in overlay_debugger.png")
{
    overlay_content what;
    what.banner = "stopped in a debugger (process 4711)";
    what.generation = "generation 3";
    check_golden(look(960, 720, what), "overlay_debugger");
}

TEST_CASE("notices look as in overlay_notices.png")
{
    overlay_content what;
    what.covers_a_game = true;
    what.notices = {
        {mood::bad, "generation 3 died of SIGSEGV at address 0x18 (a null pointer) in frame 8123",
         "source/ball.cpp:41 in ball::bounce(paddle const*)"},
        {mood::good, "generation 3, state kept, 12 ms", ""}};
    check_golden(look(960, 720, what), "overlay_notices");
    check_golden(look(320, 240, what), "overlay_notices_small");
}

TEST_CASE("a paused game whose build failed looks as in overlay_paused_build.png")
{
    auto what = failed_build(12);
    what.banner = "paused at frame 8123";
    what.keys = {{'p', "plays on"}, {'s', "steps one frame"}};
    what.notices = {
        {mood::plain, "there is no earlier generation to go back to; see 'respawn generations'", ""}};
    check_golden(look(1280, 720, what), "overlay_paused_build");
}

TEST_CASE("words without a gap and names without an end look as in overlay_long.png")
{
    auto what = crash();
    const std::string endless(3000, 'x');
    what.ending->title = "A title that nobody would write, longer than the window is wide, and on and on";
    what.ending->details = endless;
    auto& stack = what.ending->stack;
    stack.threads[0].lines[0].function =
        "std::map<std::basic_string<char>, std::vector<std::pair<int, double>>>::operator[]("
        "std::basic_string<char> const&) const [with allocator = respawn::allocator<std::pair>]";
    stack.threads[0].lines[1].function = endless;
    stack.threads[0].lines[1].file =
        "/home/somebody/a/very/deep/folder/of/games/that/goes/on/and/on/" + endless + "/ball.cpp";
    stack.quote[3].text += " // " + endless;
    check_golden(look(960, 720, what), "overlay_long");
}

TEST_CASE("hostile and foreign text looks as in overlay_text.png")
{
    auto what = crash();
    what.ending->title = "Gr\xc3\xbc\xc3\x9f"
                         "e";
    what.ending->stack.quoted_file = "\xce\xb1\xce\xb2\xce\xb3/\xd0\x96\xd0\xb4\xd0\xb8.cpp";
    what.ending->details =
        "%s %n ##hidden ###id \x1b[31mred\x1b[0m \xff\xfe \xf0\x9f\x92\xa5 \xe4\xb8\xad\xe6\x96\x87 "
        "\xe2\x80\xae"
        "backwards \xc3 cut\tand tabbed\r\nand broken";
    auto& stack = what.ending->stack;
    stack.threads[0].lines[0].function = std::string{"with\0nul", 8};
    stack.threads[0].lines[1].function =
        "\xd1\x84\xd1\x83\xd0\xbd\xd0\xba\xd1\x86\xd0\xb8\xd1\x8f(\xce\xa9&)";
    stack.threads[0].lines[2] = {"", "", 0};
    stack.quote[3].text = "\t\xe2\x94\x82 \x01\x02\x03 \xed\xa0\x80 %d\\n\x7f \xe2\x82\xac";
    check_golden(look(960, 720, what), "overlay_text");
}

TEST_CASE("text that did not come as one line of text becomes one")
{
    CHECK(one_line("a\tb\nc\x1b[0m", 100) == "a b c [0m");
    CHECK(one_line("\xff", 100) == "\xef\xbf\xbd");
    CHECK(one_line("\xf0\x9f\x92\xa5", 100) == "\xef\xbf\xbd");
    CHECK(one_line("abc", 3) == "abc");
    CHECK(one_line("abcd", 3) == "ab\xe2\x80\xa6");
    CHECK(one_line("\xc3\xa4\xc3\xb6\xc3\xbc", 2) == "\xc3\xa4\xe2\x80\xa6");
    CHECK(end_of_path("a/b.cpp:4", 20) == "a/b.cpp:4");
    CHECK(
        end_of_path("/home/me/games/pong/source/ball.cpp:41", 25) == "\xe2\x80\xa6/pong/source/ball.cpp:41");
    CHECK(
        end_of_path("/home/me/averyveryverylongname.cpp", 12) == "\xe2\x80\xa6"
                                                                 "ongname.cpp");
}

TEST_CASE("a place in a long line of source stays in sight")
{
    using lines = std::vector<std::string>;
    const lines near{"   3 | int x;", "     |     ^"};
    CHECK(around_marker(near, 40) == near);
    const auto code = std::string(60, 'x') + "here" + std::string(60, 'y');
    const lines far{"   3 | " + code, "     | " + std::string(60, ' ') + "^~~~"};
    const auto moved = around_marker(far, 40);
    CHECK(moved[0] == "   3 | \xe2\x80\xa6" + code.substr(47));
    CHECK(moved[1] == "     |  " + std::string(13, ' ') + "^~~~");
    CHECK(around_marker({code, std::string(60, ' ') + "^"}, 40)[1] == " " + std::string(20, ' ') + "^");
    CHECK(around_marker(far, 10) == far);
}

TEST_CASE("the letters are redrawn in another size when the window gets one, and the layout follows")
{
    overlay over;
    texture_store textures;
    CHECK(over.look(640, 480, textures) == nullptr);
    CHECK(textures.find(pictures::overlay_texture) == nullptr);
    over.set(crash());
    const auto* small = over.look(640, 480, textures);
    REQUIRE(small);
    CHECK(small->width == 640);
    const auto revision = textures.find(pictures::overlay_texture)->revision;
    CHECK(over.look(640, 480, textures) == small);
    const auto* large = over.look(1920, 1080, textures);
    CHECK(large->width == 1920);
    CHECK(textures.find(pictures::overlay_texture)->revision != revision);
    over.set({});
    CHECK(over.look(1920, 1080, textures) == nullptr);
}

TEST_CASE("every picture of an overlay keeps the invariant of a checked picture")
{
    texture_store textures;
    overlay over;
    auto what = failed_build(250);
    what.banner = std::string(500, 'w');
    what.keys = held_keys;
    what.notices.assign(40, {mood::bad, std::string(400, 'n'), "x"});
    over.set(what);
    for (const auto& [width, height] :
         {std::pair{64u, 64u}, {64u, 4320u}, {7680u, 64u}, {7680u, 4320u}, {333u, 77u}}) {
        const auto& picture = *over.look(width, height, textures);
        over.scroll({3, 1});
        for (const auto& command : picture.commands) {
            CHECK(command.index_count % 3 == 0);
            REQUIRE(std::size_t{command.first_index} + command.index_count <= picture.indices.size());
            CHECK(command.clip_x >= 0);
            CHECK(command.clip_y >= 0);
            CHECK(command.clip_width > 0);
            CHECK(command.clip_height > 0);
            CHECK(static_cast<std::uint32_t>(command.clip_x + command.clip_width) <= width);
            CHECK(static_cast<std::uint32_t>(command.clip_y + command.clip_height) <= height);
        }
        for (const auto index : picture.indices)
            REQUIRE(index < picture.vertices.size());
        for (const auto& vertex : picture.vertices) {
            REQUIRE(std::abs(vertex.x) <= pictures::max_coordinate);
            REQUIRE((vertex.u >= 0 && vertex.u <= 1 && vertex.v >= 0 && vertex.v <= 1));
        }
    }
}

TEST_CASE("the game's picture stays what it is under an overlay")
{
    const auto screen = play(320, 240);
    const auto before = screen->picture().pixels;
    screen->set_overlay(crash());
    CHECK((screen->picture().pixels == before));
    CHECK((screen->window_picture().pixels != before));
    screen->set_overlay({});
    CHECK((screen->window_picture().pixels == before));
}

TEST_CASE("what a picture of an overlay costs", "[.][timing]")
{
    using clock = std::chrono::steady_clock;
    for (const auto& [width, height] : {std::pair{960u, 720u}, {1920u, 1080u}, {3840u, 2160u}}) {
        overlay over;
        texture_store textures;
        const auto start = clock::now();
        over.warm_up(width, height, textures);
        const auto warm = clock::now();
        over.set(failed_build(200));
        REQUIRE(over.look(width, height, textures));
        const auto laid_out = clock::now();
        image picture{width, height, std::vector<std::uint32_t>(std::size_t{width} * height)};
        presentation::draw(*over.look(width, height, textures), textures, picture);
        const auto drawn = clock::now();
        const auto ms = [](auto time) { return std::chrono::duration<double, std::milli>{time}.count(); };
        WARN(
            width << "x" << height << ": letters " << ms(warm - start) << " ms, layout "
                  << ms(laid_out - warm) << " ms, drawing " << ms(drawn - laid_out) << " ms, atlas "
                  << textures.find(pictures::overlay_texture)->width << "x"
                  << textures.find(pictures::overlay_texture)->height);
    }
}
