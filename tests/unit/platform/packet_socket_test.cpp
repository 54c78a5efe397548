#include "shared/platform/packet_socket.hpp"
#include "shared/platform/user.hpp"

#include "catch.hpp"
#include "temporary_folder.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace platform = respawn::platform;
using platform::blocking;
using respawn::unique_handle;
using respawn::test::open_descriptors;
using respawn::test::temporary_folder;

namespace {

std::span<const std::byte> bytes_of(std::string_view text)
{
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

/// A listener and one connection to it.
struct connected {
    temporary_folder folder;
    std::string path = (folder / "socket").string();
    unique_handle listener, client, server;

    connected()
    {
        listener = take(platform::listen_packets(path));
        client = take(platform::connect_packets(path));
        server = take(platform::accept_packets(listener.get()));
        REQUIRE(server);
    }

    static unique_handle take(respawn::result<unique_handle> made)
    {
        REQUIRE(made.has_value());
        return std::move(*made);
    }
};

struct received {
    std::string text;
    platform::packet packet;
};

received receive(const unique_handle& socket)
{
    std::array<std::byte, 64> buffer;
    auto packet = platform::receive_packet(socket.get(), buffer, blocking::no);
    REQUIRE(packet.has_value());
    return {{reinterpret_cast<const char*>(buffer.data()), packet->bytes}, std::move(*packet)};
}

ino_t file_of(int descriptor)
{
    struct stat status {};
    REQUIRE(::fstat(descriptor, &status) == 0);
    return status.st_ino;
}

/// Sends as a worker can that does not use this library: any number of descriptors.
void send_many_handles(int socket, int handle, std::size_t count)
{
    char byte = 'x';
    iovec piece{&byte, 1};
    std::vector<std::byte> control(CMSG_SPACE(count * sizeof(int)));
    msghdr header{};
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    cmsghdr* rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(count * sizeof(int));
    for (std::size_t index = 0; index != count; ++index)
        std::memcpy(CMSG_DATA(rights) + index * sizeof(int), &handle, sizeof handle);
    REQUIRE(::sendmsg(socket, &header, 0) == 1);
}

} // namespace

TEST_CASE("packets arrive whole, one by one and in order, in both directions")
{
    const connected pair;
    REQUIRE(platform::send_packet(pair.client.get(), bytes_of("one")).has_value());
    REQUIRE(platform::send_packet(pair.client.get(), bytes_of("second")).has_value());
    REQUIRE(platform::send_packet(pair.server.get(), bytes_of("back")).has_value());
    CHECK(receive(pair.server).text == "one");
    CHECK(receive(pair.server).text == "second");
    CHECK(receive(pair.client).text == "back");
}

TEST_CASE("what was said before hanging up arrives, also when the other end was not listened to")
{
    connected pair;
    REQUIRE(platform::send_packet(pair.client.get(), bytes_of("never read")).has_value());
    REQUIRE(platform::send_packet(pair.server.get(), bytes_of("go away")).has_value());
    pair.server.close();
    CHECK(receive(pair.client).text == "go away");
    const received end = receive(pair.client);
    CHECK(end.text.empty());
    CHECK_FALSE(end.packet.would_block);
}

TEST_CASE("descriptors arrive with their packet, in order, and are not inherited by children")
{
    const connected pair;
    const unique_handle first{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    const unique_handle second{::open("/proc/self/exe", O_RDONLY | O_CLOEXEC)};
    const std::array handles{first.get(), second.get()};
    REQUIRE(platform::send_packet(pair.client.get(), bytes_of("bare")).has_value());
    REQUIRE(platform::send_packet(pair.client.get(), bytes_of("with two"), handles).has_value());

    CHECK(receive(pair.server).packet.handles.empty());
    const received got = receive(pair.server);
    CHECK(got.text == "with two");
    REQUIRE(got.packet.handles.size() == 2);
    for (std::size_t index = 0; index != 2; ++index) {
        CHECK(got.packet.handles[index].get() != handles[index]);
        CHECK(file_of(got.packet.handles[index].get()) == file_of(handles[index]));
        CHECK((::fcntl(got.packet.handles[index].get(), F_GETFD) & FD_CLOEXEC) != 0);
    }
}

TEST_CASE("as many descriptors as a packet may have arrive, and one more is not sent")
{
    const connected pair;
    const std::vector<int> most(platform::max_packet_handles, pair.listener.get());
    REQUIRE(platform::send_packet(pair.client.get(), bytes_of("most"), most).has_value());
    CHECK(receive(pair.server).packet.handles.size() == most.size());

    const std::vector<int> too_many(platform::max_packet_handles + 1, pair.listener.get());
    CHECK_FALSE(platform::send_packet(pair.client.get(), bytes_of("too many"), too_many).has_value());
    CHECK(receive(pair.server).packet.would_block);
}

TEST_CASE("a packet with more descriptors than it may have is refused and leaves none open")
{
    const std::size_t count = GENERATE(std::size_t{17}, std::size_t{18}, std::size_t{100}, std::size_t{253});
    const connected pair;
    const std::size_t open_before = open_descriptors();
    send_many_handles(pair.client.get(), pair.listener.get(), count);
    std::array<std::byte, 64> buffer;
    CHECK_FALSE(platform::receive_packet(pair.server.get(), buffer, blocking::no).has_value());
    CHECK(open_descriptors() == open_before);

    REQUIRE(platform::send_packet(pair.client.get(), bytes_of("next")).has_value());
    CHECK(receive(pair.server).text == "next");
}

TEST_CASE("a packet larger than the buffer is refused and leaves no descriptor open")
{
    const connected pair;
    const std::array handles{pair.listener.get(), pair.listener.get()};
    const std::size_t open_before = open_descriptors();
    REQUIRE(platform::send_packet(pair.client.get(), bytes_of(std::string(65, 'x')), handles).has_value());
    REQUIRE(platform::send_packet(pair.client.get(), bytes_of(std::string(64, 'y'))).has_value());
    std::array<std::byte, 64> buffer;
    const auto too_large = platform::receive_packet(pair.server.get(), buffer, blocking::no);
    REQUIRE_FALSE(too_large.has_value());
    CHECK(too_large.error().sentence == "a message was larger than any message may be");
    CHECK(open_descriptors() == open_before);
    CHECK(receive(pair.server).text == std::string(64, 'y'));
}

TEST_CASE("descriptors that nobody takes out of a packet are closed with it")
{
    const connected pair;
    const std::array handles{pair.listener.get(), pair.listener.get()};
    const std::size_t open_before = open_descriptors();
    REQUIRE(platform::send_packet(pair.client.get(), bytes_of("x"), handles).has_value());
    {
        const received got = receive(pair.server);
        CHECK(open_descriptors() == open_before + 2);
    }
    CHECK(open_descriptors() == open_before);
}

TEST_CASE("an empty socket would block, and a closed one gives no bytes")
{
    connected pair;
    CHECK(receive(pair.server).packet.would_block);
    REQUIRE(platform::send_packet(pair.client.get(), bytes_of("last words")).has_value());
    pair.client.close();
    CHECK(receive(pair.server).text == "last words");
    const received end = receive(pair.server);
    CHECK_FALSE(end.packet.would_block);
    CHECK(end.packet.bytes == 0);
}

TEST_CASE("sending to a closed socket is a failure and no signal")
{
    connected pair;
    pair.server.close();
    CHECK_FALSE(platform::send_packet(pair.client.get(), bytes_of("x")).has_value());
}

TEST_CASE("sending without blocking to one that does not read ends in a failure")
{
    const connected pair;
    int sent = 0;
    while (sent != 1'000'000 && platform::send_packet(pair.client.get(), bytes_of("x"), {}, blocking::no))
        ++sent;
    CHECK(sent > 0);
    CHECK(sent < 1'000'000);
}

TEST_CASE("nobody to accept is an empty handle, and a socket that does not listen a failure")
{
    const connected pair;
    const auto nobody = platform::accept_packets(pair.listener.get());
    REQUIRE(nobody.has_value());
    CHECK_FALSE(*nobody);
    CHECK_FALSE(platform::accept_packets(pair.client.get()).has_value());
}

TEST_CASE("the socket file belongs to this user alone, and one that was left behind gives way")
{
    const temporary_folder folder;
    const std::string path = (folder / "socket").string();
    {
        REQUIRE(platform::listen_packets(path).has_value());
    }
    CHECK_FALSE(platform::connect_packets(path).has_value());
    const auto again = platform::listen_packets(path);
    REQUIRE(again.has_value());
    CHECK(platform::connect_packets(path).has_value());
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK(status.st_uid == platform::current_user());
}

TEST_CASE("a path that is too long for a socket is refused by name, and the longest one works")
{
    const temporary_folder folder;
    const std::string start = (folder / "").string();
    const std::string longest = start + std::string(107 - start.size(), 's');
    const auto listener = platform::listen_packets(longest);
    REQUIRE(listener.has_value());
    CHECK(platform::connect_packets(longest).has_value());

    const std::string too_long = longest + "s";
    const auto refused = platform::listen_packets(too_long);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().sentence.find(too_long) != std::string::npos);
    CHECK(refused.error().sentence.find("too long") != std::string::npos);
    CHECK_FALSE(platform::connect_packets(too_long).has_value());
}

TEST_CASE("listening and connecting where that is impossible says where")
{
    const temporary_folder folder;
    const std::string path = (folder / "no such folder/socket").string();
    CHECK(platform::listen_packets(path).error().sentence.find(path) != std::string::npos);
    CHECK(platform::connect_packets(path).error().sentence.find(path) != std::string::npos);
}

TEST_CASE("the peer of a connection is the process that connected")
{
    const temporary_folder folder;
    const std::string path = (folder / "socket").string();
    const auto listener = platform::listen_packets(path);
    REQUIRE(listener.has_value());
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0)
        ::_exit(platform::connect_packets(path) ? 0 : 1);
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(status == 0);

    const auto server = platform::accept_packets(listener->get());
    REQUIRE(server.has_value());
    const auto peer = platform::peer_of(server->get());
    REQUIRE(peer.has_value());
    CHECK(peer->process_id == child);
    CHECK(peer->user_id == platform::current_user());
    CHECK_FALSE(platform::peer_of(-1).has_value());
}
