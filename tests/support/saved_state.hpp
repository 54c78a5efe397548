#pragma once

#include "supervisor/session/state_loader.hpp"
#include "tests/support/dumped_state.hpp"

#include <stdexcept>

namespace respawn::test {

/// What `--state` or `respawn save` wrote with the usual address and capacity. Throws with the reason if it
/// can't be read.
struct state_in_file {
    std::uint64_t frame = 0;
    dumped_state state;
};

inline state_in_file read_state_file(const std::filesystem::path& file)
{
    const auto loaded = supervisor::load_state(file, {state::default_address, state::default_capacity_bytes});
    if (!loaded)
        throw std::runtime_error{loaded.error().sentence};
    const auto bytes = loaded->state->bytes();
    std::string copy{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    return {loaded->state->frame(), dumped_state::of_bytes(std::move(copy))};
}

} // namespace respawn::test
