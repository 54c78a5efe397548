// The other one. In the second version its helper has another place.
#include "game.hpp"
#include "report.hpp"

namespace {
#if VERSION == 2
int added_before(int x)
{
    return x * 11;
}
long added_numbers[9] = {4};
#endif
int shared_count = 2;
int shared_helper(int x)
{
    return x - shared_count;
}
#if VERSION == 1
int lonely_helper(int x)
{
    return x << 3;
}
#endif
} // namespace

void report_right()
{
#if VERSION == 2
    report_function("right.added", added_before);
    report_data("right.numbers", added_numbers);
#else
    report_function("right.lonely", lonely_helper);
#endif
    report_function("right.helper", shared_helper);
    report_data("right.count", &shared_count);
}
