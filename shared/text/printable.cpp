#include "shared/text/printable.hpp"

namespace respawn::text {

std::string printable(std::string text, line_ends what, char substitute)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        if (byte == 0xc2 && next >= 0x80 && next < 0xa0)
            text[i] = text[i + 1] = substitute;
        else if ((byte < 0x20 && (text[i] != '\n' || what == line_ends::go)) || byte == 0x7f)
            text[i] = substitute;
    }
    return text;
}

} // namespace respawn::text
