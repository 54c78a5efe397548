#include "catch.hpp"
#include "supervisor/build/source_watcher.hpp"
#include "tests/unit/build/loop_support.hpp"

#include <algorithm>

namespace fs = std::filesystem;
using namespace respawn;
using namespace respawn::test;
using std::chrono::milliseconds;
using std::chrono::seconds;
using supervisor::source_watcher;
using paths = std::vector<fs::path>;

namespace {

/// A source tree, and what its watcher reported.
struct watched_tree {
    explicit watched_tree(const paths& roots = {"src"}, const paths& ignored = {"src/build"})
    {
        fs::create_directories(folder / "src/deep/deeper");
        fs::create_directories(folder / "src/build");
        write_file(folder / "src/main.cpp", "int main() {}");
        write_file(folder / "src/deep/deeper/rules.cpp", "");
        source_watcher::settings wanted;
        for (const fs::path& path : roots)
            wanted.roots.push_back(folder / path);
        for (const fs::path& path : ignored)
            wanted.ignored.push_back(folder / path);
        watcher = source_watcher::create(
                      loop, wanted, [this](const paths& changed) { reports.push_back(changed); },
                      [](const failure& complaint) { FAIL(complaint.sentence); })
                      .value();
    }

    /// What the next report says, relative to the folder; empty if there is none.
    paths next_report(milliseconds patience = seconds{20})
    {
        const std::size_t before = reports.size();
        paths relative;
        if (run_until(
                loop, [&] { return reports.size() > before; }, patience))
            for (const fs::path& path : reports.back())
                relative.push_back(path.lexically_relative(folder.path()));
        return relative;
    }

    void write(const fs::path& name, const std::string& content = "changed") const
    {
        write_file(folder / name, content);
    }

    temporary_folder folder;
    asio::io_context loop;
    std::vector<paths> reports;
    std::unique_ptr<source_watcher> watcher;
};

} // namespace

TEST_CASE("Saved sources are reported together, once it is quiet")
{
    watched_tree tree;
    tree.write("src/main.cpp");
    tree.write("src/deep/deeper/rules.cpp");
    tree.write("src/main.cpp");
    CHECK(tree.next_report() == paths{"src/deep/deeper/rules.cpp", "src/main.cpp"});
    CHECK(tree.next_report(milliseconds{150}).empty());
}

TEST_CASE("Saves in quick succession postpone the report until 50 ms after the last")
{
    watched_tree tree;
    std::chrono::steady_clock::time_point last_save;
    for (int save = 0; save < 10; ++save) {
        tree.write("src/main.cpp", std::to_string(save));
        last_save = std::chrono::steady_clock::now();
        run_until(
            tree.loop, [] { return false; }, milliseconds{10});
    }
    CHECK(tree.next_report() == paths{"src/main.cpp"});
    CHECK(tree.reports.size() == 1);
    CHECK(std::chrono::steady_clock::now() - last_save >= source_watcher::quiet_time);
}

TEST_CASE("Removed and renamed sources are reported")
{
    watched_tree tree;
    fs::remove(tree.folder / "src/main.cpp");
    CHECK(tree.next_report() == paths{"src/main.cpp"});
    fs::rename(tree.folder / "src/deep/deeper/rules.cpp", tree.folder / "src/rules.cpp");
    CHECK(tree.next_report() == paths{"src/deep/deeper/rules.cpp", "src/rules.cpp"});
}

TEST_CASE("What editors leave beside the sources, hidden files and folders, and build outputs are ignored")
{
    watched_tree tree;
    fs::create_directories(tree.folder / "src/.git/objects");
    fs::create_directories(tree.folder / "src/.respawn/gen/000001");
    for (const char* name :
         {"src/.main.cpp.swp", "src/main.cpp.swx", "src/main.cpp~", "src/.#main.cpp", "src/#main.cpp#",
          "src/4913", "src/x.tmp", "src/main.cpp___jb_tmp___", "src/main.cpp___jb_old___",
          "src/.main.cpp.kate-swp", "src/.git/index", "src/.git/objects/1", "src/.respawn/gen/000001/game",
          "src/build/game", "src/main.o"}) {
        CAPTURE(name);
        tree.write(name);
        CHECK(tree.next_report(milliseconds{80}).empty());
    }
    tree.write("src/main.cpp");
    CHECK(tree.next_report() == paths{"src/main.cpp"});
}

TEST_CASE("An editor that saves through a temporary file of any name is one change of the source")
{
    watched_tree tree;
    tree.write("src/sedAbCdEf");
    fs::rename(tree.folder / "src/sedAbCdEf", tree.folder / "src/main.cpp");
    CHECK(tree.next_report() == paths{"src/main.cpp"});

    // vim with a backup: the old file is moved away, a new one written, the backup removed
    fs::rename(tree.folder / "src/main.cpp", tree.folder / "src/main.cpp~");
    tree.write("src/main.cpp");
    fs::remove(tree.folder / "src/main.cpp~");
    CHECK(tree.next_report() == paths{"src/main.cpp"});
}

TEST_CASE("A file that came and went is not reported")
{
    watched_tree tree;
    tree.write("src/scratch.cpp");
    fs::remove(tree.folder / "src/scratch.cpp");
    fs::create_directory(tree.folder / "src/scratch");
    tree.write("src/scratch/a.cpp");
    fs::remove_all(tree.folder / "src/scratch");
    CHECK(tree.next_report(milliseconds{200}).empty());
}

TEST_CASE("Folders that are made later are watched, and the files already in them are reported")
{
    watched_tree tree;
    fs::create_directories(tree.folder / "src/new/nested/folder");
    tree.write("src/new/nested/folder/a.cpp"); // before any watch can be there
    CHECK(tree.next_report() == paths{"src/new/nested/folder/a.cpp"});
    tree.write("src/new/nested/folder/b.cpp");
    CHECK(tree.next_report() == paths{"src/new/nested/folder/b.cpp"});
}

TEST_CASE("A folder that is moved keeps being watched under its new name")
{
    watched_tree tree;
    fs::rename(tree.folder / "src/deep", tree.folder / "src/moved");
    CHECK(tree.next_report() == paths{"src/deep", "src/moved/deeper/rules.cpp"});
    tree.write("src/moved/deeper/rules.cpp");
    CHECK(tree.next_report() == paths{"src/moved/deeper/rules.cpp"});

    fs::rename(tree.folder / "src/moved", tree.folder / "outside");
    CHECK(tree.next_report() == paths{"src/moved"});
    tree.write("outside/deeper/rules.cpp");
    CHECK(tree.next_report(milliseconds{150}).empty());
}

TEST_CASE("A single watched file is reported, and its neighbours are not")
{
    watched_tree tree{{"src/main.cpp"}};
    tree.write("src/other.cpp");
    CHECK(tree.next_report(milliseconds{150}).empty());
    tree.write("src/main.cpp");
    CHECK(tree.next_report() == paths{"src/main.cpp"});
}

TEST_CASE("A watched folder that is removed and made again is watched again")
{
    watched_tree tree;
    fs::remove_all(tree.folder / "src");
    CHECK_FALSE(tree.next_report().empty());
    fs::create_directories(tree.folder / "src");
    tree.write("src/main.cpp");
    CHECK(tree.next_report() == paths{"src/main.cpp"});
    tree.write("src/main.cpp", "again");
    CHECK(tree.next_report() == paths{"src/main.cpp"});
}

TEST_CASE("When the system loses track of changes, the roots count as changed and new folders are watched")
{
    watched_tree tree;
    fs::create_directory(tree.folder / "src/late");
    std::size_t limit = 0;
    std::ifstream{"/proc/sys/fs/inotify/max_queued_events"} >> limit;
    REQUIRE(limit > 0);
    for (std::size_t event = 0; event < limit + 100; ++event) {
        fs::rename(
            tree.folder / (event % 2 == 0 ? "src/main.cpp" : "src/name.cpp"),
            tree.folder / (event % 2 == 0 ? "src/name.cpp" : "src/main.cpp"));
    }
    const auto changed = tree.next_report();
    CHECK(std::find(changed.begin(), changed.end(), "src") != changed.end());
    tree.write("src/late/a.cpp");
    CHECK(tree.next_report() == paths{"src/late/a.cpp"});
}

TEST_CASE("A path that does not exist cannot be watched, and the sentence names it")
{
    asio::io_context loop;
    const temporary_folder folder;
    const auto made = source_watcher::create(
        loop, {.roots = {folder / "missing"}, .ignored = {}}, [](const paths&) {}, [](const failure&) {});
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().sentence.find((folder / "missing").string()) != std::string::npos);
}

TEST_CASE(
    "A source watcher can be destroyed at any moment, also by its own report, and leaves no descriptor open")
{
    const std::size_t before = open_descriptors();
    {
        watched_tree tree;
        const std::size_t with_watcher = open_descriptors();
        for (int round = 0; round < 10; ++round) {
            bool reported = false;
            std::unique_ptr<source_watcher> watcher;
            watcher = source_watcher::create(
                          tree.loop, {.roots = {tree.folder / "src"}, .ignored = {}},
                          [&](const paths&) {
                              reported = true;
                              watcher.reset();
                          },
                          [](const failure&) {})
                          .value();
            tree.write("src/main.cpp", std::to_string(round));
            run_until(
                tree.loop, [&] { return reported; }, milliseconds{round % 2 == 0 ? 20'000 : 10 * round});
            CHECK((reported || round % 2 == 1));
        }
        tree.loop.restart();
        tree.loop.poll();
        CHECK(open_descriptors() == with_watcher);
    }
    CHECK(open_descriptors() == before);
}
