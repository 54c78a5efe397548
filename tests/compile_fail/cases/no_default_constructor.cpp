// expect: must be default-constructible
#include <respawn/schema.hpp>

class game {
public:
#ifdef GOOD
    game() = default;
#endif
    explicit game(int lives) : lives_{lives} {}
    RESPAWN_DESCRIBE_FRIEND(game);

private:
    int lives_ = 0;
};
RESPAWN_DESCRIBE(game, lives_)

void check()
{
    respawn::detail::require_state_type<game>();
}
