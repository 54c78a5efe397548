#include "shared/unique_handle.hpp"

#include <unistd.h>

namespace respawn {

void unique_handle::close() noexcept
{
    if (handle_ != none)
        ::close(release());
}

} // namespace respawn
