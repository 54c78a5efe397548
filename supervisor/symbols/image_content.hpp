#pragma once

#include "shared/result.hpp"
#include "supervisor/symbols/image_file.hpp"
#include "supervisor/symbols/symbol.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// A word that the loader writes: what the file has in its place means nothing.
struct relocated_word {
    std::uint64_t address = 0;
    std::uint64_t value = 0; ///< before the load bias, or `imported_typeinfo`
};

/// The address of type information that is another image's.
inline constexpr std::uint64_t imported_typeinfo = ~std::uint64_t{0};

/// What an image says about itself: checked, in so far as everything lies inside of the file and of the
/// segments.
struct image_content {
    image_file file;
    std::vector<char> names; ///< what the texts of the symbols are views of: no copy has them
    std::vector<symbol> symbols{};
    std::vector<segment> segments{};
    std::vector<address_range> read_only_after_start{}; ///< written by the loader, then protected
    std::vector<relocated_word> relocated_words{};
    std::string build_id{};         ///< raw bytes; empty: it has none
    std::string shared_name{};      ///< DT_SONAME
    std::uint64_t content_hash = 0; ///< of the whole file, if it has no build-id
    bool is_stripped = false;       ///< only the symbols for other images are there
};

/// No program has more parts that are loaded.
inline constexpr std::size_t most_segments = 256;

/// Reads an ELF image, trusting nothing in it. Fails with a sentence about the file, which it calls `path`.
/// Source: the ELF specification, gabi 4.1; elf(5).
[[nodiscard]] result<image_content> read_elf_image(const std::filesystem::path& path, image_file file);

} // namespace respawn::supervisor
