// A game in two versions, VERSION 1 and 2: it says where it has its functions, variables and vtables, so that
// the test can compare what it makes of the symbols with what is.
#include "game.hpp"
#include "report.hpp"

#include <cstdlib>

#ifdef WITH_LIBRARY
#include "library.hpp"
#endif

namespace game {

struct player {
    int x = 0;
};

#if VERSION == 2
int brand_new(player& who)
{
    return who.x * 100;
}
long brand_new_numbers[33] = {1};
#endif

int jump(player& who)
{
    return who.x += 1;
}
#if VERSION == 1
int deleted_move(player& who)
{
    return who.x -= 7;
}
int deleted_lives = 3;
#endif

// A static function becomes a global one, and the other way round.
#if VERSION == 1
static int to_global(player& who)
{
    return who.x += 20;
}
int to_static(player& who)
{
    return who.x += 30;
}
static int count_to_global = 1;
int count_to_static = 2;
#else
int to_global(player& who)
{
    return who.x += 20;
}
static int to_static(player& who)
{
    return who.x += 30;
}
int count_to_global = 1;
static int count_to_static = 2;
#endif

int scores[8] = {1, 2, 3};
#if VERSION == 1
int growing[4] = {1};
int shrinking[8] = {1};
int constant_later = 4;
#else
int growing[6] = {1};
int shrinking[2] = {1};
extern const int constant_later;
const int constant_later = 4;
#endif

template <class T>
T doubled(T value)
{
    return value + value;
}

int remembered()
{
    static int count = 0;
    return ++count;
}

int* in_blocks(bool first)
{
    if (first) {
        static int here = 1;
        return &here;
    }
    static int here = 2;
    return &here;
}

int* in_more_blocks(int which)
{
#if VERSION == 2
    if (which == 3) {
        static int there = 3;
        return &there;
    }
#endif
    if (which == 1) {
        static int there = 1;
        return &there;
    }
    static int there = 2;
    return &there;
}

struct entity {
    virtual ~entity() = default;
#if VERSION == 2
    virtual int think()
    {
        return 5;
    }
#endif
    virtual int update()
    {
        return 1;
    }
    int health = 1;
};
struct drawable {
    virtual ~drawable() = default;
    virtual int draw() { return 2; }
    int layer = 2;
};
struct audible {
    virtual ~audible() = default;
    virtual int beep() { return 3; }
    int loudness = 3;
};
/// Both versions have two bases here, and the second version's first has more functions.
struct enemy : entity, drawable {
    int update() override { return 4; }
    int draw() override { return 4; }
};
/// The second version has another base.
struct boss : entity,
#if VERSION == 2
              audible,
#endif
              drawable {
    int update() override
    {
        return 6;
    }
};
/// Its vtable ends where its objects point to.
struct place {
    int at = 1;
};
struct tile : virtual place {};
struct mover : virtual entity {
    virtual int move() { return 8; }
    int update() override { return 8; }
};
#if VERSION == 1
struct ghost : entity {
    int update() override { return 7; }
};
#endif

} // namespace game

int global_lives = 3;
#if VERSION == 1
static int plain_to_global = 7;
int became_function = 3;
extern "C" int folded_one(int x)
{
    return x + 99;
}
extern "C" __attribute__((alias("folded_one"))) int folded_two(int x);
extern "C" __attribute__((alias("folded_one"))) int folded_three(int x);
#else
int plain_to_global = 7;
extern "C" int became_function()
{
    return 3;
}
extern "C" int folded_one(int x)
{
    return x + 99;
}
extern "C" int folded_two(int x)
{
    return x + 98;
}
extern "C" int folded_three(int x)
{
    return x + 97;
}
#endif
extern "C" int steady_one(int x)
{
    return x + 50;
}
extern "C" __attribute__((alias("steady_one"))) int steady_two(int x);

#if VERSION == 2
namespace {
int lonely_helper(int x)
{
    return x << 5;
}
} // namespace
#endif

// The loader asks which function it is.
int chosen_function(int x)
{
    return x + 1;
}
extern "C" int (*choose())(int)
{
    return chosen_function;
}
extern "C" __attribute__((ifunc("choose"))) int chosen(int x);

const char* literal()
{
    return "a literal of the game";
}

void report_functions()
{
#if VERSION == 2
    report_function("game.brand_new", game::brand_new);
    report_data("game.brand_new_numbers", game::brand_new_numbers);
    report_function("game.lonely", lonely_helper);
#else
    report_function("game.deleted_move", game::deleted_move);
    report_data("game.deleted_lives", &game::deleted_lives);
    report_function("folded", folded_one);
#endif
    report_function("game.jump", game::jump);
    report_function("game.to_global", game::to_global);
    report_function("game.to_static", game::to_static);
    report_function("game.doubled", game::doubled<int>);
    report_function("game.remembered", game::remembered);
    report_function("steady", steady_two);
    report_function("chosen", chosen);
    report_function("strtol", std::strtol);
    int (*lambda)(int) = [](int x) { return x + VERSION; };
    report_function("lambda", lambda);
}

void report_variables()
{
    report_data("game.count_to_global", &game::count_to_global);
    report_data("game.count_to_static", &game::count_to_static);
    report_data("game.scores", game::scores);
    report_data("game.scores[5]", &game::scores[5]);
    report_data("game.growing", game::growing);
    report_data("game.growing[1]", &game::growing[1]);
    report_data("game.shrinking", game::shrinking);
#if VERSION == 1
    report_data("game.shrinking[5]", &game::shrinking[5]);
#endif
    report_data("game.constant_later", &game::constant_later);
    report_data("blocks.first", game::in_blocks(true));
    report_data("blocks.second", game::in_blocks(false));
    report_data("more_blocks.first", game::in_more_blocks(1));
    report_data("global_lives", &global_lives);
    report_data("plain_to_global", &plain_to_global);
    report("became_function", reinterpret_cast<std::uintptr_t>(&became_function));
    report_data("literal", literal());
}

void report_vtables()
{
    static game::entity entity;
    static game::enemy enemy;
    static game::boss boss;
    static game::tile tile;
    static game::mover mover;
    report_vtable("entity.vtable", &entity);
    report_vtable("enemy.vtable", &enemy);
    report_vtable("enemy.drawable.vtable", static_cast<game::drawable*>(&enemy));
    report_vtable("boss.vtable", &boss);
    report_vtable("boss.drawable.vtable", static_cast<game::drawable*>(&boss));
    report_vtable("tile.vtable", &tile);
    report_vtable("mover.vtable", &mover);
    report_vtable("mover.entity.vtable", static_cast<game::entity*>(&mover));
#if VERSION == 1
    static game::ghost ghost;
    report_vtable("ghost.vtable", &ghost);
#endif
}

int main()
{
    report_images();
    report_functions();
    report_variables();
    report_vtables();
    report_left();
    report_right();
    report_moving();
#ifdef WITH_LIBRARY
    report_function("library.score", library_score);
    report_data("library.lives", &library_lives);
    report_vtable("library.sound.vtable", make_sound());
    report_data("library.sound", make_sound());
    report_data("libc.strtol", dlsym(RTLD_DEFAULT, "strtol"));
#endif
}
