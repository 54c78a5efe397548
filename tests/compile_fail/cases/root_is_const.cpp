// expect: without const, reference or array
#include <respawn/schema.hpp>

#ifdef GOOD
using root = int;
#else
using root = const int;
#endif

void check()
{
    respawn::detail::require_state_type<root>();
}
