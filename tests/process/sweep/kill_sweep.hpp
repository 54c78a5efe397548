#pragma once

#include "tests/process/sweep/plan.hpp"
#include "tests/process/sweep/reference.hpp"
#include "tests/support/temporary_folder.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace respawn::test {

/// A game whose workers are killed at every step of their lives, one after the other, and whose state is
/// compared after each frame and each death with that of a game in which nobody dies.
class kill_sweep {
public:
    struct settings {
        std::uint64_t ring_bytes = 0;
        std::vector<kill_point> points; ///< that this size of the ring leads past
        std::uint32_t seed = 0;
    };
    explicit kill_sweep(const settings& how);
    ~kill_sweep();

    /// Kills a worker somewhere, and lets the game play on. False: it did not within a minute, or its state
    /// was wrong; see problem().
    [[nodiscard]] bool kill_one();
    /// Ends both games.
    [[nodiscard]] bool end();

    [[nodiscard]] const std::string& problem() const { return problem_; }
    [[nodiscard]] std::uint64_t deaths_at(kill_point where) const;
    /// At a random time, from outside.
    [[nodiscard]] std::uint64_t random_deaths() const { return random_deaths_; }
    [[nodiscard]] std::uint64_t frames() { return swept_.workers().frames_committed(); }
    [[nodiscard]] std::uint64_t compared() const { return compared_; }

private:
    [[nodiscard]] bare_session::settings game_settings(const char* name, bool dies);
    [[nodiscard]] std::uint64_t planned_deaths() const;
    [[nodiscard]] std::uint64_t random_below(std::uint64_t limit) { return random_() % limit; }
    template <class Condition>
    [[nodiscard]] bool run_until(Condition condition);
    void go_on_if_held();
    void compare();

    void plan_a_death();
    void kill_at_a_random_time();
    void kill_somebody();
    void start_a_worker();

    settings settings_;
    std::mt19937 random_;
    temporary_folder folder_;
    kill_plan* plan_;
    asio::io_context loop_{1};
    asio::steady_timer killer_;
    std::uint64_t random_deaths_ = 0, compared_ = 0;
    bool is_compared_ = true; ///< the state as it is now
    bool is_ending_ = false;
    std::string problem_;
    reference reference_;
    bare_session swept_;
};

} // namespace respawn::test
