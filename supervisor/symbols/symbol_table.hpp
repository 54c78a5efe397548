#pragma once

#include "shared/result.hpp"
#include "supervisor/symbols/image_content.hpp"
#include "supervisor/symbols/symbol.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::supervisor {

/// Of a pointer, in the images that are read: x86-64 and ARM64.
inline constexpr std::uint64_t word_bytes = sizeof(std::uint64_t);

/// Where an address is.
struct symbol_place {
    const symbol* of = nullptr;
    std::uint64_t offset_bytes = 0;
};

/// Where in an image a pointer leads to.
struct wanted_place {
    std::uint64_t address = 0;
    pointer_kind kind = pointer_kind::data;
    std::size_t character_bytes = 0; ///< of a pointer to characters; else 0
};

/// Each of several of one name is compared with the others.
inline constexpr std::size_t most_of_one_name = 1024;

/// The functions and objects of one image, and where it is loaded, at the addresses that the linker chose.
/// Keeps the file open. Threads: any, also several at once.
class symbol_table {
public:
    /// Reads an image, which may be any bytes. Fails with a sentence about the file.
    [[nodiscard]] static result<symbol_table> read(const std::filesystem::path& image);
    /// `image` is only what the sentence calls it.
    [[nodiscard]] static result<symbol_table> read(const std::filesystem::path& image, image_file file);
    explicit symbol_table(image_content content);

    /// The innermost symbol that contains the address; of several that begin there, one with a size and a
    /// global one first.
    [[nodiscard]] std::optional<symbol_place> find(std::uint64_t address) const;
    /// All that begin at an address, of one kind.
    [[nodiscard]] std::vector<const symbol*> beginning_at(std::uint64_t address, symbol_kind kind) const;
    /// Global ones first. At most `most_of_one_name`: with so many, nobody knows whether there are more.
    [[nodiscard]] std::vector<const symbol*> named(std::string_view name) const;
    /// The local ones of a source file; as many.
    [[nodiscard]] std::vector<const symbol*> named(std::string_view name, std::string_view file) const;
    /// By address.
    [[nodiscard]] std::span<const symbol> symbols() const noexcept { return content_.symbols; }

    /// By address.
    [[nodiscard]] std::span<const segment> segments() const noexcept { return content_.segments; }
    [[nodiscard]] const segment* segment_at(std::uint64_t address) const;
    /// Whether the program may write there once it runs.
    [[nodiscard]] bool is_writable(std::uint64_t address) const;
    /// The bytes of the characters before the zero at a place that nothing ever writes; nothing if there are
    /// more than `limit_bytes` of them, or the place is another. `unit_bytes`: of a character.
    [[nodiscard]] std::optional<std::string> text_at(
        std::uint64_t address, std::size_t limit_bytes, std::size_t unit_bytes = 1) const;
    /// Characters before the first zero, or as many as were read.
    struct characters {
        std::string bytes;
        bool has_end = false; ///< a zero follows
    };
    /// Reads at most `limit_bytes` of them, and a zero, at a place that nothing ever writes; none at others.
    [[nodiscard]] characters characters_at(
        std::uint64_t address, std::size_t limit_bytes, std::size_t unit_bytes = 1) const;
    /// Where what nothing ever writes ends behind a place that is such; 0: it is another.
    [[nodiscard]] std::uint64_t constants_end(std::uint64_t address) const;
    /// The words at a place as the loader makes them, without the load bias; 0 where the file has nothing.
    /// Nothing if they are not all in one segment.
    [[nodiscard]] std::optional<std::vector<std::uint64_t>> words_at(
        std::uint64_t address, std::size_t count) const;

    /// What is needed of the image to follow pointers to these places. Its symbols' texts are this table's.
    /// Fails with a sentence about the places if it would be too much.
    [[nodiscard]] result<image_content> excerpt(std::span<const wanted_place> places) const;

    /// Raw bytes; empty: it has none.
    [[nodiscard]] const std::string& build_id() const noexcept { return content_.build_id; }
    [[nodiscard]] const std::string& shared_name() const noexcept { return content_.shared_name; }
    /// Whether only the symbols are known that other images may use.
    [[nodiscard]] bool is_stripped() const noexcept { return content_.is_stripped; }
    /// Whether both are one image: by the build-id, or else by the content.
    [[nodiscard]] bool is_same_image(const symbol_table& other) const;
    /// The same for tables of one image, as is_same_image() tells.
    [[nodiscard]] std::uint64_t image_hash() const;

private:
    struct name_entry {
        std::uint32_t hash;
        std::uint32_t file_hash; ///< 0 of global ones, which so come first
        std::uint32_t index;
        friend auto operator<=>(const name_entry&, const name_entry&) = default;
    };

    [[nodiscard]] std::vector<relocated_word> relocated_words_of(
        const std::set<const symbol*>& vtables) const;
    void sort_by_address();
    void index_places();
    void index_names();
    template <class Suits>
    [[nodiscard]] std::vector<const symbol*> named_from(name_entry first, Suits suits) const;

    image_content content_; ///< Invariant: the symbols are sorted by address
    /// From an address up to the next part's, addresses are in this symbol; `no_symbol`: in none.
    struct part {
        std::uint64_t begin;
        std::uint32_t symbol;
    };
    std::vector<part> parts_; ///< by address: a search takes as long whatever the symbols say of their sizes
    std::vector<name_entry> by_name_; ///< sorted
};

} // namespace respawn::supervisor
