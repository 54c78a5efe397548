#include "supervisor/report/reporter.hpp"

#include "supervisor/report/line_writer.hpp"
#include "supervisor/report/platform/output.hpp"
#include "supervisor/report/units.hpp"

#include <cstdlib>

namespace respawn::report {

output_form choose_form(int output, bool json)
{
    if (json)
        return output_form::json;
    const char* no_color = std::getenv("NO_COLOR");
    const bool unwanted = no_color != nullptr && *no_color != '\0';
    return !unwanted && platform::is_colour_terminal(output) ? output_form::coloured_text : output_form::text;
}

reporter::reporter(asio::io_context& context, output_form form, int output) :
    form_{form}, start_{std::chrono::steady_clock::now()},
    file_thread_{context}, writer_{open_writer(context, file_thread_, output, [this](std::uint64_t messages) {
        return gap_line(messages);
    })}
{}

reporter::~reporter()
{
    file_thread_.wait(supervisor::patience_at_end());
}

void reporter::say(const keys_help& event)
{
    if (form_ != output_form::json)
        writer_->write(to_text(event, colour_use()));
}

nanoseconds reporter::since_start() const
{
    return std::chrono::steady_clock::now() - start_;
}

colours reporter::colour_use() const
{
    return form_ == output_form::coloured_text ? colours::yes : colours::no;
}

std::string reporter::gap_line(std::uint64_t messages) const
{
    const notice gap{
        count_text(messages, "message") +
        " left out here: the disk, or whoever reads this output, is too slow for it"};
    return form_ == output_form::json ? to_json(gap, since_start()) : to_text(gap, colour_use());
}

} // namespace respawn::report
