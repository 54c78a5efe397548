#include "supervisor/session/committed_state.hpp"
#include "supervisor/session/worker_regions.hpp"

#include "shared/memory/mapping.hpp"

#include "catch.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <set>
#include <string>

namespace control = respawn::control;
namespace journal = respawn::journal;
namespace memory = respawn::memory;
namespace pictures = respawn::pictures;
namespace player = respawn::player;
namespace protocol = respawn::protocol;
namespace bip = boost::interprocess;
using respawn::unique_handle;
using respawn::supervisor::committed_state;
using respawn::supervisor::worker_regions;

namespace {

constexpr std::uint64_t ring_bytes = 1 << 20;
constexpr std::size_t page = 4096;

/// What one worker is handed.
struct handed_over {
    std::shared_ptr<committed_state> state = make_state();
    worker_regions regions = make_regions();
    std::array<int, protocol::descriptor_count> descriptors = regions.descriptors(state->descriptor());

    static std::shared_ptr<committed_state> make_state()
    {
        auto made = committed_state::create(1 << 20);
        REQUIRE(made.has_value());
        return *made;
    }
    static worker_regions make_regions()
    {
        auto made = worker_regions::create(ring_bytes);
        REQUIRE(made.has_value());
        return std::move(*made);
    }
    bip::mapped_region map(protocol::descriptor_order which, std::size_t bytes, bip::mode_t mode) const
    {
        auto mapped = memory::map(descriptors[which], bytes, mode);
        REQUIRE(mapped.has_value());
        return std::move(*mapped);
    }
};

off_t size_of(int descriptor)
{
    struct stat status {};
    REQUIRE(::fstat(descriptor, &status) == 0);
    return status.st_size;
}

bool maps_writable(int descriptor)
{
    void* place = ::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (place == MAP_FAILED)
        return false;
    ::munmap(place, page);
    return true;
}

bool becomes_writable(int descriptor)
{
    void* place = ::mmap(nullptr, page, PROT_READ, MAP_SHARED, descriptor, 0);
    REQUIRE(place != MAP_FAILED);
    const bool writable = ::mprotect(place, page, PROT_READ | PROT_WRITE) == 0;
    ::munmap(place, page);
    return writable;
}

/// Whether a worker can write to the region by any of the ways that a descriptor of it opens.
bool can_be_written(int descriptor)
{
    const unique_handle reopened{
        ::open(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), O_RDWR | O_CLOEXEC)};
    bool writable = false;
    for (const int each : {descriptor, reopened.get()}) {
        if (each == unique_handle::none)
            continue;
        writable = maps_writable(each) || becomes_writable(each) || ::pwrite(each, "x", 1, 0) == 1 ||
                   ::fallocate(each, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, page) == 0 || writable;
    }
    return writable;
}

} // namespace

TEST_CASE("a worker can write to control, journal and frames, and by no way to state and input")
{
    const handed_over all;
    CHECK(can_be_written(all.descriptors[protocol::control_descriptor]));
    CHECK(can_be_written(all.descriptors[protocol::journal_descriptor]));
    CHECK(can_be_written(all.descriptors[protocol::frames_descriptor]));
    CHECK_FALSE(can_be_written(all.descriptors[protocol::state_descriptor]));
    CHECK_FALSE(can_be_written(all.descriptors[protocol::input_descriptor]));
}

TEST_CASE("no region that a worker has can be resized or sealed further")
{
    const handed_over all;
    for (std::size_t which = protocol::control_descriptor; which <= protocol::input_descriptor; ++which) {
        CAPTURE(which);
        const int descriptor = all.descriptors[which];
        const unique_handle reopened{
            ::open(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), O_RDWR | O_CLOEXEC)};
        for (const int each : {descriptor, reopened.get()}) {
            CHECK(::ftruncate(each, 0) != 0);
            CHECK(::ftruncate(each, size_of(descriptor) + 4096) != 0);
            CHECK(::fcntl(each, F_ADD_SEALS, F_SEAL_WRITE) != 0);
        }
    }
}

TEST_CASE("regions have the sizes that a worker maps, and descriptors are all different")
{
    const handed_over all;
    CHECK(size_of(all.descriptors[protocol::control_descriptor]) == sizeof(control::region_data));
    CHECK(size_of(all.descriptors[protocol::state_descriptor]) == 1 << 20);
    CHECK(size_of(all.descriptors[protocol::journal_descriptor]) == journal::region_bytes(ring_bytes));
    CHECK(size_of(all.descriptors[protocol::frames_descriptor]) == pictures::region_bytes);
    CHECK(size_of(all.descriptors[protocol::input_descriptor]) == sizeof(player::region_data));
    CHECK(std::set<int>(all.descriptors.begin(), all.descriptors.end()).size() == protocol::descriptor_count);
    CHECK(all.descriptors[protocol::bell_descriptor] != all.regions.bell());
    for (const int each : all.descriptors)
        CHECK((::fcntl(each, F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("a worker sees what the supervisor tells it, and the supervisor what the worker says")
{
    const handed_over all;
    const auto their_control =
        all.map(protocol::control_descriptor, sizeof(control::region_data), bip::read_write);
    const auto their_input = all.map(protocol::input_descriptor, sizeof(player::region_data), bip::read_only);
    all.regions.control().tick = 5;
    all.regions.input().frame = 6;
    CHECK(memory::as<control::region_data>(their_control)->tick == 5);
    CHECK(memory::as<player::region_data>(their_input)->frame == 6);
    memory::as<control::region_data>(their_control)->done = 7;
    CHECK(all.regions.control().done == 7);

    const auto their_frames = all.map(protocol::frames_descriptor, pictures::region_bytes, bip::read_write);
    pictures::consumer consumer = all.regions.picture_consumer();
    CHECK(consumer.take() == nullptr);
    pictures::producer producer{memory::as<std::byte>(their_frames)};
    producer.slot()[0] = std::byte{9};
    producer.publish();
    const std::byte* taken = consumer.take();
    REQUIRE(taken != nullptr);
    CHECK(taken[0] == std::byte{9});
}

TEST_CASE("a commit goes from a worker's journal to the state")
{
    const handed_over all;
    const auto their_journal =
        all.map(protocol::journal_descriptor, journal::region_bytes(ring_bytes), bip::read_write);
    const std::vector<std::byte> game(page, std::byte{8});
    const std::uint32_t pages[] = {0};
    journal::ring_writer{memory::as<std::byte>(their_journal), ring_bytes}.append(
        {1, page, pages, game.data()});
    journal::ring_reader reader = all.regions.journal_reader();
    journal::record record;
    const auto read = reader.next(all.state->next_commit(), record);
    REQUIRE(read.has_value());
    REQUIRE(*read);
    all.state->apply(record);
    CHECK(all.state->bytes()[100] == std::byte{8});
}

TEST_CASE("regions of two workers are not the same memory")
{
    const handed_over first, second;
    first.regions.control().tick = 5;
    first.regions.input().frame = 5;
    CHECK(second.regions.control().tick == 0);
    CHECK(second.regions.input().frame == 0);
}
