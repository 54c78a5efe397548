#pragma once

#include <cstdint>

namespace respawn::objects {

/// What a walk over a state may cost: the state may be damaged, or just too large to be walked in a frame.
class work_limit {
public:
    /// `steps`: objects that are looked at, about 20 ns each.
    explicit work_limit(std::uint64_t steps) : left_{steps} {}

    /// False: that is more than is left, and nothing is from now on.
    [[nodiscard]] bool spend(std::uint64_t steps = 1)
    {
        const bool is_there = steps <= left_;
        left_ = is_there ? left_ - steps : 0;
        is_over_ = is_over_ || !is_there;
        return is_there;
    }
    /// For bytes that are only looked through.
    [[nodiscard]] bool spend_for_bytes(std::uint64_t bytes) { return spend(1 + bytes / bytes_a_step); }
    [[nodiscard]] bool is_over() const { return is_over_; }

private:
    static constexpr std::uint64_t bytes_a_step = 32;

    std::uint64_t left_;
    bool is_over_ = false;
};

} // namespace respawn::objects
