#pragma once

#include "shared/migration/report.hpp"
#include "shared/result.hpp"
#include "shared/schema/view.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

/// How objects of one layout become objects of another: decided by the two schemas alone, before any object
/// is looked at.
namespace respawn::migration {

/// How an object of one type becomes one of another, which is value-initialised before.
enum class method : std::uint8_t {
    copy,         ///< the same bytes
    move_content, ///< a container takes over the content of one of the same layout, where it is
    number,
    enumeration,  ///< by the names of enumerators
    product,      ///< part by part
    collection,   ///< element by element; between arrays, sequences and sets
    association,  ///< entry by entry; between maps
    text,         ///< character by character; between strings and arrays of characters
    hold,         ///< between optional and unique_pointer; objects keep their class
    wrap,         ///< the object becomes the only element, the first one of an array, or what is held
    unwrap,       ///< what is held, or the first element, takes the place of its holder
    alternatives, ///< between variants
    pointer,      ///< to where its object is now
    forget,       ///< it stays value-initialised
};

/// Index that stands for "no conversion" and "no change".
inline constexpr std::uint32_t none = 0xffff'ffff;

struct part {
    std::uint64_t from_offset, to_offset;
    std::uint32_t conversion; ///< none: so many bytes are copied
    std::uint64_t bytes;
};

/// A field whose values are gone.
struct dropped_part {
    std::uint64_t from_offset;
    std::uint32_t from; ///< its type
    std::uint32_t change;
};

struct enumerator_pair {
    std::uint64_t from, to; ///< bits, as the schema has them
};

struct conversion {
    method how = method::forget;
    std::uint32_t from = schema::no_type, to = schema::no_type;
    std::string path; ///< of the first place where it is needed, e.g. "game.enemies[].hp"
    /// The same layout, so that also objects that stay where they are can be used as they are.
    bool is_identical = false;
    /// Identical, and nothing in it has to be put elsewhere because of where something else is.
    bool can_stay = false;
    /// Made by copying and converting bytes alone: nothing in it owns memory or points anywhere.
    bool is_flat = false;
    /// There are pointers in the new type or in what it owns.
    bool has_pointers = false;
    /// To a map or set whose keys hold pointers: where an entry is depends on where they point.
    bool has_pointer_keys = false;
    /// There are fields in the new type, or in what it owns, that are value-initialised at every take-over.
    bool has_ignored = false;
    std::uint32_t element = none, key = none;
    std::uint32_t change = none; ///< that counts values which could not be kept
    std::vector<part> parts;
    std::vector<dropped_part> dropped;
    std::vector<enumerator_pair> enumerators; ///< those with a counterpart
    /// For each of the old ones, the new one's index, or none. Of pointers, and between unique_pointer and
    /// optional, if classes with virtual functions are behind them: the alternatives are the class that was
    /// declared and those derived from it, in the order of the schema. Of what is wrapped in a variant or a
    /// unique_pointer, if that isn't the first one: just its new index.
    std::vector<std::uint32_t> alternatives;
    std::vector<std::uint32_t> alternative_plans; ///< and the conversion to it
};

/// A plan for one root.
///
/// Invariant: every index is in range; conversion 0 is the root's.
class plan {
public:
    struct settings {
        std::string root_name; ///< what paths start with
        /// For each type of the new schema, whether the game has a function that completes its objects: a
        /// field that has become something else entirely is then left to it.
        std::vector<bool> has_hook = {};
        /// For each type of the new schema, whether there is nothing but fields and padding in its objects.
        std::vector<bool> is_plain = {};
        /// For each type of the new schema, whether it is a class that has no objects of its own.
        std::vector<bool> is_abstract = {};
    };
    /// Fails with the path and the reason if there is something for which nobody could say what it is to
    /// become.
    [[nodiscard]] static result<plan> create(const schema::view& from, const schema::view& to, settings how);

    [[nodiscard]] const std::vector<schema::type_node>& from() const { return from_; }
    [[nodiscard]] const std::vector<schema::type_node>& to() const { return to_; }
    [[nodiscard]] const std::vector<conversion>& conversions() const { return conversions_; }
    [[nodiscard]] const conversion& operator[](std::uint32_t index) const { return conversions_[index]; }
    /// Without counts.
    [[nodiscard]] const std::vector<change>& changes() const { return changes_; }
    /// For each change, whether it is in objects that the conversions `carried` make, or in what these own.
    /// Of what only pointers lead to there may be no object to carry over: those of the program, and what
    /// other roots own.
    [[nodiscard]] std::vector<bool> touched_by(std::vector<std::uint32_t> carried) const;
    [[nodiscard]] const std::string& root_name() const { return root_name_; }

private:
    friend class planner;
    plan() = default;

    std::string root_name_;
    std::vector<schema::type_node> from_, to_;
    std::vector<conversion> conversions_;
    std::vector<change> changes_;
    std::vector<std::uint32_t> changed_; ///< of each change, the conversion of the structure that it is in
};

/// Whether the root has fields before and after and not one of them is carried over, as between two games.
[[nodiscard]] bool keeps_nothing(const plan& of);

} // namespace respawn::migration
