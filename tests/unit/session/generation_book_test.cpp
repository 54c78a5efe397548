#include "supervisor/session/generation_book.hpp"

#include "catch.hpp"
#include "temporary_folder.hpp"

using namespace respawn::supervisor;
using respawn::test::temporary_folder;

namespace {

/// Generations with the given numbers of frames, the first one is 1; their images are there.
class filled_book {
public:
    explicit filled_book(const std::vector<std::uint64_t>& frames)
    {
        for (const std::uint64_t count : frames) {
            pipeline_image image;
            image.generation = ++last_;
            image.executable = image_of(last_);
            respawn::test::write_file(image.executable, "");
            book.add(image);
            for (std::uint64_t frame = 0; frame != count; ++frame)
                book.frame_committed(last_);
        }
    }

    [[nodiscard]] std::filesystem::path image_of(std::uint32_t generation) const
    {
        return folder_ / std::to_string(generation);
    }
    /// 0: none.
    [[nodiscard]] std::uint64_t before(std::uint64_t generation) const
    {
        const generation_record* found = book.before(generation);
        return found ? found->image.generation : 0;
    }

    generation_book book;

private:
    temporary_folder folder_;
    std::uint32_t last_ = 0;
};

} // namespace

TEST_CASE("one goes back to the newest build that has played and is still there")
{
    const filled_book builds{{100, 1, 0, 0, 7}};
    CHECK(builds.before(5) == 2);
    CHECK(builds.before(2) == 1);
    CHECK(builds.before(1) == 0);
    std::filesystem::remove(builds.image_of(2));
    CHECK(builds.before(5) == 1);
}

TEST_CASE("how a build ended is told of its last worker only")
{
    filled_book builds{{3}};
    builds.book.ended(1, "crashed");
    CHECK(builds.book.find(1)->ending == "crashed");
    builds.book.frame_committed(1);
    CHECK_FALSE(builds.book.find(1)->ending);
}

TEST_CASE("builds that never played do not push out those that did")
{
    const filled_book builds{{3, 4, 0, 5, 0, 0, 0, 0}};
    CHECK(builds.book.newest_played(2) == std::vector<std::uint32_t>{4, 2});
    CHECK(builds.book.newest_played(5) == std::vector<std::uint32_t>{4, 2, 1});
}
