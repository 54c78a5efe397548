#include "worker/source/schema/encode.hpp"

#include "shared/schema/builder.hpp"

#include <unordered_map>

namespace respawn::detail {

namespace {

static_assert(static_cast<int>(type_kind::tuple) == static_cast<int>(schema::type_kind::tuple));
static_assert(static_cast<int>(type_kind::vector) == static_cast<int>(schema::type_kind::vector));

// Numbers the types in the order in which they are met, so that types that refer to each other end the walk.
class encoder {
public:
    std::vector<std::byte> encode(const type_description& root)
    {
        index_of(root);
        for (std::size_t next = 0; next < descriptions_.size(); ++next)
            builder_.add(node(*descriptions_[next]));
        return builder_.build().value();
    }

private:
    std::uint32_t index_of(const type_description& type)
    {
        const auto next = static_cast<std::uint32_t>(descriptions_.size());
        const auto [position, is_new] = indices_.try_emplace(&type, next);
        if (is_new)
            descriptions_.push_back(&type);
        return position->second;
    }

    std::uint32_t index_of(type_getter type) { return type == nullptr ? schema::no_type : index_of(type()); }

    schema::type_node node(const type_description& type)
    {
        schema::type_node result{
            static_cast<schema::type_kind>(type.kind),
            std::string{type.name},
            type.size,
            static_cast<std::uint32_t>(type.alignment),
            type.count,
            index_of(type.element),
            index_of(type.key),
            {}};
        for (const field_description& field : type.fields)
            result.fields.push_back({std::string{field.name}, field.offset, index_of(field.type)});
        return result;
    }

    schema::builder builder_;
    std::vector<const type_description*> descriptions_;
    std::unordered_map<const type_description*, std::uint32_t> indices_;
};

} // namespace

std::vector<std::byte> encode(const type_description& root)
{
    return encoder{}.encode(root);
}

} // namespace respawn::detail
