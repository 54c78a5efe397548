#include "crew.hpp"

#include "catch.hpp"

#include <stdexcept>
#include <vector>

using ripples::crew;

TEST_CASE("a crew of any size does each part of the work once")
{
    const unsigned threads = GENERATE(1u, 2u, 7u);
    const int count = GENERATE(0, 1, 7, 8, 1000);
    crew hands{threads};
    for (int round = 0; round != 20; ++round) {
        std::vector<int> times(static_cast<std::size_t>(count));
        hands.parallel_for(count, [&](int first, int end) {
            for (int i = first; i != end; ++i)
                ++times[static_cast<std::size_t>(i)];
        });
        REQUIRE(times == std::vector<int>(static_cast<std::size_t>(count), 1));
    }
}

TEST_CASE("an exception of a crew's work comes out when all of it is done, and the crew works on")
{
    crew hands{4};
    std::vector<char> done(1000);
    const auto work = [&](int first, int end) {
        for (int i = first; i != end; ++i)
            done[static_cast<std::size_t>(i)] = 1;
        if (first == 0)
            throw std::runtime_error{"the first part"};
    };
    REQUIRE_THROWS_AS(hands.parallel_for(1000, work), std::runtime_error);
    REQUIRE(done == std::vector<char>(1000, 1));
    int sum = 0;
    REQUIRE_NOTHROW(hands.parallel_for(1, [&](int, int) { ++sum; }));
    REQUIRE(sum == 1);
}
