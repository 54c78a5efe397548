#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/platform/handle_watch.hpp"

#include <asio/io_context.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

namespace respawn::supervisor {

/// The socket that workers connect to. Only processes of this user get through.
class worker_listener {
public:
    /// Called with the process that connected and its socket.
    using accept_function = std::function<void(int process_id, unique_handle socket)>;

    [[nodiscard]] static result<std::unique_ptr<worker_listener>> listen(
        asio::io_context& context, const std::filesystem::path& path, accept_function accept);

private:
    worker_listener(asio::io_context& context, unique_handle socket, accept_function accept);
    void watch();
    void accept_all();
    void introduce(unique_handle socket);

    asio::io_context& context_;
    unique_handle socket_;
    accept_function accept_;
    platform::handle_watch watch_;
    one_shot_timer retry_timer_;
};

/// Tells a process that wants to be a worker why it can't.
void turn_away(const unique_handle& socket, std::string_view reason);

} // namespace respawn::supervisor
