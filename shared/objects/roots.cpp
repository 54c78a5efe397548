#include "shared/objects/roots.hpp"

#include "shared/schema/view.hpp"
#include "shared/state/directory.hpp"

#include <algorithm>

namespace respawn::objects {

namespace {

std::string name_of(const state::root_data& data)
{
    const char* const end = std::find(std::begin(data.name), std::end(data.name), '\0');
    return {std::begin(data.name), end};
}

} // namespace

result<std::vector<root>> root_reader::read(const state_bytes& state)
{
    const std::byte* first = state.at(state.address(), sizeof(state::header_data));
    if (!first)
        return failure{"the state holds nothing yet: no frame has been played"};
    const state::header_data directory = state::copy_directory(first);
    if (!state::is_formatted(directory))
        return failure{"the state holds nothing yet: no frame has been played"};
    if (directory.layout_version != state::layout_version)
        return failure{
            "the state was made by another version of the worker library, and can't be looked into"};
    if (!state::is_sound(directory, state.extent_bytes()))
        return failure{"the state's directory is damaged"};
    std::vector<root> found;
    for (std::uint32_t i = 0; i < directory.root_count; ++i) {
        const state::root_data& data = directory.roots[i];
        const std::byte* schema = state.at(state.address() + data.schema_offset, data.schema_bytes);
        root made{name_of(data), state.address() + data.object_offset, nullptr};
        if (schema)
            made.types = types_of({schema, data.schema_bytes});
        if (made.types && made.types->front().size_bytes != data.object_bytes)
            made.types = nullptr;
        found.push_back(std::move(made));
    }
    return found;
}

std::shared_ptr<const type_list> root_reader::types_of(std::span<const std::byte> schema)
{
    constexpr std::size_t most_known = state::max_roots;
    const auto is_same = [&](const known_schema& each) {
        return std::equal(each.bytes.begin(), each.bytes.end(), schema.begin(), schema.end());
    };
    if (const auto known = std::find_if(known_.begin(), known_.end(), is_same); known != known_.end())
        return known->types;
    const auto view = schema::view::create(schema);
    if (!view)
        return nullptr;
    if (known_.size() == most_known)
        known_.erase(known_.begin());
    known_.push_back({{schema.begin(), schema.end()}, std::make_shared<const type_list>(view->types())});
    return known_.back().types;
}

} // namespace respawn::objects
