#pragma once

#include "tests/migration/model.hpp"

#include <stdexcept>

/// What an object of one layout is to become in another: the rules that the user is promised, written down a
/// second time, on values of the model, without a look at the engine.
namespace respawn::test::oracle {

/// There is no way from one layout to the other.
struct refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};
/// It depends on the order of an unordered container.
struct undecided : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Whether there is a way between two types, as far as can be seen without a look into structures.
[[nodiscard]] bool can_become(
    const model::layout& before, const model::type& from, const model::layout& after, const model::type& to);

/// Throws refused if the layouts alone forbid it.
void check(const model::layout& before, const model::layout& after);

/// The new root. Throws undecided.
[[nodiscard]] model::value migrate(
    const model::layout& before, const model::layout& after, const model::value& root);

} // namespace respawn::test::oracle
