#pragma once

#include "shared/schema/type_node.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

/// Values of arithmetic types, of whatever size.
namespace respawn::migration {

/// Exactly the value that some arithmetic object has.
struct number {
    enum class form : std::uint8_t { integer, floating } kind = form::integer;
    bool is_negative = false;
    std::uint64_t magnitude = 0; ///< integers: the lower 64 bits of it
    long double floating = 0;
    std::uint64_t magnitude_above = 0; ///< integers: the bits above those
};

/// Whether types of this kind have numbers as their values: arithmetic types and enumerations.
[[nodiscard]] bool is_number(schema::type_kind kind);

/// `type`: arithmetic; its object lies at `place`, aligned or not.
[[nodiscard]] number read_number(const schema::type_node& type, const std::byte* place);

/// Stores the number as the nearest value that an object of `type`, which is arithmetic, can have; to an
/// integer fractions are cut off, to bool everything but 0 is true. Whether it had to be clamped.
bool write_number(const schema::type_node& type, std::byte* place, const number& value);

/// The lower 64 bits, sign-extended, as enumerators are stored in a schema.
[[nodiscard]] std::uint64_t to_bits(const number& value);
/// What an integer type with or without a sign means by those.
[[nodiscard]] number from_bits(std::uint64_t bits, bool is_signed);

/// Shortest decimal text that reads back as the same value.
[[nodiscard]] std::string text_of(const number& value);

/// Whether an integral type has negative values.
[[nodiscard]] bool is_signed(const schema::type_node& type);

} // namespace respawn::migration
