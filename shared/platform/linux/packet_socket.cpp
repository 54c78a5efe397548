#include "shared/platform/packet_socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace respawn::platform {

namespace {

/// Room for the descriptors of one packet, aligned as the kernel wants it.
struct handle_buffer {
    alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(max_packet_handles * sizeof(int))> bytes{};
};

result<sockaddr_un> address_of(const std::string& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return failure{
            "the socket path " + path + " is too long for the system (107 bytes): use a shorter folder"};
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
}

result<unique_handle> make_socket()
{
    unique_handle socket{::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0)};
    if (!socket)
        return errno_failure("cannot create a socket");
    return socket;
}

void attach_handles(msghdr& header, handle_buffer& buffer, std::span<const int> handles)
{
    header.msg_control = buffer.bytes.data();
    header.msg_controllen = CMSG_SPACE(handles.size_bytes());
    cmsghdr* control = CMSG_FIRSTHDR(&header);
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_RIGHTS;
    control->cmsg_len = CMSG_LEN(handles.size_bytes());
    std::memcpy(CMSG_DATA(control), handles.data(), handles.size_bytes());
}

/// Takes ownership of every descriptor that came with a packet, wanted or not.
std::vector<unique_handle> adopt_handles(msghdr& header)
{
    std::vector<unique_handle> handles;
    for (cmsghdr* control = CMSG_FIRSTHDR(&header); control; control = CMSG_NXTHDR(&header, control)) {
        if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t count = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t index = 0; index != count; ++index) {
            int handle = unique_handle::none;
            std::memcpy(&handle, CMSG_DATA(control) + index * sizeof(int), sizeof handle);
            handles.emplace_back(handle);
        }
    }
    return handles;
}

} // namespace

result<unique_handle> listen_packets(const std::string& path)
{
    auto address = address_of(path);
    if (!address)
        return address.error();
    auto listener = make_socket();
    if (!listener)
        return listener;
    ::unlink(path.c_str());
    const auto* generic = reinterpret_cast<const sockaddr*>(&*address);
    if (::bind(listener->get(), generic, sizeof *address) != 0 || ::chmod(path.c_str(), 0600) != 0 ||
        ::listen(listener->get(), 16) != 0 || ::fcntl(listener->get(), F_SETFL, O_NONBLOCK) != 0)
        return errno_failure("cannot listen at " + path);
    return listener;
}

result<unique_handle> accept_packets(int listener)
{
    unique_handle socket{::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)};
    if (!socket && errno != EAGAIN && errno != ECONNABORTED && errno != EINTR)
        return errno_failure("cannot accept a worker's connection");
    return socket;
}

result<unique_handle> connect_packets(const std::string& path)
{
    auto address = address_of(path);
    if (!address)
        return address.error();
    auto socket = make_socket();
    if (!socket)
        return socket;
    if (::connect(socket->get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0)
        return errno_failure("cannot connect to " + path);
    return socket;
}

result<peer> peer_of(int socket)
{
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0)
        return errno_failure("cannot tell who connected");
    return peer{credentials.pid, credentials.uid};
}

result<void> send_packet(
    int socket, std::span<const std::byte> message, std::span<const int> handles, blocking wait)
{
    if (handles.size() > max_packet_handles)
        return failure{"a message can't be sent with so many descriptors"};
    iovec piece{const_cast<std::byte*>(message.data()), message.size()};
    msghdr header{};
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    handle_buffer buffer;
    if (!handles.empty())
        attach_handles(header, buffer, handles);
    const int flags = MSG_NOSIGNAL | (wait == blocking::no ? MSG_DONTWAIT : 0);
    ssize_t sent = 0;
    do
        sent = ::sendmsg(socket, &header, flags);
    while (sent < 0 && errno == EINTR);
    if (sent < 0)
        return errno_failure("cannot send a message");
    return {};
}

result<packet> receive_packet(int socket, std::span<std::byte> buffer, blocking wait)
{
    iovec piece{buffer.data(), buffer.size()};
    msghdr header{};
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    handle_buffer control;
    header.msg_control = control.bytes.data();
    header.msg_controllen = control.bytes.size();
    const int flags = MSG_CMSG_CLOEXEC | (wait == blocking::no ? MSG_DONTWAIT : 0);
    ssize_t got = 0;
    // Reset: closed, before it had read everything. That is said once, and what it said itself comes after it.
    do
        got = ::recvmsg(socket, &header, flags);
    while (got < 0 && (errno == EINTR || errno == ECONNRESET));
    packet received;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        received.would_block = true;
        return received;
    }
    if (got < 0)
        return errno_failure("cannot receive a message");
    received.handles = adopt_handles(header);
    if ((header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0)
        return failure{"a message was larger than any message may be"};
    received.bytes = static_cast<std::size_t>(got);
    return received;
}

} // namespace respawn::platform
