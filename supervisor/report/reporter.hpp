#pragma once

#include "supervisor/loop/background_thread.hpp"
#include "supervisor/loop/text_writer.hpp"
#include "supervisor/report/events.hpp"
#include "supervisor/report/json_form.hpp"
#include "supervisor/report/listener.hpp"
#include "supervisor/report/text_form.hpp"

#include <asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace respawn::report {

enum class output_form { text, coloured_text, json };

/// The form that suits the descriptor `output`: JSON if asked for, colours on a terminal that has them unless
/// the user's NO_COLOR says otherwise.
[[nodiscard]] output_form choose_form(int output, bool json);

/// Says what the supervisor does, as lines for a person or as one JSON object a line.
///
/// Saying never blocks and never fails: see open_writer() for slow and closed readers, and files. SIGPIPE
/// must be ignored. Times in JSON (`time_ms`) count from construction.
class reporter {
public:
    /// `output` stays the caller's.
    reporter(asio::io_context& context, output_form form, int output);
    /// Writes what was said to a file, unless that takes too long.
    ~reporter();
    reporter(const reporter&) = delete;
    reporter& operator=(const reporter&) = delete;

    /// Tells somebody else of the events, too; null: nobody. It must outlive the reporter, or be taken off.
    void set_listener(listener* who) { listener_ = who; }

    template <class Event>
    void say(const Event& event)
    {
        if constexpr (requires(listener & who) { who.hear(event); })
            if (listener_)
                listener_->hear(event);
        writer_->write(
            form_ == output_form::json ? to_json(event, since_start()) : to_text(event, colour_use()));
    }

    /// Where it writes to files: who writes to the same one does so on the same thread.
    [[nodiscard]] supervisor::background_thread& file_thread() { return file_thread_; }

    /// Waits until all that was said is written; false: in vain. The last call.
    [[nodiscard]] bool finish(supervisor::patience how_long) { return writer_->finish(how_long); }

    /// Help for a person: not said in JSON.
    void say(const keys_help& event);

private:
    [[nodiscard]] nanoseconds since_start() const;
    [[nodiscard]] colours colour_use() const;
    [[nodiscard]] std::string gap_line(std::uint64_t messages) const;

    output_form form_;
    std::chrono::steady_clock::time_point start_;
    supervisor::background_thread file_thread_;
    std::shared_ptr<supervisor::text_writer> writer_;
    listener* listener_ = nullptr;
};

} // namespace respawn::report
