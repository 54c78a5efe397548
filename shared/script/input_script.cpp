#include "shared/script/input_script.hpp"

#include "shared/script/script_parser.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace respawn::player {

result<input_script> input_script::parse(std::string_view text, std::string_view name)
{
    auto steps = script_parser{name}.parse(text);
    if (!steps)
        return steps.error();
    return input_script{std::move(*steps)};
}

result<input_script> input_script::load(const std::string& path)
{
    std::ifstream file{path, std::ios::binary};
    file.peek(); // of a folder, say, this fails where the iterator would throw
    if (!file.is_open() || file.bad())
        return errno_failure("cannot read the input script " + path);
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    return parse(text, path);
}

input_script::input_script(std::vector<step> steps) : steps_{std::move(steps)}
{
    input_queue replay;
    for (auto& next : steps_) {
        next.before = replay.devices();
        replay.push(next.event);
    }
    after_ = replay.devices();
}

void input_script::play(std::uint64_t frame, input_queue& queue)
{
    auto next = std::lower_bound(steps_.begin(), steps_.end(), frame, [](const auto& candidate, auto number) {
        return candidate.frame < number;
    });
    const bool was_finished = std::exchange(finished_, next == steps_.end());
    if (finished_) {
        if (!was_finished)
            queue.restore(after_);
        return;
    }
    queue.restore(next->before);
    for (; next != steps_.end() && next->frame == frame; ++next)
        if (next->close)
            queue.request_close();
        else
            queue.push(next->event);
}

} // namespace respawn::player
