#pragma once

#include "shared/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// How messages of the debug adapter protocol follow each other in a stream of bytes: each has header lines
/// before it, of which "Content-Length: N" counts, and an empty line.
namespace respawn::supervisor {

inline constexpr std::size_t max_dap_header_bytes = 4096;
inline constexpr std::size_t max_dap_message_bytes = std::size_t{64} << 20;

/// Takes a stream apart, however its bytes arrive.
class dap_reader {
public:
    void add(std::string_view bytes) { bytes_ += bytes; }

    /// The content of the next message; nothing: it is not all there. What is no such stream is a failure,
    /// for good.
    [[nodiscard]] result<std::optional<std::string>> next();

private:
    /// Takes a header, if it is all there.
    [[nodiscard]] result<void> read_header();

    std::string bytes_;                        ///< that were not taken
    std::optional<std::size_t> content_bytes_; ///< of the message whose header was taken
};

/// A message as it is sent.
[[nodiscard]] std::string framed(std::string_view content);

} // namespace respawn::supervisor
