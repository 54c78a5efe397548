#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace respawn::supervisor {

/// What is kept of a long output: the beginning and the end, for the cause may stand in either.
class kept_output {
public:
    /// Of what take() gives.
    static constexpr std::size_t max_bytes = std::size_t{1} << 20;

    void add(std::string_view text);
    /// All of it, or about as much of the beginning as of the end, in whole lines unless they are very long,
    /// and between them a line that says how much was left out. Nothing is left afterwards.
    [[nodiscard]] std::string take();

private:
    [[nodiscard]] std::uint64_t cut_at_line_ends();

    std::string beginning_, end_;
    std::uint64_t left_out_ = 0; ///< bytes between the two
};

} // namespace respawn::supervisor
