// A state that a worker has damaged: words of a sound one are written over, and what its types say.
#include "shared/objects/compare.hpp"
#include "shared/objects/tree.hpp"
#include "shared/schema/check.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/unit/objects/sample_state.hpp"

#include <string>
#include <vector>

using namespace respawn;
using namespace respawn::objects;

namespace {

struct sound_state {
    sample::state state;
    std::vector<std::byte> bytes = state.copy();
};

/// Each damage: where, what kind of number, and the number. Addresses count from the state's, so that an
/// input means the same in every run.
void damage(std::vector<std::byte>& bytes, test::input_parts& input, std::uint64_t base)
{
    while (!input.rest().empty()) {
        const auto word = input.take<std::uint16_t>();
        const auto kind = input.take<std::uint8_t>();
        const auto number = input.take<std::uint64_t>();
        const std::uint64_t value = kind % 2 == 0 ? base + number % (bytes.size() + 64) : number;
        std::memcpy(bytes.data() + word % (bytes.size() / 8) * 8, &value, sizeof value);
    }
}

/// The same roots by types of which one is another now; as they are, if such a schema would be refused.
std::vector<root> with_other_types(std::vector<root> roots, test::input_parts& input)
{
    type_list types = *roots.front().types;
    auto& changed = types[input.take<std::uint8_t>() % types.size()];
    const auto size_bytes = input.take<std::uint64_t>();
    const auto what = input.take<std::uint8_t>();
    if (what % 2 == 0)
        changed.size_bytes = size_bytes;
    else
        changed.kind =
            static_cast<schema::type_kind>(1 + what / 2 % static_cast<unsigned>(schema::last_kind));
    if (!schema::find_problem(types))
        roots.front().types = std::make_shared<const type_list>(std::move(types));
    return roots;
}

void look_up_again(const state_bytes& bytes, const std::vector<root>& roots, const leaf& each)
{
    const auto parsed = parse_path(each.path);
    test::require(parsed.has_value(), "the path of what is shown can be read");
    work_limit work{100'000};
    const auto found = look_up(bytes, roots, *parsed, work);
    test::require(found.has_value() || !found.error().sentence.empty(), "a refusal has a reason");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const sound_state sound;
    std::vector<std::byte> damaged = sound.bytes;
    test::input_parts input{data, size};
    const auto how = input.take<std::uint8_t>();
    const auto all = how % 2 == 0;
    const auto roots = how % 4 < 2 ? sound.state.roots : with_other_types(sound.state.roots, input);
    damage(damaged, input, sound.state.bytes().address());
    const state_bytes bytes = sound.state.bytes(damaged), before = sound.state.bytes(sound.bytes);

    tree_limits limits = all ? everything : tree_limits{};
    limits.nodes = 5'000;
    work_limit work{100'000};
    const tree made = grow_tree(bytes, roots, {{"game", roots.front().object()}}, limits, work);
    test::require(!to_text(made).empty(), "a state can be shown");
    const auto leaves = leaves_of(made);
    for (std::size_t i = 0; i < leaves.size(); i += 1 + leaves.size() / 16)
        look_up_again(bytes, roots, leaves[i]);

    work_limit compare_work{100'000};
    const auto found = compare({&before, roots}, {&bytes, roots}, 100, compare_work);
    test::require(found.differences.size() <= 100, "no more differences are told than are asked for");
    return 0;
}
