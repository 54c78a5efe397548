#pragma once

#include "shared/input/layout.hpp"
#include "shared/objects/class_table.hpp"
#include "shared/objects/roots.hpp"
#include "shared/result.hpp"
#include "supervisor/control/control_server.hpp"
#include "supervisor/session/committed_state.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace respawn::supervisor {

/// The changes that `respawn set` asks for, one a frame, until each is in the commit of one. A change whose
/// frame fails is given up.
///
/// The live worker makes them: what the supervisor wrote to the committed state would stay hidden behind the
/// worker's private copies of pages. Each is looked up anew right before the tick that it is given with.
class edits {
public:
    using tell_function = std::function<void(const std::string&)>;
    /// `reader` outlives this. `tell`: takes the problems with changes that were answered before.
    edits(std::uint64_t state_address, objects::root_reader& reader, tell_function tell = nullptr) :
        state_address_{state_address}, reader_{reader}, tell_{std::move(tell)}
    {}

    /// As inspector::set_classes().
    void set_classes(const objects::class_table* classes) { classes_ = classes; }

    enum class answer_when : std::uint8_t { committed, accepted };
    /// Takes the change on, or says at once why it can't be made. `accepted`: the game stands still, or in a
    /// debugger.
    void add(const request& asked, const committed_state& state, answer_when when, reply_function reply);

    /// Before each tick of the live worker. Gives nothing to one that has not committed a frame yet: it may
    /// be about to carry the state to another layout.
    void fill(player::edit_data& told, const committed_state& state, bool has_committed);
    /// Whether one waits to be given.
    [[nodiscard]] bool are_waiting() const { return !waiting_.empty(); }
    /// After each of its ticks, when a commit is applied.
    void frame_finished(const committed_state& state, bool committed);
    /// When a tick that was given will not be finished: at the latest before the next one is.
    void worker_is_gone();
    /// Gives up, for this reason, all that no tick was given for. Those that were answered before are told of
    /// in one line.
    void end(const std::string& problem);

private:
    struct wanted_edit {
        std::string path, value;
        reply_function reply; ///< null: it has been answered
        std::string before{}, after{};
    };
    struct prepared {
        player::edit_data data{};
        std::string path, before, after;
    };
    [[nodiscard]] result<prepared> prepare(const wanted_edit& wanted, const committed_state& state);
    [[nodiscard]] result<std::string> read(const std::string& path, const committed_state& state);
    void give_up();
    void answer_front(const std::string& output, const std::string& problem);

    std::uint64_t state_address_;
    objects::root_reader& reader_;
    tell_function tell_;
    const objects::class_table* classes_ = nullptr;
    std::deque<wanted_edit> waiting_;
    bool is_given_ = false; ///< the first one, with the tick under way
};

} // namespace respawn::supervisor
