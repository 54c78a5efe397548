#pragma once

#include "shared/objects/live_memory.hpp"
#include "shared/objects/roots.hpp"
#include "shared/objects/work_limit.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace respawn::objects {

/// A pointer, or a unique_ptr, that is neither null nor points to what is in the state.
struct dangling_pointer {
    enum class fault : std::uint8_t {
        freed,   ///< into the state, where nothing is allocated
        foreign, ///< out of the state
    };
    std::uint64_t address = 0; ///< its own
    std::uint64_t target = 0;
    const type_list* types = nullptr; ///< the root's
    std::uint32_t type = 0;           ///< the pointer's
    fault what = fault::foreign;
};

/// A pointer that means something only in the process that has made the state what it is.
struct foreign_pointer {
    enum class kind : std::uint8_t {
        data,
        function,
        vtable,        ///< that an object with virtual functions begins with, or a base in it
        unknown_class, ///< the same of an object that is none of those that the pointer to it may lead to
    };
    std::uint64_t address = 0; ///< its own
    std::uint64_t target = 0;
    const type_list* types = nullptr; ///< the root's
    std::uint32_t type = 0;           ///< the pointer's; of a vtable pointer: the object's
    kind what = kind::data;
};

/// A part of the state that nobody owns and pointers to characters may lead to.
struct shared_text {
    std::uint64_t address = 0, bytes = 0;
    bool is_used = false;
};

struct audit_settings {
    std::size_t limit; ///< of the dangling pointers that are told; all are counted
    /// Whether what such a pointer means is known, so that it does not dangle. Without it pointers to
    /// functions and vtables are not looked at.
    std::function<bool(const foreign_pointer&)> is_known{};
    /// Where in an object of a class, given as in a schema, further pointers to its vtable are.
    std::function<std::vector<std::uint64_t>(const std::string&)> further_parts{};
    std::span<shared_text> texts{}; ///< by address: which of them are used is noted
};

struct audit_result {
    std::vector<dangling_pointer> dangling; ///< the first ones that were met
    std::uint64_t dangling_count = 0;
    std::uint64_t pointers = 0;    ///< that were looked at, null ones too; none to vtables
    std::uint64_t known_count = 0; ///< of those out of the state, and of those to vtables
    bool is_damaged = false;       ///< something in the state is, and what is behind it was not looked at
    bool free_memory_is_unknown = false; ///< the allocator's headers are damaged
    bool is_cut = false;                 ///< `work` was over before the end
};

/// Looks at every pointer in the objects of a state, and in what they own: where it points to, not what is
/// there. If what a pointer means is asked about, also in objects that nobody owns and that plain pointers
/// lead to, of types where they may lead to code or characters. Keeps what it has worked out about the types,
/// and its memory, from one audit to the next.
class auditor {
public:
    static constexpr std::size_t usual_limit = 100;

    /// What objects of the root's type can have at all: without anything an audit costs nothing.
    struct interest {
        bool pointers = false;   ///< to objects
        bool characters = false; ///< some of them to characters
        bool code = false;       ///< pointers to functions, or vtables

        friend interest operator|(interest a, interest b)
        {
            return {a.pointers || b.pointers, a.characters || b.characters, a.code || b.code};
        }
    };
    [[nodiscard]] interest interest_in(const root& one);

    /// However damaged the state is, this ends: no more bytes are looked at than it has.
    [[nodiscard]] audit_result audit(
        const state_bytes& state, std::span<const root> roots, work_limit& work, const audit_settings& how);
    [[nodiscard]] audit_result audit(
        const state_bytes& state, std::span<const root> roots, work_limit& work,
        std::size_t limit = usual_limit)
    {
        return audit(state, roots, work, audit_settings{limit});
    }

private:
    class walk;
    /// Where in an object something is.
    struct part {
        std::uint64_t offset;
        std::uint32_t type;
    };
    /// What has to be looked at in an object of a type.
    struct plan {
        std::vector<part> pointers; ///< at fixed places
        std::vector<part> code;     ///< the same of pointers to functions, and of objects with vtables
        std::vector<part> others;   ///< what has pointers elsewhere, or too many of them to be listed

        [[nodiscard]] std::size_t size() const { return pointers.size() + code.size() + others.size(); }
    };
    struct type_plans {
        std::shared_ptr<const type_list> types; ///< kept, so that another list never has this one's address
        std::vector<bool> leads;                ///< to pointers
        std::vector<plan> plans;
        std::vector<bool> is_followed; ///< pointers to objects that may have pointers
        bool leads_to_code = false;    ///< or characters: one of those that are followed
        interest what;
    };
    [[nodiscard]] const type_plans& plans_for(const std::shared_ptr<const type_list>& types);
    [[nodiscard]] static type_plans make_plans(const std::shared_ptr<const type_list>& types);

    std::vector<std::unique_ptr<type_plans>> known_;
    live_memory memory_;
};

} // namespace respawn::objects
