#include "namesake.hpp"

namespace respawn::test {

static int step(int by)
{
    return by + 2;
}

plain_function namesake_of_step()
{
    return &step;
}

} // namespace respawn::test
