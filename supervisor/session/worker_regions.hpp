#pragma once

#include "shared/control/layout.hpp"
#include "shared/input/layout.hpp"
#include "shared/journal/ring.hpp"
#include "shared/pictures/exchange.hpp"
#include "shared/platform/doorbell.hpp"
#include "shared/protocol/messages.hpp"
#include "shared/result.hpp"
#include "shared/unique_handle.hpp"

#include <boost/interprocess/mapped_region.hpp>

#include <array>
#include <cstdint>

namespace respawn::supervisor {

/// The regions of one worker but for the state, made and mapped by the supervisor. Each worker has its own,
/// so that one that is on its way out can't disturb its successor.
class worker_regions {
public:
    [[nodiscard]] static result<worker_regions> create(std::uint64_t journal_ring_bytes);

    /// What goes with the welcome, in protocol::descriptor_order; the descriptors stay this object's.
    [[nodiscard]] std::array<int, protocol::descriptor_count> descriptors(int state) const;

    [[nodiscard]] control::region_data& control() const;
    [[nodiscard]] player::region_data& input() const;
    [[nodiscard]] journal::ring_reader journal_reader() const;
    [[nodiscard]] pictures::consumer picture_consumer() const;
    /// The supervisor's end. The other one stays open as well: the worker's death is noticed elsewhere.
    [[nodiscard]] int bell() const { return bell_.near.get(); }

private:
    struct region {
        unique_handle object; ///< as the worker gets it
        boost::interprocess::mapped_region memory;
    };
    enum class access { shared, worker_reads, supervisor_reads };

    worker_regions() = default;
    static result<region> make_region(const char* purpose, std::size_t bytes, access who);

    region control_, journal_, frames_, input_;
    platform::doorbell bell_;
    std::uint64_t journal_ring_bytes_ = 0;
};

} // namespace respawn::supervisor
