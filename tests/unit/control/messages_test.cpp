#include "supervisor/control/messages.hpp"

#include "catch.hpp"

#include <random>

using namespace respawn::supervisor;

namespace {

request screenshot(const char* file)
{
    request message;
    message.what = action::screenshot;
    message.file = file;
    return message;
}

session_status example_status()
{
    return {8123, 12, worker_status{4242, "/home/ann/pong/.respawn/gen/000012/pong"}, 1536 * 1024, false};
}

std::string refusal(const std::string& line)
{
    const auto parsed = parse_request(line);
    return parsed ? "understood" : parsed.error().sentence;
}

} // namespace

TEST_CASE("a request arrives as it was sent")
{
    for (const auto what :
         {action::status, action::restart, action::reset, action::pause, action::resume, action::quit}) {
        CAPTURE(std::string{name_of(what)});
        request message;
        message.what = what;
        CHECK(parse_request(to_line(message)).value().what == what);
        CHECK(action_named(name_of(what)) == what);
    }
    request step;
    step.what = action::step;
    step.steps = 7;
    CHECK(parse_request(to_line(step)).value().steps == 7);
    CHECK_FALSE(parse_request(to_line(screenshot("/tmp/a.png"))).value().with_overlay);
    auto as_shown = screenshot("/tmp/a.png");
    as_shown.with_overlay = true;
    CHECK(parse_request(to_line(as_shown)).value().with_overlay);
    CHECK(parse_request(to_line(screenshot("/tmp/a \"b\"\n.png"))).value().file == "/tmp/a \"b\"\n.png");
    CHECK(to_line(screenshot("/tmp/a\nb")).find('\n') == std::string::npos);
    request save;
    save.what = action::save;
    CHECK(parse_request(to_line(save)).value().what == action::save);
    CHECK(parse_request(to_line(save)).value().file.empty());
    for (const auto what : {action::save, action::load}) {
        save.what = what;
        save.file = "/tmp/a.state";
        CHECK(parse_request(to_line(save)).value().what == what);
        CHECK(parse_request(to_line(save)).value().file == "/tmp/a.state");
    }
}

TEST_CASE("a step without a number is one step")
{
    CHECK(parse_request(R"({"command": "step"})").value().steps == 1);
}

TEST_CASE("a request that can't be understood is refused with a sentence")
{
    const std::string no_object =
        R"(a request must be one JSON object in one line, like {"command": "status"})";
    for (const std::string line :
         {"", "status", "{", "[]", "7", "null", R"("status")", "{}", R"({"command": 7})",
          R"({"command": null})", R"({"command": "status"} {})"}) {
        CAPTURE(line);
        CHECK(refusal(line) == no_object);
    }
    CHECK(refusal(R"({"command": "run"})") == "there is no command 'run'");
    for (const std::string steps :
         {"0", "-1", "1.5", "1000001", "18446744073709551616", "\"2\"", "null", "[]"}) {
        CAPTURE(steps);
        CHECK(
            refusal(R"({"command": "step", "steps": )" + steps + "}") ==
            "steps must be a number from 1 to 1000000");
    }
    for (const std::string fields : {"", R"(, "file": "a.png")", R"(, "file": "")", R"(, "file": 7)"}) {
        CAPTURE(fields);
        CHECK(
            refusal(R"({"command": "screenshot")" + fields + "}") ==
            "a screenshot needs the absolute path of a file");
        CHECK(refusal(R"({"command": "load")" + fields + "}") == "a load needs the absolute path of a file");
        if (!fields.empty())
            CHECK(
                refusal(R"({"command": "save")" + fields + "}") ==
                "a save needs the absolute path of a file");
    }
}

TEST_CASE("deep nesting and random bytes are refused like everything else")
{
    CHECK(refusal(std::string(max_control_line_bytes, '[')) != "understood");
    CHECK(refusal(R"({"command":)" + std::string(max_control_line_bytes / 8, '{')) != "understood");
    constexpr unsigned seed = 1;
    CAPTURE(seed);
    std::mt19937 random{seed};
    for (int round = 0; round < 10'000; ++round) {
        std::string line(random() % 64, '\0');
        for (auto& byte : line)
            byte = static_cast<char>(random());
        REQUIRE_FALSE(parse_request(line).has_value());
        REQUIRE_FALSE(parse_reply(line).has_value());
    }
}

TEST_CASE("a reply arrives as it was sent")
{
    const auto done = parse_reply(to_line(reply{})).value();
    CHECK(done.error.empty());
    CHECK_FALSE(done.status);

    CHECK(parse_reply(to_line(reply{"no picture yet", std::nullopt})).value().error == "no picture yet");
    reply saved;
    saved.file = "/tmp/a.state";
    CHECK(parse_reply(to_line(saved)).value().file == "/tmp/a.state");

    const auto answer = parse_reply(to_line(reply{"", example_status()})).value();
    REQUIRE(answer.status);
    CHECK(answer.status->frame == 8123);
    CHECK(answer.status->generation == 12);
    REQUIRE(answer.status->worker);
    CHECK(answer.status->worker->pid == 4242);
    CHECK(answer.status->worker->exe == "/home/ann/pong/.respawn/gen/000012/pong");
    CHECK(answer.status->state_bytes == 1536 * 1024);
    CHECK_FALSE(answer.status->paused);

    auto waiting = example_status();
    waiting.worker.reset();
    waiting.paused = true;
    const auto other = parse_reply(to_line(reply{"", waiting})).value();
    REQUIRE(other.status);
    CHECK_FALSE(other.status->worker);
    CHECK(other.status->paused);
    CHECK_FALSE(other.status->next);
    CHECK(other.status->kept_pid == 0);

    waiting.next = next_status{13, 4243, true, std::chrono::milliseconds{7}};
    waiting.kept_pid = 4242;
    const auto third = parse_reply(to_line(reply{"", waiting})).value();
    REQUIRE(third.status);
    REQUIRE(third.status->next);
    CHECK(third.status->next->generation == 13);
    CHECK(third.status->next->pid == 4243);
    CHECK(third.status->next->is_ready);
    CHECK(third.status->next->waiting == std::chrono::milliseconds{7});
    CHECK(third.status->kept_pid == 4242);
}

TEST_CASE("a reply with a status that lacks something has none")
{
    CHECK_FALSE(parse_reply(R"({"ok": true, "status": {"frame": 1}})").value().status);
    CHECK_FALSE(parse_reply(R"({"ok": true, "status": 7})").value().status);
    CHECK(parse_reply(R"({"ok": false})").value().error == "the supervisor refused without saying why");
}

TEST_CASE("the status as JSON has what scripts ask for")
{
    CHECK(
        to_json(example_status()) ==
        R"({"frame":8123,"generation":12,"worker":{"pid":4242,"exe":"/home/ann/pong/.respawn/gen/000012/pong"},)"
        R"("state_bytes":1572864,"paused":false,"in_debugger":false,"next":null,"kept_pid":null})"
        "\n");
    auto waiting = example_status();
    waiting.worker.reset();
    CHECK(to_json(waiting).find(R"("worker":null)") != std::string::npos);
    waiting.next = next_status{13, 4243, false, std::chrono::milliseconds{12'300}};
    waiting.kept_pid = 4242;
    CHECK(
        to_json(waiting).find(R"("next":{"generation":13,"pid":4243,"ready":false,"waiting_ms":12300},)"
                              R"("kept_pid":4242})") != std::string::npos);
}

TEST_CASE("the status for people is a few aligned lines")
{
    CHECK(
        to_text(example_status()) ==
        "game    plays, frame 8123\n"
        "worker  generation 12, pid 4242, /home/ann/pong/.respawn/gen/000012/pong\n"
        "state   1.5 MiB\n");
    auto waiting = example_status();
    waiting.worker.reset();
    waiting.paused = true;
    CHECK(
        to_text(waiting) == "game    paused at frame 8123\n"
                            "worker  none, waiting for the next build\n"
                            "state   1.5 MiB\n");
    waiting.paused = false;
    waiting.kept_pid = 4242;
    CHECK(
        to_text(waiting) == "game    held at frame 8123\n"
                            "worker  none, waiting for the next build\n"
                            "kept    pid 4242, crashed, in place for a debugger\n"
                            "state   1.5 MiB\n");
    waiting.kept_pid = 0;
    waiting.next = next_status{13, 4243, false, std::chrono::milliseconds{12'300}};
    CHECK(
        to_text(waiting) == "game    waits at frame 8123\n"
                            "worker  none yet\n"
                            "next    generation 13, pid 4243, warming up for 12.3 s\n"
                            "state   1.5 MiB\n");
}
