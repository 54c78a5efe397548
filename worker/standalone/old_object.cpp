#include <respawn/old_object.hpp>

/// What a conversion of the game's own asks. Nobody calls those here: there is no older state that a program
/// of its own could take over.
namespace respawn {

bool old_object::has(std::string_view) const
{
    return false;
}

std::size_t old_object::size(std::string_view) const
{
    return 0;
}

detail::old_number old_object::number(std::string_view) const
{
    return {};
}

std::optional<std::string> old_object::text(std::string_view) const
{
    return std::nullopt;
}

} // namespace respawn
