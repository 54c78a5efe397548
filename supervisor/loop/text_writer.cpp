#include "supervisor/loop/text_writer.hpp"

#include <utility>

namespace respawn::supervisor {

text_writer::text_writer(gap_line gap, std::size_t limit_bytes) :
    gap_{std::move(gap)}, limit_bytes_{limit_bytes}
{}

void text_writer::write(std::string message)
{
    if (waiting_bytes() + cost_of(message) > limit_bytes_ && waiting_bytes() != 0) {
        ++left_out_;
        return;
    }
    tell_gap();
    pass_on(std::move(message));
}

bool text_writer::finish(patience how_long)
{
    tell_gap();
    return wait(how_long);
}

void text_writer::tell_gap()
{
    if (left_out_ > 0)
        pass_on(gap_(std::exchange(left_out_, 0)));
}

} // namespace respawn::supervisor
