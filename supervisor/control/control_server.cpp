#include "supervisor/control/control_server.hpp"

#include "supervisor/control/control_connection.hpp"
#include "supervisor/control/platform/private_folder.hpp"

#include <asio/local/stream_protocol.hpp>
#include <asio/steady_timer.hpp>

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace respawn::supervisor {
namespace {

using namespace std::chrono_literals;
using local = asio::local::stream_protocol;

constexpr auto pause_after_failure = 100ms;

} // namespace

struct control_server::listener : std::enable_shared_from_this<control_server::listener> {
    listener(asio::io_context& loop, request_handler answers, std::chrono::milliseconds client_patience) :
        context{loop}, acceptor{loop}, retry{loop}, patience{client_patience},
        handler{std::make_shared<const request_handler>(std::move(answers))}
    {}

    void bind(const std::string& path);
    void accept();
    void accept_later();
    void take(local::socket socket);
    void forget_closed();
    void close();

    asio::io_context& context;
    local::acceptor acceptor;
    asio::steady_timer retry;
    std::chrono::milliseconds patience;
    std::shared_ptr<const request_handler> handler;
    std::vector<std::weak_ptr<control_connection>> connections;
};

void control_server::listener::bind(const std::string& path)
{
    acceptor.open();
    platform::keep_from_children(acceptor.native_handle());
    acceptor.bind(local::endpoint{path});
    std::filesystem::permissions(
        path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    acceptor.listen();
}

void control_server::listener::accept()
{
    acceptor.async_accept([self = shared_from_this()](std::error_code error, local::socket socket) {
        if (!self->acceptor.is_open())
            return;
        if (error)
            return self->accept_later();
        self->take(std::move(socket));
        self->accept();
    });
}

// No descriptor may be left, for example: trying again at once would keep the loop busy.
void control_server::listener::accept_later()
{
    retry.expires_after(pause_after_failure);
    retry.async_wait([self = shared_from_this()](std::error_code cancelled) {
        if (!cancelled && self->acceptor.is_open())
            self->accept();
    });
}

void control_server::listener::take(local::socket socket)
{
    platform::keep_from_children(socket.native_handle());
    forget_closed();
    if (connections.size() >= max_connections || !platform::peer_is_this_user(socket.native_handle()))
        return;
    const auto connection =
        std::make_shared<control_connection>(context, std::move(socket), handler, patience);
    connections.push_back(connection);
    connection->read_request();
}

void control_server::listener::forget_closed()
{
    connections.erase(
        std::remove_if(
            connections.begin(), connections.end(),
            [](const auto& connection) { return connection.expired(); }),
        connections.end());
}

void control_server::listener::close()
{
    std::error_code ignored;
    retry.cancel();
    acceptor.close(ignored);
    handler.reset();
    for (const auto& weak : connections)
        if (const auto connection = weak.lock())
            connection->close();
}

result<control_server> control_server::listen(
    asio::io_context& context, const std::filesystem::path& path, request_handler handler,
    std::chrono::milliseconds patience)
{
    auto shared = std::make_shared<listener>(context, std::move(handler), patience);
    try {
        shared->bind(path.string());
    } catch (const std::system_error& error) {
        return system_failure("cannot listen for commands at " + path.string(), error.code());
    }
    shared->accept();
    return control_server{std::move(shared)};
}

control_server::control_server(std::shared_ptr<listener> shared) : listener_{std::move(shared)} {}
control_server::control_server(control_server&&) noexcept = default;
control_server& control_server::operator=(control_server&& other) noexcept
{
    std::swap(listener_, other.listener_);
    return *this;
}

control_server::~control_server()
{
    if (listener_)
        listener_->close();
}

} // namespace respawn::supervisor
