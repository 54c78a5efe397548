#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"

#include <string>
#include <vector>

namespace respawn::platform {

/// What happened to an entry of a watched folder, or to the folder itself.
struct folder_event {
    enum class change {
        created, ///< the entry is new, and perhaps still empty
        written, ///< the entry was closed by someone who had it open for writing
        moved_in,
        moved_out,
        removed,
        folder_gone,  ///< the folder was removed, moved or unmounted: its watch has ended
        events_missed ///< too much happened at once: anything may have changed, in any folder
    };
    change what;
    int watch;
    bool is_folder;
    std::string name; ///< empty for folder_gone and events_missed
};

/// Reports changes of entries of any number of folders, without what is below those entries. Implemented in
/// platform/<os>/.
class folder_watch {
public:
    [[nodiscard]] static result<folder_watch> create();

    /// Watches a folder and returns the watch's number; a folder that is watched already has the same one.
    [[nodiscard]] result<int> add(const std::string& folder);
    void remove(int watch) noexcept;

    /// Readable when there are events: see handle_watch.
    [[nodiscard]] int handle() const noexcept { return events_.get(); }
    /// What happened since the last call, oldest first. Never blocks.
    [[nodiscard]] std::vector<folder_event> take_events();

private:
    explicit folder_watch(unique_handle events) : events_{std::move(events)} {}

    unique_handle events_;
};

} // namespace respawn::platform
