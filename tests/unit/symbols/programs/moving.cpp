// What is in a file that the second version has under another name.
#include "game.hpp"
#include "report.hpp"

static int moved_count = 5;
static int moved_helper(int x)
{
    return x * moved_count;
}

#if VERSION == 2
// The first version has it in right.cpp, and this one twice: here and in game.cpp.
namespace {
int lonely_helper(int x)
{
    return x << 4;
}
} // namespace
#endif

void report_moving()
{
#if VERSION == 2
    report_function("moving.lonely", lonely_helper);
#endif
    report_function("moving.helper", moved_helper);
    report_data("moving.count", &moved_count);
}
