#pragma once

#include "shared/objects/program_names.hpp"
#include "supervisor/audit/process_of_pointers.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace respawn::supervisor {

/// Names what a process has in its images. Reads the symbols of an image once something is asked about it,
/// but not of very large ones. Remembers what it has found out. Threads: one at a time.
class image_names final : public objects::program_names {
public:
    /// `tables` outlives this.
    image_names(std::shared_ptr<const process_of_pointers> process, image_tables& tables) :
        process_{std::move(process)}, tables_{tables}
    {}

    [[nodiscard]] std::optional<objects::program_text> text_at(
        std::uint64_t address, std::uint64_t character_bytes, std::uint64_t most_bytes,
        std::uint64_t look_bytes, objects::work_limit& work) const override;
    [[nodiscard]] std::string name_at(std::uint64_t address, objects::work_limit& work) const override;
    [[nodiscard]] std::optional<objects::program_place> place_at(
        std::uint64_t address, objects::work_limit& work) const override;

private:
    struct known_image {
        const loaded_library* loaded;
        std::shared_ptr<const symbol_table> symbols; ///< null: they can't be read
        std::uint64_t build;                         ///< see program_place
    };
    /// Null: there is none, or its symbols can't be read.
    [[nodiscard]] const known_image* image_at(std::uint64_t address) const;
    /// Empty: the work was over.
    [[nodiscard]] std::string name_of(const symbol& what, objects::work_limit& work) const;

    struct wanted_text {
        std::uint64_t address, character_bytes, look_bytes;
        friend auto operator<=>(const wanted_text&, const wanted_text&) = default;
    };
    struct known_text {
        std::uint64_t bytes_there; ///< up to its end, or as far as was looked
        bool has_end;
    };

    std::shared_ptr<const process_of_pointers> process_;
    image_tables& tables_;
    mutable std::map<const loaded_library*, known_image> read_;
    mutable std::map<wanted_text, known_text> texts_;
    mutable std::map<const symbol*, std::string> names_;
    mutable std::size_t names_bytes_ = 0;
};

} // namespace respawn::supervisor
