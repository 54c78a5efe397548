#pragma once

#include "shared/objects/class_table.hpp"

#include <respawn/schema/description.hpp>

#include <cstdint>
#include <map>
#include <string>

/// The old build of the game in classes_test.cpp. Its classes have the names that those have there.
namespace classes_before {

[[nodiscard]] const respawn::detail::type_description& game_type();
void construct_game(void* place);

enum class with : std::uint8_t { known_classes, a_removed_class };
void fill(void* game, with what);

/// Makes the objects of a game begin with the pointers to vtables that another program has for their classes,
/// as rebinding does. What has no counterpart stays.
void rebind(void* game, const std::map<std::string, std::uint64_t>& vtable_pointers);

} // namespace classes_before
