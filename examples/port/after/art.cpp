#include "art.hpp"

#include "font.hpp"
#include "sprites.hpp"

namespace delve {

art make_art(device& where)
{
    return {make_sprites(where), make_font(where)};
}

} // namespace delve
