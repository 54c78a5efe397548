#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"
#include "supervisor/loop/text_writer.hpp"
#include "supervisor/platform/handle_watch.hpp"

#include <asio/io_context.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace respawn::supervisor {

/// What one worker prints, and what its children do after its end: shown as if they had printed it to this
/// process's own outputs, and kept in a log.
///
/// Threads: the loop's.
class worker_output {
public:
    /// Where something that is printed goes.
    struct target {
        int handle;          ///< this process's own
        text_writer& writer; ///< to it
    };

    /// `standard` and `error` may be the same. `closed` is called from the loop when nobody can print any
    /// more; it must not destroy the object.
    [[nodiscard]] static result<std::shared_ptr<worker_output>> open(
        asio::io_context& loop, target standard, target error, std::shared_ptr<text_writer> log,
        std::function<void()> closed);

    /// For the worker, until started() is called.
    [[nodiscard]] int standard_output() const { return channels_.front().write.get(); }
    [[nodiscard]] int standard_error() const { return channels_.back().write.get(); }
    /// The worker has its own handles, or does not come.
    void started();

    /// Takes all that was printed so far.
    void drain();

private:
    struct channel {
        unique_handle read, write;
        text_writer* writer;
        platform::handle_watch watch{};
    };

    worker_output(std::shared_ptr<text_writer> log, std::function<void()> closed);
    /// False: there is no more at the moment.
    bool take(channel& from);
    void close_if_ended();

    std::shared_ptr<text_writer> log_;
    std::function<void()> closed_;
    std::vector<channel> channels_; ///< one for both outputs if they lead to the same: so their order is kept
};

} // namespace respawn::supervisor
