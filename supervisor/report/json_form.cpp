#include "supervisor/report/json_form.hpp"

#include "supervisor/version.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <utility>

namespace respawn::report {
namespace {

using json = nlohmann::ordered_json;

// Microseconds are as fine as anyone reads.
double milliseconds(nanoseconds duration)
{
    return std::round(static_cast<double>(duration.count()) / 1000) / 1000;
}

std::string line(const char* event, nanoseconds since_start, json fields)
{
    json object{{"event", event}, {"time_ms", milliseconds(since_start)}};
    object.update(fields);
    return object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

template <class Event>
json file_fields(const Event& event)
{
    return {
        {"file", event.file},
        {"frame", event.frame},
        {"bytes", event.bytes},
        {"duration_ms", milliseconds(event.duration)}};
}

json stages_of(const swap_stages& stages)
{
    return {
        {"stage", milliseconds(stages.stage)},
        {"spawn", milliseconds(stages.spawn)},
        {"warm_up", milliseconds(stages.warm_up)},
        {"hand_over", milliseconds(stages.hand_over)},
        {"first_frame", milliseconds(stages.first_frame)},
    };
}

json object_of(const postmortem::frame& frame)
{
    json object{{"function", frame.function}, {"module", frame.module}};
    if (!frame.file.empty()) {
        object["file"] = frame.file;
        object["line"] = frame.line;
    }
    object["inlined"] = frame.is_inlined;
    object["own"] = frame.is_own;
    return object;
}

json object_of(const postmortem::thread& thread)
{
    json frames = json::array();
    for (const auto& frame : thread.frames)
        frames.push_back(object_of(frame));
    return {
        {"id", thread.id},
        {"name", thread.name},
        {"main", thread.is_main},
        {"cause", thread.is_the_cause},
        {"frames", std::move(frames)},
        {"more_frames", thread.has_more}};
}

json source_of(const postmortem::findings& found)
{
    json lines = json::array();
    for (const auto& line : found.source)
        lines.push_back({{"number", line.number}, {"text", line.text}, {"marked", line.is_marked}});
    return lines;
}

} // namespace

std::string to_json(const started& event, nanoseconds since_start)
{
    return line(
        "started", since_start,
        {{"pid", event.pid},
         {"version", version},
         {"folder", event.folder},
         {"exe", event.exe},
         {"width", event.width},
         {"height", event.height},
         {"fps", event.fps},
         {"headless", event.headless},
         {"watched", event.watched}});
}

std::string to_json(const build_started& event, nanoseconds since_start)
{
    return line("build_started", since_start, {{"files", event.files}});
}

std::string to_json(const build_succeeded& event, nanoseconds since_start)
{
    return line("build_succeeded", since_start, {{"duration_ms", milliseconds(event.duration)}});
}

std::string to_json(const build_failed& event, nanoseconds since_start)
{
    return line(
        "build_failed", since_start,
        {{"exit", event.exit}, {"duration_ms", milliseconds(event.duration)}, {"output", event.output}});
}

std::string to_json(const build_superseded& event, nanoseconds since_start)
{
    return line("build_superseded", since_start, {{"duration_ms", milliseconds(event.duration)}});
}

std::string to_json(const staged& event, nanoseconds since_start)
{
    return line(
        "staged", since_start,
        {{"generation", event.generation},
         {"bytes", event.bytes},
         {"duration_ms", milliseconds(event.duration)}});
}

std::string to_json(const refused& event, nanoseconds since_start)
{
    json fields{{"what", event.what}, {"sentence", event.sentence}};
    if (event.generation)
        fields["generation"] = *event.generation;
    return line("refused", since_start, std::move(fields));
}

namespace {

json form_of(const migration::lost_value& value)
{
    return {{"path", value.path}, {"before", value.before}, {"after", value.after}};
}

json form_of(const migration::change& made)
{
    json form{{"change", migration::name_of(made.kind)}, {"path", made.path}};
    const auto add = [&form](const char* name, const auto& value, bool is_there) {
        if (is_there)
            form[name] = value;
    };
    add("field", made.field, !made.field.empty());
    add("before", made.before, !made.before.empty());
    add("after", made.after, !made.after.empty());
    add("default", made.default_value, !made.default_value.empty());
    add("likely_name", made.likely_name, !made.likely_name.empty());
    add("structure", made.structure, !made.structure.empty());
    add("other_places", made.other_places, made.other_places != 0);
    add("objects", made.objects, made.objects != 0);
    add("lost", made.lost, made.lost != 0);
    for (const migration::lost_value& example : made.examples)
        form["examples"].push_back(form_of(example));
    return form;
}

json form_of(const migration::report& made)
{
    json form{
        {"changes", json::array()},
        {"objects", made.objects},
        {"bytes", made.bytes},
        {"duration_ms", milliseconds(nanoseconds{made.duration_ns})}};
    for (const migration::change& each : made.changes)
        form["changes"].push_back(form_of(each));
    return form;
}

} // namespace

std::string to_json(const swapped& event, nanoseconds since_start)
{
    json fields{
        {"generation", event.generation},
        {"pid", event.pid},
        {"frame", event.frame},
        {"state", name_of(event.state)},
        {"late_frames", event.late_frames},
        {"gap_ms", milliseconds(event.gap)},
        {"total_ms", milliseconds(event.total)},
        {"stages_ms", stages_of(event.stages)}};
    if (event.migration)
        fields["migration"] = form_of(*event.migration);
    if (event.debugger) {
        fields["debugger"] = {{"name", event.debugger->debugger}};
        if (event.debugger->after)
            fields["debugger"]["after_ms"] = milliseconds(*event.debugger->after);
    }
    return line("swapped", since_start, std::move(fields));
}

std::string to_json(const audit& event, nanoseconds since_start)
{
    json dangling = json::array();
    for (const dangling_pointer& each : event.dangling)
        dangling.push_back({{"path", each.path}, {"kind", each.kind}, {"points_at", each.points_at}});
    return line(
        "audit", since_start,
        {{"generation", event.generation},
         {"from_generation", event.from_generation},
         {"pointers", event.pointers},
         {"dangling_count", event.dangling_count},
         {"dangling", std::move(dangling)},
         {"whole", !event.is_cut},
         {"damaged", event.is_damaged},
         {"duration_ms", milliseconds(event.duration)}});
}

std::string to_json(const worker_ended& event, nanoseconds since_start)
{
    json fields{{"generation", event.generation}, {"pid", event.pid}};
    if (event.frame)
        fields["frame"] = *event.frame;
    fields["cause"] = event.cause;
    fields["how"] = event.how;
    fields["next"] = event.next;
    return line("worker_ended", since_start, fields);
}

std::string to_json(const stack& event, nanoseconds since_start)
{
    json fields{
        {"generation", event.generation}, {"pid", event.pid}, {"hang", event.why == stack::reason::hang}};
    fields["warming_up"] = event.why == stack::reason::long_warm_up;
    if (!event.found.problem.empty())
        fields["problem"] = event.found.problem;
    fields["as_before"] = event.is_as_before;
    json threads = json::array();
    for (const auto& thread : event.found.threads)
        threads.push_back(object_of(thread));
    fields["threads"] = std::move(threads);
    fields["threads_left_out"] = event.found.threads_left_out;
    fields["source"] = source_of(event.found);
    fields["source_is_newer"] = event.found.source_is_newer;
    fields["debug_information"] = !event.found.has_no_debug_information;
    fields["duration_ms"] = milliseconds(event.duration);
    return line("stack", since_start, std::move(fields));
}

std::string to_json(const core_file& event, nanoseconds since_start)
{
    json fields{{"generation", event.generation}, {"pid", event.pid}};
    if (!event.file.empty()) {
        fields["file"] = event.file;
        fields["bytes"] = event.bytes;
    }
    if (!event.problem.empty())
        fields["problem"] = event.problem;
    return line("core_file", since_start, std::move(fields));
}

std::string to_json(const wish_granted& event, nanoseconds since_start)
{
    json fields{{"generation", event.generation}};
    if (event.size) {
        fields["width"] = event.size->first;
        fields["height"] = event.size->second;
    }
    if (event.frames_per_second)
        fields["fps"] = *event.frames_per_second;
    return line("wish_granted", since_start, fields);
}

std::string to_json(const paused& event, nanoseconds since_start)
{
    return line("paused", since_start, {{"frame", event.frame}});
}

std::string to_json(const resumed& event, nanoseconds since_start)
{
    return line("resumed", since_start, {{"frame", event.frame}});
}

std::string to_json(const saved& event, nanoseconds since_start)
{
    return line("saved", since_start, file_fields(event));
}

std::string to_json(const loaded& event, nanoseconds since_start)
{
    return line("loaded", since_start, file_fields(event));
}

std::string to_json(const stopped& event, nanoseconds since_start)
{
    return line(
        "stopped", since_start,
        {{"frame", event.frame},
         {"frames_committed", event.frames_committed},
         {"late_frames", event.late_frames},
         {"reason", event.reason}});
}

std::string to_json(const notice& event, nanoseconds since_start)
{
    return line("notice", since_start, {{"sentence", event.sentence}});
}

} // namespace respawn::report
