#include "rehearsal_stage.hpp"

#include "shared/objects/tree.hpp"
#include "shared/schema/view.hpp"
#include "shared/text/printable.hpp"
#include "tests/support/temporary_folder.hpp"
#include "worker/source/schema/classes.hpp"
#include "worker/source/schema/encode.hpp"
#include "worker/standalone/heap_state.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string_view>

namespace respawn::test {

namespace {

/// More than any of these states takes.
constexpr std::uint64_t most_steps = 100'000'000;

std::string state_text()
{
    objects::class_table classes;
    std::vector<objects::root> roots;
    std::vector<objects::target> targets;
    for (const standalone::heap_root& each : standalone::heap_roots()) {
        const auto encoded = detail::encode(*each.type);
        detail::add_classes(classes, encoded.types);
        auto types =
            std::make_shared<const objects::type_list>(schema::view::create(encoded.bytes).value().types());
        roots.push_back({each.name, reinterpret_cast<std::uintptr_t>(each.object), std::move(types), 0});
        targets.push_back({objects::root_text(each.name), roots.back().object()});
    }
    const auto memory = objects::state_bytes::own_memory().with_classes(&classes);
    objects::work_limit work{most_steps};
    const auto tree = objects::grow_tree(memory, roots, targets, objects::everything, work);
    return text::printable(objects::to_text(tree));
}

std::vector<std::uint64_t> numbers_in(const std::string& text)
{
    std::istringstream words{text};
    std::vector<std::uint64_t> numbers;
    for (std::uint64_t number = 0; words >> number;)
        numbers.push_back(number);
    return numbers;
}

std::string setting(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

} // namespace

bool rehearsal_stage::begin_frame(std::uint64_t frame, player::region_data& told)
{
    const auto& frames = settings_.frames;
    if (std::binary_search(frames.begin(), frames.end(), frame - 1))
        write_down(frame - 1);
    if (frames.empty() || frame > frames.back())
        return false;
    settings_.script.play(frame, input_);
    const auto [width, height] = picture_size();
    input_.resize(static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height));
    input_.take(told);
    told.dt_ns = clock_.period().count();
    return true;
}

result<void> rehearsal_stage::show(
    const presentation::composition& picture, const presentation::texture_store& textures)
{
    picture_ = &picture;
    textures_ = &textures;
    return {};
}

void rehearsal_stage::write_down(std::uint64_t frame) const
{
    const std::string name = settings_.prefix + "-" + std::to_string(frame);
    const auto& look = picture_->look(*textures_);
    write_file(name + ".state", state_text());
    write_file(
        name + ".pixels",
        {reinterpret_cast<const char*>(look.pixels.data()), look.pixels.size() * sizeof(std::uint32_t)});
}

} // namespace respawn::test

/// In place of the one with a window.
respawn::result<std::unique_ptr<respawn::standalone::stage>> respawn::standalone::make_stage(
    const std::string&, const respawn::window_wishes&)
{
    auto script = player::input_script::load(test::setting("REHEARSAL_SCRIPT"));
    if (!script)
        return script.error();
    return std::unique_ptr<stage>{std::make_unique<test::rehearsal_stage>(test::rehearsal_stage::settings{
        std::move(*script), test::numbers_in(test::setting("REHEARSAL_FRAMES")),
        test::setting("REHEARSAL_PREFIX")})};
}
