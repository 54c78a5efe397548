#include "shared/memory/mapping.hpp"

#include "shared/platform/address_space.hpp"

#include <boost/interprocess/exceptions.hpp>

namespace respawn::memory {

namespace bip = boost::interprocess;

namespace {

/// What mapped_region takes a descriptor from.
struct mappable {
    int object;
    [[nodiscard]] bip::mapping_handle_t get_mapping_handle() const
    {
        return bip::ipcdetail::mapping_handle_from_file_handle(object);
    }
};

std::string hexadecimal(address value)
{
    std::string digits;
    for (; value != 0 || digits.empty(); value /= 16)
        digits.insert(digits.begin(), "0123456789abcdef"[value % 16]);
    return "0x" + digits;
}

} // namespace

result<bip::mapped_region> map(int object, std::size_t bytes, bip::mode_t mode, address place)
{
    try {
        return bip::mapped_region{mappable{object},    mode, 0, bytes, reinterpret_cast<const void*>(place),
                                  platform::map_lazily};
    } catch (const bip::interprocess_exception& problem) {
        if (place == 0)
            return failure{
                "cannot map " + std::to_string(bytes) + " bytes of shared memory: " + problem.what()};
        return failure{
            "cannot map the state (" + std::to_string(bytes) + " bytes) at " + hexadecimal(place) + ": " +
            platform::describe_range(place, bytes) +
            "; choose another address with --state-address, or a smaller --state-capacity"};
    }
}

} // namespace respawn::memory
