#pragma once

#include "supervisor/audit/process_of_pointers.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace respawn::supervisor {

/// What is at an address that is no object of the state.
struct foreign_place {
    std::string kind;  ///< for programs: "stack", "heap", "executable", "library", "file", "shared", "none"
    std::string words; ///< for people: "the heap of generation 41"
};

/// Tells what a process has at its addresses. What it had once, it does not know.
class foreign_memory {
public:
    /// Reads the process's memory map. One that is gone, or can't be looked at, has nothing.
    explicit foreign_memory(process_of_pointers who);
    ~foreign_memory();

    /// The first address in the executable has its symbols read.
    [[nodiscard]] foreign_place at(std::uint64_t address);

private:
    struct map;
    process_of_pointers who_;
    std::unique_ptr<map> map_;
};

} // namespace respawn::supervisor
