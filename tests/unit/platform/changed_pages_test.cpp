#include "shared/memory/mapping.hpp"
#include "shared/platform/changed_pages.hpp"
#include "shared/platform/memory_object.hpp"

#include "catch.hpp"
#include "seed.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>
#include <vector>

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

namespace platform = respawn::platform;
namespace memory = respawn::memory;
namespace bip = boost::interprocess;
using finder = platform::private_page_finder;
using pages = std::vector<std::uint32_t>;

namespace {

constexpr std::size_t page = 4096;

/// One object, mapped as the supervisor does and as a worker does. Page n of the object begins with byte n %
/// 251.
struct two_views {
    explicit two_views(std::size_t count) : page_count{count}
    {
        auto object = platform::create_memory_object("respawn-test", bytes());
        REQUIRE(object.has_value());
        shared = map(object->get(), bip::read_write);
        view = map(object->get(), bip::copy_on_write);
        for (std::size_t index = 0; index != count; ++index)
            *shared_page(index) = content_of(index);
    }

    static unsigned char content_of(std::size_t index) { return static_cast<unsigned char>(index % 251); }
    std::size_t bytes() const { return page_count * page; }
    unsigned char* shared_page(std::size_t index) const
    {
        return memory::as<unsigned char>(shared, index * page);
    }
    unsigned char* view_page(std::size_t index) const
    {
        return memory::as<unsigned char>(view, index * page);
    }

    std::size_t page_count;
    bip::mapped_region shared, view;

private:
    bip::mapped_region map(int object, bip::mode_t mode) const
    {
        auto mapped = memory::map(object, bytes(), mode);
        REQUIRE(mapped.has_value());
        return std::move(*mapped);
    }
};

pages find(finder::method how, const void* base, std::size_t bytes)
{
    auto made = finder::create(how);
    REQUIRE(made.has_value());
    pages found{99};
    REQUIRE(made->find(base, bytes, found).has_value());
    return found;
}

pages find(finder::method how, const two_views& views)
{
    return find(how, views.view_page(0), views.bytes());
}

finder::method each_method()
{
    return GENERATE(finder::method::best, finder::method::pagemap_read);
}

} // namespace

TEST_CASE("a view that was only read has no private pages")
{
    const auto how = each_method();
    const two_views views{100};
    CHECK(find(how, views).empty());
    for (std::size_t index = 0; index != views.page_count; ++index)
        REQUIRE(*views.view_page(index) == two_views::content_of(index));
    CHECK(find(how, views).empty());
}

TEST_CASE("a page that was written to is private, whatever was written, and no other")
{
    const auto how = each_method();
    const two_views views{100};
    *const_cast<volatile unsigned char*>(views.view_page(7)) = two_views::content_of(7);
    views.view_page(50)[page - 1] = 1;
    *views.view_page(99) = 1;
    CHECK(find(how, views) == pages{7, 50, 99});
}

TEST_CASE("what is written through the shared mapping makes no page private, and shows until the page is")
{
    const auto how = each_method();
    const two_views views{10};
    *views.shared_page(3) = 200;
    CHECK(*views.view_page(3) == 200);
    CHECK(find(how, views).empty());
    views.view_page(3)[1] = 5;
    *views.shared_page(3) = 201;
    CHECK(*views.view_page(3) == 200);
    CHECK(find(how, views) == pages{3});
}

TEST_CASE("pages are counted from the base that is given, and only up to its end")
{
    const auto how = each_method();
    const two_views views{100};
    for (const std::size_t index : {9u, 10u, 42u, 49u, 50u})
        *views.view_page(index) = 255;
    CHECK(find(how, views.view_page(10), 40 * page) == pages{0, 32, 39});
    CHECK(find(how, views.view_page(10), 0).empty());
}

TEST_CASE("memory that is not mapped has no private pages")
{
    const auto how = each_method();
    void* place = ::mmap(nullptr, 8 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(place != MAP_FAILED);
    REQUIRE(::munmap(static_cast<std::byte*>(place) + page, 6 * page) == 0);
    CHECK(find(how, static_cast<std::byte*>(place) + page, 6 * page).empty());
    ::munmap(place, page);
    ::munmap(static_cast<std::byte*>(place) + 7 * page, page);
}

TEST_CASE("any number of separate private pages is found")
{
    const auto how = each_method();
    const two_views views{18'000};
    pages expected;
    for (std::uint32_t index = 1; index < views.page_count; index += 2 + index % 3) {
        *views.view_page(index) = 255;
        expected.push_back(index);
    }
    REQUIRE(expected.size() > 5'000);
    CHECK(find(how, views) == expected);
}

TEST_CASE("a wholly private view is found as such")
{
    const auto how = each_method();
    const two_views views{9'000};
    for (std::size_t index = 0; index != views.page_count; ++index)
        *views.view_page(index) = 255;
    pages expected(views.page_count);
    std::iota(expected.begin(), expected.end(), 0u);
    CHECK(find(how, views) == expected);
}

TEST_CASE("a page that is given back shows the object's newest bytes and is private no more")
{
    const auto how = each_method();
    const two_views views{20};
    for (const std::size_t index : {2u, 3u, 4u, 10u, 19u})
        *views.view_page(index) = 255;
    *views.shared_page(3) = 77;
    platform::discard_private_pages(views.view_page(0), {2, 3, 10, 19});
    CHECK(find(how, views) == pages{4});
    CHECK(*views.view_page(2) == two_views::content_of(2));
    CHECK(*views.view_page(3) == 77);
    CHECK(*views.view_page(4) == 255);
    platform::discard_private_pages(views.view_page(0), {});
    CHECK(find(how, views) == pages{4});
}

TEST_CASE("both ways to find private pages agree with a model over random writes, discards and page-outs")
{
    const unsigned seed = respawn::test::seed();
    CAPTURE(seed);
    std::mt19937 random{seed};
    const two_views views{700};
    auto best = finder::create();
    auto reading = finder::create(finder::method::pagemap_read);
    REQUIRE(best.has_value());
    REQUIRE(reading.has_value());

    std::set<std::uint32_t> model;
    pages found_by_best, found_by_reading;
    for (int round = 0; round != 400; ++round) {
        CAPTURE(round);
        const std::size_t writes = random() % 60;
        for (std::size_t count = 0; count != writes; ++count) {
            const auto index = static_cast<std::uint32_t>(random() % views.page_count);
            views.view_page(index)[random() % page] = static_cast<unsigned char>(random());
            model.insert(index);
        }
        *views.shared_page(random() % views.page_count) = static_cast<unsigned char>(random());
        if (round % 5 == 0) {
            pages given_back;
            std::copy_if(model.begin(), model.end(), std::back_inserter(given_back), [&](auto) {
                return random() % 3 == 0;
            });
            platform::discard_private_pages(views.view_page(0), given_back);
            for (const std::uint32_t index : given_back)
                model.erase(index);
        }
        // Where the system has swap space, some of the pages are in it from here on.
        if (round % 7 == 0)
            ::madvise(views.view_page(0), views.bytes(), MADV_PAGEOUT);

        REQUIRE(best->find(views.view_page(0), views.bytes(), found_by_best).has_value());
        REQUIRE(reading->find(views.view_page(0), views.bytes(), found_by_reading).has_value());
        REQUIRE(found_by_best == pages(model.begin(), model.end()));
        REQUIRE(found_by_reading == found_by_best);
    }
}
