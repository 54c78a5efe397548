#pragma once

#include <cstddef>
#include <cstdint>

/// Messages between a worker and its supervisor, one a packet on a SOCK_SEQPACKET socket.
///
/// Every message is a fixed-size struct that begins with its kind; the kind tells the size. What has no fixed
/// size (a large commit, a texture's pixels) travels as a sealed memory object beside its message.
namespace respawn::protocol {

/// Counts as incompatible, and raises the number: any change of a message, of a region's layout, or of the
/// hand-over. It is the first thing said, so that both sides can say so in a sentence.
inline constexpr std::uint32_t version = 6;

enum class message_kind : std::uint32_t {
    hello = 1,         ///< worker: first message; with one descriptor, its executable, if it can be read
    welcome = 2,       ///< supervisor: with the descriptors in descriptor_order
    refusal = 3,       ///< supervisor: this worker can't be used; worker: this state can't be used
    ready = 4,         ///< worker: warmed up, waits for its first tick
    large_commit = 5,  ///< worker: with one descriptor, a sealed object that holds one journal record
    make_texture = 6,  ///< worker: with one descriptor, a sealed object of RGBA8 pixels
    find_texture = 7,  ///< worker: asks for a texture by id
    texture_reply = 8, ///< supervisor: answers make_texture and find_texture
    migrating = 9,     ///< worker: begins to carry the state to its own layout, in its first tick
    migrated = 10,     ///< worker: has done so; with one descriptor, a sealed object: a migration::report
    rebinding = 11,  ///< supervisor: before a tick with order::rebind; with one descriptor: see rebinding.hpp
    no_room = 12,    ///< worker: the regions can't be mapped, whatever is in them; the rest as in a refusal
    make_sound = 13, ///< worker: with one descriptor, a sealed object of samples (float)
    find_sound = 14, ///< worker: asks for a sound by id
    sound_reply = 15, ///< supervisor: answers make_sound and find_sound
    window = 16,      ///< worker: how it wishes the window to be, from its take-over on
};

/// The order of the descriptors that come with a welcome.
enum descriptor_order : std::size_t {
    control_descriptor,
    state_descriptor, // read-only
    journal_descriptor,
    frames_descriptor,
    input_descriptor, // read-only
    bell_descriptor,  // end of a doorbell: rung for each tick given, and to be rung for each one finished
    descriptor_count,
};

struct hello_message {
    std::uint32_t kind;
    std::uint32_t version; ///< always at offset 4, in every version
    char library[24];      ///< version of the worker library, zero-terminated
};
static_assert(sizeof(hello_message) == 32);

struct welcome_message {
    std::uint32_t kind;
    std::uint32_t version;
    std::uint64_t generation;
    std::uint64_t state_address;
    std::uint64_t state_capacity_bytes;
    std::uint64_t journal_ring_bytes;
    std::uint64_t by_hand; ///< 1: the supervisor has not started this worker, and prints elsewhere; or 0
    std::uint64_t
        may_be_other; ///< 1: of another game, for all that is known: see migration::keeps_nothing(); or 0
    std::uint64_t reserved[1];
};
static_assert(sizeof(welcome_message) == 64);

/// `reason` is one sentence for the user, zero-terminated.
struct refusal_message {
    std::uint32_t kind;
    char reason[1020];
};
static_assert(sizeof(refusal_message) == 1024);

struct window_message {
    std::uint32_t kind;
    std::uint32_t width, height;     ///< pixels; 0: not wished for
    std::uint32_t frames_per_second; ///< 0: not wished for
    char title[64];                  ///< zero-terminated; empty: not wished for
};
static_assert(sizeof(window_message) == 80);

struct ready_message {
    std::uint32_t kind;
    std::uint32_t padding;
};
static_assert(sizeof(ready_message) == 8);

struct migrating_message {
    std::uint32_t kind;
    std::uint32_t padding;
};
static_assert(sizeof(migrating_message) == 8);

struct migrated_message {
    std::uint32_t kind;
    std::uint32_t padding;
    std::uint64_t bytes; ///< of the report in the object
};
static_assert(sizeof(migrated_message) == 16);

struct rebinding_message {
    std::uint32_t kind;
    std::uint32_t padding;
    std::uint64_t bytes; ///< of the object
};
static_assert(sizeof(rebinding_message) == 16);

struct large_commit_message {
    std::uint32_t kind;
    std::uint32_t padding;
    std::uint64_t bytes; ///< of the record in the object
};
static_assert(sizeof(large_commit_message) == 16);

struct texture_message {
    std::uint32_t kind; ///< make_texture or find_texture
    std::uint32_t width, height;
    std::uint32_t padding;
    std::uint64_t id;
    char name[48]; ///< for messages to people only, zero-terminated
};
static_assert(sizeof(texture_message) == 72);

struct texture_reply_message {
    std::uint32_t kind;
    std::uint32_t found;         ///< 0: no such texture, or it could not be made
    std::uint32_t width, height; ///< of the texture that lives in the supervisor
    char reason[240];            ///< why not, zero-terminated; empty: no such texture
};
static_assert(sizeof(texture_reply_message) == 256);

struct sound_message {
    std::uint32_t kind; ///< make_sound or find_sound
    std::uint32_t sample_rate, channels;
    std::uint32_t padding;
    std::uint64_t id;
    std::uint64_t samples; ///< of all channels together
    char name[48];         ///< for messages to people only, zero-terminated
};
static_assert(sizeof(sound_message) == 80);

struct sound_reply_message {
    std::uint32_t kind;
    std::uint32_t found; ///< 0: no such sound, or it could not be made
    char reason[248];    ///< why not, zero-terminated; empty: no such sound
};
static_assert(sizeof(sound_reply_message) == 256);

/// Exit code of a worker that can't be used: it is not started again.
inline constexpr int refused_exit_code = 125;

inline constexpr std::size_t max_message_bytes = 1024;

} // namespace respawn::protocol
