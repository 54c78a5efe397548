#include "worker/source/schema/encode.hpp"

#include "shared/schema/builder.hpp"
#include "worker/source/schema/classes.hpp"
#include "worker/source/schema/defaults.hpp"
#include "worker/source/schema/enumerators.hpp"
#include "worker/source/schema/function_types.hpp"

#include <algorithm>
#include <unordered_map>

namespace respawn::detail {

namespace {

static_assert(static_cast<int>(type_kind::function_pointer) == static_cast<int>(schema::last_kind));
static_assert(static_cast<int>(type_kind::vector) == static_cast<int>(schema::type_kind::vector));

// Larger structures have no default: it would take that much of the state.
constexpr std::size_t max_default_bytes = 1 << 20;

// Numbers the types in the order in which they are met, so that types that refer to each other end the walk.
class encoder {
public:
    encoded_schema encode(const type_description& root)
    {
        index_of(root);
        for (std::size_t next = 0; next < descriptions_.size(); ++next)
            builder_.add(node(*descriptions_[next]));
        return {builder_.build().value(), std::move(descriptions_)};
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
            name_of(type),
            type.size,
            static_cast<std::uint32_t>(type.alignment),
            type.count,
            index_of(type.element),
            index_of(type.key),
            {},
            take_default(type),
            class_name(type)};
        for (const field_description& field : type.fields)
            result.fields.push_back(
                {std::string{field.name}, field.offset, index_of(field.type),
                 std::string{field.former_names}});
        for (const type_getter derived : type.derived)
            result.derived.push_back(index_of(derived));
        for (enumerator& spelled : find_enumerators(type.enumerator_spelling))
            result.fields.push_back({std::move(spelled.name), spelled.value, result.element});
        // The order of a macro's list is nothing that a layout depends on.
        if (type.kind == type_kind::enumeration)
            std::stable_sort(result.fields.begin(), result.fields.end(), [](const auto& a, const auto& b) {
                return a.offset < b.offset;
            });
        return result;
    }

    static std::string name_of(const type_description& type)
    {
        return type.kind == type_kind::function_pointer ? function_type_name(type.name)
                                                        : std::string{type.name};
    }

    std::vector<std::byte> take_default(const type_description& type)
    {
        auto result = default_value(type, std::min(max_default_bytes, default_bytes_left_));
        default_bytes_left_ -= result.size();
        return result;
    }

    schema::builder builder_;
    std::size_t default_bytes_left_ = schema::max_default_bytes;
    std::vector<const type_description*> descriptions_;
    std::unordered_map<const type_description*, std::uint32_t> indices_;
};

} // namespace

encoded_schema encode(const type_description& root)
{
    return encoder{}.encode(root);
}

} // namespace respawn::detail
