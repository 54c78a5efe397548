#include <respawn/worker.hpp>

#include "worker/source/interface/session.hpp"
#include "worker/source/platform/thread_exit.hpp"

#include <exception>
#include <utility>

namespace respawn {

worker::worker(int argc, char** argv, const window_wishes& wishes) :
    session_{detail::open_session(argc > 0 ? argv[0] : "game", wishes)}
{}

worker::~worker() = default;

void* worker::root(std::string_view name, const detail::type_description& type, void (*construct)(void*))
{
    return session_->root(name, type, construct);
}

frame worker::next_frame()
{
    return frame{session_->begin_frame() ? session_.get() : nullptr};
}

std::optional<texture> worker::find_texture(std::string_view name)
{
    return session_->find_texture(name);
}

texture worker::make_texture(std::string_view name, int width, int height, std::span<const std::uint8_t> rgba)
{
    return session_->make_texture(name, width, height, rgba);
}

std::optional<sound> worker::find_sound(std::string_view name)
{
    return session_->find_sound(name);
}

sound worker::make_sound(std::string_view name, int sample_rate, int channels, std::span<const float> samples)
{
    return session_->make_sound(name, sample_rate, channels, samples);
}

std::uint64_t worker::generation() const
{
    return session_->generation();
}

frame::frame(detail::session* session) noexcept :
    session_{session}, exceptions_at_start_{std::uncaught_exceptions()}
{}

frame::frame(frame&& other) noexcept :
    session_{std::exchange(other.session_, nullptr)}, exceptions_at_start_{other.exceptions_at_start_}
{}

frame::~frame()
{
    if (!session_)
        return;
    if (std::uncaught_exceptions() > exceptions_at_start_ || platform::thread_is_exiting())
        session_->drop_frame();
    else
        session_->commit_frame();
}

const input& frame::input() const
{
    return session_->input();
}

std::chrono::nanoseconds frame::duration() const
{
    return std::chrono::nanoseconds{session_->tick().dt_ns};
}

float frame::dt() const
{
    return std::chrono::duration<float>{duration()}.count();
}

std::uint64_t frame::number() const
{
    return session_->tick().frame;
}

canvas& frame::canvas() const
{
    return session_->canvas();
}

pixels frame::pixels() const
{
    return session_->pixels();
}

audio& frame::audio() const
{
    return session_->audio();
}

} // namespace respawn
