#include "scripted_input.hpp"

#include "catch.hpp"

#include <fstream>
#include <sstream>
#include <string_view>
#include <utility>

// The game sees input through these few functions; here they need no worker behind them.
namespace respawn {

struct input_access {
    static void change(input& into, key changed, bool down)
    {
        const auto index = static_cast<std::size_t>(changed);
        into.keys_[index] = down;
        (down ? into.pressed_ : into.released_)[index] = true;
    }

    static void begin_frame(input& into)
    {
        into.pressed_.reset();
        into.released_.reset();
    }

    static bool down(const input& of, key asked) { return of.keys_[static_cast<std::size_t>(asked)]; }
    static bool pressed(const input& of, key asked) { return of.pressed_[static_cast<std::size_t>(asked)]; }
};

bool input::down(respawn::key key) const
{
    return input_access::down(*this, key);
}

bool input::pressed(respawn::key key) const
{
    return input_access::pressed(*this, key);
}

} // namespace respawn

namespace tetris {

namespace {

respawn::key key_named(const std::string& name)
{
    using respawn::key;
    static const std::map<std::string, key> keys{
        {"left", key::left},   {"right", key::right}, {"up", key::up}, {"down", key::down},
        {"space", key::space}, {"enter", key::enter}, {"z", key::z},   {"c", key::c},
    };
    const auto found = keys.find(name);
    INFO("key " << name);
    REQUIRE(found != keys.end());
    return found->second;
}

} // namespace

scripted_input::scripted_input(const std::string& path)
{
    std::ifstream file{path};
    REQUIRE(file);
    for (std::string line; std::getline(file, line);) {
        std::istringstream words{line.substr(0, line.find('#'))};
        int frame = 0;
        std::string what, name;
        if (!(words >> frame >> what >> name))
            continue;
        const respawn::key key = key_named(name);
        INFO(line);
        REQUIRE((what == "key" || what == "down" || what == "up"));
        changes_[frame].push_back({key, what != "up"});
        if (what == "key")
            changes_[frame + 1].push_back({key, false});
    }
}

respawn::input scripted_input::next()
{
    respawn::input_access::begin_frame(now_);
    for (const change& each : changes_[++frame_])
        respawn::input_access::change(now_, each.key, each.down);
    return now_;
}

respawn::input input_with(std::initializer_list<respawn::key> pressed)
{
    respawn::input made;
    for (const respawn::key key : pressed)
        respawn::input_access::change(made, key, true);
    return made;
}

} // namespace tetris
