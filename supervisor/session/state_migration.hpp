#pragma once

#include "shared/migration/report.hpp"
#include "shared/result.hpp"
#include "supervisor/session/incoming.hpp"

#include <chrono>
#include <optional>

namespace respawn::supervisor {

/// How a worker carries the state to its own layout in its first frame, as it tells.
class state_migration {
public:
    using clock = std::chrono::steady_clock;

    void begin();
    /// Fails if what it tells is no report, or comes without a beginning.
    [[nodiscard]] result<void> end(const incoming::migrated& said);

    [[nodiscard]] bool is_under_way() const { return has_begun_ && !report_; }
    /// Null: it has not ended, or the state had this layout before.
    [[nodiscard]] const migration::report* report() const { return report_ ? &*report_ : nullptr; }

    /// What was carried over is committed with the first frame, which takes up to so many times as long.
    static constexpr int longest_first_commit = 4;
    /// Whether it has ended, and its commit may still be under way.
    [[nodiscard]] bool may_be_committing(clock::time_point now) const
    {
        return report_ && now - ended_ < longest_first_commit * (ended_ - begun_);
    }

private:
    bool has_begun_ = false;
    clock::time_point begun_{}, ended_{};
    std::optional<migration::report> report_;
};

} // namespace respawn::supervisor
