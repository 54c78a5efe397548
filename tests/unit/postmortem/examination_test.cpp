#include "supervisor/postmortem/examination.hpp"

#include "tests/support/temporary_folder.hpp"
#include "tests/unit/build/loop_support.hpp"

#include "catch.hpp"

#include <filesystem>
#include <optional>
#include <utility>

using namespace respawn::postmortem;
using namespace respawn::test;
using namespace std::chrono_literals;

namespace {

/// Looks by a helper that is a shell script.
class scripted_examination {
public:
    explicit scripted_examination(const std::string& script, std::chrono::milliseconds patience = 20s)
    {
        write_file(folder_ / "helper", "#!/bin/sh\n" + script + "\n");
        std::filesystem::permissions(folder_ / "helper", std::filesystem::perms::owner_all);
        subject of;
        of.process_id = 1;
        of.patience = of.core_patience = patience;
        of.core = folder_ / "core";
        of.helper = (folder_ / "helper").string();
        look_.emplace(
            loop_, of,
            examination::callbacks{
                [this](findings what) {
                    said.push_back("found " + what.problem + std::to_string(what.threads.size()));
                },
                [this](const core_outcome& what) { said.push_back("saved " + what.problem + what.file); },
                [this] { said.push_back("done"); },
                [this](respawn::platform::child_process helper) { unreaped_.push_back(std::move(helper)); }});
    }

    void run()
    {
        REQUIRE(run_until(
            loop_, [this] { return !said.empty() && said.back() == "done"; }));
    }
    void run_until_running(const char* file)
    {
        REQUIRE(run_until(
            loop_, [&] { return std::filesystem::exists(folder_ / file); }));
    }
    void run_until_said(std::size_t times)
    {
        REQUIRE(run_until(
            loop_, [&] { return said.size() == times; }));
    }
    [[nodiscard]] bool is_writing_core() const { return look_->is_writing_core(); }
    void destroy() { look_.reset(); }
    /// If it was quick to end it is reaped already.
    void reap_helper()
    {
        for (const auto& helper : std::exchange(unreaped_, {}))
            REQUIRE(respawn::platform::reap(helper, 20s).has_value());
    }
    [[nodiscard]] std::string path(const char* file) const { return (folder_ / file).string(); }

    std::vector<std::string> said;

private:
    temporary_folder folder_;
    asio::io_context loop_;
    std::vector<respawn::platform::child_process> unreaped_;
    std::optional<examination> look_;
};

const std::string stack = R"(echo '{"says":"stack","threads":[{"id":1}]}')";
const std::string core = R"(echo '{"says":"core","file":"core.1"}')";

using words = std::vector<std::string>;

} // namespace

TEST_CASE("what the helper says is told in its order, then that it is done")
{
    scripted_examination look{stack + "\n" + core};
    look.run();
    CHECK(look.said == words{"found 1", "saved core.1", "done"});
    CHECK_FALSE(has_children());
}

TEST_CASE("what a helper says twice, or out of turn, is told once")
{
    scripted_examination look{core + "\n" + stack + "\n" + stack + "\n" + core + "\n" + core};
    look.run();
    CHECK(look.said == words{"found 1", "saved core.1", "done"});
}

TEST_CASE("a helper that crashes, fails, lies or says nothing is told as such")
{
    const auto problem_of = [](const std::string& script) {
        scripted_examination look{script};
        look.run();
        REQUIRE(look.said.size() == 3);
        CHECK_FALSE(has_children());
        return look.said.front();
    };
    CHECK(problem_of("kill -SEGV $$") == "found the process that looked at it ended by signal 110");
    CHECK(problem_of("exit 3") == "found the process that looked at it ended by exit code 30");
    CHECK(problem_of("exit 0") == "found the process that looked at it said nothing0");
    CHECK(
        problem_of("echo Segmentation fault") ==
        "found the process that looked at it said something that can't be understood0");
    CHECK(problem_of("exec /nowhere 2> /dev/null").find("exit code 127") != std::string::npos);
}

TEST_CASE("a helper that crashes after it has told the stack loses only the core file")
{
    scripted_examination look{stack + "\nkill -KILL $$"};
    look.run();
    CHECK(look.said == words{"found 1", "saved the process that looked at it ended by signal 9", "done"});
}

TEST_CASE("why a process could not be looked at is also why there is no core file of it")
{
    scripted_examination held{R"(echo '{"says":"stack","problem":"gdb (process 7) holds it"}')"};
    held.run();
    CHECK(held.said == words{"found gdb (process 7) holds it0", "saved gdb (process 7) holds it", "done"});
    scripted_examination gone{R"(echo '{"says":"stack","gone":true,"problem":"it had ended already"}')"};
    gone.run();
    CHECK(gone.said == words{"found it had ended already0", "saved it had ended already", "done"});
}

TEST_CASE("half a core file does not outlive the helper that wrote it")
{
    const std::string half = stack + "\necho half > \"$(dirname \"$0\")/core.part\"\n";
    scripted_examination killed{half + "kill -KILL $$"};
    killed.run();
    CHECK(killed.said.size() == 3);
    CHECK_FALSE(killed.is_writing_core());
    CHECK_FALSE(std::filesystem::exists(killed.path("core.part")));
    scripted_examination given_up{half + "touch \"$(dirname \"$0\")/running\"\nsleep 1000"};
    given_up.run_until_running("running");
    given_up.run_until_said(1);
    CHECK(given_up.is_writing_core());
    given_up.destroy();
    given_up.reap_helper();
    CHECK_FALSE(std::filesystem::exists(given_up.path("core.part")));
}

TEST_CASE("a helper that does not come to an end is ended")
{
    scripted_examination look{"sleep 1000", 50ms};
    look.run();
    CHECK(look.said.front() == "found looking at it took longer than 50 ms and was given up0");
    CHECK_FALSE(has_children());
}

TEST_CASE("a helper that takes too long is told before it has ended: it may be waiting for a disk")
{
    scripted_examination look{"sleep 60", 50ms};
    look.run_until_said(2);
    CHECK(look.said.front() == "found looking at it took longer than 50 ms and was given up0");
    CHECK(has_children());
    look.run();
    CHECK(look.said.size() == 3);
}

TEST_CASE("a helper that floods its output is ended")
{
    scripted_examination look{"while :; do echo flood flood flood flood flood flood flood flood; done"};
    look.run();
    CHECK(look.said.size() == 3);
    CHECK_FALSE(has_children());
}

TEST_CASE("a helper that can't be started is a problem like any other")
{
    asio::io_context loop;
    words said;
    subject of;
    of.helper = "/nowhere/respawn";
    examination look{
        loop,
        of,
        {[&](const findings& what) { said.push_back(what.problem); }, nullptr,
         [&] { said.emplace_back("done"); }, nullptr}};
    REQUIRE(run_until(loop, [&] { return said.size() == 2; }));
    CHECK(said.front().find("cannot start /nowhere/respawn") != std::string::npos);
}

TEST_CASE("an examination that is given up hands over its killed helper, and waits for nothing")
{
    scripted_examination look{"touch \"$(dirname \"$0\")/running\"\nsleep 1000"};
    look.run_until_running("running");
    look.destroy();
    CHECK(look.said.empty());
    look.reap_helper();
    CHECK_FALSE(has_children());
}
