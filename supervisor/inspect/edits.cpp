#include "supervisor/inspect/edits.hpp"

#include "shared/objects/live_memory.hpp"
#include "shared/objects/lookup.hpp"
#include "shared/objects/values.hpp"
#include "shared/text/printable.hpp"

#include <fmt/format.h>

#include <cstring>
#include <iterator>
#include <utility>
#include <vector>

namespace respawn::supervisor {

namespace {

using objects::place;
using schema::type_kind;

constexpr std::size_t most_waiting = 1000;
constexpr std::uint64_t edit_steps = 2'000'000;
constexpr std::size_t shown_text_bytes = 100;
constexpr int max_opened_holders = 16;

/// What an optional, a unique_ptr or a variant holds is changed in its place.
result<place> open_for_edit(const objects::state_bytes& state, const objects::target& what)
{
    place now = what.where;
    for (int i = 0; i < max_opened_holders; ++i) {
        const type_kind kind = now.node().kind;
        if (kind == type_kind::pointer || !objects::can_hold(kind))
            break;
        const objects::held next = objects::held_by(state, now);
        if (next.what == objects::held::how::nothing)
            return failure{what.path + " is empty: only the game can put something into it"};
        if (next.what == objects::held::how::unknown_class)
            return failure{what.path + " holds an object of a class that RESPAWN_DERIVED does not name"};
        if (next.what != objects::held::how::object)
            return failure{what.path + " is damaged"};
        now = next.where;
    }
    return now;
}

/// Whether a pointer has led to where nothing is allocated, as far as the allocator's headers tell.
bool is_free(const objects::state_bytes& state, const place& where)
{
    objects::live_memory memory;
    objects::work_limit work{edit_steps};
    return memory.read(state, work) == objects::live_memory::outcome::known &&
           !memory.contains(where.address - state.address());
}

result<objects::target> find(
    objects::root_reader& reader, const objects::state_bytes& state, const std::string& path)
{
    const auto parsed = objects::parse_path(path);
    if (!parsed)
        return parsed.error();
    const auto roots = reader.read(state);
    if (!roots)
        return roots.error();
    objects::work_limit work{edit_steps};
    auto found = objects::look_up_one(state, *roots, *parsed, work);
    if (!found)
        return found.error();
    auto opened = open_for_edit(state, *found);
    if (!opened)
        return opened.error();
    found->where = *opened;
    if (is_free(state, found->where))
        return failure{
            found->path + " lies in memory of the state that is free: a pointer on the way dangles, see "
                          "'respawn audit'"};
    return found;
}

void write_value(player::edit_data& data, const place& where, const objects::new_value& value)
{
    data.address = where.address;
    data.bytes = static_cast<std::uint32_t>(value.bytes.size());
    data.kind = static_cast<std::uint32_t>(
        value.is_characters ? player::edit_kind::characters
        : where.bit         ? player::edit_kind::bit
                            : player::edit_kind::bytes);
    data.bit = where.bit.value_or(0);
    if (value.is_characters)
        data.unit_bytes = static_cast<std::uint32_t>((*where.types)[where.node().element].size_bytes);
    if (!value.bytes.empty())
        std::memcpy(data.content, value.bytes.data(), value.bytes.size());
}

/// What is there once `value` is written, as it is shown.
std::string shown_as(const place& where, const objects::new_value& value)
{
    if (value.is_characters)
        return objects::shown(
            objects::text_of(value.bytes, (*where.types)[where.node().element].size_bytes, shown_text_bytes));
    const place copy{where.types, where.type, reinterpret_cast<std::uintptr_t>(value.bytes.data())};
    const auto read = objects::read_value(objects::state_bytes::own_memory(), copy, shown_text_bytes);
    return read ? objects::shown(*read) : std::string{};
}

/// Of changes whose askers were told that the next step makes them.
std::string not_made(const std::vector<std::string>& promised, const std::string& problem)
{
    if (promised.size() == 1)
        return fmt::format(
            "{} with the next frame was not made, because {}; set it again once the game plays",
            promised.front(), problem);
    return fmt::format(
        "{} changes that were to be made with the next frames were not made ({} was the first), because {}; "
        "set them again once the game plays",
        promised.size(), promised.front(), problem);
}

} // namespace

result<edits::prepared> edits::prepare(const wanted_edit& wanted, const committed_state& state)
{
    const auto bytes = state.bytes_at(state_address_, classes_);
    const auto found = find(reader_, bytes, wanted.path);
    if (!found)
        return found.error();
    const place& where = found->where;
    auto value = objects::parse_value(*where.types, where.type, wanted.value);
    if (!value)
        return failure{found->path + ": " + value.error().sentence};
    if (value->bytes.size() > player::max_edit_bytes)
        return failure{fmt::format(
            "{}: a text of {} bytes is more than the {} that can be set", found->path, value->bytes.size(),
            player::max_edit_bytes)};
    const auto before = objects::read_value(bytes, where, shown_text_bytes);
    if (!before)
        return failure{found->path + " is damaged, and can't be changed safely"};
    prepared made;
    made.path = found->path;
    made.before = objects::shown(*before);
    made.after = shown_as(where, *value);
    write_value(made.data, where, *value);
    return made;
}

result<std::string> edits::read(const std::string& path, const committed_state& state)
{
    const auto bytes = state.bytes_at(state_address_, classes_);
    const auto found = find(reader_, bytes, path);
    if (!found)
        return found.error();
    const auto value = objects::read_value(bytes, found->where, shown_text_bytes);
    if (!value)
        return failure{"it is damaged"};
    return {boost::system::in_place_value, objects::shown(*value)};
}

void edits::add(const request& asked, const committed_state& state, answer_when when, reply_function reply)
{
    reply_function answer = std::move(reply);
    wanted_edit wanted{asked.path, asked.value, nullptr};
    const auto made = prepare(wanted, state);
    supervisor::reply said;
    if (!made)
        said.error = text::printable(made.error().sentence);
    else if (waiting_.size() == most_waiting)
        said.error = "so many changes are waiting for frames already; try again in a moment";
    if (!said.error.empty())
        return answer(std::move(said));
    if (when == answer_when::accepted) {
        said.output = text::printable(fmt::format(
            "{}: {} -> {} with the next frame, once the game goes on\n", made->path, made->before,
            made->after));
        wanted.path = made->path;
        wanted.before = made->before;
        wanted.after = made->after;
        answer(std::move(said));
    } else {
        wanted.reply = std::move(answer);
    }
    waiting_.push_back(std::move(wanted));
}

void edits::fill(player::edit_data& told, const committed_state& state, bool has_committed)
{
    told.kind = static_cast<std::uint32_t>(player::edit_kind::none);
    worker_is_gone();
    while (has_committed && !waiting_.empty() && !is_given_) {
        const auto made = prepare(waiting_.front(), state);
        if (!made) {
            // What the game has done meanwhile: the object is gone, say.
            answer_front({}, made.error().sentence);
            continue;
        }
        told = made->data;
        waiting_.front().before = made->before;
        waiting_.front().after = made->after;
        waiting_.front().path = made->path;
        is_given_ = true;
    }
}

void edits::frame_finished(const committed_state& state, bool committed)
{
    if (!std::exchange(is_given_, false))
        return;
    if (!committed)
        return give_up();
    const wanted_edit& done = waiting_.front();
    const auto now = read(done.path, state);
    std::string line =
        fmt::format("{}: {} -> {} in frame {}", done.path, done.before, done.after, state.frame());
    if (!now)
        line += ", which the game took away in the same frame";
    else if (*now != done.after)
        line += fmt::format(", which the game made {} in the same frame", *now);
    answer_front(line + "\n", {});
}

void edits::worker_is_gone()
{
    if (std::exchange(is_given_, false))
        give_up();
}

/// Given once more, it would make frame after frame fail.
void edits::give_up()
{
    const wanted_edit& failed = waiting_.front();
    answer_front(
        {}, fmt::format(
                "{}: {} -> {} was given up, because the frame that it was made in failed; set it again if "
                "something else was to blame",
                failed.path, failed.before, failed.after));
}

void edits::answer_front(const std::string& output, const std::string& problem)
{
    const wanted_edit done = std::move(waiting_.front());
    waiting_.pop_front();
    supervisor::reply said;
    said.output = text::printable(output);
    said.error = text::printable(problem);
    if (done.reply)
        done.reply(std::move(said));
    else if (tell_ && !said.error.empty())
        tell_(said.error);
}

void edits::end(const std::string& problem)
{
    const auto first = waiting_.begin() + (is_given_ ? 1 : 0);
    std::vector<wanted_edit> ended{std::make_move_iterator(first), std::make_move_iterator(waiting_.end())};
    waiting_.erase(first, waiting_.end());
    std::vector<std::string> promised;
    for (const wanted_edit& each : ended)
        if (each.reply)
            each.reply({text::printable(problem), {}, {}});
        else
            promised.push_back(fmt::format("{}: {} -> {}", each.path, each.before, each.after));
    if (tell_ && !promised.empty())
        tell_(text::printable(not_made(promised, problem)));
}

} // namespace respawn::supervisor
