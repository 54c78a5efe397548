#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace respawn::supervisor {

/// What the workers of a generation print, in a file: all of it, or of very much the beginning and the newest
/// end, and between them a line that says how much was left out.
///
/// Where nothing can be written, nothing is. The file is open only while it is written to. Threads: one at a
/// time.
class output_log {
public:
    static constexpr std::uint64_t usual_limit_bytes = std::uint64_t{16} << 20;

    /// The file is made anew.
    explicit output_log(std::filesystem::path path, std::uint64_t limit_bytes = usual_limit_bytes);

    void append(std::string_view text);
    [[nodiscard]] std::uint64_t size_bytes() const { return size_bytes_; }

private:
    void leave_out_middle(std::fstream& file);

    std::filesystem::path path_;
    std::uint64_t limit_bytes_;
    std::uint64_t size_bytes_ = 0;
    std::uint64_t end_begins_; ///< what is before stays
    std::uint64_t left_out_bytes_ = 0;
};

} // namespace respawn::supervisor
