#pragma once

#include "supervisor/report/events.hpp"

namespace respawn::report {

/// Hears what a reporter says, as it is said: the events that somebody overrides.
class listener {
public:
    virtual ~listener() = default;

    virtual void hear(const build_started&) {}
    virtual void hear(const build_succeeded&) {}
    virtual void hear(const build_failed&) {}
    virtual void hear(const refused&) {}
    virtual void hear(const swapped&) {}
    virtual void hear(const worker_ended&) {}
    virtual void hear(const stack&) {}
    virtual void hear(const notice&) {}
};

} // namespace respawn::report
