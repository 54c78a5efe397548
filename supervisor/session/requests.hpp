#pragma once

#include "shared/result.hpp"
#include "supervisor/control/control_server.hpp"
#include "supervisor/session/followers.hpp"
#include "supervisor/session/game_loop.hpp"
#include "supervisor/session/game_window.hpp"
#include "supervisor/session/image_pipeline.hpp"
#include "supervisor/session/state_access.hpp"
#include "supervisor/session/state_keeper.hpp"
#include "supervisor/session/succession.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// Does what is asked for on the control socket, and answers when it is done. Threads: the session's.
class requests {
public:
    /// All outlive this object.
    struct parts {
        succession& workers;
        game_loop& loop;
        game_window& window;
        image_pipeline& pipeline;
        state_keeper& keeper;
        state_access& states;
        followers& debuggers;
        std::function<void(const std::string& reason)> stop; ///< the session is to end
    };
    explicit requests(parts of) : parts_{std::move(of)} {}

    void answer(const request& asked, reply_function reply);
    /// For `respawn set`, and for who does the same without asking.
    void set_value(const request& asked, reply_function reply);
    /// What was started has come to its end, or nobody is to wait for it: an empty sentence, or why not.
    void settle(const std::string& problem);

private:
    /// Who waits for what an order leads to.
    struct order {
        action what;
        reply_function reply;
    };

    void answer_when_settled(const result<void>& started, order given);
    [[nodiscard]] std::string outcome_text(action of) const;
    void tell_log(std::optional<std::uint64_t> generation, reply_function reply);
    void swap(const std::filesystem::path& executable, reply_function reply);
    void follow(const request& asked, reply_function reply);
    [[nodiscard]] reply set_gate(const std::string& mode);
    [[nodiscard]] reply pause();
    [[nodiscard]] reply resume();
    void step(std::uint64_t frames, reply_function reply);
    [[nodiscard]] reply take_screenshot(const request& asked);
    void save(const std::filesystem::path& file, reply_function reply);
    void load(const std::filesystem::path& file, reply_function reply);
    void compare(const request& asked, reply_function reply);
    void quit(const reply_function& reply);

    parts parts_;
    std::vector<order> unsettled_;
};

} // namespace respawn::supervisor
