#include "catch.hpp"

#include "tests/support/core_dump.hpp"
#include "tests/support/supervisor_run.hpp"

#include "shared/state/layout.hpp"

#include <array>
#include <csignal>
#include <string>

#include <sys/stat.h>

using namespace respawn::test;

namespace {

const std::vector<std::string> options{"--core", "cores", "--hang-timeout", "0.5",
                                       "--fps",  "240",   "--on-crash",     "hold"};

struct kept_core {
    event ended, said;
    std::filesystem::path file;
};

/// What is kept of an inhabitant of the zoo.
kept_core core_of(const project& game, const char* inhabitant)
{
    game.install(worker_program(std::string{"zoo_"} + inhabitant));
    supervisor_run run{game, options};
    const event ended = run.wait_for("worker_ended");
    run.wait_for("stack");
    const event said = run.wait_for("core_file");
    UNSCOPED_INFO(said.dump());
    run.quit();
    return {ended, said, game / said.at("file").get<std::string>()};
}

std::uint64_t bytes_on_disk(const std::filesystem::path& file)
{
    struct stat about {};
    REQUIRE(::stat(file.c_str(), &about) == 0);
    return static_cast<std::uint64_t>(about.st_blocks) * 512;
}

} // namespace

TEST_CASE(
    "a crash leaves a core file with the thread, the signal and the state, and the executable beside it")
{
    const project game;
    const kept_core kept = core_of(game, "null_dereference");
    const int process = kept.ended.at("pid");
    REQUIRE(kept.said.at("file") == "cores/core.1." + std::to_string(process));
    const core_dump core{kept.file};
    REQUIRE(core.threads().size() == 1);
    REQUIRE(core.threads()[0].pr_pid == process);
    REQUIRE(core.threads()[0].pr_cursig == SIGSEGV);
    for (const auto type : std::array<unsigned, 4>{NT_PRPSINFO, NT_AUXV, NT_FILE, NT_PRFPREG})
        REQUIRE(core.has_note(type));
    // What the registers point at is there too.
    REQUIRE(core.read<std::uint64_t>(core.threads()[0].pr_reg[19] /* rsp */).has_value());
    REQUIRE(core.read<std::uint64_t>(respawn::state::default_address).value_or(0) != 0);
    REQUIRE(read_file(kept.file.string() + ".exe")
                .starts_with("\x7f"
                             "ELF"));
}

TEST_CASE("a core file of a hang has all threads, and no signal")
{
    const project game;
    const core_dump core{core_of(game, "deadlock").file};
    REQUIRE(core.threads().size() >= 2);
    for (const elf_prstatus& each : core.threads())
        REQUIRE(each.pr_cursig == 0);
}

TEST_CASE("a core file begins with the thread that crashed")
{
    const project game;
    const kept_core kept = core_of(game, "crash_in_thread");
    const core_dump core{kept.file};
    REQUIRE(core.threads().size() >= 2);
    REQUIRE(core.threads()[0].pr_cursig == SIGSEGV);
    REQUIRE(core.threads()[0].pr_pid != kept.ended.at("pid").get<int>());
}

TEST_CASE("what a game has reserved and not used costs a core file nothing")
{
    const project game;
    const kept_core kept = core_of(game, "endless_loop");
    constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
    // The state is 64 GiB of room; a sanitizer keeps books of its own.
    REQUIRE(std::filesystem::file_size(kept.file) < 1024 * mebibyte);
    REQUIRE(bytes_on_disk(kept.file) < 256 * mebibyte);
}

TEST_CASE("a core file that can't be written is told in a sentence, and changes nothing else")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, {"--core", "cores", "--fps", "240"}};
    run.wait_for("swapped");
    REQUIRE(std::filesystem::remove(game / "cores"));
    write_file(game / "cores", "in the way");
    game.install(worker_program("zoo_null_dereference"));
    run.wait_for("worker_ended");
    const event said = run.wait_for("core_file");
    REQUIRE(
        said.at("problem").get<std::string>().find("cannot write the core file cores/core.2.") !=
        std::string::npos);
    REQUIRE_FALSE(said.contains("file"));
    run.wait_for_frame(run.frame() + 40);
    run.quit();
    REQUIRE(read_file(game / "cores") == "in the way");
}

TEST_CASE("a core file's executable is kept beside it also when the staged one was removed")
{
    const project game;
    game.install(worker_program("zoo_endless_loop"));
    supervisor_run run{game, {"--core", "cores", "--hang-timeout", "2", "--on-crash", "hold"}};
    run.wait_for("swapped");
    std::filesystem::remove_all(game / ".respawn/gen");
    REQUIRE(run.events("worker_ended").empty());
    const event said = run.wait_for("core_file");
    run.quit();
    const std::string file = said.at("file");
    REQUIRE((read_file(game / (file + ".exe")) == read_file(game.executable())));
}

TEST_CASE("a core file whose executable can't be kept beside it is told with what is missing")
{
    const project game;
    game.install(worker_program("zoo_endless_loop"));
    supervisor_run run{game, {"--core", "cores", "--hang-timeout", "2", "--on-crash", "hold"}};
    const int process = run.wait_for("swapped").at("pid");
    const std::string file = "cores/core.1." + std::to_string(process);
    std::filesystem::create_directories(game / (file + ".exe/in_the_way"));
    const event said = run.wait_for("core_file");
    run.quit();
    REQUIRE(said.at("file") == file);
    REQUIRE(said.at("problem").get<std::string>().starts_with("its executable can't be kept beside it"));
    REQUIRE(core_dump{game / file}.threads().size() == 1);
}
