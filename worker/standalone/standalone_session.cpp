#include "worker/standalone/standalone_session.hpp"

#include "shared/pictures/layout.hpp"
#include "shared/presentation/font_texture.hpp"
#include "worker/source/audio/audio_access.hpp"
#include "worker/source/canvas/canvas_access.hpp"
#include "worker/source/interface/input_reader.hpp"
#include "worker/source/interface/promises.hpp"
#include "worker/standalone/heap_state.hpp"

#include <cstdio>
#include <new>
#include <stdexcept>
#include <utility>

namespace respawn {

namespace standalone {

namespace {

std::byte* make_slot()
{
    auto* slot = static_cast<std::byte*>(std::calloc(pictures::slot_bytes, 1));
    if (!slot)
        throw std::bad_alloc{};
    return slot;
}

presentation::composition black_picture(std::pair<int, int> size)
{
    return {static_cast<std::uint32_t>(size.first), static_cast<std::uint32_t>(size.second)};
}

} // namespace

standalone_session::standalone_session(std::string program, std::unique_ptr<stage> on) :
    program_{std::move(program)}, picture_{black_picture(on->picture_size())}, stage_{std::move(on)},
    slot_{make_slot()}, canvas_{canvas_access::make()}
{
    presentation::make_font_texture(textures_);
    tell_of_picture(stage_->show(picture_, textures_));
}

void* standalone_session::root(
    std::string_view name, const detail::type_description& type, void (*construct)(void*))
{
    return find_or_make_root(name, type, construct);
}

bool standalone_session::begin_frame()
{
    detail::check_frame_has_ended(open_frame_.has_value());
    tick_->frame = frame_ + 1;
    if (!stage_->begin_frame(tick_->frame, *tick_))
        return false;
    input_access::read(*tick_, input_);
    audio_access::attach(audio_, *heard_);
    picture_has_begun_ = false;
    open_frame_.emplace();
    return true;
}

void standalone_session::commit_frame()
{
    ++frame_;
    if (picture_has_begun_) {
        canvas_access::finish(*canvas_);
        tell_of_picture(show_picture());
    }
    play_sounds();
    open_frame_.reset();
}

result<void> standalone_session::show_picture()
{
    if (auto taken = picture_.take(slot_.get(), tick_->width, tick_->height); !taken)
        return taken;
    auto shown = stage_->show(picture_, textures_);
    return shown ? picture_.check_whole() : shown;
}

void standalone_session::play_sounds()
{
    if (const auto played = stage_->play(sounds::copy_commands(*heard_), recordings_); !played)
        std::fprintf(stderr, "%s: %s\n", program_.c_str(), played.error().sentence.c_str());
}

void standalone_session::drop_frame()
{
    open_frame_.reset();
}

/// Once, and not for every frame that it concerns.
void standalone_session::tell_of_picture(const result<void>& shown)
{
    const std::string problem = shown ? "" : shown.error().sentence;
    if (!problem.empty() && problem != picture_problem_)
        std::fprintf(stderr, "%s: %s\n", program_.c_str(), problem.c_str());
    picture_problem_ = problem;
}

void standalone_session::begin_picture()
{
    if (!std::exchange(picture_has_begun_, true))
        canvas_access::attach(*canvas_, slot_.get(), tick_->width, tick_->height, tick_->frame);
}

respawn::canvas& standalone_session::canvas()
{
    begin_picture();
    return *canvas_;
}

respawn::pixels standalone_session::pixels()
{
    begin_picture();
    return {
        canvas_access::use_pixels(*canvas_), static_cast<int>(tick_->width), static_cast<int>(tick_->height)};
}

std::optional<texture> standalone_session::find_texture(std::string_view name)
{
    const std::uint64_t id = pictures::texture_id(name);
    const auto* found = textures_.find(id);
    if (!found)
        return std::nullopt;
    return texture{id, static_cast<int>(found->width), static_cast<int>(found->height)};
}

texture standalone_session::make_texture(
    std::string_view name, int width, int height, std::span<const std::uint8_t> rgba)
{
    detail::check_texture(name, width, height, rgba);
    const std::uint64_t id = pictures::texture_id(name);
    const auto made = textures_.make(
        id, std::string{name}, static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height),
        std::as_bytes(rgba));
    if (!made)
        throw std::runtime_error{"respawn: " + made.error().sentence};
    return {id, width, height};
}

std::optional<sound> standalone_session::find_sound(std::string_view name)
{
    const std::uint64_t id = sounds::sound_id(name);
    return recordings_.find(id) ? std::optional{sound{id}} : std::nullopt;
}

sound standalone_session::make_sound(
    std::string_view name, int sample_rate, int channels, std::span<const float> samples)
{
    detail::check_sound(name, sample_rate, channels, samples);
    const std::uint64_t id = sounds::sound_id(name);
    const auto made = recordings_.make(
        id, std::string{name}, static_cast<std::uint32_t>(sample_rate), static_cast<std::uint32_t>(channels),
        samples);
    if (!made)
        throw std::runtime_error{"respawn: " + made.error().sentence};
    return {id};
}

} // namespace standalone

std::unique_ptr<detail::session> detail::open_session(const char* program, const window_wishes& wishes)
{
    const std::string_view path = program;
    auto on = standalone::make_stage(std::string{path.substr(path.rfind('/') + 1)}, wishes);
    if (!on) {
        std::fprintf(stderr, "%s: %s\n", program, on.error().sentence.c_str());
        std::exit(EXIT_FAILURE);
    }
    return std::make_unique<standalone::standalone_session>(program, std::move(*on));
}

} // namespace respawn
