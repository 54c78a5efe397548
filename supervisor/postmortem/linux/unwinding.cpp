#include "supervisor/postmortem/unwinding.hpp"

#include "supervisor/postmortem/findings_form.hpp"
#include "supervisor/postmortem/linux/debug_information.hpp"
#include "supervisor/postmortem/linux/stack_walk.hpp"
#include "supervisor/postmortem/source_quote.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace respawn::postmortem {

namespace fs = std::filesystem;

namespace {

/// Of a recursion that never ends, that many say enough.
constexpr std::size_t most_frames = 200;
constexpr std::size_t most_frames_of_others = 64;
constexpr std::size_t most_unwound_threads = 64;
/// Of what may be said altogether: the rest is for the source, the threads' names and the core file.
constexpr std::size_t most_bytes_of_frames = most_said_bytes / 4 * 3;

/// Where the signal handler returns to that a thread says its last words in: the first activation outside of
/// the one that runs, which is the handler's. Or the last position, if no debug information describes where
/// the signal came.
const code_position* signal_frame_of(int process_id, const stack_walk& walked)
{
    if (walked.positions.empty())
        return nullptr;
    for (const code_position& each : std::span{walked.positions}.subspan(1))
        if (each.is_activation)
            return &each;
    const code_position& last = walked.positions.back();
    return is_signal_return(process_id, last) ? &last : nullptr;
}

class unwinder {
public:
    unwinder(const stopped_process& process, const unwinding_wish& wish, images_pointer images) :
        process_{process}, wish_{wish}, images_{std::move(images)},
        own_image_{own_image()}, debug_{images_.get(), own_image_.string()}
    {}

    [[nodiscard]] findings find()
    {
        findings found;
        for (const int id : threads_by_importance())
            if (found.threads.empty() ||
                (found.threads.size() < most_unwound_threads && !is_late() && !is_full()))
                found.threads.push_back(look_at(id));
            else
                ++found.threads_left_out;
        quote_source(found);
        found.has_no_debug_information = !debug_.has_any();
        return found;
    }

private:
    [[nodiscard]] fs::path own_image() const
    {
        std::error_code ignored;
        return fs::read_symlink("/proc/" + std::to_string(process_.process_id()) + "/exe", ignored);
    }

    [[nodiscard]] std::vector<int> threads_by_importance() const
    {
        std::vector<int> ids = process_.threads(); // the main thread first
        const auto cause = std::find(ids.begin(), ids.end(), wish_.thread_id);
        if (cause != ids.end())
            std::rotate(ids.begin(), cause, cause + 1);
        return ids;
    }

    [[nodiscard]] bool is_the_cause(int id) const
    {
        return wish_.is_hang || wish_.thread_id == 0 ? id == process_.process_id() : id == wish_.thread_id;
    }

    [[nodiscard]] thread look_at(int id)
    {
        thread one;
        one.id = id;
        one.name = name_of(id);
        one.is_main = id == process_.process_id();
        one.is_the_cause = is_the_cause(id);
        const stack_walk walked = walk_of(one);
        one.has_more = walked.has_more;
        for (const code_position& each : walked.positions)
            add_frames(one, each.address);
        return one;
    }

    void add_frames(thread& one, Dwarf_Addr address)
    {
        using depth = debug_information::depth;
        for (const frame& made : debug_.frames_at(address, is_late() ? depth::symbols : depth::all)) {
            bytes_of_frames_ += said_bytes(made);
            if (is_full())
                one.has_more = true;
            else
                one.frames.push_back(made);
        }
    }

    [[nodiscard]] bool is_late() const { return std::chrono::steady_clock::now() >= wish_.deadline; }
    [[nodiscard]] bool is_full() const { return bytes_of_frames_ > most_bytes_of_frames; }

    [[nodiscard]] stack_walk walk_of(const thread& one) const
    {
        const walk_limits limits{one.is_the_cause ? most_frames : most_frames_of_others, wish_.deadline};
        stack_walk walked = walk(images_.get(), one.id, limits);
        const code_position* entry = wish_.is_hang ? nullptr : signal_frame_of(process_.process_id(), walked);
        if (!entry)
            return walked;
        const code_position signal_frame = *entry;
        auto& positions = walked.positions;
        positions.erase(positions.begin(), positions.begin() + (entry - positions.data()) + 1);
        if (!positions.empty() && dwfl_addrmodule(images_.get(), positions.front().address))
            return walked;
        // Where it failed is no code.
        stack_walk found = walk_from_lost_call(process_.process_id(), one.id, signal_frame, limits);
        const code_position nowhere = positions.empty() ? code_position{} : positions.front();
        found.positions.insert(found.positions.begin(), nowhere);
        return found;
    }

    [[nodiscard]] std::string name_of(int id) const
    {
        std::ifstream file{
            "/proc/" + std::to_string(process_.process_id()) + "/task/" + std::to_string(id) + "/comm"};
        std::string name;
        std::getline(file, name);
        return name;
    }

    void quote_source(findings& found) const
    {
        const frame* first = found.threads.empty() ? nullptr : first_own_frame(found.threads.front());
        if (!first || first->file.empty())
            return;
        found.source = quote(first->file, first->line);
        std::error_code error;
        const auto written = fs::last_write_time(first->file, error);
        found.source_is_newer = !error && written > fs::last_write_time(own_image_, error) && !error;
    }

    const stopped_process& process_;
    unwinding_wish wish_;
    images_pointer images_;
    fs::path own_image_;
    debug_information debug_;
    std::size_t bytes_of_frames_ = 0;
};

} // namespace

findings unwind(const stopped_process& process, const unwinding_wish& wish)
{
    auto images = read_images(process.process_id());
    if (!images || dwfl_linux_proc_attach(images.get(), process.process_id(), true) != 0) {
        const char* why = dwfl_errmsg(-1);
        findings nothing;
        nothing.problem = std::string{"its images could not be read: "} + (why ? why : "no reason is known");
        return nothing;
    }
    return unwinder{process, wish, std::move(images)}.find();
}

} // namespace respawn::postmortem
