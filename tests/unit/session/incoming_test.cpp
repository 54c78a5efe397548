#include "supervisor/session/incoming.hpp"

#include "catch.hpp"
#include "seed.hpp"
#include "temporary_folder.hpp"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <random>

namespace incoming = respawn::incoming;
namespace protocol = respawn::protocol;
using protocol::message_kind;
using respawn::unique_handle;

namespace {

template <class Message>
Message message_of(message_kind kind)
{
    Message made{};
    made.kind = static_cast<std::uint32_t>(kind);
    return made;
}

std::vector<unique_handle> handles(std::size_t count)
{
    std::vector<unique_handle> made;
    for (std::size_t index = 0; index != count; ++index)
        made.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    return made;
}

template <class Message>
respawn::result<incoming::message> decode(const Message& sent, std::size_t handle_count = 0)
{
    return incoming::decode(std::as_bytes(std::span{&sent, 1}), handles(handle_count));
}

template <class Expected>
const Expected& as(const respawn::result<incoming::message>& said)
{
    REQUIRE(said.has_value());
    REQUIRE(std::holds_alternative<Expected>(*said));
    return std::get<Expected>(*said);
}

std::string refusal_of(const respawn::result<incoming::message>& said)
{
    return said ? "" : said.error().sentence;
}

std::string printed(const std::string& reason)
{
    auto sent = message_of<protocol::refusal_message>(message_kind::refusal);
    std::memcpy(sent.reason, reason.data(), std::min(reason.size(), sizeof sent.reason));
    return as<incoming::refusal>(decode(sent)).reason;
}

} // namespace

TEST_CASE("every message that a worker can send is understood")
{
    auto hello = message_of<protocol::hello_message>(message_kind::hello);
    hello.version = 7;
    std::strcpy(hello.library, "1.2.3");
    CHECK(as<incoming::hello>(decode(hello)).version == 7);
    CHECK(as<incoming::hello>(decode(hello)).library == "1.2.3");

    CHECK(printed("the layout changed") == "the layout changed");
    CHECK(as<incoming::refusal>(decode(message_of<protocol::refusal_message>(message_kind::refusal)))
              .is_about_state);
    CHECK_FALSE(as<incoming::refusal>(decode(message_of<protocol::refusal_message>(message_kind::no_room)))
                    .is_about_state);
    as<incoming::ready>(decode(message_of<protocol::ready_message>(message_kind::ready)));
    as<incoming::migrating>(decode(message_of<protocol::migrating_message>(message_kind::migrating)));
    auto migrated = message_of<protocol::migrated_message>(message_kind::migrated);
    migrated.bytes = 77;
    CHECK(as<incoming::migrated>(decode(migrated, 1)).bytes == 77);
    CHECK(refusal_of(decode(migrated, 0)) == "it sent a malformed migrated message");

    auto commit = message_of<protocol::large_commit_message>(message_kind::large_commit);
    commit.bytes = 123'456'789'012;
    const auto large = decode(commit, 1);
    CHECK(as<incoming::large_commit>(large).bytes == 123'456'789'012);
    CHECK(as<incoming::large_commit>(large).object);

    auto texture = message_of<protocol::texture_message>(message_kind::make_texture);
    texture.id = 99;
    texture.width = 3;
    texture.height = 4;
    std::strcpy(texture.name, "tiles");
    const auto made = decode(texture, 1);
    CHECK(as<incoming::make_texture>(made).id == 99);
    CHECK(as<incoming::make_texture>(made).width == 3);
    CHECK(as<incoming::make_texture>(made).height == 4);
    CHECK(as<incoming::make_texture>(made).name == "tiles");
    CHECK(as<incoming::make_texture>(made).object);
    texture.kind = static_cast<std::uint32_t>(message_kind::find_texture);
    CHECK(as<incoming::find_texture>(decode(texture)).id == 99);

    auto sound = message_of<protocol::sound_message>(message_kind::make_sound);
    sound.id = 98;
    sound.sample_rate = 44100;
    sound.channels = 2;
    sound.samples = 12;
    std::strcpy(sound.name, "bang");
    const auto recorded = decode(sound, 1);
    CHECK(as<incoming::make_sound>(recorded).id == 98);
    CHECK(as<incoming::make_sound>(recorded).sample_rate == 44100);
    CHECK(as<incoming::make_sound>(recorded).channels == 2);
    CHECK(as<incoming::make_sound>(recorded).samples == 12);
    CHECK(as<incoming::make_sound>(recorded).name == "bang");
    CHECK(as<incoming::make_sound>(recorded).object);
    sound.kind = static_cast<std::uint32_t>(message_kind::find_sound);
    CHECK(as<incoming::find_sound>(decode(sound)).id == 98);

    auto window = message_of<protocol::window_message>(message_kind::window);
    window.width = 640;
    window.height = 360;
    window.frames_per_second = 30;
    std::strcpy(window.title, "a\nwindow");
    CHECK(as<incoming::window>(decode(window)) == incoming::window{"a?window", 640, 360, 30});
}

TEST_CASE("the hello of another version is understood however long it is")
{
    std::array<std::byte, 200> packet{};
    const std::uint32_t head[] = {1, 42};
    std::memcpy(packet.data(), head, sizeof head);
    std::memcpy(packet.data() + sizeof head, "next", 4);
    for (const std::size_t bytes : {12u, 32u, 33u, 200u}) {
        CAPTURE(bytes);
        const auto said = incoming::decode(std::span{packet}.first(bytes), {});
        CHECK(as<incoming::hello>(said).version == 42);
        CHECK(as<incoming::hello>(said).library == "next");
    }
    CHECK(as<incoming::hello>(incoming::decode(std::span{packet}.first(8), {})).library == "");
    CHECK(
        refusal_of(incoming::decode(std::span{packet}.first(7), {})) == "it sent a malformed hello message");
}

TEST_CASE("a message that is too short or too long for its kind is refused")
{
    std::array<std::byte, protocol::max_message_bytes> packet{};
    const struct {
        message_kind kind;
        std::size_t bytes, handle_count;
    } all[] = {
        {message_kind::refusal, 1024, 0},    {message_kind::ready, 8, 0},
        {message_kind::large_commit, 16, 1}, {message_kind::make_texture, 72, 1},
        {message_kind::find_texture, 72, 0}, {message_kind::make_sound, 80, 1},
        {message_kind::find_sound, 80, 0},   {message_kind::window, 80, 0},
    };
    for (const auto& each : all) {
        CAPTURE(static_cast<int>(each.kind));
        const auto kind = static_cast<std::uint32_t>(each.kind);
        std::memcpy(packet.data(), &kind, sizeof kind);
        for (std::size_t bytes = 4; bytes <= packet.size(); ++bytes) {
            CAPTURE(bytes);
            const auto said = incoming::decode(std::span{packet}.first(bytes), handles(each.handle_count));
            REQUIRE(said.has_value() == (bytes == each.bytes));
            REQUIRE((said || refusal_of(said).find("malformed") != std::string::npos));
        }
    }
    for (std::size_t bytes = 0; bytes != 4; ++bytes)
        CHECK(
            refusal_of(incoming::decode(std::span{packet}.first(bytes), {})) ==
            "it sent a malformed short message");
}

TEST_CASE("a message that needs a descriptor is refused with none and with two")
{
    const auto commit = message_of<protocol::large_commit_message>(message_kind::large_commit);
    const auto texture = message_of<protocol::texture_message>(message_kind::make_texture);
    const auto sound = message_of<protocol::sound_message>(message_kind::make_sound);
    for (const std::size_t count : {0u, 2u, 16u}) {
        CAPTURE(count);
        CHECK(refusal_of(decode(commit, count)) == "it sent a malformed commit message");
        CHECK(refusal_of(decode(texture, count)) == "it sent a malformed texture message");
        CHECK(refusal_of(decode(sound, count)) == "it sent a malformed sound message");
    }
}

TEST_CASE("what only the supervisor says, and what nobody says, is refused by its number")
{
    for (const std::uint32_t kind : {0u, 2u, 8u, 11u, 15u, 17u, 0xffff'ffffu}) {
        const protocol::ready_message sent{kind, 0};
        CHECK(refusal_of(decode(sent)) == "it sent a message of unknown kind " + std::to_string(kind));
    }
}

TEST_CASE("descriptors that do not belong to a message are closed")
{
    const std::size_t before = respawn::test::open_descriptors();
    {
        const auto ready = decode(message_of<protocol::ready_message>(message_kind::ready), 5);
        const auto bad = decode(message_of<protocol::large_commit_message>(message_kind::large_commit), 2);
        const auto unknown = decode(protocol::ready_message{77, 0}, 16);
        CHECK(respawn::test::open_descriptors() == before);
        const auto good = decode(message_of<protocol::large_commit_message>(message_kind::large_commit), 1);
        CHECK(respawn::test::open_descriptors() == before + 1);
        const auto hello = decode(message_of<protocol::hello_message>(message_kind::hello), 5);
        CHECK(respawn::test::open_descriptors() == before + 2); // its executable
    }
    CHECK(respawn::test::open_descriptors() == before);
}

TEST_CASE("text of a worker can't break a line or drive a terminal")
{
    CHECK(printed("one\ntwo\r\tthree") == "one?two??three");
    CHECK(printed("\x1b[2J\x07\x7f") == "?[2J??");
    CHECK(printed("caf\xc3\xa9 \xe2\x82\xac") == "caf\xc3\xa9 \xe2\x82\xac");
    CHECK(printed("") == "");
    CHECK(printed(std::string(1020, 'x')) == std::string(1020, 'x'));
    CHECK(printed(std::string{"end\0hidden", 10}) == "end");
    std::string all;
    for (int byte = 1; byte != 256; ++byte)
        all += static_cast<char>(byte);
    for (const char each : printed(all))
        CHECK((static_cast<unsigned char>(each) >= 0x20 && each != 0x7f));
}

TEST_CASE("whatever the bytes of a packet, it is a message or a sentence, and no descriptor is left open")
{
    const std::uint32_t seed = respawn::test::seed();
    CAPTURE(seed);
    std::mt19937 random{seed};
    const std::size_t before = respawn::test::open_descriptors();
    constexpr std::array<std::size_t, 8> sizes{8, 16, 32, 64, 72, 256, 1024, 0};
    std::array<std::byte, protocol::max_message_bytes> packet;
    int understood = 0, refused = 0;
    for (int attempt = 0; attempt != 100'000; ++attempt) {
        const std::size_t size = sizes[random() % sizes.size()];
        const std::size_t bytes = size == 0 ? random() % (packet.size() + 1) : size;
        // A vector of its own: the address sanitizer sees what is read past its end.
        std::vector<std::byte> exact(bytes);
        std::generate(exact.begin(), exact.end(), [&] { return static_cast<std::byte>(random()); });
        const auto kind = static_cast<std::uint32_t>(random() % 18);
        if (bytes >= sizeof kind && random() % 8 != 0)
            std::memcpy(exact.data(), &kind, sizeof kind);
        const auto said = incoming::decode(exact, handles(random() % 3));
        if (said) {
            ++understood;
            continue;
        }
        ++refused;
        REQUIRE_FALSE(said.error().sentence.empty());
    }
    CHECK(understood > 1'000);
    CHECK(refused > 10'000);
    CHECK(respawn::test::open_descriptors() == before);
}
