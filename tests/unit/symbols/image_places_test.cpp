#include "supervisor/audit/image_names.hpp"
#include "supervisor/platform/process.hpp"

#include "catch.hpp"
#include "namesake.hpp"

#include <cstdint>
#include <memory>

using namespace respawn::supervisor;
using respawn::objects::program_place;
using respawn::test::namesake_of_step;
using respawn::test::plain_function;

namespace respawn::test {

static int step(int by)
{
    return by + 1;
}

} // namespace respawn::test

namespace {

int counters[4] = {};

/// This process, as if it were a worker of a generation.
struct named_process {
    explicit named_process(std::uint64_t generation)
    {
        auto made = std::make_shared<process_of_pointers>();
        made->generation = generation;
        made->images = images_of(respawn::platform::own_process_id());
        REQUIRE(made->images.are_known());
        names = std::make_unique<image_names>(std::move(made), tables);
    }
    template <class T>
    [[nodiscard]] program_place at(T* what) const
    {
        const auto found = names->place_at(reinterpret_cast<std::uintptr_t>(what), work);
        REQUIRE(found);
        return *found;
    }
    template <class T>
    [[nodiscard]] std::string name_at(T* what) const
    {
        return names->name_at(reinterpret_cast<std::uintptr_t>(what), work);
    }

    mutable respawn::objects::work_limit work{1'000'000};
    image_tables tables{};
    std::unique_ptr<image_names> names{};
};

} // namespace

TEST_CASE("functions of one name in two files of a program are told apart by the files")
{
    const named_process process{3};
    const program_place here = process.at(&respawn::test::step), there = process.at(namesake_of_step());
    CHECK(process.name_at(&respawn::test::step) == process.name_at(namesake_of_step()));
    CHECK(here.symbol == there.symbol);
    CHECK(here.file == "image_places_test.cpp");
    CHECK(there.file == "namesake.cpp");
    CHECK(here.image.empty());
    CHECK(here.build == there.build);
    CHECK(here.address != there.address);
}

TEST_CASE("the lambdas of a function are told apart by their symbols")
{
    const plain_function one = [](int by) { return by + 3; }, other = [](int by) { return by + 4; };
    const named_process process{3};
    CHECK(process.at(one).symbol != process.at(other).symbol);
}

TEST_CASE("the elements of a variable are told apart by the offset")
{
    const named_process process{3};
    CHECK(process.at(&counters[0]).symbol == process.at(&counters[2]).symbol);
    CHECK(process.at(&counters[2]).offset_bytes == 2 * sizeof(int));
}

TEST_CASE("an image is another one in another generation, and the same one in its own")
{
    CHECK(named_process{3}.at(&counters).build == named_process{3}.at(&counters).build);
    CHECK(named_process{3}.at(&counters).build != named_process{4}.at(&counters).build);
}

TEST_CASE("memory that is no image's is no place in the program")
{
    const auto there = std::make_unique<int>(1);
    const named_process process{3};
    CHECK_FALSE(process.names->place_at(reinterpret_cast<std::uintptr_t>(there.get()), process.work));
    CHECK_FALSE(process.names->place_at(0, process.work));
}
