// expect: std::string owns memory of this process: use respawn::string
#include <respawn/schema.hpp>

#ifdef GOOD
using root = respawn::string;
#else
using root = std::string;
#endif

void check()
{
    respawn::detail::require_state_type<root>();
}
