// The text of an input script.
#include "shared/script/script_parser.hpp"
#include "tests/fuzz/target.hpp"

using namespace respawn;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    player::script_parser parser{"fuzz.script"};
    if (const auto steps = parser.parse(test::text_of(bytes, size)); !steps)
        test::require(!steps.error().sentence.empty(), "a refusal has a reason");
    return 0;
}
