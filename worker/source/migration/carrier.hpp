#pragma once

#include "shared/migration/plan.hpp"
#include "shared/objects/containers.hpp"
#include "shared/objects/finder.hpp"
#include "shared/objects/state_bytes.hpp"
#include "worker/source/migration/old_source.hpp"
#include "worker/source/migration/relocations.hpp"

#include <respawn/schema/description.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

namespace respawn::detail {

/// The state can't be carried to the other layout; what() is a sentence for people.
class migration_error final : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A pointer in the new state that still says where its object was.
struct unresolved_pointer {
    std::uint64_t place, old_place; ///< of the pointer
    std::uint32_t conversion;       ///< of the pointer
};

/// An object by the plan's new types.
struct new_object {
    std::uint32_t type;
    std::uint64_t address;
};

/// A value that could not be kept, in the state as it was.
struct loss {
    std::uint32_t change;
    std::uint32_t type; ///< of the old layout
    std::uint64_t address;
    std::string before, after;
};

/// What carrying roots over leaves to be done, or told, once all of them are.
struct carried {
    carried(objects::state_bytes before, objects::state_bytes as_committed) :
        places{before}, committed{as_committed}
    {}

    relocations places;
    /// As everything was, whatever has been carried over already. Pointers to vtables are those of the worker
    /// that left it.
    committed_memory committed;
    bool places_matter = false; ///< there are pointers that will be looked up
    std::vector<std::uint64_t> blocks_to_free;
    std::uint64_t objects = 0, bytes = 0;
};

/// Makes objects of the new types out of objects of the old ones, both in the private view of the state: the
/// new ones by the operations of their types, the old ones known by their schema alone.
///
/// Old objects that have been carried over may be empty, but no memory is freed before the end. Throws
/// migration_error and what constructors of the game throw; the state is of no use then.
class carrier {
public:
    /// `types`: descriptions of the plan's new types, in its order; `now`: the state with room to grow. All
    /// outlive this.
    carrier(
        const migration::plan& plan, const std::vector<const type_description*>& types,
        objects::state_bytes before, objects::state_bytes now, carried& all);

    /// Why objects can't be made as planned, if anything: a type that has no default constructor.
    [[nodiscard]] static std::optional<std::string> find_obstacle(
        const migration::plan& plan, const std::vector<const type_description*>& types);

    /// Carries over an object that is in nothing else. `to`: value-initialised.
    void carry_alone(std::uint32_t conversion, std::uint64_t from, std::byte* to);
    /// Carries over objects that lie behind each other and are in nothing else, and counts some of them.
    void carry_row(
        std::uint32_t conversion, std::uint64_t from, std::byte* to, const std::vector<bool>& is_counted);

    struct task {
        std::uint32_t conversion;
        const std::byte* from;
        std::byte* to;
    };
    /// What has to wait until everything else has its place: containers with pointers as keys.
    [[nodiscard]] const std::vector<task>& waiting() const { return waiting_; }
    /// Carries that over, by the places that are settled. Returns the containers with keys that lead to where
    /// nobody has told of an object.
    [[nodiscard]] std::vector<new_object> carry_waiting();

    /// What was noted and not pointed yet.
    [[nodiscard]] const std::vector<unresolved_pointer>& pointers() const { return pointers_; }
    [[nodiscard]] std::vector<unresolved_pointer> take_pointers() { return std::move(pointers_); }
    /// Points the pointers that were noted to where their objects are, by the places that are settled; those
    /// that lead to where nobody has told of an object stay noted.
    void point();
    /// Makes a pointer null whose object is gone.
    void unpoint(const unresolved_pointer& pointer);

    /// Sees to pointers and ignored fields in a new object, and in what it owns, that is one by its bytes
    /// alone.
    void look_through(std::uint32_t type, std::uint64_t address);

    /// The plan's changes, with what was counted.
    [[nodiscard]] const std::vector<migration::change>& changes() const { return changes_; }
    /// The conversions of objects that are in nothing else.
    [[nodiscard]] const std::vector<std::uint32_t>& carried_alone() const { return carried_alone_; }
    [[nodiscard]] const std::vector<loss>& losses() const { return losses_; }
    /// The conversion of the object at `address`, which a pointer that `pointer` converts leads to; none:
    /// there is none for its class.
    [[nodiscard]] std::uint32_t conversion_behind(std::uint32_t pointer, std::uint64_t address) const;

private:
    /// Of an object that is held: the number of its class, as an emplace operation takes it, and how it is
    /// converted.
    struct held_class {
        std::uint32_t number, conversion;
    };
    class source;
    class made_key;

    void convert(std::uint32_t index, const std::byte* from, std::byte* to);
    void convert_later_if_deep(std::uint32_t index, const std::byte* from, std::byte* to);
    void run_tasks();
    void convert_run(
        const migration::conversion& holder, std::uint32_t index, const std::byte* from, std::uint64_t count,
        std::uint64_t from_stride, std::byte* to, std::uint64_t to_stride);
    void convert_number(const migration::conversion& how, const std::byte* from, std::byte* to);
    void convert_enumeration(const migration::conversion& how, const std::byte* from, std::byte* to);
    void convert_product(const migration::conversion& how, const std::byte* from, std::byte* to);
    void complete(const migration::conversion& how, const std::byte* from, std::byte* to);
    void convert_collection(std::uint32_t index, const std::byte* from, std::byte* to);
    void fill_array(const migration::conversion& how, source& elements, std::byte* to);
    void lose_rest(const migration::conversion& how, source& elements);
    void fill_sequence(const migration::conversion& how, source& elements, std::byte* to);
    void fill_vector_by_bytes(const migration::conversion& how, source& elements, std::byte* to);
    void fill_bits(const migration::conversion& how, source& elements, std::byte* to);
    void fill_set(const migration::conversion& how, source& elements, std::byte* to);
    void convert_association(std::uint32_t index, const std::byte* from, std::byte* to);
    void insert(
        const migration::conversion& how, std::uint32_t key, const std::byte* from, std::byte* to,
        made_key& temporary);
    [[nodiscard]] std::span<const std::byte> text_in(
        const migration::conversion& how, const std::byte* from) const;
    void convert_text(const migration::conversion& how, const std::byte* from, std::byte* to);
    void convert_held(const migration::conversion& how, const std::byte* from, std::byte* to);
    [[nodiscard]] held_class class_of_held(
        const migration::conversion& how, const std::byte* from, std::uint64_t held) const;
    [[nodiscard]] std::optional<std::size_t> alternative_at(
        const migration::conversion& how, std::uint64_t address) const;
    [[noreturn]] void fail_for_class(
        const migration::conversion& how, const std::byte* from,
        std::optional<std::size_t> alternative) const;
    void wrap(std::uint32_t index, const std::byte* from, std::byte* to);
    void unwrap(const migration::conversion& how, const std::byte* from, std::byte* to);
    void convert_alternative(const migration::conversion& how, const std::byte* from, std::byte* to);
    void convert_pointer(std::uint32_t index, const std::byte* from, std::byte* to);
    void make_key(std::uint32_t key, const std::byte* from, std::byte* to, const new_object& container);
    [[nodiscard]] bool point(const unresolved_pointer& pointer);
    void move_content(const migration::conversion& how, const std::byte* from, std::byte* to);

    void look_through_content(std::uint32_t type, const std::byte* to);
    void note_pointer(std::uint32_t index, std::uint64_t old_place, std::uint64_t place);
    void lose(const migration::conversion& how, const std::byte* from, std::byte* to);
    void lose(
        std::uint32_t change, std::uint32_t type, std::uint64_t address, std::string before,
        std::string after);
    void moved(
        std::uint32_t index, const std::byte* from, std::uint64_t count, std::uint64_t from_stride,
        const std::byte* to, std::uint64_t to_stride);
    void release(std::uint32_t type, std::uint64_t address);
    void release_blocks(std::uint32_t type, std::uint64_t address);
    void release_blocks(const objects::state_bytes& where, std::uint32_t type, std::uint64_t address);
    [[noreturn]] void fail_at(const migration::conversion& how, const std::byte* from, const char* why) const;
    [[nodiscard]] std::string path_of(const migration::conversion& how, const std::byte* from) const;

    [[nodiscard]] const schema::type_node& old_type(const migration::conversion& how) const
    {
        return plan_.from()[how.from];
    }
    [[nodiscard]] const schema::type_node& new_type(const migration::conversion& how) const
    {
        return plan_.to()[how.to];
    }
    [[nodiscard]] const type_operations& operations(std::uint32_t type) const
    {
        return *types_[type]->operations;
    }

    const migration::plan& plan_;
    const std::vector<const type_description*>& types_;
    objects::state_bytes before_, now_;
    carried& all_;
    std::vector<migration::change> changes_;
    std::vector<std::uint32_t> carried_alone_;
    std::vector<loss> losses_;
    objects::finder owners_;  ///< of memory, in old objects
    objects::finder special_; ///< in new objects: pointers, and fields that are ignored
    std::unordered_map<std::uint32_t, std::uint32_t> identical_pointers_; ///< by new type
    std::vector<unresolved_pointer> pointers_;
    std::vector<task> tasks_, waiting_;
    std::vector<new_object> doubtful_; ///< containers with keys that nobody knows of
    std::uint64_t root_address_ = 0;   ///< of the old root
    bool keys_are_resolved_ = false;
    bool is_counting_ = true; ///< what is lost
    int depth_ = 0;
};

} // namespace respawn::detail
