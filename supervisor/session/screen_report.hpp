#pragma once

#include "supervisor/display/overlay_content.hpp"
#include "supervisor/report/listener.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// How the session stands, as far as the screen shows it.
struct situation {
    bool plays = false; ///< a worker is live
    bool held = false;  ///< nobody is, and nobody is about to be: the next build or a key is waited for
    bool paused = false;
    bool in_debugger = false;                ///< the live worker is stopped there
    bool can_go_back = false;                ///< there is an earlier generation
    std::uint64_t generation = 0, frame = 0; ///< live or last; committed
    std::uint64_t migrates_long = 0;         ///< a generation that carries the state over; 0: none
    std::uint64_t warms_up_long = 0;         ///< a generation that nobody waits for any more; 0: none
    int kept_process_id = 0;                 ///< dead, and in place for a debugger; 0: none
    friend bool operator==(const situation&, const situation&) = default;
};

/// Makes of what is reported what the window shows over the game's picture.
///
/// The report of an ending is shown when the game is held, until another frame was committed; of an ending
/// that was made up for a notice tells. The errors of a build are shown until the next build starts. Notices
/// go by themselves. Threads: the session's.
class screen_report final : public report::listener {
public:
    using clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds swap_notice_time{3}, other_notice_time{5};
    static constexpr std::size_t most_notices = 3;

    explicit screen_report(std::function<clock::time_point()> now = &clock::now) : now_{std::move(now)} {}

    using report::listener::hear;
    void hear(const report::build_started& event) override;
    void hear(const report::build_succeeded& event) override;
    void hear(const report::build_failed& event) override;
    void hear(const report::refused& event) override;
    void hear(const report::swapped& event) override;
    void hear(const report::worker_ended& event) override;
    void hear(const report::stack& event) override;
    void hear(const report::notice& event) override;

    /// Where a worker was when it ended, after that was reported; also when others have ended since.
    void set_stack(int process_id, stack_report where);
    void set_situation(const situation& now);

    /// What is to be shown, if that is something else than at the last call.
    [[nodiscard]] std::optional<overlay_content> take_change();

private:
    struct timed_notice {
        short_notice what;
        clock::time_point until;
        int process_id = 0; ///< of the worker whose ending it tells of
    };
    struct known_ending {
        int process_id = 0;
        std::string title, details;
        mood tone = mood::bad;
        stack_report stack; ///< once it is known
    };

    void add(short_notice what, std::chrono::seconds time, int process_id = 0);
    void ended(known_ending how, short_notice notice);
    [[nodiscard]] overlay_content content() const;
    [[nodiscard]] ending_report shown_ending() const;
    [[nodiscard]] std::vector<key_hint> keys() const;
    [[nodiscard]] std::string banner() const;
    [[nodiscard]] bool stands_still() const { return !situation_.plays || situation_.paused; }

    std::function<clock::time_point()> now_;
    situation situation_;
    std::optional<build_report_shown> build_;
    std::uint64_t built_for_ = 0; ///< the generation that was live when the build failed
    bool building_ = false, something_played_ = false;
    std::optional<known_ending> last_ending_;
    bool ending_is_shown_ = false;
    std::vector<timed_notice> notices_; ///< oldest first
    bool changed_ = false;
};

} // namespace respawn::supervisor
