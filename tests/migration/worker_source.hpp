#pragma once

#include "tests/migration/random_pair.hpp"

#include <string>
#include <vector>

namespace respawn::test {

/// The C++ source of a worker that has one root for each of these pairs, "pair_0", "pair_1", …, of the layout
/// as it was: it fills them in its first frame; or as it is: it only looks. Either writes them as text, a
/// line each, into `shown_file`.
[[nodiscard]] std::string old_worker_source(
    const std::vector<random_pair>& pairs, const std::string& shown_file);
[[nodiscard]] std::string new_worker_source(
    const std::vector<random_pair>& pairs, const std::string& shown_file);

} // namespace respawn::test
