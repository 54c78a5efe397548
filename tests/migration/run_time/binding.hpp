#pragma once

#include "tests/migration/model.hpp"
#include "tests/migration/run_time/slots.hpp"

namespace respawn::test::run_time {

/// Whether there are slots for all structures of the layout.
[[nodiscard]] bool has_room_for(const model::layout& wanted);

/// Makes the slots structures and enumerations of this layout. No object of another one may be left.
void use(const model::layout& wanted);

/// Of the layout in use.
[[nodiscard]] const detail::type_description& describe_root();
void construct_root(void* place);
[[nodiscard]] std::string show_root(const void* root);
void fill_root(void* root, std::string_view text);

} // namespace respawn::test::run_time
