#include "supervisor/session/state_save.hpp"

#include "supervisor/state_file/holding.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace respawn::supervisor {

namespace {

using journal::page_bytes;

/// What is copied in one turn of the loop.
constexpr std::size_t piece_pages = state_file::max_block_pages;
/// How many pages are taken to be in use where one is: asking for each would take as long as copying it.
constexpr std::uint64_t run_pages = 16;

std::int64_t seconds_since_1970()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

} // namespace

state_save::state_save(
    background_thread& thread, std::shared_ptr<committed_state> state, std::filesystem::path file,
    std::uint64_t address, std::vector<std::byte> pointers, done_function done) :
    thread_{thread},
    state_{std::move(state)}, file_{std::move(file)}, done_{std::move(done)}, pointers_{std::move(pointers)}
{
    what_.address = address;
}

void state_save::start()
{
    begun_ = std::chrono::steady_clock::now();
    // Without a limit: a page is kept once, so that they can't be more than the state has.
    moment_ = state_->keep_before_images(std::numeric_limits<std::uint64_t>::max());
    end_page_ = moment_->extent_bytes() / page_bytes;
    what_.frame = moment_->frame();
    what_.extent_bytes = moment_->extent_bytes();
    what_.capacity_bytes = state_->capacity_bytes();
    what_.saved_s = seconds_since_1970();
    saved_.file = file_;
    saved_.frame = moment_->frame();
    saved_.changes = moment_->changes();
    piece_.pages.reserve(piece_pages);
    piece_.bytes.reserve(piece_pages * page_bytes);
    run(&state_save::open_file);
}

/// On the thread; then the loop goes on with the next one.
void state_save::run(step what)
{
    thread_.run([this, what]() -> background_thread::completion {
        const auto outcome = (this->*what)();
        if (!outcome || what == &state_save::finish_file) {
            writer_.reset();
            return [this, outcome] { end(outcome); };
        }
        return [this] { go_on(); };
    });
}

result<void> state_save::open_file()
{
    if (auto allowed = state_file::require_not_held_by_others(file_); !allowed)
        return allowed;
    auto opened = state_file::writer::create(file_, what_);
    if (!opened)
        return opened.error();
    writer_.emplace(std::move(*opened));
    return {};
}

result<void> state_save::write_piece()
{
    return writer_->add(piece_);
}

result<void> state_save::finish_file()
{
    // Somebody may have begun to keep a state there meanwhile.
    if (auto allowed = state_file::require_not_held_by_others(file_); !allowed)
        return allowed;
    if (!pointers_.empty())
        if (auto told = writer_->add_pointers(pointers_); !told)
            return told;
    const auto bytes = writer_->finish();
    if (!bytes)
        return bytes.error();
    saved_.file_bytes = *bytes;
    return {};
}

void state_save::go_on()
{
    copy_piece();
    if (!piece_.pages.empty())
        return run(&state_save::write_piece);
    moment_.reset();
    run(&state_save::finish_file);
}

void state_save::copy_piece()
{
    piece_.clear();
    while (piece_.pages.size() < piece_pages && next_page_ < end_page_) {
        next_page_ = state_->next_used_page(next_page_);
        const std::uint64_t room = std::min(run_pages, piece_pages - piece_.pages.size());
        const std::uint64_t end = std::min(next_page_ + room, end_page_);
        for (; next_page_ < end; ++next_page_) {
            const auto page = static_cast<std::uint32_t>(next_page_);
            const std::byte* before = moment_->find(page);
            piece_.add(page, before ? before : state_->page(page));
        }
    }
    moment_->ignore_below(static_cast<std::uint32_t>(std::min(next_page_, end_page_)));
}

void state_save::end(const result<void>& outcome)
{
    saved_.duration = std::chrono::steady_clock::now() - begun_;
    // May be the end of this.
    const auto done = std::move(done_);
    done(outcome ? result<saved_state>{saved_} : outcome.error());
}

} // namespace respawn::supervisor
