#pragma once

#include "supervisor/symbols/process_images.hpp"

#include <cstdint>
#include <filesystem>

namespace respawn::supervisor {

/// The worker that has made a state what it is: pointers out of the state mean its memory.
struct process_of_pointers {
    std::uint64_t generation = 0;
    int process_id = 0; ///< 0: it is gone
    std::filesystem::path image{};
    process_images images{}; ///< that it had loaded, also when it is gone
};

} // namespace respawn::supervisor
