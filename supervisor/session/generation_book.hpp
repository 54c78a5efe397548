#pragma once

#include "shared/result.hpp"
#include "supervisor/session/pipeline_image.hpp"

#include <cstdint>
#include <filesystem>
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
    /// One that was staged; nothing happens if it is known.
    void add(const pipeline_image& image);
    void frame_committed(std::uint64_t generation);
    void ended(std::uint64_t generation, std::string how);

    [[nodiscard]] const std::vector<generation_record>& all() const { return records_; }
    [[nodiscard]] const generation_record* find(std::uint64_t generation) const;
    /// The one whose staged image is that file.
    [[nodiscard]] const generation_record* find_executable(const std::filesystem::path& image) const;
    /// The newest one older than `generation` that has played and whose image is still there.
    [[nodiscard]] const generation_record* before(std::uint64_t generation) const;
    /// The image of that generation; a failure: there is none, or it is not kept any more.
    [[nodiscard]] result<pipeline_image> kept(std::uint64_t generation) const;
    /// That of before().
    [[nodiscard]] result<pipeline_image> kept_before(std::uint64_t generation) const;
    /// The newest ones that have played, at most `count`.
    [[nodiscard]] std::vector<std::uint32_t> newest_played(std::size_t count) const;

    /// What was built last; nothing: no build has succeeded yet.
    void set_newest(const pipeline_image& image) { newest_ = image; }
    [[nodiscard]] const std::optional<pipeline_image>& newest() const { return newest_; }
    /// What plays on when a worker that was started by hand ends; nothing: none was, or nothing played before
    /// it.
    void set_before_guest(const pipeline_image& image) { before_guest_ = image; }
    [[nodiscard]] const std::optional<pipeline_image>& before_guest() const { return before_guest_; }

private:
    [[nodiscard]] generation_record* find_mutable(std::uint64_t generation);

    /// So many that a day's work fits, and an endless one does not grow.
    static constexpr std::size_t most_records = 1000;
    std::vector<generation_record> records_;
    std::optional<pipeline_image> newest_, before_guest_;
};

} // namespace respawn::supervisor
