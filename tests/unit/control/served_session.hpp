#pragma once

#include "supervisor/control/control_server.hpp"
#include "supervisor/control/session_folder.hpp"

#include "scratch_folder.hpp"

#include <asio/io_context.hpp>
#include <asio/post.hpp>

#include <optional>
#include <thread>
#include <utility>
#include <vector>

/// A session folder whose commands are answered by `handler`, in a thread of its own.
class served_session {
public:
    struct never_answers {};

    explicit served_session(never_answers) :
        served_session{[this](const auto&, const auto& reply) { unanswered_.push_back(reply); }}
    {}

    explicit served_session(respawn::supervisor::request_handler handler) :
        folder_{respawn::supervisor::session_folder::open(scratch_.project()).value()}
    {
        server_ = respawn::supervisor::control_server::listen(
                      context_, folder_->control_socket_path(), std::move(handler))
                      .value();
        loop_ = std::thread{[this] { context_.run(); }};
    }
    ~served_session()
    {
        context_.stop();
        loop_.join();
    }
    served_session(const served_session&) = delete;
    served_session& operator=(const served_session&) = delete;

    [[nodiscard]] std::filesystem::path project() const { return scratch_.project(); }
    [[nodiscard]] respawn::running_session found() const
    {
        return respawn::supervisor::session_here(project()).value();
    }
    /// To be called in the handler: the session ends as soon as its answer is sent.
    void end_soon()
    {
        asio::post(
            context_, [this] { folder_.reset(); });
    }

private:
    scratch_project scratch_;
    asio::io_context context_{1};
    std::vector<respawn::supervisor::reply_function> unanswered_;
    std::optional<respawn::supervisor::session_folder> folder_;
    std::optional<respawn::supervisor::control_server> server_;
    std::thread loop_;
};
