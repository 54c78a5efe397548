#include "worker/source/runtime/transaction.hpp"

#include "shared/memory/mapping.hpp"
#include "shared/platform/memory_object.hpp"

#include "catch.hpp"
#include "seed.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <random>
#include <set>

namespace platform = respawn::platform;
namespace memory = respawn::memory;
namespace bip = boost::interprocess;
using respawn::detail::transaction;
using pages = std::vector<std::uint32_t>;

namespace {

constexpr std::size_t page = 4096;

/// The committed state, the supervisor who writes it, and a worker with its private view.
class played_state {
public:
    explicit played_state(std::size_t page_count, std::size_t committed_pages) :
        page_count_{page_count}, extent_bytes_{committed_pages * page}
    {
        auto object = platform::create_memory_object("respawn-test", page_count * page);
        REQUIRE(object.has_value());
        object_ = std::move(*object);
        supervisor_ = map(bip::read_write);
        for (std::size_t index = 0; index != committed_pages; ++index)
            std::memset(committed(index), static_cast<int>(index % 250 + 1), page);
        committed_ = map(bip::read_only);
        view_ = map(bip::copy_on_write);
        auto finder = platform::private_page_finder::create();
        REQUIRE(finder.has_value());
        worker.emplace(
            memory::as<std::byte>(view_), memory::as<const std::byte>(committed_), std::move(*finder));
    }

    std::byte* view(std::size_t index) const { return memory::as<std::byte>(view_, index * page); }
    std::byte* committed(std::size_t index) const { return memory::as<std::byte>(supervisor_, index * page); }
    std::size_t page_count() const { return page_count_; }
    std::uint64_t extent_bytes() const { return extent_bytes_; }
    void grow_to(std::size_t count) { extent_bytes_ = count * page; }

    /// Volatile: what is written is written also when it is there already.
    void write(std::size_t index, int content) const
    {
        *reinterpret_cast<volatile unsigned char*>(view(index) + 100) = static_cast<unsigned char>(content);
    }
    int read(std::size_t index) const { return static_cast<int>(view(index)[100]); }

    pages changes()
    {
        auto found = worker->find_changes(extent_bytes_);
        REQUIRE(found.has_value());
        return {found->begin(), found->end()};
    }

    /// Does what the supervisor does with the record, and what the worker does after it.
    pages commit()
    {
        const pages changed = changes();
        for (const std::uint32_t index : changed)
            std::memcpy(committed(index), view(index), page);
        worker->committed();
        return changed;
    }

    void keep() { REQUIRE(worker->keep_changes(extent_bytes_).has_value()); }
    void undo() { REQUIRE(worker->undo(extent_bytes_).has_value()); }

    bool view_is_committed() const { return std::memcmp(view(0), committed(0), page_count_ * page) == 0; }

    pages private_pages() const
    {
        auto finder = platform::private_page_finder::create();
        REQUIRE(finder.has_value());
        pages found;
        REQUIRE(finder->find(view(0), page_count_ * page, found).has_value());
        return found;
    }

    /// Memory that the object takes, in bytes.
    std::size_t memory_of_object() const
    {
        struct stat status {};
        REQUIRE(::fstat(object_.get(), &status) == 0);
        return static_cast<std::size_t>(status.st_blocks) * 512;
    }

    std::optional<transaction> worker;

private:
    bip::mapped_region map(bip::mode_t mode) const
    {
        auto mapped = memory::map(object_.get(), page_count_ * page, mode);
        REQUIRE(mapped.has_value());
        return std::move(*mapped);
    }

    std::size_t page_count_;
    std::uint64_t extent_bytes_;
    respawn::unique_handle object_;
    bip::mapped_region supervisor_, committed_, view_;
};

} // namespace

TEST_CASE("a frame that writes nothing, or what is there already, changes nothing")
{
    played_state state{10, 10};
    CHECK(state.changes().empty());
    state.write(3, state.read(3));
    CHECK(state.private_pages() == pages{3});
    CHECK(state.changes().empty());
}

TEST_CASE("what a frame changed is found, until it is committed")
{
    played_state state{10, 10};
    state.write(2, 99);
    state.write(9, 99);
    CHECK(state.changes() == pages{2, 9});
    CHECK(state.commit() == pages{2, 9});
    CHECK(state.changes().empty());
    state.write(2, 98);
    CHECK(state.commit() == pages{2});
    CHECK(state.view_is_committed());
}

TEST_CASE("a page that goes back to its old bytes within a frame is not changed")
{
    played_state state{10, 10};
    const int before = state.read(4);
    state.write(4, 200);
    state.write(4, before);
    CHECK(state.commit().empty());
}

TEST_CASE(
    "a page in use stays private between frames, and one that is no longer changed is given back in time")
{
    played_state state{10, 10};
    state.write(1, 7);
    state.write(8, 7);
    REQUIRE(state.commit() == pages{1, 8});
    for (int frame = 0; frame != 8; ++frame) {
        state.write(1, frame);
        REQUIRE(state.commit() == pages{1});
        CHECK(state.private_pages() == pages{1, 8});
    }
    for (int frame = 0; frame != 32; ++frame) {
        state.write(1, frame + 100);
        REQUIRE(state.commit() == pages{1});
    }
    CHECK(state.private_pages() == pages{1});
    CHECK(state.view_is_committed());
    state.write(8, 9);
    CHECK(state.commit() == pages{8});
}

TEST_CASE("pages past what was ever committed count as zeros, and only those in use take memory")
{
    played_state state{100, 10};
    state.grow_to(100);
    state.write(50, 0);
    state.write(60, 1);
    CHECK(state.changes() == pages{60});
    state.view(70)[page - 1] = std::byte{1};
    CHECK(state.commit() == pages{60, 70});
    CHECK(state.changes().empty());
    CHECK(state.memory_of_object() == (10 + 3) * page);
    CHECK(state.view_is_committed());
}

TEST_CASE("what was once committed counts as that, and no more as zeros")
{
    played_state state{20, 10};
    state.grow_to(20);
    state.write(15, 3);
    REQUIRE(state.commit() == pages{15});
    std::memset(state.view(15), 0, page);
    CHECK(state.commit() == pages{15});
    CHECK(state.view_is_committed());
}

TEST_CASE("an undone frame leaves the view as the last commit, and no page private")
{
    played_state state{20, 10};
    state.write(3, 77);
    REQUIRE(state.commit() == pages{3});
    state.write(3, 78);
    state.write(4, 78);
    state.grow_to(20);
    state.write(19, 78);
    state.undo();
    CHECK(state.view_is_committed());
    CHECK(state.private_pages().empty());
    CHECK(state.read(3) == 77);
    CHECK(state.changes().empty());
    state.write(4, 79);
    CHECK(state.commit() == pages{4});
}

TEST_CASE("undoing comes back to what was kept, as often as wanted, until the next commit")
{
    played_state state{20, 10};
    state.grow_to(15);
    state.write(1, 50);
    state.write(12, 50);
    state.keep();
    for (int attempt = 0; attempt != 3; ++attempt) {
        CAPTURE(attempt);
        state.write(1, 60);
        state.write(2, 60);
        state.write(13, 60);
        state.undo();
        CHECK(state.read(1) == 50);
        CHECK(state.read(2) == 3);
        CHECK(state.read(12) == 50);
        CHECK(state.read(13) == 0);
        CHECK(state.changes() == pages{1, 12});
    }
    CHECK(state.commit() == pages{1, 12});
    state.write(1, 70);
    state.undo();
    CHECK(state.read(1) == 50);
    CHECK(state.view_is_committed());
}

TEST_CASE(
    "random frames, dropped frames, roots and growth leave the worker's and the supervisor's state the same")
{
    const std::uint32_t seed = respawn::test::seed();
    CAPTURE(seed);
    std::mt19937 random{seed};
    constexpr std::size_t page_count = 200;
    played_state state{page_count, 20};
    // The model: what each page's byte must be after the last commit, and in the view.
    std::vector<int> committed(page_count), seen;
    for (std::size_t index = 0; index != page_count; ++index)
        committed[index] = state.read(index);
    seen = committed;
    std::size_t extent = 20;

    const auto write_some = [&](std::size_t most) {
        for (std::size_t count = random() % (most + 1); count != 0; --count) {
            // Most writes go to a few pages, as a game's do.
            const std::size_t index = random() % (random() % 4 == 0 ? extent : std::size_t{8});
            const int content = random() % 4 == 0 ? committed[index] : static_cast<int>(random() % 256);
            state.write(index, content);
            seen[index] = content;
        }
    };
    const auto require_same = [&](const std::vector<int>& model) {
        for (std::size_t index = 0; index != page_count; ++index)
            REQUIRE(state.read(index) == model[index]);
    };

    for (int frame = 0; frame != 1'500; ++frame) {
        CAPTURE(frame);
        std::vector<int> start = seen;
        if (random() % 50 == 0) {
            write_some(5);
            state.keep();
            start = seen;
        }
        if (extent < page_count && random() % 10 == 0)
            state.grow_to(extent += 1 + random() % 3 % (page_count - extent));
        write_some(30);
        if (random() % 8 == 0) {
            state.undo();
            seen = start;
            require_same(seen);
            // Another frame follows at once, from the same start.
            write_some(10);
        }
        pages expected;
        for (std::uint32_t index = 0; index != page_count; ++index)
            if (seen[index] != committed[index])
                expected.push_back(index);
        REQUIRE(state.commit() == expected);
        committed = seen;
        require_same(committed);
        REQUIRE(state.view_is_committed());
    }
    CHECK(extent == page_count);
    CHECK(state.private_pages().size() < page_count);
}
