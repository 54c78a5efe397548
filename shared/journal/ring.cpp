#include "shared/journal/ring.hpp"

#include "shared/kill_points.hpp"

#include <algorithm>
#include <cstring>
#include <string>

namespace respawn::journal {

record_data head_of(const commit& changes)
{
    record_data head{};
    head.magic = record_magic;
    head.page_count = static_cast<std::uint32_t>(changes.pages.size());
    head.bytes = record_bytes(changes.pages.size());
    head.frame = changes.frame;
    head.extent_bytes = changes.extent_bytes;
    return head;
}

ring_writer::ring_writer(std::byte* region, std::uint64_t ring_bytes) :
    ring_{region + ring_offset}, ring_bytes_{ring_bytes}, published_{
                                                              reinterpret_cast<region_data*>(region)->head}
{}

bool ring_writer::fits(std::size_t page_count) const
{
    // Half: so that a record that does not fit before the ring's end always fits at its start.
    return record_bytes(page_count) <= ring_bytes_ / 2;
}

void ring_writer::append(const commit& changes)
{
    const std::uint64_t bytes = record_bytes(changes.pages.size());
    const std::uint64_t left = ring_bytes_ - head_ % ring_bytes_;
    if (bytes > left) {
        record_data skip{};
        skip.magic = skip_magic;
        std::memcpy(ring_ + head_ % ring_bytes_, &skip, sizeof skip);
        head_ += left;
    }
    write_record(ring_ + head_ % ring_bytes_, changes);
    head_ += bytes;
    reach(kill_point::record_copied);
    // Publishes the record; pairs with the acquire in ring_reader::next.
    published_.store(head_, std::memory_order_release);
    reach(kill_point::record_published);
}

void ring_writer::write_record(std::byte* place, const commit& changes) const
{
    const record_data head = head_of(changes);
    std::memcpy(place, &head, sizeof head);
    reach(kill_point::record_begun);
    if (!changes.pages.empty())
        std::memcpy(place + sizeof head, changes.pages.data(), changes.pages.size_bytes());
    std::byte* destination = place + pages_offset(changes.pages.size());
    for (const std::uint32_t page : changes.pages) {
        std::memcpy(destination, changes.state + std::size_t{page} * page_bytes, page_bytes);
        destination += page_bytes;
        reach(kill_point::record_half_copied);
    }
}

ring_reader::ring_reader(const std::byte* region, std::uint64_t ring_bytes) :
    ring_{region + ring_offset}, ring_bytes_{ring_bytes},
    published_{reinterpret_cast<const region_data*>(region)->head}
{}

result<bool> ring_reader::next(expectation expected, record& out)
{
    // Pairs with the release in ring_writer::append.
    const std::uint64_t head = published_.load(std::memory_order_acquire);
    if (head == tail_)
        return false;
    if (head < tail_ || head - tail_ > ring_bytes_ || head % record_alignment != 0)
        return failure{"the journal says that it has " + std::to_string(head) + " bytes"};
    std::uint64_t place = tail_ % ring_bytes_;
    std::uint32_t magic = 0;
    std::memcpy(&magic, ring_ + place, sizeof magic);
    if (magic == skip_magic) {
        tail_ += ring_bytes_ - place;
        place = 0;
    }
    if (head <= tail_)
        return failure{"the journal ends inside a record"};
    const std::uint64_t available = std::min(head - tail_, ring_bytes_ - place);
    if (auto read = read_record({ring_ + place, available}, expected, out); !read)
        return read.error();
    tail_ += record_bytes(out.pages.size());
    return true;
}

} // namespace respawn::journal
