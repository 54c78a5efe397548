#pragma once

#include "shared/migration/report.hpp"
#include "shared/objects/class_table.hpp"
#include "shared/schema/view.hpp"
#include "worker/source/migration/carrier.hpp"
#include "worker/source/migration/memory_map.hpp"
#include "worker/source/migration/repointing.hpp"
#include "worker/source/runtime/segment.hpp"
#include "worker/source/schema/encode.hpp"

#include <respawn/schema/description.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace respawn::detail {

/// A root that the game has asked for.
struct asked_root {
    std::string name;
    schema::view layout;
    std::vector<const type_description*> types; ///< in its order
};

/// Carries the roots of a state to other layouts, one after the other, and what refers to them. Whenever a
/// call returns, all pointers in roots that the game has asked for are right, but for those to objects in
/// roots that it will ask for later. All in the private view: nothing has happened until a frame commits it.
///
/// Invariant: no place of an object is kept from one call to the next, because the game may change everything
/// that it has asked for meanwhile; only where objects were is, in memory that is freed at the end.
///
/// Threads: the worker's. Throws as carrier does.
class migrator {
public:
    /// `committed`: the state as it was taken over, which stays as it is meanwhile; for paths in the report.
    /// `asked`: grows as the game asks for roots. `classes`: of this process, for all types of those roots.
    /// Both outlive this.
    migrator(
        segment& memory, const std::byte* committed, std::uint64_t capacity_bytes,
        const std::vector<asked_root>& asked, const objects::class_table& classes);

    /// Makes the new object of a root out of the old one, and lets the directory tell of it. `schema_hash`:
    /// of `layout`.
    [[nodiscard]] void* carry(
        migration::plan plan, const encoded_schema& layout, std::uint64_t schema_hash,
        const state::root_data& old_root);
    /// Sees to the pointers in a root that keeps its layout, before the game gets it.
    void keep(const state::root_data& root);

    /// Sees to the pointers in roots that the game has not asked for, and frees what is not needed any more.
    [[nodiscard]] migration::report finish();

private:
    struct carried_root {
        migration::plan plan;
        std::vector<const type_description*> types;
        carrier objects;
        std::uint64_t old_address, new_address = 0;

        carried_root(
            migration::plan how, std::vector<const type_description*> new_types, objects::state_bytes before,
            objects::state_bytes now, carried& all, std::uint64_t address) :
            plan{std::move(how)},
            types{std::move(new_types)}, objects{plan, types, before, now, all}, old_address{address}
        {}
    };

    /// An object that the game has allocated by hand, by the largest type that pointers to it have.
    struct hand_made {
        std::uint32_t conversion = 0;
        std::uint32_t pointer = 0; ///< conversion of one that leads there
        std::uint64_t address = 0, bytes = 0;
        std::vector<std::uint64_t> pointed_at; ///< places in its block
    };
    class discovery;

    [[nodiscard]] std::byte* make(const type_description& type, std::uint64_t count = 1);
    void register_root(
        const carried_root& made, const encoded_schema& layout, std::uint64_t schema_hash,
        state::root_data root);
    void settle(carried_root& root, memory_map& memory);
    void carry_made_by_hand(
        carried_root& root, const memory_map& memory, const memory_map::block& block,
        const hand_made& object);
    void carry_row(carried_root& root, const memory_map::block& block, const hand_made& row);
    [[nodiscard]] memory_map map_memory();
    void add_owned(memory_map& memory);
    void repoint(const state::root_data& root, memory_map& memory);
    void note_unpointed(
        const std::string& root, const objects::type_list& types, std::uint64_t object,
        const repointing& done);
    [[nodiscard]] const asked_root* find_asked(const state::root_data& root) const;
    [[nodiscard]] const objects::type_list& types_of(const state::root_data& root);
    void learn_classes(const objects::type_list& types, std::uint64_t root);
    void add_changes(const carried_root& root, migration::report& report) const;

    segment& memory_;
    objects::class_table committed_classes_; ///< of the process that left the state
    objects::state_bytes before_, now_;
    const std::vector<asked_root>& asked_;
    carried all_;
    std::deque<carried_root> roots_;
    std::map<std::string, schema::view> other_layouts_;  ///< of roots that nobody has asked for yet
    std::map<std::string, migration::change> unpointed_; ///< beside those in roots that were carried, by root
    std::chrono::steady_clock::duration duration_{};
};

} // namespace respawn::detail
