#pragma once

#include <respawn/schema.hpp>

#include "tests/migration/model.hpp"
#include "tests/migration/show.hpp"

#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

/// Structures and enumerations whose fields and enumerators are decided while the test runs: real C++ types
/// of a fixed size, each with a layout that can be exchanged. Real containers are made of them.
namespace respawn::test::run_time {

/// A type of the palette (palette.hpp).
struct palette_type {
    model::type type; ///< the index of a structure or enumeration in it is its slot's
    detail::type_getter describe;
    std::size_t bytes, alignment;
    bool is_trivial;
    void (*construct)(void* place);
    void (*destroy)(void* object);
    void (*move)(void* place, void* from); ///< makes a new object
    void (*show)(std::string& out, const void* object);
    void (*read)(shown::reader& in, void* object);
};

struct slot_field {
    const palette_type* type;
    std::size_t offset;
    std::string default_value; ///< as text; empty: that of the type
};

struct slot_layout {
    std::string name;
    std::vector<std::string> field_names, former_names;
    std::vector<slot_field> fields;
    std::vector<detail::field_description> described;
    detail::type_description description;
    detail::type_operations operations;
};

inline constexpr std::array<std::size_t, 7> slot_bytes{64, 96, 160, 256, 384, 512, 640};
inline constexpr std::size_t slot_count = slot_bytes.size();
/// The last one is the root's, which is in no container.
inline constexpr std::size_t root_slot = slot_count;
inline constexpr std::size_t root_bytes = 2048;

[[nodiscard]] slot_layout& layout_of_slot(std::size_t slot);

void construct_slot(std::size_t slot, void* place);
void destroy_slot(std::size_t slot, void* object);
void move_slot(std::size_t slot, void* place, void* from);

template <std::size_t Slot>
struct slot {
    static constexpr std::size_t number = Slot;

    alignas(8) std::byte bytes[slot_bytes[Slot]];

    slot() { construct_slot(Slot, bytes); }
    ~slot() { destroy_slot(Slot, bytes); }
    slot(slot&& other) noexcept { move_slot(Slot, bytes, other.bytes); }
    slot& operator=(slot&& other) noexcept
    {
        if (this != &other) {
            destroy_slot(Slot, bytes);
            move_slot(Slot, bytes, other.bytes);
        }
        return *this;
    }
};

void show_slot(std::size_t slot, const std::byte* object, shown::show_next& next);
void read_slot(std::size_t slot, std::byte* object, shown::read_next& next);

template <std::size_t Slot>
void visit_fields(const slot<Slot>& object, shown::show_next& next)
{
    show_slot(Slot, object.bytes, next);
}
template <std::size_t Slot>
void visit_fields(slot<Slot>& object, shown::read_next& next)
{
    read_slot(Slot, object.bytes, next);
}

struct enumeration_layout {
    std::string name;
    std::vector<std::string> enumerator_names;
    std::vector<detail::field_description> described;
    detail::type_description description;
};

inline constexpr std::size_t enumeration_slots = 8;

[[nodiscard]] enumeration_layout& layout_of_enumeration(std::size_t slot);

enum class tiny : std::uint8_t {};
enum class other_tiny : std::uint8_t {};
enum class small : std::int16_t {};
enum class other_small : std::int16_t {};
enum class medium : std::int32_t {};
enum class other_medium : std::int32_t {};
enum class large : std::uint64_t {};
enum class other_large : std::uint64_t {};

template <class E>
inline constexpr std::size_t number_of_enumeration = 0;
template <>
inline constexpr std::size_t number_of_enumeration<other_tiny> = 1;
template <>
inline constexpr std::size_t number_of_enumeration<small> = 2;
template <>
inline constexpr std::size_t number_of_enumeration<other_small> = 3;
template <>
inline constexpr std::size_t number_of_enumeration<medium> = 4;
template <>
inline constexpr std::size_t number_of_enumeration<other_medium> = 5;
template <>
inline constexpr std::size_t number_of_enumeration<large> = 6;
template <>
inline constexpr std::size_t number_of_enumeration<other_large> = 7;

} // namespace respawn::test::run_time

namespace respawn::detail {

#define RESPAWN_TEST_DESCRIBE_SLOT(number)                                                                   \
    template <>                                                                                              \
    inline const type_description& describe<test::run_time::slot<number>>()                                  \
    {                                                                                                        \
        return test::run_time::layout_of_slot(number).description;                                           \
    }
RESPAWN_TEST_DESCRIBE_SLOT(0)
RESPAWN_TEST_DESCRIBE_SLOT(1)
RESPAWN_TEST_DESCRIBE_SLOT(2)
RESPAWN_TEST_DESCRIBE_SLOT(3)
RESPAWN_TEST_DESCRIBE_SLOT(4)
RESPAWN_TEST_DESCRIBE_SLOT(5)
RESPAWN_TEST_DESCRIBE_SLOT(6)
#undef RESPAWN_TEST_DESCRIBE_SLOT

#define RESPAWN_TEST_DESCRIBE_ENUMERATION(type, number)                                                      \
    template <>                                                                                              \
    inline const type_description& describe<test::run_time::type>()                                          \
    {                                                                                                        \
        return test::run_time::layout_of_enumeration(number).description;                                    \
    }
RESPAWN_TEST_DESCRIBE_ENUMERATION(tiny, 0)
RESPAWN_TEST_DESCRIBE_ENUMERATION(other_tiny, 1)
RESPAWN_TEST_DESCRIBE_ENUMERATION(small, 2)
RESPAWN_TEST_DESCRIBE_ENUMERATION(other_small, 3)
RESPAWN_TEST_DESCRIBE_ENUMERATION(medium, 4)
RESPAWN_TEST_DESCRIBE_ENUMERATION(other_medium, 5)
RESPAWN_TEST_DESCRIBE_ENUMERATION(large, 6)
RESPAWN_TEST_DESCRIBE_ENUMERATION(other_large, 7)
#undef RESPAWN_TEST_DESCRIBE_ENUMERATION

} // namespace respawn::detail
