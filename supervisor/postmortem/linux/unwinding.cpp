#include "supervisor/postmortem/unwinding.hpp"

#include "supervisor/postmortem/linux/debug_information.hpp"
#include "supervisor/postmortem/source_quote.hpp"

#include <elfutils/libdwfl.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>

namespace respawn::postmortem {

namespace fs = std::filesystem;

namespace {

/// Of a recursion that never ends, that many say enough.
constexpr std::size_t most_frames = 200;
constexpr std::size_t most_frames_of_others = 64;
constexpr std::size_t most_threads = 64;

struct end_images {
    void operator()(Dwfl* images) const { dwfl_end(images); }
};
using images_pointer = std::unique_ptr<Dwfl, end_images>;

/// The images that the process has mapped, attached to its threads; null if that can't be.
images_pointer open_images(int process_id)
{
    static char* debug_path = nullptr; // the usual places: beside the image, and the system's
    static const Dwfl_Callbacks callbacks{
        dwfl_linux_proc_find_elf, dwfl_standard_find_debuginfo, nullptr, &debug_path};
    images_pointer images{dwfl_begin(&callbacks)};
    if (!images || dwfl_linux_proc_report(images.get(), process_id) != 0 ||
        dwfl_report_end(images.get(), nullptr, nullptr) != 0 ||
        dwfl_linux_proc_attach(images.get(), process_id, true) != 0)
        return {};
    return images;
}

struct code_position {
    Dwarf_Addr address; ///< inside the instruction that runs, or that called
    bool is_activation; ///< runs, or was interrupted by a signal; else it called
};

struct walk {
    std::vector<code_position> positions;
    std::size_t most = 0;
    std::chrono::steady_clock::time_point deadline;
    bool has_more = false;
};

int add_position(Dwfl_Frame* state, void* argument)
{
    walk& one = *static_cast<walk*>(argument);
    Dwarf_Addr address = 0;
    bool is_activation = false;
    if (!dwfl_frame_pc(state, &address, &is_activation))
        return DWARF_CB_ABORT;
    if (one.positions.size() == one.most || std::chrono::steady_clock::now() >= one.deadline) {
        one.has_more = true;
        return DWARF_CB_ABORT;
    }
    // A return address may lie beyond the end of a function that does not return.
    one.positions.push_back({address - (is_activation ? 0 : 1), is_activation});
    return DWARF_CB_OK;
}

/// Takes away the signal handler that says last words, and what it calls. Two neighbours are activations
/// where a signal came: the way into its handler, and the frame that it interrupted.
void cut_signal_handler(std::vector<code_position>& positions)
{
    const auto both = [](const code_position& inner, const code_position& outer) {
        return inner.is_activation && outer.is_activation;
    };
    const auto entry = std::adjacent_find(positions.begin(), positions.end(), both);
    if (entry != positions.end())
        positions.erase(positions.begin(), entry + 1);
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
            found.threads.push_back(look_at(id));
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
        ids.resize(std::min(ids.size(), most_threads));
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
        walk steps{{}, one.is_the_cause ? most_frames : most_frames_of_others, wish_.deadline};
        dwfl_getthread_frames(images_.get(), id, add_position, &steps);
        if (!wish_.is_hang)
            cut_signal_handler(steps.positions);
        for (const code_position& each : steps.positions)
            for (const frame& made : debug_.frames_at(each.address))
                one.frames.push_back(made);
        one.has_more = steps.has_more;
        return one;
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
};

} // namespace

findings unwind(const stopped_process& process, const unwinding_wish& wish)
{
    auto images = open_images(process.process_id());
    if (!images) {
        const char* why = dwfl_errmsg(-1);
        findings nothing;
        nothing.problem = std::string{"its images could not be read: "} + (why ? why : "no reason is known");
        return nothing;
    }
    return unwinder{process, wish, std::move(images)}.find();
}

} // namespace respawn::postmortem
