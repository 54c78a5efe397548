// expect: have two fields of one name
#include <boost/describe/class.hpp>
#include <respawn/schema.hpp>

struct base {
#ifdef GOOD
    int score = 0;
    BOOST_DESCRIBE_CLASS(base, (), (score), (), ())
#else
    int lives = 0;
    BOOST_DESCRIBE_CLASS(base, (), (lives), (), ())
#endif
};
struct game : base {
    int lives = 3;
};
BOOST_DESCRIBE_STRUCT(game, (base), (lives))

void check()
{
    respawn::detail::require_state_type<game>();
}
