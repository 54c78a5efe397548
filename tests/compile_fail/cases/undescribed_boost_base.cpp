// expect: the base of a class that Boost.Describe describes must be described too
// expect: Base = base|game, base
#include <boost/describe/class.hpp>
#include <respawn/schema.hpp>

struct base {
    int score = 0;
};
#ifdef GOOD
BOOST_DESCRIBE_STRUCT(base, (), (score))
#endif
struct game : base {
    int lives = 3;
};
BOOST_DESCRIBE_STRUCT(game, (base), (lives))

void check()
{
    respawn::detail::require_state_type<game>();
}
