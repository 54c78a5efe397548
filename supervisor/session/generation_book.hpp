#pragma once

#include "supervisor/session/image_pipeline.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// What is known of a generation.
struct generation_record {
    pipeline_image image;
    std::uint64_t frames = 0; ///< that its workers committed
    std::optional<std::string>
        ending; ///< of its last worker, for people; nothing: it has not ended, or never ran
};

/// The generations of a session, oldest first.
class generation_book {
public:
    /// One that was staged.
    void add(const pipeline_image& image);
    void frame_committed(std::uint64_t generation);
    void ended(std::uint64_t generation, std::string how);

    [[nodiscard]] const std::vector<generation_record>& all() const { return records_; }
    [[nodiscard]] const generation_record* find(std::uint64_t generation) const;
    /// The newest one older than `generation` that has played and whose image is still there.
    [[nodiscard]] const generation_record* before(std::uint64_t generation) const;
    /// The newest ones that have played, at most `count`.
    [[nodiscard]] std::vector<std::uint32_t> newest_played(std::size_t count) const;

private:
    [[nodiscard]] generation_record* find_mutable(std::uint64_t generation);

    /// So many that a day's work fits, and an endless one does not grow.
    static constexpr std::size_t most_records = 1000;
    std::vector<generation_record> records_;
};

/// Whether the staged image was not pruned yet.
[[nodiscard]] bool is_kept(const pipeline_image& image);

} // namespace respawn::supervisor
