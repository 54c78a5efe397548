#include "supervisor/output/worker_outputs.hpp"

#include "supervisor/loop/background_writer.hpp"
#include "supervisor/output/output_log.hpp"
#include "supervisor/report/line_writer.hpp"

#include <asio/post.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace respawn::supervisor {

namespace {

constexpr int standard_handle = 1;
constexpr int error_handle = 2;

std::string gap_text(std::uint64_t pieces, std::string_view reason)
{
    return fmt::format(
        "\n… {} of what the game printed left out here: {} …\n",
        pieces == 1 ? "a piece" : fmt::format("{} pieces", pieces), reason);
}

std::string gap_line(std::uint64_t pieces)
{
    return gap_text(
        pieces, "the disk, or whoever reads this, is too slow for it; 'respawn log' may have more");
}

std::string log_gap(std::uint64_t pieces)
{
    return gap_text(pieces, "the disk is too slow for it");
}

/// The file is made anew with the first call.
background_writer::write_function write_to_log(const std::filesystem::path& file)
{
    return [file, log = std::optional<output_log>{}](std::string_view text) mutable {
        if (!log)
            log.emplace(file);
        log->append(text);
    };
}

} // namespace

worker_outputs::worker_outputs(asio::io_context& loop, background_thread& files, standard_output whose) :
    loop_{loop}, whose_{whose}, standard_{report::open_writer(loop, files, standard_handle, gap_line)},
    error_{report::open_writer(loop, files, error_handle, gap_line)}, log_thread_{loop}
{}

worker_outputs::~worker_outputs()
{
    log_thread_.wait(patience_at_end());
}

result<std::shared_ptr<worker_output>> worker_outputs::open(const std::filesystem::path& folder)
{
    const worker_output::target error{error_handle, *error_};
    const worker_output::target standard{standard_handle, *standard_};
    const auto place = open_.emplace(open_.end());
    auto made = worker_output::open(
        loop_, whose_ == standard_output::taken ? error : standard, error, log_of(folder), [this, place] {
            // It is on the call stack.
            asio::post(loop_, [closed = std::move(*place)] {});
            open_.erase(place);
        });
    if (made)
        *place = *made;
    else
        open_.erase(place);
    return made;
}

std::shared_ptr<text_writer> worker_outputs::log_of(const std::filesystem::path& folder)
{
    std::erase_if(logs_, [](const auto& each) {
        std::error_code ignored;
        return each.second.use_count() == 1 && !std::filesystem::exists(each.first, ignored);
    });
    auto& log = logs_[folder];
    if (!log) {
        log = std::make_shared<background_writer>(log_thread_, write_to_log(log_in(folder)), log_gap);
        log->write({}); // who prints nothing has an empty one
    }
    return log;
}

void worker_outputs::when_logged(std::function<void()> done)
{
    take_all();
    log_thread_.run([done = std::move(done)] { return done; });
}

void worker_outputs::take_all()
{
    for (const auto& each : std::list{open_})
        each->drain();
}

bool worker_outputs::finish()
{
    take_all();
    const bool is_shown = standard_->finish(patience_at_end());
    const bool are_errors_shown = error_->finish(patience_at_end(is_shown));
    const bool is_all_shown = is_shown && are_errors_shown;
    // They have one thread: who waits for one in vain need not try the others.
    const bool is_logged = std::all_of(logs_.begin(), logs_.end(), [&](const auto& each) {
        return each.second->finish(patience_at_end(is_all_shown));
    });
    return is_all_shown && is_logged;
}

} // namespace respawn::supervisor
