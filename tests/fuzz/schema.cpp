// The schema of a root, as it is stored in a state.
#include "shared/migration/plan.hpp"
#include "shared/schema/view.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>

using namespace respawn;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    // Two of them, and before them the length of the first.
    test::input_parts input{bytes, size};
    const std::size_t length = input.take<std::uint32_t>();
    const auto all = std::as_bytes(input.rest());
    const std::size_t first_bytes = std::min(length, all.size());
    const auto before = schema::view::create(all.first(first_bytes));
    const auto after = schema::view::create(all.subspan(first_bytes));
    if (before)
        test::require(
            migration::plan::create(*before, *before, {"root"}).has_value(), "a schema becomes itself");
    if (before && after)
        (void)migration::plan::create(*before, *after, {"root"});
    return 0;
}
