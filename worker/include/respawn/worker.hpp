#pragma once

/// All that a game needs: of respawn::worker or, for a program of its own, of respawn::standalone.

#include <respawn/containers.hpp>
#include <respawn/frame.hpp>
#include <respawn/schema.hpp>

#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string_view>

/// What a game has of respawn, under a supervisor and by itself.
namespace respawn {

/// What a game would like its window to be. What `respawn run` is told comes before it.
struct window_wishes {
    std::string_view title{};  ///< up to 63 bytes; empty: the program's or the project's name
    int width = 0, height = 0; ///< units of the desktop, pixels unless it enlarges; 0: 960 and 720
    int frames_per_second = 0; ///< 1 to 1000; 0: 60
};

/// The game's connection to its supervisor: one in a process, made at the start of main().
///
/// Threads: the one that made it. The state may be changed, and allocated from, by any thread during a frame.
class worker {
public:
    /// Connects to the supervisor that started this process; respawn::standalone opens a window. Ends the
    /// process with a sentence on stderr when that can't be done.
    ///
    /// The window becomes as wished for when this worker takes over, unless the one before has wished the
    /// same: the player may have changed it since.
    worker(int argc, char** argv, const window_wishes& wishes = {});
    ~worker();
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    /// The root object `name` of the state: the one that the last worker left, or a new value-initialised T.
    ///
    /// The first call is the take-over: it waits until the old worker has finished its last frame. Code
    /// before it runs while the old worker still plays. T must be able to outlive the process; what can't is
    /// refused at compile time. A root that was made with another layout is carried to T's, and all of that
    /// is undone if the process ends before its first frame does; one that can't be carried ends the process
    /// and leaves the old worker playing. Ask for all roots before the first frame. `name`: 1 to 47 bytes,
    /// for one type: asking for another one under it ends the process in the same way.
    template <class T>
    [[nodiscard]] T& state(std::string_view name)
    {
        detail::require_state_type<T>();
        void* object = root(name, detail::describe<T>(), [](void* place) { ::new (place) T{}; });
        return *static_cast<T*>(object);
    }

    /// Waits for the next frame. False when a newer worker has the state or the session ends: leave main()
    /// then.
    [[nodiscard]] frame next_frame();

    /// The texture `name`, if a worker of this session has made it.
    [[nodiscard]] std::optional<texture> find_texture(std::string_view name);
    /// Makes or replaces the texture `name`: RGBA8 with straight alpha, `width * height * 4` bytes, at most
    /// 8192 x 8192. It lives in the supervisor from now on. Throws std::runtime_error when that has no room
    /// for it.
    texture make_texture(std::string_view name, int width, int height, std::span<const std::uint8_t> rgba);

    /// The sound `name`, if a worker of this session has made it.
    [[nodiscard]] std::optional<sound> find_sound(std::string_view name);
    /// Makes or replaces the sound `name`: samples from -1 to 1 at `sample_rate` a second, 8,000 to 192,000;
    /// with two channels left and right in turn. It lives in the supervisor from now on. Throws
    /// std::runtime_error when that has no room for it.
    sound make_sound(std::string_view name, int sample_rate, int channels, std::span<const float> samples);

    /// Number of this build in the session: 1 for the first, one more for each rebuild.
    [[nodiscard]] std::uint64_t generation() const;

private:
    void* root(std::string_view name, const detail::type_description& type, void (*construct)(void*));

    std::unique_ptr<detail::session> session_;
};

} // namespace respawn
