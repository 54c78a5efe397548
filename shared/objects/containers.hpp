#pragma once

#include "shared/objects/state_bytes.hpp"
#include "shared/schema/type_node.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

/// Looks into objects of the state by their schema alone: containers as libstdc++ lays them out on 64-bit
/// systems (g++ 5 and newer, new ABI), which is compared with real ones by objects/self_check.hpp.
///
/// Every function takes the address of an object of the type `type`, an index into `types` that were checked
/// (see schema::view), and says "nothing" of one whose bytes are no such object.
namespace respawn::objects {

using type_list = std::vector<schema::type_node>;

/// Elements that lie behind each other, `stride_bytes` apart.
struct run {
    std::uint64_t address = 0;
    std::uint64_t count = 0;
};

/// The elements of an array, sequence, map or set, in the container's order. Those of maps are pairs of key
/// and value: the value lies value_offset() behind the key. Not for vector<bool>.
class elements {
public:
    /// Nothing: it is damaged, as far as can be seen without looking at all elements.
    [[nodiscard]] static std::optional<elements> of(
        const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address);

    /// Whether `kind` has elements in this sense.
    [[nodiscard]] static bool are_in(schema::type_kind kind);

    [[nodiscard]] std::uint64_t count() const { return count_; }
    [[nodiscard]] std::uint64_t stride_bytes() const { return stride_bytes_; }

    /// The next ones; an empty run: there are no more, or the rest is damaged; see is_whole().
    [[nodiscard]] run next();
    /// At the end: whether there were as many as count() says.
    [[nodiscard]] bool is_whole() const { return given_ == count_; }

private:
    explicit elements(const state_bytes& state) : state_{&state} {}

    bool open_array(const schema::type_node& type, std::uint64_t address);
    bool open_vector(std::uint64_t address);
    bool open_deque(std::uint64_t address);
    bool open_list(std::uint64_t address);
    bool open_tree(std::uint64_t address);
    bool open_hash_table(std::uint64_t address);
    run next_in_deque();
    run next_in_chain();
    run next_in_tree();
    [[nodiscard]] std::optional<std::uint64_t> successor(std::uint64_t node);

    const state_bytes* state_;
    schema::type_kind kind_ = schema::type_kind::array;
    std::uint64_t stride_bytes_ = 0, element_alignment_ = 1;
    std::uint64_t count_ = 0, given_ = 0;
    std::uint64_t place_ = 0;         ///< of the next run, or of the next node
    std::uint64_t chunk_pointer_ = 0; ///< deque: where the next chunk's address is
    std::uint64_t chunk_first_ = 0;   ///< deque: where the first chunk's elements begin
    std::uint64_t steps_left_ = 0;    ///< tree: more than a sound one needs
};

/// Maps: how far behind its key a value lies.
[[nodiscard]] std::uint64_t value_offset(const type_list& types, const schema::type_node& map);
/// Maps: of a pair of key and value. Everything else: of an element.
[[nodiscard]] std::uint64_t entry_bytes(const type_list& types, const schema::type_node& container);

/// optional, unique_pointer: where the value is; 0: there is none.
[[nodiscard]] std::optional<std::uint64_t> held_object(
    const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address);

/// variant: which alternative it holds; the number of alternatives: none, because of an exception.
[[nodiscard]] std::optional<std::uint32_t> held_alternative(
    const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address);

/// string: its characters, as many bytes as they have.
[[nodiscard]] std::optional<std::span<const std::byte>> characters(
    const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address);

/// vector<bool>: where its values lie: number i is bit i % 8 of byte i / 8.
[[nodiscard]] std::optional<run> packed_bits(const state_bytes& state, std::uint64_t address);

/// vector<bool>: its values, one a byte: many times what they take in the state.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> bits(const state_bytes& state, std::uint64_t address);

/// vector: where its elements lie, and how many bytes of the memory that it has reserved they take: for
/// elements that were made there by their bytes alone.
[[nodiscard]] std::byte* vector_memory(const std::byte* vector);
void set_vector_bytes(std::byte* vector, std::uint64_t bytes);

/// How many elements a container has, or characters a string; optional and unique_pointer: 0 or 1.
[[nodiscard]] std::optional<std::uint64_t> size_of(
    const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address);

/// Tells the address of each block of memory that a container, string or unique_pointer owns itself; those
/// of its elements' own are not among them. False: it is damaged, and some are missing.
[[nodiscard]] bool for_each_block(
    const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address,
    const std::function<void(std::uint64_t block)>& tell);

} // namespace respawn::objects
