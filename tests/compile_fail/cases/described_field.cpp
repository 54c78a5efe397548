// expect: use respawn::string
// expect: game::culprit_|game\.culprit_
#include <respawn/schema.hpp>

class game {
public:
    game() {}
    RESPAWN_DESCRIBE_FRIEND(game);

private:
#ifdef GOOD
    respawn::string culprit_;
#else
    std::string culprit_;
#endif
};
RESPAWN_DESCRIBE(game, culprit_)

void check()
{
    respawn::detail::require_state_type<game>();
}
