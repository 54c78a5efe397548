#pragma once

#include "shared/result.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

/// Processes that lost their own parents and were adopted by this one: they descend from those that it
/// spawned. Implemented in platform/<os>/. Threads: the one that calls spawn().
namespace respawn::platform {

/// The environment variable that tells whose descendant a process is.
inline constexpr const char* mark_variable = "RESPAWN_FAMILY";

/// Makes this process the parent of all its descendants whose own parent dies, instead of the system's first
/// process. Children that are there already are left alone for ever; `own_mark` is the mark of what this
/// process starts by other ways than spawn(), a library's servers say.
[[nodiscard]] result<void> adopt_orphans(const std::string& own_mark);

/// The mark of a process of this user; empty: it has none, or does not show it.
[[nodiscard]] std::string mark_of(int process_id);

/// Reaps the adopted processes that have ended, and kills those of whose mark `is_unwanted` is true; a
/// process that has none, or does not show it, has an empty mark. Returns how many were killed: each of them
/// may leave orphans of its own, and sends a SIGCHLD when it has ended. Children that spawn() started are
/// left alone.
std::size_t tend_orphans(const std::function<bool(std::string_view mark)>& is_unwanted);

} // namespace respawn::platform
