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

TEST_CASE("of a long ending the table of generations has the first sentence, and JSON all of it")
{
    generation_status refused;
    refused.generation = 2;
    refused.kept = true;
    refused.ending = "game.target was string, is float[3]\ngive the field another name";
    CHECK(to_text({refused}).ends_with("  game.target was string, is float[3] …\n"));
    CHECK(to_json({refused}).find("give the field another name") != std::string::npos);
    refused.ending = "game.on_hit points to score.cpp's table. Generation 3 does not have it.";
    CHECK(to_text({refused}).ends_with("  game.on_hit points to score.cpp's table …\n"));
    refused.ending = "It took 1.5 s, and a.b.";
    CHECK(to_text({refused}).ends_with("  It took 1.5 s, and a.b.\n"));
    for (const char* letter : {"n", "\xc3\xa4"}) {
        refused.ending.clear();
        for (int i = 0; i != 1000; ++i)
            refused.ending += letter;
        const std::string table = to_text({refused}), begun = "  " + refused.ending.substr(0, 160) + " …\n";
        CHECK(table.ends_with(begun));
    }
    refused.ending = "x" + refused.ending;
    CHECK(to_text({refused}).ends_with("  " + refused.ending.substr(0, 159) + " …\n"));
    refused.ending = "died of SIGSEGV";
    CHECK(to_text({refused}).ends_with("  died of SIGSEGV\n"));
}

TEST_CASE("requests about the state arrive as they were sent")
{
    request inspect;
    inspect.what = action::inspect;
    inspect.path = "game.by_name[\"or\nc\"]";
    inspect.depth = 3;
    inspect.all = inspect.json = inspect.wants_leaves = true;
    inspect.seen_frame = 7;
    inspect.seen_changes = 9;
    const request read = parse_request(to_line(inspect)).value();
    CHECK(read.path == inspect.path);
    CHECK(read.depth == inspect.depth);
    CHECK(read.all);
    CHECK(read.json);
    CHECK(read.wants_leaves);
    CHECK(read.seen_frame == 7);
    CHECK(read.seen_changes == 9);
    request set;
    set.what = action::set;
    set.path = "game.title";
    CHECK(parse_request(to_line(set)).value().value.empty());
    request diff;
    diff.what = action::diff;
    diff.file = "/a.state";
    diff.json = true;
    CHECK(parse_request(to_line(diff)).value().file == "/a.state");
    CHECK(parse_request(to_line(diff)).value().json);
    CHECK(refusal(R"({"command": "set", "path": "x"})").find("a path and a value") != std::string::npos);
    CHECK(refusal(R"({"command": "inspect", "depth": 1000})").find("up to 64") != std::string::npos);
    CHECK(refusal(R"({"command": "diff", "file": "a"})").find("absolute path") != std::string::npos);
}

TEST_CASE("what is seen of the state arrives as it was sent")
{
    reply message;
    message.output = "game.x: \"\xff\"\n";
    message.differs = true;
    message.dangles = true;
    message.frame = 7;
    message.changes = 9;
    message.is_unchanged = true;
    message.leaves = std::vector<respawn::objects::leaf>{{"game.x", "1"}};
    const reply read = parse_reply(to_line(message)).value();
    CHECK(read.output == "game.x: \"\xef\xbf\xbd\"\n");
    CHECK(read.differs == true);
    CHECK(read.dangles == true);
    CHECK(read.frame == 7);
    CHECK(read.changes == 9);
    CHECK(read.is_unchanged);
    REQUIRE(read.leaves.has_value());
    CHECK(read.leaves->front().path == "game.x");
    CHECK(read.leaves->front().text == "1");
}

TEST_CASE("a question for the process to debug says what is known, and whether somebody comes back")
{
    request message;
    message.what = action::debuggee;
    message.seen = 7;
    CHECK_FALSE(parse_request(to_line(message)).value().returns);
    message.returns = true;
    const auto parsed = parse_request(to_line(message)).value();
    CHECK(parsed.what == action::debuggee);
    CHECK(parsed.seen == 7);
    CHECK(parsed.returns);
}
