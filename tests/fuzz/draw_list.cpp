// A slot with a draw list, checked, limited and drawn at 64 x 64: the slot's header, the numbers of commands,
// indices and vertices that follow, and those.
#include "shared/pictures/picture.hpp"
#include "shared/presentation/rasterizer.hpp"
#include "shared/presentation/work_limit.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/unit/display/slot_memory.hpp"

#include <algorithm>
#include <cmath>

using namespace respawn;

namespace {

constexpr std::uint32_t side = 64;
constexpr std::size_t most = 256; ///< of each

void fill(const test::slot_memory& slot, test::input_parts input)
{
    input.copy_to(&slot.header(), sizeof slot.header());
    const std::size_t commands = input.take<std::uint8_t>();
    const std::size_t indices = input.take<std::uint8_t>();
    const std::size_t vertices = input.take<std::uint8_t>();
    input.copy_to(slot.commands(), commands * sizeof *slot.commands());
    input.copy_to(slot.indices(), indices * sizeof *slot.indices());
    input.copy_to(slot.vertices(), vertices * sizeof *slot.vertices());
}

/// The next input finds the slot as the first did.
void clear(const test::slot_memory& slot)
{
    slot.header() = {};
    std::fill_n(slot.commands(), most, pictures::command_data{});
    std::fill_n(slot.indices(), most, 0u);
    std::fill_n(slot.vertices(), most, pictures::vertex_data{});
}

void check(const pictures::picture& list)
{
    for (const auto& vertex : list.vertices)
        test::require(
            std::abs(vertex.x) <= pictures::max_coordinate && std::abs(vertex.y) <= pictures::max_coordinate,
            "coordinates are numbers of a size that can be drawn");
    for (const std::uint32_t index : list.indices)
        test::require(index < list.vertices.size(), "an index is one of a vertex");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    static const test::slot_memory slot;
    static const presentation::texture_store textures;
    static pictures::picture list;
    fill(slot, {bytes, size});
    if (pictures::copy_picture(slot.get(), side, side, list)) {
        check(list);
        (void)presentation::limit_work(list);
        presentation::image target;
        target.width = list.width;
        target.height = list.height;
        target.pixels.resize(std::size_t{list.width} * list.height);
        presentation::draw(list, textures, target);
    }
    clear(slot);
    return 0;
}
