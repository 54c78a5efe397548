#include "supervisor/session/committed_state.hpp"

#include "shared/memory/mapping.hpp"
#include "shared/platform/memory_object.hpp"

#include <cstring>
#include <fstream>

namespace respawn::supervisor {

namespace bip = boost::interprocess;

committed_state::committed_state(
    unique_handle read_only, bip::mapped_region memory, std::uint64_t capacity_bytes) :
    read_only_{std::move(read_only)},
    memory_{std::move(memory)}, capacity_bytes_{capacity_bytes}
{}

result<std::shared_ptr<committed_state>> committed_state::create(std::uint64_t capacity_bytes)
{
    auto object = platform::create_memory_object("respawn-state", capacity_bytes);
    if (!object)
        return object.error();
    auto memory = memory::map(object->get(), capacity_bytes, bip::read_write);
    if (!memory)
        return memory.error();
    if (auto sealed = platform::seal(object->get(), platform::new_writers::forbidden); !sealed)
        return sealed.error();
    auto read_only = platform::reopen_read_only(object->get());
    if (!read_only)
        return read_only.error();
    return std::shared_ptr<committed_state>{
        new committed_state{std::move(*read_only), std::move(*memory), capacity_bytes}};
}

void committed_state::apply(const journal::record& commit)
{
    journal::apply(commit, static_cast<std::byte*>(memory_.get_address()));
    frame_ = commit.frame;
    extent_bytes_ = commit.extent_bytes;
}

std::span<const std::byte> committed_state::bytes() const
{
    return {static_cast<const std::byte*>(memory_.get_address()), extent_bytes_};
}

result<void> committed_state::dump(const std::string& path) const
{
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file.write(reinterpret_cast<const char*>(bytes().data()), static_cast<std::streamsize>(bytes().size()));
    file.close();
    if (!file)
        return errno_failure("cannot write the state to " + path);
    return {};
}

} // namespace respawn::supervisor
