// A game with one of everything: each kind of state, input, and drawing. All of it is decided by the frame
// and the input, so that two runs of one script are the same.
#include "collection.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace collection {

namespace {

std::uint64_t next_random(everything& state)
{
    state.random = state.random * 6364136223846793005u + 1442695040888963407u;
    return state.random >> 33;
}

void change_values(everything& state, std::uint64_t frame, std::chrono::nanoseconds dt)
{
    const auto number = static_cast<std::int32_t>(next_random(state) % 1000);
    state.flag = !state.flag;
    state.letter = static_cast<char>('a' + number % 26);
    state.ratio = number / 7.0;
    state.feels = static_cast<mood>(frame % 3);
    state.grid[frame % 2][frame % 3] = static_cast<std::int16_t>(number);
    state.weights[frame % 3] += 0.25f;
    state.both = {number, "pair"};
    state.three = {0.5f * static_cast<float>(number), frame % 2 == 0, {number, number + 1}};
    state.elapsed += std::chrono::duration_cast<std::chrono::milliseconds>(dt);
    state.engine();
    state.marks.flip(frame % state.marks.size());
    state.turn *= std::complex<float>{0, 1};
    state.counted += 2;
}

void change_containers(everything& state, std::uint64_t frame)
{
    const auto number = static_cast<std::int32_t>(next_random(state) % 50);
    const respawn::string word{"word " + std::to_string(number)};
    state.parts.push_back({number, nullptr});
    if (state.parts.size() > 40)
        state.parts.erase(state.parts.begin(), state.parts.begin() + 20);
    for (std::size_t index = 1; index < state.parts.size(); ++index)
        state.parts[index - 1].next = &state.parts[index];
    state.parts.back().next = nullptr;
    state.held = &state.parts[state.parts.size() / 2];
    state.bits.push_back(number % 2 == 0);
    state.queue.push_front(number);
    if (state.queue.size() > 30)
        state.queue.pop_back();
    state.names.push_back(word);
    if (state.names.size() > 10)
        state.names.pop_front();
    state.title = word + " and a text that is too long to be kept inside of the string itself";
    state.by_name[word] = {number, &state.by_name.begin()->second};
    if (!state.numbers.insert(number).second)
        state.numbers.erase(number);
    state.sums[static_cast<std::uint32_t>(number)] += static_cast<std::int64_t>(frame);
    state.words.insert(word);
}

void change_objects(everything& state, std::uint64_t frame)
{
    const auto number = static_cast<std::int32_t>(frame);
    state.chosen = frame % 2 == 0 ? std::optional<part>{} : part{number, state.held};
    if (frame % 3 == 0)
        state.either = number;
    else if (frame % 3 == 1)
        state.either = respawn::string{"a text"};
    else
        state.either = part{number, state.held};
    state.owned = respawn::make_unique<part>(number, state.held);
    if (frame % 60 == 1)
        state.animals.push_back(respawn::make_unique<cat>());
    if (frame % 60 == 31)
        state.animals.push_back(respawn::make_unique<dog>());
    for (const auto& each : state.animals)
        each->grow();
}

void take_input(everything& state, const respawn::input& input)
{
    state.mouse_x = input.mouse().x;
    state.mouse_y = input.mouse().y;
    state.wheel += input.wheel().y;
    state.typed += input.text();
    for (const auto& event : input.events())
        state.presses += event.what == respawn::input_event::kind::key_down && !event.repeat ? 1 : 0;
    if (input.pressed(respawn::key::space))
        state.parts.clear();
}

respawn::texture checkers(respawn::worker& worker)
{
    if (const auto known = worker.find_texture("checkers"))
        return *known;
    std::vector<std::uint8_t> rgba;
    for (int index = 0; index != 32 * 32; ++index)
        for (const int channel : {index * 8 % 256, index / 32 * 8, 128, index % 5 == 0 ? 0 : 255})
            rgba.push_back(static_cast<std::uint8_t>(channel));
    return worker.make_texture("checkers", 32, 32, rgba);
}

void draw_pixels(const respawn::pixels& pixels, std::uint64_t frame)
{
    for (int y = 0; y != pixels.height; ++y)
        for (int x = 0; x != pixels.width; ++x)
            pixels.at(x, y) = static_cast<std::uint32_t>(x ^ y) + static_cast<std::uint32_t>(frame);
}

void draw(respawn::canvas& canvas, const everything& state, const respawn::texture& image)
{
    const auto size = canvas.size();
    float x = 0;
    for (const part& each : state.parts)
        canvas.fill_circle({x += 20, 100 + static_cast<float>(each.number)}, 8, {255, 80, 40, 200});
    canvas.push_transform({size.width / 2, size.height / 2}, static_cast<float>(state.counted) / 40, 2);
    canvas.sprite(image, {-50, -50, 100, 100}, {.tint = {200, 255, 200, 220}, .rotation = 0.3f});
    canvas.sprite({}, {60, 0, 10, 10});
    canvas.sprite({0x7777, 4, 4}, {80, 0, 10, 10}); // that nobody has made
    canvas.pop_transform();
    canvas.push_clip({20, 300, 300, 100});
    canvas.text({10, 310}, state.title, {.size = 24, .fill = {255, 255, 0}});
    canvas.text({10, 340}, state.typed, {.size = 16});
    canvas.pop_clip();
    canvas.outline_rectangle({300, 20, 200, 120}, {0, 255, 255}, 3);
    canvas.line({0, 0}, {state.mouse_x, state.mouse_y}, {255, 0, 255, 128}, 2.5f);
    const std::array<respawn::canvas::vertex, 3> corners{
        {{{600, 200}, {255, 0, 0}, {0, 0}},
         {{700, 220}, {0, 255, 0}, {1, 0}},
         {{640, 300}, {0, 0, 255}, {1, 1}}}};
    const std::array<std::uint32_t, 3> indices{0, 1, 2};
    canvas.triangles(image, corners, indices);
}

} // namespace

} // namespace collection

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    const auto image = collection::checkers(worker);
    auto& state = worker.state<collection::everything>("everything");
    auto& frames = worker.state<std::uint64_t>("frames");
    while (const auto frame = worker.next_frame()) {
        ++frames;
        collection::take_input(state, frame.input());
        collection::change_values(state, frame.number(), frame.duration());
        collection::change_containers(state, frame.number());
        collection::change_objects(state, frame.number());
        if (frame.number() % 2 == 0)
            collection::draw_pixels(frame.pixels(), frame.number());
        collection::draw(frame.canvas(), state, image);
    }
}
