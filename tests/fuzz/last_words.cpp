// What a dying worker has left in the control region.
#include "supervisor/session/ending.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <memory>

using namespace respawn;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto region = std::make_unique<control::last_words_data>();
    std::memcpy(static_cast<void*>(region.get()), bytes, std::min(size, sizeof *region));
    if (const auto how = supervisor::read_last_words(*region, size % 2 == 0)) {
        test::require(!supervisor::words(*how).empty(), "an ending has words");
        test::require(!supervisor::name_of(how->kind).empty(), "an ending has a name");
    }
    return 0;
}
