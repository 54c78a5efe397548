// Has what moves around in the executable: other things come before it in some variants.
#include "moves.hpp"

#if VARIANT % 2 == 1
std::int32_t added_counts[100 * VARIANT]{1};
std::int32_t added(std::int32_t from)
{
    return added_counts[from % 100] * VARIANT;
}
#endif

namespace {

std::int32_t count = 0;

std::int32_t step(std::int32_t from)
{
    return expected(2, from);
}

} // namespace

namespace left {

move_function step()
{
    return &::step;
}

std::int32_t* count()
{
    return &::count;
}

} // namespace left

#if VARIANT % 3 != 2
static std::int32_t hidden_move(std::int32_t from)
{
    return expected(4, from);
}

move_function hidden()
{
    return &hidden_move;
}
#endif

#if VARIANT % 2 == 0
std::int32_t renamed_or_not(std::int32_t from)
#else
std::int32_t renamed(std::int32_t from)
#endif
{
    return from - 1;
}

#if !defined(WITHOUT_JUMP)
std::int32_t jump(std::int32_t from)
{
    return expected(1, from);
}
#endif

std::int32_t score[16]{};
