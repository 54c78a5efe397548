#pragma once

#include "shared/result.hpp"
#include "supervisor/symbols/counterpart.hpp"
#include "supervisor/symbols/loaded_image.hpp"
#include "supervisor/symbols/refusal.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>

namespace respawn::supervisor {

/// Why a pointer can't be rebound.
struct refusal {
    refusal_reason reason = refusal_reason::no_symbol;
    std::string name{};   ///< of what it points to, as a person says it; empty: it has none
    std::string clause{}; ///< whose subject is the pointer: "points to the function jump(player&), which ..."
};

/// Called by boost::system::result when value() is asked of a refusal.
[[noreturn]] inline void throw_exception_from_error(const refusal& why, const boost::source_location&)
{
    throw std::runtime_error{why.clause};
}

using rebound_address = boost::system::result<std::uint64_t, refusal>;

/// Finds for pointers into the images of one generation what they mean in another. Remembers its answers: a
/// state has the same vtable a million times. Threads: one at a time.
class rebinding {
public:
    /// Reads the symbols of a library, or takes them from where they are kept.
    using table_source = std::function<result<std::shared_ptr<const symbol_table>>(const loaded_library&)>;

    rebinding(loaded_program from, loaded_program to, generation_pair generations);
    rebinding(
        loaded_program from, loaded_program to, generation_pair generations, table_source tables_of_libraries,
        same_image same = same_image::has_same_places);

    /// What an address in the old process is in the new one. What it gives stays until the next call.
    [[nodiscard]] const rebound_address& rebind(std::uint64_t address, pointer_kind kind);

    /// The bytes of the characters before the zero at a place of the old process that nothing ever writes,
    /// such as a literal; nothing if there are more than `limit_bytes` of them, or the place is another.
    /// `unit_bytes`: of a character.
    [[nodiscard]] std::optional<std::string> text_at(
        std::uint64_t address, std::size_t limit_bytes, std::size_t unit_bytes = 1);
    /// Where what nothing ever writes ends behind a place of the old process that is such; 0: it is another.
    [[nodiscard]] std::uint64_t constants_end(std::uint64_t address);

private:
    using table_result = result<std::shared_ptr<const symbol_table>>;
    using image_result = boost::system::result<loaded_image, missing_counterpart>;

    [[nodiscard]] rebound_address find(std::uint64_t address, pointer_kind kind);
    [[nodiscard]] rebound_address refused(const missing_counterpart& what) const;
    [[nodiscard]] std::optional<loaded_image> old_image_at(std::uint64_t address);
    [[nodiscard]] const loaded_library* old_library_at(std::uint64_t address) const;
    /// Nothing: the new process does not have it.
    [[nodiscard]] const loaded_library* new_library_like(const loaded_library& one);
    [[nodiscard]] image_result read(const loaded_library& one);
    [[nodiscard]] table_result table_of(const loaded_library& image);

    loaded_program from_, to_;
    std::map<std::uint64_t, std::pair<std::uint64_t, std::size_t>> old_libraries_; ///< ends, by beginnings
    generation_pair generations_;
    table_source source_;
    same_image same_;
    std::map<std::pair<std::filesystem::path, file_identity>, table_result> tables_;
    std::array<std::unordered_map<std::uint64_t, rebound_address>, 3> answers_; ///< by the pointer's kind
};

} // namespace respawn::supervisor
