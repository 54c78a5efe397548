#pragma once

#include "shared/objects/class_table.hpp"
#include "shared/objects/roots.hpp"
#include "supervisor/symbols/process_images.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// What the vtables of a process tell of the objects with virtual functions in a state. Threads: one at a
/// time.
class program_classes {
public:
    /// Finds the vtables of all classes in the schemas of the roots; what is not found is not known. Reads
    /// the symbols of the executable if there is such a class, and of libraries if it does not have them all.
    program_classes(std::span<const objects::root> roots, const process_images& images, image_tables& tables);

    [[nodiscard]] const objects::class_table& table() const { return table_; }
    /// Where in an object of the class further pointers to its vtable are: for each base but the first that
    /// has virtual functions.
    [[nodiscard]] std::vector<std::uint64_t> further_parts(const std::string& class_name) const;

private:
    bool add(const std::string& class_name, const symbol_table& in, std::uint64_t load_bias);

    objects::class_table table_;
    std::map<std::string, std::vector<std::uint64_t>> further_parts_;
};

/// The same for what is only looked at.
[[nodiscard]] bool has_classes(std::span<const objects::root> roots);

} // namespace respawn::supervisor
