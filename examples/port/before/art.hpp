#pragma once

#include "draw.hpp"

namespace delve {

/// The pictures, made once, by the program itself.
struct art {
    picture sprites{}; ///< See sprites.hpp.
    picture font{};    ///< See font.hpp.
};

[[nodiscard]] art make_art(device& where);

} // namespace delve
