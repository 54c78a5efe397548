#include "supervisor/report/json_form.hpp"

#include "catch.hpp"

using namespace respawn::report;
using namespace std::chrono_literals;

TEST_CASE("a swap says everything that a script may ask in one JSON line")
{
    swapped event;
    event.generation = 12;
    event.pid = 4242;
    event.frame = 8123;
    event.late_frames = 1;
    event.gap = 9123456ns;
    event.total = 38ms;
    event.stages = {6ms, 9ms, 14ms, 130us, 8500us};
    CHECK(
        to_json(event, 1500ms) ==
        R"({"event":"swapped","time_ms":1500.0,"generation":12,"pid":4242,"frame":8123,"state":"kept",)"
        R"("late_frames":1,"gap_ms":9.123,"total_ms":38.0,"stages_ms":{"stage":6.0,"spawn":9.0,"warm_up":14.0,)"
        R"("hand_over":0.13,"first_frame":8.5}})"
        "\n");
    event.state = state_origin::fresh;
    CHECK(to_json(event, 0ms).find(R"("state":"fresh")") != std::string::npos);
}

TEST_CASE("the start is told with all that was asked for")
{
    started event;
    event.pid = 77;
    event.folder = "/home/ann/pong";
    event.exe = "build/pong";
    event.width = 960;
    event.height = 720;
    event.fps = 60;
    event.headless = true;
    event.watched = {"src"};
    CHECK(
        to_json(event, 0ms) ==
        R"({"event":"started","time_ms":0.0,"pid":77,"version":"0.1.0","folder":"/home/ann/pong",)"
        R"("exe":"build/pong","width":960,"height":720,"fps":60,"headless":true,"watched":["src"]})"
        "\n");
}

TEST_CASE("every other event is one JSON line with its fields")
{
    CHECK(
        to_json(build_started{{"a.cpp"}}, 1ms) ==
        "{\"event\":\"build_started\",\"time_ms\":1.0,\"files\":[\"a.cpp\"]}\n");
    CHECK(
        to_json(build_succeeded{1400ms}, 1ms) ==
        "{\"event\":\"build_succeeded\",\"time_ms\":1.0,\"duration_ms\":1400.0}\n");
    CHECK(
        to_json(build_failed{"exit code 2", 5ms, "a\n\x1b[1mb"}, 1ms) ==
        R"({"event":"build_failed","time_ms":1.0,"exit":"exit code 2","duration_ms":5.0,"output":"a\n\u001b[1mb"})"
        "\n");
    CHECK(
        to_json(build_superseded{5ms}, 1ms) ==
        "{\"event\":\"build_superseded\",\"time_ms\":1.0,\"duration_ms\":5.0}\n");
    CHECK(
        to_json(staged{7, 99, 6ms}, 1ms) ==
        R"({"event":"staged","time_ms":1.0,"generation":7,"bytes":99,"duration_ms":6.0})"
        "\n");
    CHECK(
        to_json(refused{7, "pong", "why"}, 1ms) ==
        R"({"event":"refused","time_ms":1.0,"what":"pong","sentence":"why","generation":7})"
        "\n");
    CHECK(
        to_json(refused{std::nullopt, "pong", "why"}, 1ms) ==
        R"({"event":"refused","time_ms":1.0,"what":"pong","sentence":"why"})"
        "\n");
    CHECK(
        to_json(worker_ended{12, 99, 8123, "signal", "died of SIGSEGV", "waiting"}, 1ms) ==
        R"({"event":"worker_ended","time_ms":1.0,"generation":12,"pid":99,"frame":8123,"cause":"signal","how":"died of SIGSEGV",)"
        R"("next":"waiting"})"
        "\n");
    CHECK(to_json(paused{5}, 1ms) == "{\"event\":\"paused\",\"time_ms\":1.0,\"frame\":5}\n");
    CHECK(
        to_json(wish_granted{2, std::pair{240, 120}, std::nullopt}, 1ms) ==
        R"({"event":"wish_granted","time_ms":1.0,"generation":2,"width":240,"height":120})"
        "\n");
    CHECK(to_json(resumed{5}, 1ms) == "{\"event\":\"resumed\",\"time_ms\":1.0,\"frame\":5}\n");
    CHECK(
        to_json(stopped{5, 4, 1, "Ctrl-C"}, 1ms) ==
        R"({"event":"stopped","time_ms":1.0,"frame":5,"frames_committed":4,"late_frames":1,"reason":"Ctrl-C"})"
        "\n");
    CHECK(
        to_json(saved{"/a.state", 5, 4096, 7ms}, 1ms) ==
        R"({"event":"saved","time_ms":1.0,"file":"/a.state","frame":5,"bytes":4096,"duration_ms":7.0})"
        "\n");
    CHECK(
        to_json(loaded{"/a.state", 5, 4096, 7ms}, 1ms) ==
        R"({"event":"loaded","time_ms":1.0,"file":"/a.state","frame":5,"bytes":4096,"duration_ms":7.0})"
        "\n");
    CHECK(to_json(notice{"hm"}, 1ms) == "{\"event\":\"notice\",\"time_ms\":1.0,\"sentence\":\"hm\"}\n");
}

TEST_CASE("bytes that are no UTF-8 do not spoil the line")
{
    CHECK(
        to_json(notice{"a\xff\xfe b"}, 0ms) ==
        "{\"event\":\"notice\",\"time_ms\":0.0,\"sentence\":\"a\xEF\xBF\xBD\xEF\xBF\xBD b\"}\n");
}
