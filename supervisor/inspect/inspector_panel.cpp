#include "supervisor/inspect/inspector_panel.hpp"

#include "shared/objects/path.hpp"
#include "supervisor/display/panel_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace respawn::supervisor {

namespace {

using objects::place;

/// Once a refresh: 2 ms at most, each.
constexpr std::uint64_t outline_steps = 50'000, lookup_steps = 50'000, search_steps = 15'000;
/// Once a click: a frame may be late by that.
constexpr std::uint64_t reveal_steps = 1'000'000, follow_steps = 100'000;

/// What stands before the last `.*`: a unique_ptr's row shows what it holds.
std::string without_targets(std::string path)
{
    while (path.ends_with(".*"))
        path.resize(path.size() - 2);
    return path;
}

/// The number of the element of `container` that is at `address`.
std::optional<std::uint64_t> index_of(
    const state_look& state, const place& container, const place& element, objects::work_limit& work)
{
    std::optional<std::uint64_t> found;
    static_cast<void>(
        objects::for_each_element(state.bytes, container, 0, work, [&](const objects::entry& each) {
            if (each.element.address == element.address && each.element.bit == element.bit)
                found = each.index;
            return !found;
        }));
    return found;
}

std::optional<std::uint64_t> index_in(const objects::step& step)
{
    if (step.what == objects::step::kind::entries)
        return step.first;
    if (step.text.empty() || step.text.size() > 18 ||
        step.text.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return std::stoull(step.text);
}

std::string with_commas(std::uint64_t number)
{
    std::string text = std::to_string(number);
    for (std::size_t place = text.size(); place > 3; place -= 3)
        text.insert(place - 3, ",");
    return text;
}

std::string range_text(const outline_row& row)
{
    const std::uint64_t last = row.first + row.count - 1;
    return row.is_rest ? fmt::format("… {} more", with_commas(row.count))
                       : fmt::format("[{}..{}]", row.first, last);
}

} // namespace

void inspector_panel::toggle()
{
    is_open_ = !is_open_;
    focus_ = focus::rows;
    end_edit();
    // What has changed since is no news of a second.
    values_.clear();
    if (!is_open_)
        content_ = {};
}

void inspector_panel::tell(std::string message, bool is_problem)
{
    while (message.ends_with('\n'))
        message.pop_back();
    message_ = std::move(message);
    message_is_problem_ = is_problem;
    message_until_ = now_() + message_time;
}

// What is typed.

void inspector_panel::type(std::string_view text)
{
    if (focus_ == focus::search) {
        search_line_.insert(text);
        look_for_line();
    } else if (focus_ == focus::edit && edit_) {
        edit_->field.insert(text);
        edit_->problem.clear();
    }
}

void inspector_panel::press(std::uint32_t key, bool with_control)
{
    if (key == panel_key::keypad_enter)
        key = panel_key::enter;
    if (focus_ == focus::search)
        press_in_search(key, with_control);
    else if (focus_ == focus::edit)
        press_in_edit(key, with_control);
    else
        press_in_rows(key);
}

void inspector_panel::press_in_search(std::uint32_t key, bool with_control)
{
    const std::string before = search_line_.text();
    switch (key) {
    case panel_key::escape:
        if (before.empty())
            focus_ = focus::rows;
        search_line_ = {};
        break;
    case panel_key::enter:
    case panel_key::down:
        focus_ = focus::rows;
        if (!outline_.empty())
            select(0);
        return;
    default:
        search_line_.press(key, with_control);
    }
    if (search_line_.text() != before)
        look_for_line();
}

void inspector_panel::look_for_line()
{
    search_.begin(search_line_.text());
    first_row_ = 0;
}

void inspector_panel::press_in_edit(std::uint32_t key, bool with_control)
{
    if (!edit_)
        return;
    auto& [path, field, choices, first, problem, is_given] = *edit_;
    const auto chosen = std::find(choices.begin(), choices.end(), field.text());
    const auto number = static_cast<std::size_t>(chosen - choices.begin());
    switch (key) {
    case panel_key::escape:
        return end_edit();
    case panel_key::enter:
        return apply_edit();
    case panel_key::down:
        if (!choices.empty())
            choose(chosen == choices.end() ? 0 : std::min(number + 1, choices.size() - 1));
        return;
    case panel_key::up:
        if (!choices.empty())
            choose(number == 0 ? 0 : number - 1);
        return;
    default:
        field.press(key, with_control);
        problem.clear();
    }
}

void inspector_panel::choose(std::size_t index)
{
    edit_->field = line_field{edit_->choices[index]};
    edit_->problem.clear();
    if (index < edit_->first_choice)
        edit_->first_choice = index;
    if (index >= edit_->first_choice + most_choices)
        edit_->first_choice = index + 1 - most_choices;
}

void inspector_panel::press_in_rows(std::uint32_t key)
{
    const auto now = selected_index();
    if (!now)
        return;
    const std::size_t page = std::max<std::size_t>(content_.rows.size(), 2) - 1, last = outline_.size() - 1;
    switch (key) {
    case panel_key::up:
        return select(*now == 0 ? 0 : *now - 1);
    case panel_key::down:
        return select(std::min(*now + 1, last));
    case panel_key::page_up:
        return select(*now - std::min(page, *now));
    case panel_key::page_down:
        return select(std::min(*now + page, last));
    case panel_key::home:
        return select(0);
    case panel_key::end:
        return select(last);
    case panel_key::right:
        return set_open(outline_[*now], true);
    case panel_key::left:
        return outline_[*now].is_open ? set_open(outline_[*now], false) : select_parent();
    case panel_key::enter:
        wanted_activation_ = activation::any;
        return;
    case panel_key::escape:
        selected_.clear();
        return;
    default:
        return;
    }
}

void inspector_panel::select(std::size_t index)
{
    // Sentences have no key, and are passed over.
    if (outline_[index].key.empty())
        return;
    selected_ = outline_[index].key;
    must_show_selected_ = true;
}

void inspector_panel::select_parent()
{
    const std::size_t now = *selected_index();
    for (std::size_t i = now; i-- > 0;)
        if (outline_[i].depth < outline_[now].depth)
            return select(i);
}

std::optional<std::size_t> inspector_panel::selected_index() const
{
    if (selected_.empty())
        return std::nullopt;
    const auto found = std::find_if(
        outline_.begin(), outline_.end(), [&](const outline_row& each) { return each.key == selected_; });
    return found == outline_.end() ? std::nullopt
                                   : std::optional{static_cast<std::size_t>(found - outline_.begin())};
}

void inspector_panel::set_open(const outline_row& row, bool open)
{
    if (open)
        open_.insert(row.key);
    else
        open_.erase(row.key);
}

// The mouse.

void inspector_panel::scroll(double rows)
{
    scrolled_ += rows;
    const double whole = std::trunc(scrolled_);
    scrolled_ -= whole;
    const double to = std::max(static_cast<double>(first_row_) + whole, 0.0);
    first_row_ = static_cast<std::uint64_t>(std::min(to, static_cast<double>(outline_.size())));
    must_show_selected_ = false;
}

void inspector_panel::scroll_to(double fraction)
{
    const std::size_t hidden = outline_.size() - std::min(outline_.size(), content_.rows.size());
    first_row_ =
        static_cast<std::uint64_t>(std::lround(std::clamp(fraction, 0.0, 1.0) * static_cast<double>(hidden)));
    must_show_selected_ = false;
}

void inspector_panel::click_row(std::size_t row, column where, click times)
{
    const std::size_t index = static_cast<std::size_t>(content_.first_row) + row;
    if (row >= content_.rows.size() || index >= outline_.size() || outline_[index].key.empty())
        return;
    focus_ = focus::rows;
    end_edit();
    const outline_row& hit = outline_[index];
    selected_ = hit.key;
    const bool is_closed = !hit.is_open;
    const bool opens = content_.rows[row].opens != panel_row::opener::none;
    if (where == column::value && content_.rows[row].is_link)
        wanted_activation_ = activation::follow;
    else if (opens && times == click::once && (where == column::name || hit.what == outline_row::kind::range))
        set_open(hit, is_closed);
    else if (!opens && times == click::twice)
        wanted_activation_ = activation::change;
}

void inspector_panel::click_search()
{
    end_edit();
    focus_ = focus::search;
    search_line_.select_all();
}

void inspector_panel::click_choice(std::size_t index)
{
    if (!edit_ || edit_->first_choice + index >= edit_->choices.size())
        return;
    choose(edit_->first_choice + index);
    apply_edit();
}

void inspector_panel::click_elsewhere()
{
    focus_ = focus::rows;
    end_edit();
}

void inspector_panel::reveal(std::string path)
{
    wanted_reveal_ = std::move(path);
}

// The edit.

void inspector_panel::apply_edit()
{
    if (!edit_ || std::exchange(edit_->is_given, true))
        return;
    const std::uint64_t number = ++*edit_number_;
    const std::string path = edit_->path, text = edit_->field.text();
    // The answer may come at once, or when this is gone.
    set_(
        path, text,
        [this, number,
         known = std::weak_ptr{edit_number_}](const std::string& said, const std::string& problem) {
            const auto newest = known.lock();
            if (!newest)
                return;
            const bool is_open = edit_ && *newest == number && edit_->is_given;
            if (is_open)
                edit_->is_given = false;
            if (is_open && !problem.empty()) {
                edit_->problem = problem;
                return;
            }
            if (is_open)
                end_edit();
            tell(problem.empty() ? said : problem, !problem.empty());
        });
}

void inspector_panel::end_edit()
{
    edit_.reset();
    if (focus_ == focus::edit)
        focus_ = focus::rows;
}

// Looking at the state.

void inspector_panel::refresh(const std::string& problem, std::size_t rows)
{
    outline_.clear();
    outline_.push_back({outline_row::kind::note, {}, problem});
    content_ = {};
    content_.rows.push_back({.name = problem, .is_note = true});
    keep_in_view(rows);
    show_rest({});
}

void inspector_panel::refresh(const state_look& state, std::size_t rows)
{
    if (!is_open_)
        return;
    make_wanted(state);
    if (search_.is_active() && !search_.is_done()) {
        objects::work_limit work{search_steps};
        search_.step(state, work);
    }
    make_outline(state);
    select_revealed(state);
    keep_in_view(rows);
    content_ = {};
    read_rows(state, rows);
    show_rest(fmt::format("frame {}", state.frame));
}

void inspector_panel::make_outline(const state_look& state)
{
    objects::work_limit work{outline_steps};
    outline_ = search_.is_active() ? outline_of(state, search_.found(), open_, work)
                                   : outline_of_roots(state, open_, work);
    if (search_.is_active() && search_.is_done() && outline_.empty())
        outline_.push_back({outline_row::kind::note, {}, "nothing of that name is there"});
}

void inspector_panel::keep_in_view(std::size_t rows)
{
    const std::uint64_t last = outline_.size() - std::min(outline_.size(), rows);
    if (const auto selected = selected_index(); selected && std::exchange(must_show_selected_, false)) {
        first_row_ = std::min<std::uint64_t>(first_row_, *selected);
        first_row_ = std::max<std::uint64_t>(first_row_, *selected + 1 - std::min(*selected + 1, rows));
    }
    first_row_ = std::min(first_row_, last);
}

std::optional<place> inspector_panel::place_of(
    const state_look& state, const outline_row& row, objects::work_limit& work) const
{
    if (row.where || row.what != outline_row::kind::object)
        return row.where;
    const auto parsed = objects::parse_path(row.key);
    if (!parsed)
        return std::nullopt;
    const auto found = objects::look_up_one(state.bytes, state.roots, *parsed, work);
    return found ? std::optional{found->where} : std::nullopt;
}

void inspector_panel::read_rows(const state_look& state, std::size_t rows)
{
    objects::work_limit work{lookup_steps};
    std::vector<objects::wanted_object> pointees;
    std::vector<std::size_t> pointers, values;
    const std::size_t end = std::min(outline_.size(), static_cast<std::size_t>(first_row_) + rows);
    for (auto i = static_cast<std::size_t>(first_row_); i < end; ++i) {
        const auto& row = outline_[i];
        const std::size_t number = content_.rows.size();
        const auto where = place_of(state, row, work);
        const bool is_object = where && row.what == outline_row::kind::object;
        const auto read = is_object ? read_row(state.bytes, *where) : row_reading{};
        content_.rows.push_back(shown_row(row, is_object ? &read : nullptr));
        if (row.what == outline_row::kind::object && !where && work.is_over())
            content_.rows.back().value = "… too far to look up";
        if (read.pointee) {
            pointees.push_back(*read.pointee);
            pointers.push_back(number);
        }
        if (is_object)
            values.push_back(number);
        if (edit_ && edit_->path == row.key)
            content_.edit = panel_edit{.row = number};
    }
    links_.assign(content_.rows.size(), {});
    const auto names = names_.find(state, pointees, now_());
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto& row = content_.rows[pointers[i]];
        links_[pointers[i]] = names[i];
        row.is_link = !names[i].empty();
        if (row.is_link)
            row.value = "-> " + names[i];
    }
    mark_changes(values);
}

panel_row inspector_panel::shown_row(const outline_row& row, const row_reading* read) const
{
    panel_row shown;
    shown.name = row.label;
    shown.depth = row.depth;
    shown.is_selected = !row.key.empty() && row.key == selected_;
    shown.is_note = row.what == outline_row::kind::note;
    const auto opener = row.is_open ? panel_row::opener::open : panel_row::opener::closed;
    if (row.what == outline_row::kind::range) {
        shown.name = range_text(row);
        shown.opens = opener;
    } else if (read) {
        shown.value = read->value;
        shown.type = read->type;
        shown.is_damaged = read->is_damaged;
        shown.opens = read->opens ? opener : panel_row::opener::none;
    } else if (row.what == outline_row::kind::object) {
        // A root whose types are damaged, or something found that is gone.
        shown.value = search_.is_active() ? "is gone" : "<damaged>";
        shown.is_damaged = true;
    }
    return shown;
}

void inspector_panel::mark_changes(const std::vector<std::size_t>& values)
{
    const auto now = now_();
    std::unordered_map<std::string, shown_value> seen;
    for (const std::size_t number : values) {
        auto& row = content_.rows[number];
        const std::string& key = outline_[static_cast<std::size_t>(first_row_) + number].key;
        shown_value value{row.value};
        if (const auto before = values_.find(key); before != values_.end())
            value.changed = before->second.text == row.value ? before->second.changed : now;
        row.is_changed = value.changed != clock::time_point{} && now - value.changed < highlight_time;
        seen.emplace(key, std::move(value));
    }
    values_ = std::move(seen);
}

void inspector_panel::show_rest(const std::string& title)
{
    content_.title = title;
    content_.first_row = first_row_;
    content_.row_count = outline_.size();
    content_.search = {
        search_line_.text(), search_line_.cursor(), focus_ == focus::search, search_line_.all_selected()};
    content_.progress = search_.progress();
    if (now_() < message_until_) {
        content_.message = message_;
        content_.is_problem = message_is_problem_;
    }
    if (!edit_)
        return;
    const auto is_there = std::any_of(
        outline_.begin(), outline_.end(), [&](const outline_row& each) { return each.key == edit_->path; });
    if (!is_there) {
        tell(edit_->path + " is gone", true);
        end_edit();
        content_.edit.reset();
    } else if (content_.edit) {
        auto& shown = *content_.edit;
        const auto& [path, field, choices, first, problem, is_given] = *edit_;
        shown.field = {
            field.text(), field.cursor(), focus_ == focus::edit && !is_given, field.all_selected()};
        for (std::size_t i = first; i < choices.size() && i < first + most_choices; ++i) {
            if (choices[i] == field.text())
                shown.chosen = i - first;
            shown.choices.push_back(choices[i]);
        }
        shown.problem = problem;
    }
}

// What was wanted since the last refresh.

void inspector_panel::make_wanted(const state_look& state)
{
    if (std::exchange(wanted_activation_, activation::none) != activation::none)
        activate(state);
    if (const auto path = std::exchange(wanted_reveal_, std::nullopt))
        make_reveal(state, without_targets(*path));
}

/// Opens, follows or begins to change what the selected row shows, by what it is.
void inspector_panel::activate(const state_look& state)
{
    const auto index = selected_index();
    if (!index)
        return;
    const outline_row row = outline_[*index];
    if (row.what == outline_row::kind::range)
        return set_open(row, !row.is_open);
    // The row's place is that of the last refresh: what was there may have moved.
    objects::work_limit work{reveal_steps};
    outline_row anew = row;
    anew.where.reset();
    const auto where = place_of(state, anew, work);
    if (!where)
        return tell(row.key + " is gone", true);
    const auto read = read_row(state.bytes, *where);
    if (read.opens)
        return set_open(row, !row.is_open);
    if (read.pointee) {
        objects::work_limit walking{follow_steps};
        const auto path =
            objects::locate(state.bytes, state.roots, std::vector{*read.pointee}, walking).front();
        if (path.empty())
            return tell(row.key + " leads to no object that is known", true);
        return reveal(path);
    }
    auto text = read_for_edit(state.bytes, read);
    if (!text.problem.empty())
        return tell(row.key + ": " + text.problem, true);
    edit_ = edit_under_way{row.key, line_field{std::move(text.text)}, std::move(text.choices)};
    ++*edit_number_;
    if (const auto now = std::find(edit_->choices.begin(), edit_->choices.end(), edit_->field.text());
        now != edit_->choices.end())
        choose(static_cast<std::size_t>(now - edit_->choices.begin()));
    focus_ = focus::edit;
    must_show_selected_ = true;
}

void inspector_panel::make_reveal(const state_look& state, const std::string& path)
{
    const auto parsed = objects::parse_path(path);
    if (!parsed)
        return;
    objects::work_limit work{reveal_steps};
    objects::path part{parsed->root, {}};
    auto now = objects::look_up_one(state.bytes, state.roots, part, work);
    for (const objects::step& each : parsed->steps) {
        part.steps.push_back(each);
        const auto next = objects::look_up_one(state.bytes, state.roots, part, work);
        if (!now || !next)
            return tell(path + " is gone", true);
        open_.insert(now->path);
        const place container = open_holders(state.bytes, now->where).where;
        if (objects::has_elements(container.node().kind)) {
            const auto count = objects::element_count(state.bytes, container).value_or(0);
            auto index = schema::has_key(container.node().kind) ? std::nullopt : index_in(each);
            if (!index && count > elements_a_page)
                index = index_of(state, container, next->where, work);
            open_ranges_to(now->path, index.value_or(0), count, open_);
        }
        now = next;
    }
    if (!now)
        return tell(path + " is gone", true);
    selected_ = now->path;
    revealed_ = now->where;
    must_show_selected_ = true;
    focus_ = focus::rows;
    search_line_ = {};
    search_.begin({});
}

/// A path names the alternative of a variant that it goes through, and a row does not: then the place tells.
void inspector_panel::select_revealed(const state_look& state)
{
    const auto wanted = std::exchange(revealed_, std::nullopt);
    if (!wanted || selected_index())
        return;
    for (const outline_row& each : outline_) {
        if (!each.where || each.what != outline_row::kind::object)
            continue;
        const auto shown = open_holders(state.bytes, *each.where).where;
        if (shown.address == wanted->address && shown.type == wanted->type)
            selected_ = each.key;
    }
}

} // namespace respawn::supervisor
