// expect: a class with virtual bases
#include <boost/describe/class.hpp>
#include <respawn/schema.hpp>

struct base {
    int score = 0;
};
BOOST_DESCRIBE_STRUCT(base, (), (score))
#ifdef GOOD
struct game : base {
#else
struct game : virtual base {
#endif
    int lives = 3;
};
BOOST_DESCRIBE_STRUCT(game, (base), (lives))

void check()
{
    respawn::detail::require_state_type<game>();
}
