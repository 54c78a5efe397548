#pragma once

#include "shared/schema/view.hpp"

#include <optional>

namespace respawn::schema {

/// The first difference between two layouts, in declaration order, as a sentence without its full stop, e.g.
/// "game.balls[].dx was float at offset 8, is double", "game.title is gone" or "game.lives moved from offset
/// 16 to 20". A field that only moved is named when nothing else differs. `root_name`: what the path starts
/// with; empty for the name of the new root's type.
[[nodiscard]] std::optional<std::string> first_difference(
    const view& old_schema, const view& new_schema, std::string_view root_name = {});

} // namespace respawn::schema
