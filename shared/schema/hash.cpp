#include "shared/schema/hash.hpp"

#include "shared/fnv1a.hpp"

#include <map>

namespace respawn::schema {

namespace {

using words = std::vector<std::uint64_t>;

/// Of words and texts, each of which says where it ends.
class schema_hash {
public:
    void add(std::uint64_t word)
    {
        for (int shift = 0; shift < 64; shift += 8)
            hash_.add_byte(static_cast<std::uint8_t>(word >> shift));
    }
    void add(std::string_view text)
    {
        add(text.size());
        hash_.add(text);
    }
    [[nodiscard]] std::uint64_t value() const { return hash_.value(); }

private:
    fnv1a hash_;
};

// What is known of a type without looking at the types that it refers to.
std::uint64_t hash_alone(const type_node& type)
{
    schema_hash hash;
    hash.add(static_cast<std::uint64_t>(type.kind));
    hash.add(type.size_bytes);
    hash.add(type.alignment);
    hash.add(type.count);
    hash.add(name_matters(type.kind) ? std::string_view{type.name} : std::string_view{});
    hash.add(type.class_name);
    hash.add(type.derived.size());
    hash.add(type.fields.size());
    for (const type_field& field : type.fields) {
        hash.add(field.name);
        hash.add(field.offset);
    }
    return hash.value();
}

words neighbours(const type_node& type, pointees how = pointees::told_apart)
{
    if (how == pointees::alike && type.kind == type_kind::pointer)
        return {};
    words result{type.element, type.key};
    for (const type_field& field : type.fields)
        result.push_back(field.type);
    result.insert(result.end(), type.derived.begin(), type.derived.end());
    return result;
}

// Numbers the signatures in the order of their first appearance and returns how many different ones there
// are.
std::size_t number(const std::vector<words>& signatures, words& classes)
{
    std::map<words, std::uint64_t> numbers;
    for (std::size_t i = 0; i < signatures.size(); ++i)
        classes[i] = numbers.try_emplace(signatures[i], numbers.size()).first->second;
    return numbers.size();
}

} // namespace

// The coarsest split in which equal types refer to equal types.
std::vector<std::uint64_t> layout_classes(const std::vector<type_node>& types, pointees how)
{
    words classes(types.size());
    std::vector<words> signatures;
    for (const type_node& type : types)
        signatures.push_back({hash_alone(type)});
    std::size_t count = number(signatures, classes);
    for (std::size_t before = 0; before != count;) {
        for (std::size_t i = 0; i < types.size(); ++i) {
            signatures[i] = {classes[i]};
            for (std::uint64_t neighbour : neighbours(types[i], how))
                signatures[i].push_back(neighbour == no_type ? no_type : classes[neighbour]);
        }
        before = count;
        count = number(signatures, classes);
    }
    return classes;
}

std::uint64_t hash(const std::vector<type_node>& types)
{
    const words classes = layout_classes(types, pointees::told_apart);
    std::map<std::uint64_t, std::uint64_t> visited{{classes[0], 0}};
    std::vector<std::size_t> queue{0};
    schema_hash result;
    result.add(layout_version);
    for (std::size_t next = 0; next < queue.size(); ++next) {
        const type_node& type = types[queue[next]];
        result.add(hash_alone(type));
        for (std::uint64_t neighbour : neighbours(type)) {
            if (neighbour == no_type) {
                result.add(no_type);
                continue;
            }
            const auto [position, is_new] = visited.try_emplace(classes[neighbour], queue.size());
            result.add(position->second);
            if (is_new)
                queue.push_back(neighbour);
        }
    }
    return result.value();
}

} // namespace respawn::schema
