#include "shared/presentation/work_limit.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace respawn::presentation {

namespace {

/// A picture may be covered this often, and by this many pixels more so that small ones are not short of any.
constexpr double max_layers = 32;
constexpr double spare_pixels = 1 << 24;
/// What a triangle and a row of it take besides their pixels, in pixels.
constexpr double triangle_cost = 32, row_cost = 4;

/// Upper bound, in pixels' worth of time, of drawing one triangle inside a clip rectangle.
double cost(
    const pictures::command_data& command, const pictures::vertex_data& a, const pictures::vertex_data& b,
    const pictures::vertex_data& c)
{
    const auto extent = [](float first, float second, float third, std::int32_t begin, std::int32_t length) {
        const auto [low, high] = std::minmax({first, second, third});
        const auto visible = std::min<double>(high, begin + length) - std::max<double>(low, begin);
        return std::max(visible, 0.0) + 1;
    };
    const auto rows = extent(a.y, b.y, c.y, command.clip_y, command.clip_height);
    const auto columns = extent(a.x, b.x, c.x, command.clip_x, command.clip_width);
    const auto twice_area =
        std::abs((double{b.x} - a.x) * (double{c.y} - a.y) - (double{b.y} - a.y) * (double{c.x} - a.x));
    return triangle_cost + rows * row_cost + std::min(rows * columns, twice_area / 2 + rows);
}

} // namespace

bool limit_work(pictures::picture& picture)
{
    double left = max_layers * picture.width * picture.height + spare_pixels;
    for (std::size_t number = 0; number != picture.commands.size(); ++number) {
        auto& command = picture.commands[number];
        const auto* index = picture.indices.data() + command.first_index;
        for (std::uint32_t done = 0; done != command.index_count; done += 3, index += 3) {
            const auto& vertices = picture.vertices;
            left -= cost(command, vertices[index[0]], vertices[index[1]], vertices[index[2]]);
            if (left >= 0)
                continue;
            command.index_count = done;
            picture.commands.resize(number + (done != 0));
            return true;
        }
    }
    return false;
}

} // namespace respawn::presentation
