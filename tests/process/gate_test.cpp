#include "catch.hpp"

#include "supervisor/control/control_client.hpp"
#include "tests/support/supervisor_run.hpp"

#include <csignal>
#include <memory>
#include <optional>
#include <utility>

using namespace respawn::test;
namespace supervisor = respawn::supervisor;

namespace {

struct gated_session {
    explicit gated_session(const std::vector<std::string>& options) : run{game, options}
    {
        run.wait_for("started");
    }

    struct built_project : project {
        built_project() { install(worker_program("followee_small_a")); }
    } game;
    supervisor_run run;
};

/// The other end of a debugger that follows the game, and never comes.
class idle_follower {
public:
    explicit idle_follower(const project& game)
    {
        const auto known = respawn::find_session(game.folder());
        REQUIRE((known && *known));
        conversation_ = std::make_unique<supervisor::lasting_conversation>(**known);
    }

    /// Waits for another process to be at than `seen`.
    int next_process()
    {
        supervisor::request question;
        question.what = supervisor::action::debuggee;
        question.seen = seen_;
        int process_id = 0;
        REQUIRE(eventually([&] {
            const auto answer = conversation_->ask(question, usual_patience);
            REQUIRE(answer.has_value());
            REQUIRE(answer->debugged.has_value());
            process_id = answer->debugged->pid;
            return std::exchange(seen_, answer->debugged->number) != seen_;
        }));
        return process_id;
    }

private:
    std::unique_ptr<supervisor::lasting_conversation> conversation_;
    std::uint64_t seen_ = 0;
};

void require_debugger(const event& swapped, const char* name)
{
    INFO(swapped.dump());
    REQUIRE(swapped.contains("debugger"));
    CHECK(swapped.at("debugger").at("name") == name);
}

} // namespace

TEST_CASE("a worker that waits for a debugger in vain plays when the gate's time is over")
{
    gated_session session{{"--gate", "--gate-timeout", "1"}};
    const event swapped = session.run.wait_for("swapped");
    require_debugger(swapped, "");
    CHECK(swapped.at("debugger").at("after_ms").get<double>() >= 1000);
    session.run.wait_for_frame(10);
}

TEST_CASE("a worker that waits for a debugger plays when the gate is turned off")
{
    gated_session session{{"--gate", "--gate-timeout", "600"}};
    REQUIRE(eventually([&] { return !session.run.status().at("next").is_null(); }));
    session.run.order({"gate", "off"});
    require_debugger(session.run.wait_for("swapped"), "");
    SECTION("and no later one waits")
    {
        session.run.order({"restart"});
        CHECK_FALSE(session.run.wait_for("swapped").contains("debugger"));
    }
    SECTION("and one later one waits when it is to be once")
    {
        session.run.order({"gate", "once"});
        session.game.install(worker_program("followee_small_b"));
        REQUIRE(eventually([&] { return !session.run.status().at("next").is_null(); }));
        session.run.wait_for_frame(session.run.frame() + 10); // the old one plays meanwhile
        session.run.order({"gate", "off"});
        require_debugger(session.run.wait_for("swapped"), "");
        session.run.order({"restart"});
        CHECK_FALSE(session.run.wait_for("swapped").contains("debugger"));
    }
}

TEST_CASE("a worker that waits for the only follower plays when that ends")
{
    gated_session session{{"--gate-timeout", "600"}};
    const int first = session.run.wait_for("swapped").at("pid");
    std::optional<idle_follower> follower{session.game};
    REQUIRE(follower->next_process() == first);
    SECTION("after a build, while the old one plays")
    {
        session.game.install(worker_program("followee_small_b"));
    }
    SECTION("after a crash, while the picture stands still")
    {
        ::kill(first, SIGKILL);
        session.run.wait_for("worker_ended");
    }
    const int second = follower->next_process();
    CHECK(second != first);
    follower.reset();
    const event swapped = session.run.wait_for("swapped");
    CHECK(swapped.at("pid") == second);
    require_debugger(swapped, "");
}
