#include "shared/objects/containers.hpp"

#include <algorithm>

namespace respawn::objects {

namespace {

using schema::type_kind;
using schema::type_node;

// As bits/stl_vector.h, stl_bvector.h, stl_deque.h, stl_list.h, stl_tree.h, basic_string.h and hashtable.h
// of libstdc++ have them. Links are addresses.
struct vector_data {
    std::uint64_t begin, end, capacity_end;
};
struct bit_vector_data {
    std::uint64_t begin, begin_bit, end, end_bit, capacity_end;
};
struct deque_position {
    std::uint64_t current, first, last, chunk_pointer;
};
struct deque_data {
    std::uint64_t chunk_pointers, chunk_pointer_count;
    deque_position begin, end;
};
struct list_data {
    std::uint64_t next, previous, count;
};
struct list_links {
    std::uint64_t next, previous;
};
struct tree_links {
    std::uint64_t color, parent, left, right;
};
struct tree_data {
    std::uint64_t comparison;
    tree_links header; ///< parent: the root; left, right: the first and the last node
    std::uint64_t count;
};
struct string_data {
    std::uint64_t characters, count;
    std::uint64_t local[2]; ///< short ones are in here, otherwise the capacity
};
struct hash_table_data {
    std::uint64_t buckets, bucket_count, first, count, rehash_policy[2], single_bucket;
};
struct hash_links {
    std::uint64_t next;
};

constexpr std::uint64_t bits_in_word = 64;
constexpr std::uint64_t deque_chunk_bytes = 512;

std::uint64_t round_up(std::uint64_t offset, std::uint64_t alignment)
{
    return (offset + alignment - 1) / alignment * alignment;
}

std::uint64_t deque_chunk_elements(std::uint64_t element_bytes)
{
    return element_bytes < deque_chunk_bytes ? deque_chunk_bytes / element_bytes : 1;
}

std::uint64_t entry_alignment(const type_list& types, const type_node& container)
{
    const std::uint64_t alignment = types[container.element].alignment;
    return schema::has_key(container.kind)
               ? std::max<std::uint64_t>(alignment, types[container.key].alignment)
               : alignment;
}

std::uint64_t links_bytes(type_kind kind)
{
    switch (kind) {
    case type_kind::list:
        return sizeof(list_links);
    case type_kind::map:
    case type_kind::set:
        return sizeof(tree_links);
    default:
        return sizeof(hash_links);
    }
}

std::optional<deque_data> read_deque(const state_bytes& state, std::uint64_t address)
{
    const auto data = state.read<deque_data>(address);
    const bool is_sound =
        data && data->begin.chunk_pointer <= data->end.chunk_pointer &&
        (data->end.chunk_pointer - data->begin.chunk_pointer) % sizeof(std::uint64_t) == 0 &&
        data->begin.chunk_pointer >= data->chunk_pointers &&
        state.contains(
            data->begin.chunk_pointer,
            data->end.chunk_pointer - data->begin.chunk_pointer + sizeof(std::uint64_t));
    return is_sound ? data : std::nullopt;
}

std::optional<std::uint64_t> index_offset(const type_list& types, const type_node& variant)
{
    std::uint64_t bytes = 1, alignment = 1;
    for (const schema::type_field& alternative : variant.fields) {
        bytes = std::max(bytes, types[alternative.type].size_bytes);
        alignment = std::max<std::uint64_t>(alignment, types[alternative.type].alignment);
    }
    const std::uint64_t offset = round_up(bytes, alignment);
    if (offset >= variant.size_bytes)
        return std::nullopt;
    return offset;
}

} // namespace

std::uint64_t value_offset(const type_list& types, const type_node& map)
{
    return round_up(types[map.key].size_bytes, types[map.element].alignment);
}

std::uint64_t entry_bytes(const type_list& types, const type_node& container)
{
    const std::uint64_t element_bytes = types[container.element].size_bytes;
    if (!schema::has_key(container.kind))
        return element_bytes;
    return round_up(value_offset(types, container) + element_bytes, entry_alignment(types, container));
}

bool elements::are_in(type_kind kind)
{
    switch (kind) {
    case type_kind::array:
    case type_kind::vector:
    case type_kind::deque:
    case type_kind::list:
    case type_kind::map:
    case type_kind::set:
    case type_kind::unordered_map:
    case type_kind::unordered_set:
        return true;
    default:
        return false;
    }
}

std::optional<elements> elements::of(
    const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address)
{
    const type_node& node = types[type];
    elements made{state};
    made.kind_ = node.kind;
    if (!state.contains(address, node.size_bytes) || !are_in(node.kind))
        return std::nullopt;
    made.stride_bytes_ = entry_bytes(types, node);
    made.element_alignment_ = entry_alignment(types, node);
    bool is_sound = false;
    switch (node.kind) {
    case type_kind::array:
        is_sound = made.open_array(node, address);
        break;
    case type_kind::vector:
        is_sound = made.open_vector(address);
        break;
    case type_kind::deque:
        is_sound = made.open_deque(address);
        break;
    case type_kind::list:
        is_sound = made.open_list(address);
        break;
    case type_kind::map:
    case type_kind::set:
        is_sound = made.open_tree(address);
        break;
    default:
        is_sound = made.open_hash_table(address);
    }
    // Each element takes its own bytes of the state.
    if (!is_sound || made.count_ > state.extent_bytes() / made.stride_bytes_)
        return std::nullopt;
    return made;
}

bool elements::open_array(const type_node& type, std::uint64_t address)
{
    count_ = type.count;
    place_ = address;
    return true;
}

bool elements::open_vector(std::uint64_t address)
{
    const auto data = state_->read<vector_data>(address);
    if (!data || data->begin > data->end || data->end > data->capacity_end)
        return false;
    const std::uint64_t bytes = data->end - data->begin;
    if (bytes % stride_bytes_ != 0 || (bytes != 0 && !state_->contains(data->begin, bytes)))
        return false;
    count_ = bytes / stride_bytes_;
    place_ = data->begin;
    return true;
}

bool elements::open_deque(std::uint64_t address)
{
    const auto data = read_deque(*state_, address);
    if (!data)
        return false;
    const std::uint64_t chunk_bytes = deque_chunk_elements(stride_bytes_) * stride_bytes_;
    const std::uint64_t chunks =
        (data->end.chunk_pointer - data->begin.chunk_pointer) / sizeof(std::uint64_t);
    const std::uint64_t before = data->begin.current - data->begin.first;
    const std::uint64_t last = data->end.current - data->end.first;
    if (before >= chunk_bytes || before % stride_bytes_ != 0 || last >= chunk_bytes ||
        last % stride_bytes_ != 0 || chunks * chunk_bytes + last < before)
        return false;
    count_ = (chunks * chunk_bytes + last - before) / stride_bytes_;
    chunk_pointer_ = data->begin.chunk_pointer;
    chunk_first_ = before;
    return true;
}

bool elements::open_list(std::uint64_t address)
{
    const auto data = state_->read<list_data>(address);
    if (!data)
        return false;
    count_ = data->count;
    place_ = data->next;
    return true;
}

bool elements::open_tree(std::uint64_t address)
{
    const auto data = state_->read<tree_data>(address);
    if (!data)
        return false;
    count_ = data->count;
    place_ = data->header.left;
    // Each link is followed down once and up once.
    steps_left_ = count_ <= state_->extent_bytes() ? 2 * count_ + 2 : 0;
    return true;
}

bool elements::open_hash_table(std::uint64_t address)
{
    const auto data = state_->read<hash_table_data>(address);
    if (!data)
        return false;
    count_ = data->count;
    place_ = data->first;
    return true;
}

run elements::next()
{
    if (given_ == count_)
        return {};
    run found;
    switch (kind_) {
    case type_kind::array:
    case type_kind::vector:
        found = {place_, count_};
        break;
    case type_kind::deque:
        found = next_in_deque();
        break;
    case type_kind::map:
    case type_kind::set:
        found = next_in_tree();
        break;
    default:
        found = next_in_chain();
    }
    if (!state_->contains(found.address, found.count * stride_bytes_))
        return {};
    given_ += found.count;
    return found;
}

run elements::next_in_deque()
{
    const auto chunk = state_->read<std::uint64_t>(chunk_pointer_);
    if (!chunk)
        return {};
    const std::uint64_t room = deque_chunk_elements(stride_bytes_) - chunk_first_ / stride_bytes_;
    const run found{*chunk + chunk_first_, std::min(room, count_ - given_)};
    chunk_first_ = 0;
    chunk_pointer_ += sizeof(std::uint64_t);
    return found;
}

run elements::next_in_chain()
{
    const auto next = state_->read<std::uint64_t>(place_);
    if (!next)
        return {};
    const run found{place_ + round_up(links_bytes(kind_), element_alignment_), 1};
    place_ = *next;
    return found;
}

run elements::next_in_tree()
{
    const run found{place_ + round_up(sizeof(tree_links), element_alignment_), 1};
    if (given_ + 1 < count_) {
        const auto next = successor(place_);
        if (!next)
            return {};
        place_ = *next;
    }
    return found;
}

std::optional<std::uint64_t> elements::successor(std::uint64_t node)
{
    auto links = state_->read<tree_links>(node);
    if (!links)
        return std::nullopt;
    if (links->right != 0) {
        node = links->right;
        while ((links = state_->read<tree_links>(node)) && links->left != 0) {
            if (steps_left_-- == 0)
                return std::nullopt;
            node = links->left;
        }
        return links ? std::optional{node} : std::nullopt;
    }
    for (;;) {
        const std::uint64_t parent = links->parent;
        const auto parent_links = state_->read<tree_links>(parent);
        if (!parent_links || steps_left_-- == 0)
            return std::nullopt;
        if (parent_links->right != node)
            return parent;
        node = parent;
        links = parent_links;
    }
}

std::optional<std::uint64_t> held_object(
    const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address)
{
    const type_node& node = types[type];
    const type_node& element = types[node.element];
    if (node.kind == type_kind::unique_pointer) {
        const auto target = state.read<std::uint64_t>(address);
        if (!target || (*target != 0 && !state.contains(*target, element.size_bytes)))
            return std::nullopt;
        return target;
    }
    const auto engaged = state.read<std::uint8_t>(address + element.size_bytes);
    if (!engaged || element.size_bytes >= node.size_bytes || *engaged > 1)
        return std::nullopt;
    return *engaged ? address : 0;
}

std::optional<std::uint32_t> held_alternative(
    const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address)
{
    const type_node& node = types[type];
    const auto offset = index_offset(types, node);
    if (!offset)
        return std::nullopt;
    const auto count = static_cast<std::uint32_t>(node.fields.size());
    constexpr std::uint32_t most_in_a_byte = 255;
    std::optional<std::uint32_t> index;
    std::uint32_t none = most_in_a_byte;
    if (count < most_in_a_byte) {
        index = state.read<std::uint8_t>(address + *offset);
    } else {
        index = state.read<std::uint16_t>(address + *offset);
        none = 0xffff;
    }
    if (index == none)
        return count;
    return index < count ? index : std::nullopt;
}

std::optional<std::span<const std::byte>> characters(
    const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address)
{
    const auto data = state.read<string_data>(address);
    const std::uint64_t character_bytes = types[types[type].element].size_bytes;
    if (!data || data->count > state.extent_bytes() / character_bytes)
        return std::nullopt;
    const std::uint64_t bytes = data->count * character_bytes;
    const std::byte* first = state.at(data->characters, bytes);
    if (!first)
        return std::nullopt;
    return std::span{first, bytes};
}

std::optional<run> packed_bits(const state_bytes& state, std::uint64_t address)
{
    const auto data = state.read<bit_vector_data>(address);
    if (!data)
        return std::nullopt;
    const std::uint64_t begin_bit = data->begin_bit & 0xffff'ffff, end_bit = data->end_bit & 0xffff'ffff;
    if (data->begin > data->end || begin_bit != 0 || end_bit >= bits_in_word)
        return std::nullopt;
    const std::uint64_t words = data->end - data->begin;
    const std::uint64_t bytes = words + (end_bit + 7) / 8;
    if (words % sizeof(std::uint64_t) != 0 || (bytes != 0 && !state.contains(data->begin, bytes)))
        return std::nullopt;
    return run{data->begin, words * 8 + end_bit};
}

std::optional<std::vector<std::uint8_t>> bits(const state_bytes& state, std::uint64_t address)
{
    const auto found = packed_bits(state, address);
    if (!found)
        return std::nullopt;
    std::vector<std::uint8_t> values(found->count);
    const std::byte* source = values.empty() ? nullptr : state.at(found->address, (found->count + 7) / 8);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = (static_cast<std::uint8_t>(source[i / 8]) >> (i % 8)) & 1;
    return values;
}

std::byte* vector_memory(const std::byte* vector)
{
    vector_data data;
    std::memcpy(&data, vector, sizeof data);
    return reinterpret_cast<std::byte*>(static_cast<std::uintptr_t>(data.begin));
}

void set_vector_bytes(std::byte* vector, std::uint64_t bytes)
{
    vector_data data;
    std::memcpy(&data, vector, sizeof data);
    data.end = data.begin + bytes;
    std::memcpy(vector, &data, sizeof data);
}

std::optional<std::uint64_t> size_of(
    const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address)
{
    const type_node& node = types[type];
    if (elements::are_in(node.kind)) {
        const auto found = elements::of(state, types, type, address);
        return found ? std::optional{found->count()} : std::nullopt;
    }
    switch (node.kind) {
    case type_kind::bit_vector: {
        const auto found = packed_bits(state, address);
        return found ? std::optional{found->count} : std::nullopt;
    }
    case type_kind::string: {
        const auto found = characters(state, types, type, address);
        return found ? std::optional<std::uint64_t>{found->size() / types[node.element].size_bytes}
                     : std::nullopt;
    }
    case type_kind::optional:
    case type_kind::unique_pointer: {
        const auto found = held_object(state, types, type, address);
        return found ? std::optional<std::uint64_t>{*found != 0 ? 1 : 0} : std::nullopt;
    }
    default:
        return std::nullopt;
    }
}

namespace {

using block_listener = std::function<void(std::uint64_t)>;

bool tell_deque(const state_bytes& state, std::uint64_t address, const block_listener& tell)
{
    const auto data = read_deque(state, address);
    if (!data)
        return false;
    for (std::uint64_t pointer = data->begin.chunk_pointer; pointer <= data->end.chunk_pointer;
         pointer += sizeof(std::uint64_t))
        tell(*state.read<std::uint64_t>(pointer));
    tell(data->chunk_pointers);
    return true;
}

bool tell_nodes(
    const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address,
    const block_listener& tell)
{
    auto nodes = elements::of(state, types, type, address);
    if (!nodes)
        return false;
    const std::uint64_t before = round_up(links_bytes(types[type].kind), entry_alignment(types, types[type]));
    for (run found = nodes->next(); found.count != 0; found = nodes->next())
        tell(found.address - before);
    return nodes->is_whole();
}

} // namespace

bool for_each_block(
    const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address,
    const block_listener& tell)
{
    switch (types[type].kind) {
    case type_kind::vector:
    case type_kind::bit_vector:
    case type_kind::unique_pointer: {
        const auto block = state.read<std::uint64_t>(address);
        if (block.value_or(0) != 0)
            tell(*block);
        return block.has_value();
    }
    case type_kind::string: {
        const auto data = state.read<string_data>(address);
        if (data && data->characters != address + offsetof(string_data, local))
            tell(data->characters);
        return data.has_value();
    }
    case type_kind::deque:
        return tell_deque(state, address, tell);
    case type_kind::list:
    case type_kind::map:
    case type_kind::set:
        return tell_nodes(state, types, type, address, tell);
    case type_kind::unordered_map:
    case type_kind::unordered_set: {
        const auto data = state.read<hash_table_data>(address);
        if (data && data->buckets != address + offsetof(hash_table_data, single_bucket))
            tell(data->buckets);
        return data && tell_nodes(state, types, type, address, tell);
    }
    default:
        return true;
    }
}

} // namespace respawn::objects
