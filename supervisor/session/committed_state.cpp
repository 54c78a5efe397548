#include "supervisor/session/committed_state.hpp"

#include "shared/memory/mapping.hpp"
#include "shared/platform/memory_object.hpp"

#include <algorithm>
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
    if (!moments_.empty())
        for_each_moment([&](before_images& moment) {
            for (const std::uint32_t page : commit.pages)
                moment.keep(page, page_at(page));
        });
    restore(commit);
    ++changes_;
}

std::shared_ptr<before_images> committed_state::keep_before_images(std::uint64_t limit_bytes)
{
    auto moment = std::make_shared<before_images>(frame_, extent_bytes_, changes_, limit_bytes);
    moment->owner_ = owner_;
    moments_.push_back(moment);
    return moment;
}

result<void> committed_state::roll_back(before_images& moment)
{
    if (!moment.has_every_page())
        return failure{
            "too much of the state has changed since frame " + std::to_string(moment.frame()) +
            " to go back to it"};
    for_each_moment([&](before_images& other) {
        if (&other != &moment)
            for (const auto& [page, content] : moment.pages_)
                other.keep(page, page_at(page));
    });
    for (const auto& [page, content] : moment.pages_)
        std::memcpy(page_at(page), content, journal::page_bytes);
    frame_ = moment.frame();
    extent_bytes_ = moment.extent_bytes();
    owner_ = moment.owner_;
    ++changes_;
    return {};
}

void committed_state::restore(const journal::record& saved)
{
    journal::apply(saved, page_at(0));
    frame_ = saved.frame;
    extent_bytes_ = saved.extent_bytes;
}

std::byte* committed_state::page_at(std::uint32_t page) const
{
    return memory::as<std::byte>(memory_, std::size_t{page} * journal::page_bytes);
}

template <class Function>
void committed_state::for_each_moment(Function function)
{
    std::erase_if(
        moments_,
        [&](const std::weak_ptr<before_images>& kept) {
            const auto moment = kept.lock();
            if (moment)
                function(*moment);
            return !moment;
        });
}

std::uint64_t committed_state::next_used_page(std::uint64_t index) const
{
    const auto used = platform::next_used_byte(read_only_.get(), index * journal::page_bytes);
    return used ? *used / journal::page_bytes : capacity_bytes_ / journal::page_bytes;
}

std::uint64_t committed_state::next_unused_page(std::uint64_t index) const
{
    const std::uint64_t unused = platform::next_unused_byte(read_only_.get(), index * journal::page_bytes);
    return std::min(unused, capacity_bytes_) / journal::page_bytes;
}

std::span<const std::byte> committed_state::bytes() const
{
    return {static_cast<const std::byte*>(memory_.get_address()), extent_bytes_};
}

objects::state_bytes committed_state::bytes_at(
    std::uint64_t address, const objects::class_table* classes) const
{
    return objects::state_bytes{bytes().data(), address, bytes().size()}.with_classes(classes);
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
