#pragma once

#include "supervisor/platform/process.hpp"
#include "tests/support/program_run.hpp"

#include <nlohmann/json.hpp>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::test {

/// The editor's side of the debug adapter protocol, and an adapter at the other end of two pipes, which ends
/// with this object at the latest. Everything that waits throws std::runtime_error with what it waited for
/// and all that came.
class dap_client {
public:
    using json = nlohmann::json;

    /// `what` says where the adapter's errors go; its output is the protocol.
    explicit dap_client(const program_start& what);
    ~dap_client();
    dap_client(const dap_client&) = delete;
    dap_client& operator=(const dap_client&) = delete;

    /// Sends a request, and gives its number.
    int send(std::string_view command, json arguments = json::object());
    void send_bytes(std::string_view bytes);
    /// Waits for the response to a request.
    [[nodiscard]] json response_to(int request);
    /// Sends a request that must succeed, and gives the body of its response.
    json ask(std::string_view command, json arguments = json::object());
    /// Waits for an event, the first one that was not waited for, and gives its body.
    json wait_for(std::string_view event);

    /// Closes the adapter's input, and waits for its end: gives the exit code; 128 and the signal's number if
    /// a signal ended it.
    int finish();
    [[nodiscard]] int process_id() const { return child_.process_id; }

private:
    template <class Predicate>
    json take(const std::string& what, Predicate wanted);
    void read_messages();

    platform::child_process child_;
    unique_handle to_adapter_, from_adapter_;
    std::string bytes_;
    std::deque<json> waiting_; ///< messages that were not waited for
    std::vector<std::string> all_;
    int last_request_ = 0;
    bool has_ended_ = false;
};

} // namespace respawn::test
