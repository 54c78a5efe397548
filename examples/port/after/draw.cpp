#include "draw.hpp"

namespace delve {

picture make_picture(
    device& where, const char* name, int width, int height, std::span<const std::uint8_t> pixels)
{
    return where.make_texture(name, width, height, pixels);
}

void painter::clear(color fill)
{
    target_.clear(fill);
}

void painter::fill(area where, color fill)
{
    target_.fill_rectangle(where, fill);
}

void painter::draw(picture drawn, area part, area where, color tint)
{
    target_.sprite(drawn, where, {part, tint});
}

} // namespace delve
