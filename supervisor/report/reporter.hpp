#pragma once

#include "supervisor/report/events.hpp"
#include "supervisor/report/line_writer.hpp"

#include <asio/io_context.hpp>

#include <chrono>

namespace respawn::report {

enum class output_form { text, coloured_text, json };

/// The form that suits the descriptor `output`: JSON if asked for, colours on a terminal that has them unless the
/// user's NO_COLOR says otherwise.
[[nodiscard]] output_form choose_form(int output, bool json);

/// Says what the supervisor does, as lines for a person or as one JSON object a line.
///
/// Saying never blocks and never fails: see line_writer for slow and closed readers. SIGPIPE must be ignored.
/// Only `stopped` waits, up to a second, for the reader to take what is left: it is the last thing said.
/// Times in JSON (`time_ms`) count from construction.
class reporter {
public:
    /// `output` stays the caller's and is written to for as long as the reporter lives.
    reporter(asio::io_context& context, output_form form, int output);

    void say(const started& event);
    void say(const build_started& event);
    void say(const build_succeeded& event);
    void say(const build_failed& event);
    void say(const build_superseded& event);
    void say(const staged& event);
    void say(const refused& event);
    void say(const swapped& event);
    void say(const worker_ended& event);
    void say(const paused& event);
    void say(const resumed& event);
    void say(const stopped& event);
    void say(const notice& event);
    void say(const keys_help& event);

private:
    template <class Event>
    void write(const Event& event);

    output_form form_;
    std::chrono::steady_clock::time_point start_;
    line_writer writer_;
};

} // namespace respawn::report
