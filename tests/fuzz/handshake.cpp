// A packet from a worker, with so many descriptors as its first byte says.
#include "supervisor/session/incoming.hpp"
#include "tests/fuzz/target.hpp"

#include <fcntl.h>

using namespace respawn;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    test::input_parts input{bytes, size};
    std::vector<unique_handle> handles(input.take<std::uint8_t>() % 8);
    for (auto& handle : handles)
        handle = unique_handle{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    const auto said = incoming::decode(std::as_bytes(input.rest()), std::move(handles));
    if (!said) {
        test::require(!said.error().sentence.empty(), "a refusal has a reason");
        return 0;
    }
    if (const auto* commit = std::get_if<incoming::large_commit>(&*said))
        test::require(static_cast<bool>(commit->object), "a large commit has its object");
    if (const auto* texture = std::get_if<incoming::make_texture>(&*said))
        test::require(static_cast<bool>(texture->object), "a texture has its pixels");
    return 0;
}
