// One of two files with local names in common.
#include "game.hpp"
#include "report.hpp"

namespace {
int shared_count = 1;
int shared_helper(int x)
{
    return x + shared_count;
}
} // namespace

void report_left()
{
    report_function("left.helper", shared_helper);
    report_data("left.count", &shared_count);
}
