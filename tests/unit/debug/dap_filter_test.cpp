#include "supervisor/debug/dap_filter.hpp"

#include "catch.hpp"

#include <vector>

using namespace respawn::supervisor;
using nlohmann::json;
using namespace std::chrono_literals;

namespace {

/// A filter between an editor and an adapter that are played by the test.
class scene {
public:
    void editor_sends(json message) { filter.from_editor(message.dump()); }
    void adapter_sends(json message) { filter.from_adapter(message.dump()); }

    void request(int number, const std::string& command, json arguments = json::object())
    {
        editor_sends(
            {{"seq", number},
             {"type", "request"},
             {"command", command},
             {"arguments", std::move(arguments)}});
    }
    void respond(std::int64_t request, bool success = true)
    {
        adapter_sends(
            {{"seq", 0},
             {"type", "response"},
             {"request_seq", request},
             {"command", "x"},
             {"success", success}});
    }
    void happen(const std::string& event)
    {
        adapter_sends({{"seq", 0}, {"type", "event"}, {"event", event}});
    }

    void begin(int worker)
    {
        request(1, "initialize");
        respond(1);
        request(2, "attach");
        filter.want({1, 1, worker, "/game/1"});
        respond(2);
        to_editor.clear();
        to_adapter.clear();
    }

    /// Runs the timers until something is said to the editor.
    void wait_for_word()
    {
        while (to_editor.empty())
            loop.run_one();
    }

    [[nodiscard]] json last_to_adapter() const { return json::parse(to_adapter.back()); }
    [[nodiscard]] json last_to_editor() const { return json::parse(to_editor.back()); }

    asio::io_context loop;
    std::vector<std::string> to_editor, to_adapter, folders;
    int adapters = 0, returns = 0, ends = 0;
    bool session_runs = true;
    after_attach habit = after_attach::goes_on;
    std::string no_session, no_adapter; ///< why not
    dap_filter filter{loop, calls()};

private:
    dap_calls calls()
    {
        dap_calls made;
        made.to_editor = [this](const std::string& content) { to_editor.push_back(content); };
        made.to_adapter = [this](const std::string& content) { to_adapter.push_back(content); };
        made.start_adapter = [this]() -> respawn::result<after_attach> {
            ++adapters;
            if (!no_adapter.empty())
                return respawn::failure{no_adapter};
            return habit;
        };
        made.follow = [this](const std::filesystem::path& folder) -> respawn::result<void> {
            folders.push_back(folder.string());
            return no_session.empty() ? respawn::result<void>{} : respawn::failure{no_session};
        };
        made.session_runs = [this] { return session_runs; };
        made.will_return = [this] { ++returns; };
        made.complain = [](const std::string&) {};
        made.finished = [this] { ++ends; };
        return made;
    }
};

bool is_end_with_restart(const json& message)
{
    return message.at("event") == "terminated" && message.at("body").contains("restart");
}

} // namespace

TEST_CASE("an attach waits for a worker, and gets its process and executable")
{
    scene here;
    here.request(1, "initialize");
    here.request(2, "attach", {{"cwd", "/game"}, {"sourceMap", "x"}, {"waitFor", true}, {"__restart", 1}});
    CHECK(here.folders == std::vector<std::string>{"/game"});
    CHECK(here.to_adapter.size() == 1);
    here.filter.want({1, 0, 0, ""});
    CHECK(here.to_adapter.size() == 1);
    here.filter.want({2, 7, 4711, "/game/.respawn/gen/000007/game"});
    const json sent = here.last_to_adapter();
    CHECK(sent.at("seq") == 2);
    CHECK(sent.at("command") == "attach");
    CHECK(
        sent.at("arguments") == json{
                                    {"cwd", "/game"},
                                    {"sourceMap", "x"},
                                    {"stopOnEntry", false},
                                    {"pid", 4711},
                                    {"program", "/game/.respawn/gen/000007/game"}});
}

TEST_CASE("what an editor sends while it waits for a worker comes after the attach")
{
    scene here;
    here.request(1, "initialize");
    here.request(2, "attach");
    here.request(3, "setBreakpoints");
    here.request(4, "configurationDone");
    CHECK(here.to_adapter.size() == 1);
    here.filter.want({1, 1, 4711, "/game/1"});
    REQUIRE(here.to_adapter.size() == 4);
    for (int index = 0; index < 4; ++index)
        CHECK(json::parse(here.to_adapter[static_cast<std::size_t>(index)]).at("seq") == index + 1);
}

TEST_CASE("a worker that an adapter leaves stopped goes on once breakpoints are set, unless it is to stop")
{
    scene here;
    here.habit = after_attach::stays_stopped;
    const bool stops = GENERATE(false, true);
    here.request(1, "initialize");
    here.request(2, "attach", {{"stopOnEntry", stops}});
    here.request(3, "configurationDone");
    here.filter.want({1, 1, 4711, "/game/1"});
    here.respond(GENERATE(2, 3));
    CHECK(here.last_to_adapter().at("command") == "configurationDone");
    const auto answered = json::parse(here.to_editor.back()).at("request_seq").get<int>();
    here.respond(answered == 2 ? 3 : 2);
    if (stops) {
        CHECK(here.last_to_adapter().at("command") == "configurationDone");
        return;
    }
    CHECK(here.last_to_adapter().at("command") == "continue");
    const auto said = here.to_editor.size();
    here.respond(here.last_to_adapter().at("seq").get<std::int64_t>());
    CHECK(here.to_editor.size() == said);
}

TEST_CASE("a launch is an attach, and is answered as a launch")
{
    scene here;
    here.request(1, "initialize");
    here.request(2, "launch", {{"folder", "/game"}, {"cwd", "/elsewhere"}, {"stopOnEntry", true}});
    CHECK(here.folders == std::vector<std::string>{"/game"});
    here.filter.want({1, 1, 4711, "/game/1"});
    CHECK(here.last_to_adapter().at("command") == "attach");
    CHECK(here.last_to_adapter().at("arguments").at("stopOnEntry") == true);
    here.respond(2);
    CHECK(here.last_to_editor().at("command") == "launch");
}

TEST_CASE("without an adapter or a supervisor, the editor is told why")
{
    scene here;
    SECTION("adapter")
    {
        here.no_adapter = "none is {here}";
        here.request(1, "initialize");
        CHECK(here.last_to_editor().at("request_seq") == 1);
    }
    SECTION("supervisor")
    {
        here.no_session = "none is {here}";
        here.request(1, "initialize");
        here.request(2, "attach");
        CHECK(here.last_to_editor().at("request_seq") == 2);
    }
    CHECK(here.last_to_editor().at("success") == false);
    CHECK(here.last_to_editor().at("message") == "none is {here}");
    CHECK(here.last_to_editor().at("body").at("error").at("format") == "{sentence}");
}

TEST_CASE(
    "when there is another worker, the adapter lets go of the old one, and the session ends for the next")
{
    scene here;
    here.begin(100);
    here.filter.want({2, 2, 200, "/game/2"});
    const json sent = here.last_to_adapter();
    CHECK(sent.at("command") == "disconnect");
    CHECK(sent.at("arguments").at("terminateDebuggee") == false);
    here.happen("terminated");
    here.happen("exited");
    CHECK(here.to_editor.empty());
    here.respond(sent.at("seq").get<std::int64_t>());
    REQUIRE(here.to_editor.size() == 1);
    CHECK(is_end_with_restart(here.last_to_editor()));
    CHECK(here.last_to_editor().at("body").at("restart").at("generation") == 2);
    CHECK(here.returns == 1);
    here.happen("terminated");
    here.filter.adapter_ended();
    CHECK(here.to_editor.size() == 1);
    here.request(3, "disconnect");
    CHECK(here.last_to_editor().at("success") == true);
    CHECK(here.ends == 1);
}

TEST_CASE("an adapter that ends instead of letting go is as good")
{
    scene here;
    here.begin(100);
    here.filter.want({2, 2, 200, "/game/2"});
    here.filter.adapter_ended();
    REQUIRE(here.to_editor.size() == 1);
    CHECK(is_end_with_restart(here.last_to_editor()));
}

TEST_CASE("an editor may begin the next session with the same adapter")
{
    scene here;
    here.begin(100);
    here.filter.want({2, 2, 200, "/game/2"});
    here.respond(here.last_to_adapter().at("seq").get<std::int64_t>());
    here.to_adapter.clear();
    SECTION("by initialize")
    {
        here.request(3, "initialize");
        here.respond(3);
        CHECK(here.last_to_editor().at("request_seq") == 3);
    }
    SECTION("by attach")
    {
        const auto said = here.to_editor.size();
        here.request(3, "attach");
        CHECK(here.last_to_adapter().at("command") == "initialize");
        here.respond(here.last_to_adapter().at("seq").get<std::int64_t>());
        CHECK(here.to_editor.size() == said);
    }
    CHECK(here.adapters == 2);
    here.request(4, "attach");
    here.filter.want({2, 2, 200, "/game/2"});
    CHECK(here.last_to_adapter().at("arguments").at("pid") == 200);
}

TEST_CASE("a worker that is replaced while it is being attached to is left at once")
{
    scene here;
    here.request(1, "initialize");
    here.request(2, "attach");
    here.filter.want({1, 1, 100, "/game/1"});
    here.filter.want({2, 2, 200, "/game/2"});
    CHECK(here.last_to_adapter().at("arguments").at("pid") == 100);
    SECTION("it was there")
    {
        here.respond(2);
        CHECK(here.last_to_adapter().at("command") == "disconnect");
    }
    SECTION("it had ended")
    {
        here.respond(2, false);
        CHECK(here.to_editor.empty());
        CHECK(here.last_to_adapter().at("arguments").at("pid") == 200);
    }
}

TEST_CASE("a worker that ends by itself and is followed by another one ends the session for the next")
{
    scene here;
    here.begin(100);
    here.happen("terminated");
    CHECK(here.to_editor.empty());
    here.filter.want({2, 1, 0, ""});
    CHECK(here.to_editor.empty());
    here.filter.want({3, 1, 300, "/game/1"});
    REQUIRE(here.to_editor.size() == 1);
    CHECK(is_end_with_restart(here.last_to_editor()));
}

TEST_CASE("a worker that ends with its supervisor ends the session for good")
{
    scene here;
    here.begin(100);
    here.session_runs = false;
    here.happen("terminated");
    here.wait_for_word();
    CHECK(here.last_to_editor().at("event") == "terminated");
    CHECK_FALSE(here.last_to_editor().at("body").contains("restart"));
    CHECK(here.returns == 0);
}

TEST_CASE("a supervisor that ends while the editor waits for a worker is no reason to wait on")
{
    scene here;
    here.request(1, "initialize");
    here.request(2, "attach");
    here.session_runs = false;
    here.wait_for_word();
    CHECK(here.last_to_editor().at("request_seq") == 2);
    CHECK(here.last_to_editor().at("success") == false);
}

TEST_CASE("an editor that goes leaves a worker that plays on")
{
    scene here;
    here.begin(100);
    SECTION("by disconnect")
    {
        here.request(3, "disconnect", {{"terminateDebuggee", true}});
        CHECK(here.last_to_adapter().at("seq") == 3);
        here.happen("terminated");
        here.respond(3);
        CHECK(here.to_editor.size() == 2);
        CHECK_FALSE(here.last_to_editor().contains("body"));
    }
    SECTION("by its end")
    {
        here.filter.editor_ended();
    }
    CHECK(here.last_to_adapter().at("command") == "disconnect");
    CHECK(here.last_to_adapter().at("arguments").at("terminateDebuggee") == false);
    CHECK(here.ends == 0);
    here.filter.adapter_ended();
    CHECK(here.ends == 1);
}

TEST_CASE("what would end workers is not offered to the editor")
{
    scene here;
    here.request(1, "initialize");
    const json can{{"supportTerminateDebuggee", true}, {"supportsTerminateRequest", true}, {"more", true}};
    const json may{{"supportTerminateDebuggee", false}, {"supportsTerminateRequest", false}, {"more", true}};
    here.adapter_sends({{"type", "response"}, {"request_seq", 1}, {"success", true}, {"body", can}});
    CHECK(here.last_to_editor().at("body") == may);
    here.adapter_sends({{"type", "event"}, {"event", "capabilities"}, {"body", {{"capabilities", can}}}});
    CHECK(here.last_to_editor().at("body").at("capabilities") == may);
}

TEST_CASE("an adapter that ends fails what it was asked, and ends the session")
{
    scene here;
    here.request(1, "initialize");
    SECTION("initialize")
    {
        here.filter.adapter_ended();
        CHECK(json::parse(here.to_editor.front()).at("request_seq") == 1);
    }
    SECTION("attach")
    {
        here.respond(1);
        here.to_editor.clear();
        here.request(2, "attach");
        here.filter.adapter_ended();
        CHECK(json::parse(here.to_editor.front()).at("request_seq") == 2);
    }
    CHECK(json::parse(here.to_editor.front()).at("success") == false);
    CHECK(here.last_to_editor().at("event") == "terminated");
}

TEST_CASE("what is no message is dropped, and told")
{
    scene here;
    here.begin(100);
    for (const std::string& garbage :
         {std::string{"{"}, std::string{"[]"}, std::string{"\xff\xfe"}, std::string(100'000, '['),
          R"({"a":)" + std::string(200, '[') + std::string(200, ']') + "}"}) {
        here.filter.from_editor(garbage);
        CHECK(here.to_adapter.empty());
        CHECK(here.last_to_editor().at("event") == "output");
        here.filter.from_adapter(garbage);
        CHECK(here.last_to_editor().at("event") == "output");
    }
    CHECK(here.to_editor.size() == 10);
}

TEST_CASE("before and after a session, requests are refused")
{
    scene here;
    here.request(1, "threads");
    CHECK(here.last_to_editor().at("success") == false);
    here.request(2, "attach");
    CHECK(here.last_to_editor().at("success") == false);
    here.request(3, "disconnect");
    CHECK(here.last_to_editor().at("success") == true);
    CHECK(here.to_adapter.empty());
}
