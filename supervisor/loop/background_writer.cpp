#include "supervisor/loop/background_writer.hpp"

#include <utility>

namespace respawn::supervisor {

background_writer::background_writer(
    background_thread& thread, write_function write, gap_line gap, std::size_t limit_bytes) :
    text_writer{std::move(gap), limit_bytes},
    thread_{thread}, write_{std::move(write)}
{}

bool background_writer::wait(patience how_long)
{
    return thread_.wait(how_long);
}

void background_writer::pass_on(std::string message)
{
    waiting_bytes_ += cost_of(message);
    thread_.run([self = shared_from_this(), message = std::move(message)]() -> background_thread::completion {
        self->write_(message);
        return [self, bytes = cost_of(message)] {
            self->waiting_bytes_ -= bytes;
            if (self->waiting_bytes_ == 0)
                self->tell_gap();
        };
    });
}

} // namespace respawn::supervisor
