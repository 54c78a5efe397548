#pragma once

#include <respawn/worker.hpp>

#include <cstdint>

/// The state that most test workers share, so that one can take over from the other: the number of every
/// frame that was committed, in order.
struct counter {
    respawn::vector<std::uint64_t> numbers;
};
