#include "supervisor/session/worker_regions.hpp"

#include "shared/memory/mapping.hpp"
#include "shared/platform/memory_object.hpp"

namespace respawn::supervisor {

namespace bip = boost::interprocess;

result<worker_regions::region> worker_regions::make_region(const char* purpose, std::size_t bytes, access who)
{
    auto object = platform::create_memory_object(purpose, bytes);
    if (!object)
        return object.error();
    auto memory =
        memory::map(object->get(), bytes, who == access::supervisor_reads ? bip::read_only : bip::read_write);
    if (!memory)
        return memory.error();
    const auto writers =
        who == access::worker_reads ? platform::new_writers::forbidden : platform::new_writers::allowed;
    if (auto sealed = platform::seal(object->get(), writers); !sealed)
        return sealed.error();
    if (who == access::worker_reads) {
        object = platform::reopen_read_only(object->get());
        if (!object)
            return object.error();
    }
    return region{std::move(*object), std::move(*memory)};
}

result<worker_regions> worker_regions::create(std::uint64_t journal_ring_bytes)
{
    worker_regions made;
    made.journal_ring_bytes_ = journal_ring_bytes;
    struct wanted {
        region worker_regions::*member;
        const char* purpose;
        std::size_t bytes;
        access who;
    };
    const wanted all[] = {
        {&worker_regions::control_, "respawn-control", sizeof(control::region_data), access::shared},
        {&worker_regions::journal_, "respawn-journal", journal::region_bytes(journal_ring_bytes),
         access::supervisor_reads},
        {&worker_regions::frames_, "respawn-frames", pictures::region_bytes, access::shared},
        {&worker_regions::input_, "respawn-input", sizeof(player::region_data), access::worker_reads},
    };
    for (const wanted& each : all) {
        auto region = make_region(each.purpose, each.bytes, each.who);
        if (!region)
            return region.error();
        made.*each.member = std::move(*region);
    }
    auto bell = platform::create_doorbell();
    if (!bell)
        return bell.error();
    made.bell_ = std::move(*bell);
    return made;
}

std::array<int, protocol::descriptor_count> worker_regions::descriptors(int state) const
{
    std::array<int, protocol::descriptor_count> all{};
    all[protocol::control_descriptor] = control_.object.get();
    all[protocol::state_descriptor] = state;
    all[protocol::journal_descriptor] = journal_.object.get();
    all[protocol::frames_descriptor] = frames_.object.get();
    all[protocol::input_descriptor] = input_.object.get();
    all[protocol::bell_descriptor] = bell_.far.get();
    return all;
}

control::region_data& worker_regions::control() const
{
    return *memory::as<control::region_data>(control_.memory);
}

player::region_data& worker_regions::input() const
{
    return *memory::as<player::region_data>(input_.memory);
}

journal::ring_reader worker_regions::journal_reader() const
{
    return {memory::as<const std::byte>(journal_.memory), journal_ring_bytes_};
}

pictures::consumer worker_regions::picture_consumer() const
{
    return pictures::consumer{memory::as<std::byte>(frames_.memory)};
}

} // namespace respawn::supervisor
