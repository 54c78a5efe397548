#pragma once

#include <span>
#include <string_view>

namespace respawn::supervisor {

/// A kind of game that `respawn new` writes.
struct project_template {
    struct source {
        std::string_view name; ///< in the project
        std::string_view from; ///< in tools/templates
    };

    std::string_view name;    ///< as in --template
    std::string_view shows;   ///< completes "a game that …"
    std::string_view targets; ///< lines of CMakeLists.txt
    std::span<const source> sources;
};

/// The first one is taken unless another is asked for.
[[nodiscard]] std::span<const project_template> project_templates();

/// The text of a file of tools/templates, which must be one.
[[nodiscard]] std::string_view template_text(std::string_view file);

} // namespace respawn::supervisor
