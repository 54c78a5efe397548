#include "shared/control/layout.hpp"
#include "shared/input/layout.hpp"
#include "shared/journal/layout.hpp"
#include "shared/pictures/layout.hpp"
#include "shared/protocol/messages.hpp"
#include "shared/protocol/rebinding.hpp"
#include "shared/schema/layout.hpp"
#include "shared/state/layout.hpp"

#include "catch.hpp"

#include <cstddef>
#include <type_traits>

// Two programs that were built at different times meet in these structs. Change this file after every change
// of a layout, and raise the number that the test case names: then both sides say so instead of misreading
// each other.

template <class T>
static constexpr bool is_passive = std::is_standard_layout_v<T>&& std::is_trivially_destructible_v<T>;

TEST_CASE("messages: raise protocol::version when this fails")
{
    using namespace respawn::protocol;
    CHECK(version == 6);
    CHECK(max_message_bytes == 1024);

    CHECK(static_cast<int>(message_kind::hello) == 1);
    CHECK(static_cast<int>(message_kind::welcome) == 2);
    CHECK(static_cast<int>(message_kind::refusal) == 3);
    CHECK(static_cast<int>(message_kind::ready) == 4);
    CHECK(static_cast<int>(message_kind::large_commit) == 5);
    CHECK(static_cast<int>(message_kind::make_texture) == 6);
    CHECK(static_cast<int>(message_kind::find_texture) == 7);
    CHECK(static_cast<int>(message_kind::texture_reply) == 8);
    CHECK(static_cast<int>(message_kind::migrating) == 9);
    CHECK(static_cast<int>(message_kind::migrated) == 10);
    CHECK(static_cast<int>(message_kind::rebinding) == 11);
    CHECK(static_cast<int>(message_kind::no_room) == 12);

    CHECK(control_descriptor == 0);
    CHECK(state_descriptor == 1);
    CHECK(journal_descriptor == 2);
    CHECK(frames_descriptor == 3);
    CHECK(input_descriptor == 4);
    CHECK(bell_descriptor == 5);
    CHECK(descriptor_count == 6);

    CHECK(is_passive<hello_message>);
    CHECK(sizeof(hello_message) == 32);
    CHECK(offsetof(hello_message, kind) == 0);
    CHECK(offsetof(hello_message, version) == 4);
    CHECK(offsetof(hello_message, library) == 8);

    CHECK(is_passive<window_message>);
    CHECK(sizeof(window_message) == 80);
    CHECK(offsetof(window_message, width) == 4);
    CHECK(offsetof(window_message, height) == 8);
    CHECK(offsetof(window_message, frames_per_second) == 12);
    CHECK(offsetof(window_message, title) == 16);

    CHECK(is_passive<sound_message>);
    CHECK(sizeof(sound_message) == 80);
    CHECK(offsetof(sound_message, sample_rate) == 4);
    CHECK(offsetof(sound_message, channels) == 8);
    CHECK(offsetof(sound_message, id) == 16);
    CHECK(offsetof(sound_message, samples) == 24);
    CHECK(offsetof(sound_message, name) == 32);

    CHECK(is_passive<sound_reply_message>);
    CHECK(sizeof(sound_reply_message) == 256);
    CHECK(offsetof(sound_reply_message, found) == 4);
    CHECK(offsetof(sound_reply_message, reason) == 8);

    CHECK(is_passive<welcome_message>);
    CHECK(sizeof(welcome_message) == 64);
    CHECK(offsetof(welcome_message, kind) == 0);
    CHECK(offsetof(welcome_message, version) == 4);
    CHECK(offsetof(welcome_message, generation) == 8);
    CHECK(offsetof(welcome_message, state_address) == 16);
    CHECK(offsetof(welcome_message, state_capacity_bytes) == 24);
    CHECK(offsetof(welcome_message, journal_ring_bytes) == 32);
    CHECK(offsetof(welcome_message, by_hand) == 40);
    CHECK(offsetof(welcome_message, may_be_other) == 48);
    CHECK(offsetof(welcome_message, reserved) == 56);

    CHECK(is_passive<refusal_message>);
    CHECK(sizeof(refusal_message) == 1024);
    CHECK(offsetof(refusal_message, kind) == 0);
    CHECK(offsetof(refusal_message, reason) == 4);

    CHECK(is_passive<ready_message>);
    CHECK(sizeof(ready_message) == 8);
    CHECK(offsetof(ready_message, kind) == 0);

    CHECK(is_passive<large_commit_message>);
    CHECK(sizeof(large_commit_message) == 16);
    CHECK(offsetof(large_commit_message, kind) == 0);
    CHECK(offsetof(large_commit_message, bytes) == 8);

    CHECK(is_passive<rebinding_message>);
    CHECK(sizeof(rebinding_message) == 16);
    CHECK(offsetof(rebinding_message, kind) == 0);
    CHECK(offsetof(rebinding_message, bytes) == 8);

    CHECK(is_passive<rebinding_data>);
    CHECK(sizeof(rebinding_data) == 48);
    CHECK(offsetof(rebinding_data, place_count) == 0);
    CHECK(offsetof(rebinding_data, text_count) == 8);
    CHECK(offsetof(rebinding_data, text_place_count) == 16);
    CHECK(offsetof(rebinding_data, freed_count) == 24);
    CHECK(offsetof(rebinding_data, text_bytes) == 32);
    CHECK(sizeof(rebinding_place) == 16);
    CHECK(offsetof(rebinding_place, offset) == 0);
    CHECK(offsetof(rebinding_place, value) == 8);
    CHECK(sizeof(rebinding_text) == 16);
    CHECK(offsetof(rebinding_text, bytes) == 0);
    CHECK(offsetof(rebinding_text, place_count) == 8);

    CHECK(is_passive<texture_message>);
    CHECK(sizeof(texture_message) == 72);
    CHECK(offsetof(texture_message, kind) == 0);
    CHECK(offsetof(texture_message, width) == 4);
    CHECK(offsetof(texture_message, height) == 8);
    CHECK(offsetof(texture_message, id) == 16);
    CHECK(offsetof(texture_message, name) == 24);

    CHECK(is_passive<texture_reply_message>);
    CHECK(sizeof(texture_reply_message) == 256);
    CHECK(offsetof(texture_reply_message, kind) == 0);
    CHECK(offsetof(texture_reply_message, found) == 4);
    CHECK(offsetof(texture_reply_message, width) == 8);
    CHECK(offsetof(texture_reply_message, height) == 12);
    CHECK(offsetof(texture_reply_message, reason) == 16);
}

TEST_CASE("the control region: raise protocol::version when this fails")
{
    using namespace respawn::control;
    CHECK(static_cast<int>(order::run_frame) == 0);
    CHECK(static_cast<int>(order::leave) == 1);
    CHECK(static_cast<int>(order::rebind) == 2);
    CHECK(static_cast<int>(outcome::committed) == 0);
    CHECK(static_cast<int>(outcome::dropped) == 1);
    CHECK(static_cast<int>(outcome::sent_object) == 2);

    CHECK(is_passive<region_data>);
    CHECK(sizeof(region_data) == 2696);
    CHECK(offsetof(region_data, tick) == 0);
    CHECK(offsetof(region_data, order) == 8);
    CHECK(offsetof(region_data, done) == 64);
    CHECK(offsetof(region_data, outcome) == 72);
    CHECK(offsetof(region_data, sounds) == 640);
    CHECK(sizeof(respawn::sounds::command_data) == 32);
    CHECK(offsetof(region_data, report_tick) == 80);
    CHECK(offsetof(region_data, dismissed) == 12);
    CHECK(offsetof(region_data, last_words) == 128);

    CHECK(static_cast<int>(cause::none) == 0);
    CHECK(static_cast<int>(cause::signal) == 1);
    CHECK(static_cast<int>(cause::stack_overflow) == 2);
    CHECK(static_cast<int>(cause::exception) == 3);
    CHECK(static_cast<int>(cause::out_of_memory) == 4);
    CHECK(static_cast<int>(cause::aborted) == 5);
    CHECK(static_cast<int>(cause::sanitizer) == 6);
    CHECK(sizeof(last_words_data) == 512);
    CHECK(offsetof(last_words_data, cause) == 0);
    CHECK(offsetof(last_words_data, signal) == 4);
    CHECK(offsetof(last_words_data, signal_code) == 8);
    CHECK(offsetof(last_words_data, thread_id) == 12);
    CHECK(offsetof(last_words_data, address) == 16);
    CHECK(offsetof(last_words_data, text) == 24);
}

TEST_CASE("the input region: raise protocol::version when this fails")
{
    using namespace respawn::player;
    CHECK(key_count == 512);
    CHECK(max_events == 512);
    CHECK(event_repeat == 1);
    CHECK(static_cast<int>(event_kind::key_down) == 1);
    CHECK(static_cast<int>(event_kind::key_up) == 2);
    CHECK(static_cast<int>(event_kind::text) == 3);
    CHECK(static_cast<int>(event_kind::mouse_move) == 4);
    CHECK(static_cast<int>(event_kind::mouse_down) == 5);
    CHECK(static_cast<int>(event_kind::mouse_up) == 6);
    CHECK(static_cast<int>(event_kind::mouse_wheel) == 7);
    CHECK(static_cast<int>(event_kind::focus_gained) == 8);
    CHECK(static_cast<int>(event_kind::focus_lost) == 9);
    CHECK(static_cast<int>(event_kind::resized) == 10);

    CHECK(is_passive<event_data>);
    CHECK(sizeof(event_data) == 32);
    CHECK(offsetof(event_data, kind) == 0);
    CHECK(offsetof(event_data, code) == 2);
    CHECK(offsetof(event_data, flags) == 4);
    CHECK(offsetof(event_data, modifiers) == 6);
    CHECK(offsetof(event_data, x) == 8);
    CHECK(offsetof(event_data, y) == 12);
    CHECK(offsetof(event_data, text) == 16);

    CHECK(is_passive<region_data>);
    CHECK(sizeof(region_data) == 20608);
    CHECK(offsetof(region_data, frame) == 0);
    CHECK(offsetof(region_data, dt_ns) == 8);
    CHECK(offsetof(region_data, width) == 16);
    CHECK(offsetof(region_data, height) == 20);
    CHECK(offsetof(region_data, focused) == 24);
    CHECK(offsetof(region_data, close_requested) == 25);
    CHECK(offsetof(region_data, buttons) == 26);
    CHECK(offsetof(region_data, event_count) == 28);
    CHECK(offsetof(region_data, mouse_x) == 32);
    CHECK(offsetof(region_data, mouse_y) == 36);
    CHECK(offsetof(region_data, keys) == 40);
    CHECK(offsetof(region_data, events) == 104);
    CHECK(offsetof(region_data, edit) == 16488);

    CHECK(static_cast<int>(edit_kind::none) == 0);
    CHECK(static_cast<int>(edit_kind::bytes) == 1);
    CHECK(static_cast<int>(edit_kind::bit) == 2);
    CHECK(static_cast<int>(edit_kind::characters) == 3);
    CHECK(is_passive<edit_data>);
    CHECK(sizeof(edit_data) == 4120);
    CHECK(offsetof(edit_data, kind) == 0);
    CHECK(offsetof(edit_data, bytes) == 4);
    CHECK(offsetof(edit_data, address) == 8);
    CHECK(offsetof(edit_data, unit_bytes) == 16);
    CHECK(offsetof(edit_data, bit) == 20);
    CHECK(offsetof(edit_data, content) == 24);
}

TEST_CASE("the journal: raise protocol::version when this fails")
{
    using namespace respawn::journal;
    CHECK(page_bytes == 4096);
    CHECK(ring_offset == 4096);
    CHECK(record_alignment == 64);
    CHECK(record_magic == 0x6e724a52);
    CHECK(skip_magic == 0x6b734a52);

    CHECK(is_passive<record_data>);
    CHECK(sizeof(record_data) == 64);
    CHECK(offsetof(record_data, magic) == 0);
    CHECK(offsetof(record_data, page_count) == 4);
    CHECK(offsetof(record_data, bytes) == 8);
    CHECK(offsetof(record_data, frame) == 16);
    CHECK(offsetof(record_data, extent_bytes) == 24);

    CHECK(is_passive<region_data>);
    CHECK(sizeof(region_data) == 64);
    CHECK(offsetof(region_data, head) == 0);
}

TEST_CASE("the frames region: raise protocol::version when this fails")
{
    using namespace respawn::pictures;
    CHECK(max_width == 7680);
    CHECK(max_height == 4320);
    CHECK(max_vertices == 1'048'576);
    CHECK(max_indices == 2'097'152);
    CHECK(max_commands == 65'536);

    CHECK(is_passive<vertex_data>);
    CHECK(sizeof(vertex_data) == 20);
    CHECK(offsetof(vertex_data, x) == 0);
    CHECK(offsetof(vertex_data, y) == 4);
    CHECK(offsetof(vertex_data, r) == 8);
    CHECK(offsetof(vertex_data, g) == 9);
    CHECK(offsetof(vertex_data, b) == 10);
    CHECK(offsetof(vertex_data, a) == 11);
    CHECK(offsetof(vertex_data, u) == 12);
    CHECK(offsetof(vertex_data, v) == 16);

    CHECK(is_passive<command_data>);
    CHECK(sizeof(command_data) == 32);
    CHECK(offsetof(command_data, texture) == 0);
    CHECK(offsetof(command_data, clip_x) == 8);
    CHECK(offsetof(command_data, clip_y) == 12);
    CHECK(offsetof(command_data, clip_width) == 16);
    CHECK(offsetof(command_data, clip_height) == 20);
    CHECK(offsetof(command_data, first_index) == 24);
    CHECK(offsetof(command_data, index_count) == 28);

    CHECK(is_passive<slot_data>);
    CHECK(sizeof(slot_data) == 64);
    CHECK(offsetof(slot_data, frame) == 0);
    CHECK(offsetof(slot_data, width) == 8);
    CHECK(offsetof(slot_data, height) == 12);
    CHECK(offsetof(slot_data, clear_color) == 16);
    CHECK(offsetof(slot_data, has_pixels) == 20);
    CHECK(offsetof(slot_data, vertex_count) == 24);
    CHECK(offsetof(slot_data, index_count) == 28);
    CHECK(offsetof(slot_data, command_count) == 32);

    CHECK(commands_offset == 4'096);
    CHECK(indices_offset == 2'101'248);
    CHECK(vertices_offset == 10'489'856);
    CHECK(pixels_offset == 31'461'376);
    CHECK(slot_bytes == 164'171'776);

    CHECK(is_passive<region_data>);
    CHECK(sizeof(region_data) == 64);
    CHECK(offsetof(region_data, latest) == 0);
    CHECK(slot_count == 3);
    CHECK(fresh_bit == 4);
    CHECK(slots_offset == 4'096);
    CHECK(region_bytes == 492'519'424);
    CHECK(font_texture == 1);
    CHECK(texture_id("") == 0xcbf2'9ce4'8422'2325u);
    CHECK(texture_id("respawn") == 0x742c'480a'24ff'9b7fu);
}

TEST_CASE("the state: raise state::layout_version when this fails")
{
    using namespace respawn::state;
    CHECK(layout_version == 3);
    CHECK(std::string_view{magic, sizeof magic} == std::string_view{"respawn\0", 8});
    CHECK(max_roots == 64);
    CHECK(segment_offset == 12'288);

    CHECK(is_passive<root_data>);
    CHECK(sizeof(root_data) == 128);
    CHECK(offsetof(root_data, name) == 0);
    CHECK(sizeof(root_data::name) == 48);
    CHECK(offsetof(root_data, schema_hash) == 48);
    CHECK(offsetof(root_data, schema_offset) == 56);
    CHECK(offsetof(root_data, schema_bytes) == 64);
    CHECK(offsetof(root_data, object_offset) == 72);
    CHECK(offsetof(root_data, object_bytes) == 80);

    CHECK(is_passive<header_data>);
    CHECK(sizeof(header_data) == 8'256);
    CHECK(offsetof(header_data, magic) == 0);
    CHECK(offsetof(header_data, layout_version) == 8);
    CHECK(offsetof(header_data, root_count) == 12);
    CHECK(offsetof(header_data, address) == 16);
    CHECK(offsetof(header_data, extent_bytes) == 24);
    CHECK(offsetof(header_data, segment_offset) == 32);
    CHECK(offsetof(header_data, texts_offset) == 40);
    CHECK(offsetof(header_data, text_count) == 48);
    CHECK(offsetof(header_data, roots) == 64);
    CHECK(sizeof(text_data) == 16);
    CHECK(offsetof(text_data, offset) == 0);
    CHECK(offsetof(text_data, bytes) == 8);
}

TEST_CASE("the stored schema: raise schema::layout_version and state::layout_version when this fails")
{
    using namespace respawn::schema;
    CHECK(layout_version == 3);
    CHECK(std::string_view{magic, sizeof magic} == std::string_view{"rschema\0", 8});
    CHECK(no_type == 0xffff'ffff);

    CHECK(static_cast<int>(type_kind::boolean) == 1);
    CHECK(static_cast<int>(type_kind::character) == 2);
    CHECK(static_cast<int>(type_kind::signed_integer) == 3);
    CHECK(static_cast<int>(type_kind::unsigned_integer) == 4);
    CHECK(static_cast<int>(type_kind::floating_point) == 5);
    CHECK(static_cast<int>(type_kind::enumeration) == 6);
    CHECK(static_cast<int>(type_kind::structure) == 7);
    CHECK(static_cast<int>(type_kind::array) == 8);
    CHECK(static_cast<int>(type_kind::pointer) == 9);
    CHECK(static_cast<int>(type_kind::opaque) == 10);
    CHECK(static_cast<int>(type_kind::vector) == 11);
    CHECK(static_cast<int>(type_kind::bit_vector) == 12);
    CHECK(static_cast<int>(type_kind::deque) == 13);
    CHECK(static_cast<int>(type_kind::list) == 14);
    CHECK(static_cast<int>(type_kind::string) == 15);
    CHECK(static_cast<int>(type_kind::map) == 16);
    CHECK(static_cast<int>(type_kind::set) == 17);
    CHECK(static_cast<int>(type_kind::unordered_map) == 18);
    CHECK(static_cast<int>(type_kind::unordered_set) == 19);
    CHECK(static_cast<int>(type_kind::optional) == 20);
    CHECK(static_cast<int>(type_kind::variant) == 21);
    CHECK(static_cast<int>(type_kind::pair) == 22);
    CHECK(static_cast<int>(type_kind::tuple) == 23);
    CHECK(static_cast<int>(type_kind::unique_pointer) == 24);
    CHECK(static_cast<int>(type_kind::ignored) == 25);
    CHECK(static_cast<int>(type_kind::function_pointer) == 26);
    CHECK(last_kind == type_kind::function_pointer);

    CHECK(is_passive<name_data>);
    CHECK(sizeof(name_data) == 8);
    CHECK(offsetof(name_data, offset) == 0);
    CHECK(offsetof(name_data, bytes) == 4);

    CHECK(is_passive<type_data>);
    CHECK(sizeof(type_data) == 72);
    CHECK(offsetof(type_data, size_bytes) == 0);
    CHECK(offsetof(type_data, count) == 8);
    CHECK(offsetof(type_data, alignment) == 16);
    CHECK(offsetof(type_data, element) == 20);
    CHECK(offsetof(type_data, key) == 24);
    CHECK(offsetof(type_data, first_field) == 28);
    CHECK(offsetof(type_data, field_count) == 32);
    CHECK(offsetof(type_data, name) == 36);
    CHECK(offsetof(type_data, kind) == 44);
    CHECK(offsetof(type_data, default_offset) == 48);
    CHECK(offsetof(type_data, default_bytes) == 52);
    CHECK(offsetof(type_data, class_name) == 56);
    CHECK(offsetof(type_data, first_derived) == 64);
    CHECK(offsetof(type_data, derived_count) == 68);

    CHECK(is_passive<field_data>);
    CHECK(sizeof(field_data) == 32);
    CHECK(offsetof(field_data, offset) == 0);
    CHECK(offsetof(field_data, name) == 8);
    CHECK(offsetof(field_data, former_names) == 16);
    CHECK(offsetof(field_data, type) == 24);

    CHECK(is_passive<header_data>);
    CHECK(sizeof(header_data) == 88);
    CHECK(offsetof(header_data, magic) == 0);
    CHECK(offsetof(header_data, layout_version) == 8);
    CHECK(offsetof(header_data, type_count) == 12);
    CHECK(offsetof(header_data, field_count) == 16);
    CHECK(offsetof(header_data, name_bytes) == 20);
    CHECK(offsetof(header_data, hash) == 24);
    CHECK(offsetof(header_data, types_offset) == 32);
    CHECK(offsetof(header_data, fields_offset) == 40);
    CHECK(offsetof(header_data, names_offset) == 48);
    CHECK(offsetof(header_data, defaults_offset) == 56);
    CHECK(offsetof(header_data, bytes) == 64);
    CHECK(offsetof(header_data, default_bytes) == 72);
    CHECK(offsetof(header_data, derived_count) == 76);
    CHECK(offsetof(header_data, derived_offset) == 80);
}
