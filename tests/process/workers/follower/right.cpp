// Names of left.cpp again, for other things.
#include "moves.hpp"

#if VARIANT % 3 == 1
std::int32_t also_added(std::int32_t from)
{
    return from * VARIANT;
}
#endif

namespace {

std::int32_t count = 0;

std::int32_t step(std::int32_t from)
{
    return expected(3, from);
}

} // namespace

namespace right {

move_function step()
{
    return &::step;
}

std::int32_t* count()
{
    return &::count;
}

} // namespace right

#if VARIANT % 3 == 2
static std::int32_t hidden_move(std::int32_t from)
{
    return expected(4, from);
}

move_function hidden()
{
    return &hidden_move;
}
#endif
