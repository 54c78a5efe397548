#include "supervisor/audit/image_names.hpp"

#include "shared/fnv1a.hpp"
#include "supervisor/postmortem/readable_name.hpp"
#include "supervisor/symbols/symbol_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace respawn::supervisor {

namespace {

/// The symbols of a larger one take too long to be read between two frames.
constexpr std::uint64_t largest_read_image_bytes = std::uint64_t{256} << 20;
/// All are forgotten then.
constexpr std::size_t most_texts = 10'000, most_names = 10'000, most_names_bytes = std::size_t{4} << 20;
/// A read from the image's file.
constexpr std::uint64_t steps_of_a_read = 50;
/// Of a name that is made readable, for each of its bytes as the image has it, and as it becomes.
constexpr std::uint64_t steps_a_name_byte = 4;
/// Of looking for a symbol.
constexpr std::uint64_t steps_of_a_place = 50;

/// A build-id may be one that a person chose for all builds.
std::uint64_t build_of(const symbol_table& image, std::uint64_t generation)
{
    return fnv1a{}.add(std::to_string(generation) + "/").add(std::to_string(image.image_hash())).value();
}

} // namespace

const image_names::known_image* image_names::image_at(std::uint64_t address) const
{
    const loaded_library* image = process_->images.find(address);
    if (!image)
        return nullptr;
    const auto [known, is_new] = read_.try_emplace(image, known_image{image, nullptr, 0});
    if (is_new && image->identity.size_bytes <= largest_read_image_bytes)
        if (const auto table = tables_.of(*image))
            known->second = {image, *table, build_of(**table, process_->generation)};
    return known->second.symbols ? &known->second : nullptr;
}

std::optional<objects::program_text> image_names::text_at(
    std::uint64_t address, std::uint64_t character_bytes, std::uint64_t most_bytes, std::uint64_t look_bytes,
    objects::work_limit& work) const
{
    const known_image* image = image_at(address);
    if (!image || !work.spend(steps_of_a_read))
        return std::nullopt;
    const symbol_table& symbols = *image->symbols;
    const std::uint64_t place = address - image->loaded->load_bias;
    if (texts_.size() == most_texts)
        texts_.clear();
    const auto [known, is_new] = texts_.try_emplace({address, character_bytes, look_bytes});
    known_text& text = known->second;
    if (is_new) {
        const auto found = symbols.characters_at(place, look_bytes, character_bytes);
        text = {found.bytes.size(), found.has_end};
        static_cast<void>(work.spend_for_bytes(text.bytes_there));
    }
    if (!text.has_end && text.bytes_there < look_bytes)
        return std::nullopt;
    const std::uint64_t shown = std::min(most_bytes, text.bytes_there);
    static_cast<void>(work.spend_for_bytes(shown));
    return objects::program_text{
        symbols.characters_at(place, shown, character_bytes).bytes,
        text.has_end ? std::optional{text.bytes_there} : std::nullopt};
}

std::string image_names::name_at(std::uint64_t address, objects::work_limit& work) const
{
    const known_image* image = image_at(address);
    const auto found = image ? image->symbols->find(address - image->loaded->load_bias) : std::nullopt;
    if (!found)
        return "";
    const std::string name = name_of(*found->of, work);
    return name.empty() || found->offset_bytes == 0 ? name
                                                    : fmt::format("{}+{:#x}", name, found->offset_bytes);
}

std::string image_names::name_of(const symbol& what, objects::work_limit& work) const
{
    if (const auto known = names_.find(&what); known != names_.end())
        return known->second;
    if (!work.spend(what.name.size() * steps_a_name_byte))
        return "";
    std::string name = postmortem::readable_name(what.name);
    static_cast<void>(work.spend(name.size() * steps_a_name_byte));
    if (names_.size() == most_names || names_bytes_ > most_names_bytes) {
        names_.clear();
        names_bytes_ = 0;
    }
    names_bytes_ += name.size();
    return names_.emplace(&what, std::move(name)).first->second;
}

std::optional<objects::program_place> image_names::place_at(
    std::uint64_t address, objects::work_limit& work) const
{
    const known_image* image = image_at(address);
    if (!image || !work.spend(steps_of_a_place))
        return std::nullopt;
    objects::program_place place;
    place.build = image->build;
    place.address = address - image->loaded->load_bias;
    if (image->loaded != &process_->images.executable)
        place.image = image->symbols->shared_name().empty() ? image->loaded->path.filename().string()
                                                            : image->symbols->shared_name();
    if (const auto found = image->symbols->find(place.address)) {
        place.symbol = found->of->name;
        place.file = found->of->file;
        place.offset_bytes = found->offset_bytes;
    }
    return place;
}

} // namespace respawn::supervisor
