#pragma once

#include "tests/unit/state/supervisor_stand_in.hpp"

#include "shared/migration/report.hpp"
#include "supervisor/report/migration_text.hpp"

#include <respawn/worker.hpp>

#include "catch.hpp"

#include <string>

/// A game whose root was a Before and is an After now: one worker fills it, the next one takes it over.
template <class Before, class After>
class two_layouts {
public:
    template <class Fill>
    explicit two_layouts(Fill fill)
    {
        auto old_worker = supervisor_.start_worker();
        supervisor_.give_tick();
        auto& before = root<Before>(*old_worker, "game");
        supervisor_.finish_frame(*old_worker, [&] { fill(before); });
        old_worker.reset();
        worker_ = supervisor_.start_worker();
        supervisor_.give_tick();
        after_ = &root<After>(*worker_, "game");
        supervisor_.finish_frame(*worker_, [] {});
    }

    [[nodiscard]] After& operator*() { return *after_; }
    [[nodiscard]] After* operator->() { return after_; }
    /// What the supervisor's lines say, without the indentation.
    [[nodiscard]] std::string lines() const
    {
        REQUIRE(supervisor_.migration().has_value());
        std::string text = respawn::report::migration_text(*supervisor_.migration());
        for (std::size_t at = text.find("        "); at != std::string::npos; at = text.find("        ", at))
            text.erase(at, 8);
        return text;
    }
    [[nodiscard]] const respawn::migration::report& report() const { return *supervisor_.migration(); }
    [[nodiscard]] supervisor_stand_in& supervisor() { return supervisor_; }
    [[nodiscard]] respawn::detail::worker_session& worker() { return *worker_; }

private:
    supervisor_stand_in supervisor_;
    std::unique_ptr<respawn::detail::worker_session> worker_;
    After* after_ = nullptr;
};

/// The sentence with which a game refuses a root that was a Before and is an After now; empty: it does not.
template <class Before, class After, class Fill>
[[nodiscard]] std::string refusal_of(Fill fill)
{
    supervisor_stand_in supervisor;
    auto old_worker = supervisor.start_worker();
    supervisor.give_tick();
    auto& before = root<Before>(*old_worker, "game");
    supervisor.finish_frame(*old_worker, [&] { fill(before); });
    old_worker.reset();
    auto worker = supervisor.start_worker();
    supervisor.give_tick();
    return supervisor.refusal_in([&] {
        static_cast<void>(root<After>(*worker, "game"));
        static_cast<void>(worker->begin_frame());
    });
}
