#include "supervisor/session/guests.hpp"

#include "shared/platform/packet_socket.hpp"
#include "shared/protocol/messages.hpp"
#include "supervisor/platform/handle_watch.hpp"
#include "supervisor/platform/process.hpp"
#include "supervisor/session/incoming.hpp"
#include "supervisor/session/library_version.hpp"
#include "supervisor/session/worker_listener.hpp"

#include <asio/post.hpp>

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <variant>

namespace respawn::supervisor {

struct guests::guest {
    platform::child_process process;
    unique_handle socket;
    unique_handle
        executable{};          ///< that it has told, which is the tool's that it may run under for the system
    std::string path{};        ///< of its executable
    bool runs_in_tool = false; ///< the system knows the process as another program
    platform::handle_watch watch{};
};

void guests::receive(int process_id, unique_handle socket)
{
    if (!unheard_.empty() && unheard_.size() + under_way_ == most_under_way)
        forget(std::shared_ptr{unheard_.front()}); // it has had its time
    if (under_way_ == most_under_way) {
        turn_away(socket, "too many programs that were started by hand want to take over at once; try again");
        return;
    }
    auto watched = platform::watch_process(process_id);
    if (!watched)
        return; // it is gone
    std::shared_ptr<guest> one{new guest{{process_id, std::move(*watched)}, std::move(socket)}};
    unheard_.push_back(one);
    const std::weak_ptr<guest> weak = one;
    one->watch = platform::handle_watch{loop_, one->socket.get(), [this, weak] {
                                            if (const auto known = weak.lock())
                                                hear(known);
                                        }};
}

void guests::hear(const std::shared_ptr<guest>& one)
{
    forget(one);
    std::array<std::byte, protocol::max_message_bytes> buffer{};
    auto packet = platform::receive_packet(one->socket.get(), buffer, platform::blocking::no);
    if (!packet || packet->bytes == 0)
        return; // it has gone, or is nobody's worker
    auto said = incoming::decode({buffer.data(), packet->bytes}, std::move(packet->handles));
    auto* hello = said ? std::get_if<incoming::hello>(&*said) : nullptr;
    if (!hello)
        turn_away(one->socket, "a worker introduces itself first");
    else if (const auto problem = library_problem(hello->library, hello->version); !problem.empty())
        turn_away(one->socket, problem);
    else {
        one->executable = std::move(hello->executable);
        stage(one);
    }
}

/// It is not destroyed while its own watch calls.
void guests::forget(const std::shared_ptr<guest>& one)
{
    one->watch.stop();
    std::erase(unheard_, one);
    asio::post(loop_, [one] {});
}

void guests::stage(const std::shared_ptr<guest>& one)
{
    const std::string running = platform::executable_of(one->process.process_id);
    const std::string told = platform::open_file_of(one->executable.get());
    std::error_code ignored;
    one->runs_in_tool = std::filesystem::is_regular_file(told, ignored) &&
                        !std::filesystem::equivalent(told, running, ignored);
    const std::string& executable = one->runs_in_tool ? told : running;
    one->path = platform::path_behind(executable);
    ++under_way_;
    pipeline_.stage_other({executable, one->path}, [this, one](const result<pipeline_image>& image) {
        --under_way_;
        if (!platform::has_ended(one->process.exit_handle))
            staged(*one, image);
    });
}

void guests::staged(guest& one, const result<pipeline_image>& image)
{
    const std::string who = fmt::format("process {} ({})", one.process.process_id, one.path);
    if (auto joined = join(one, image); joined)
        report_.say(report::notice{fmt::format(
            "{} was started by hand, and is to take over as generation {}", who, image->generation)});
    else {
        report_.say(report::notice{
            fmt::format("{} was started by hand, and can't take over: {}", who, joined.error().sentence)});
        turn_away(one.socket, joined.error().sentence);
    }
}

result<void> guests::join(guest& one, const result<pipeline_image>& image)
{
    if (!image)
        return image.error();
    return workers_.join(
        *image, std::move(one.process), one.socket,
        one.runs_in_tool ? origin::by_hand_in_tool : origin::by_hand);
}

} // namespace respawn::supervisor
