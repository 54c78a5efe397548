#include "supervisor/session/pipeline_image.hpp"

#include <system_error>

namespace respawn::supervisor {

bool is_kept(const pipeline_image& image)
{
    std::error_code ignored;
    return std::filesystem::exists(image.executable, ignored);
}

pipeline_image as_of_now(pipeline_image image)
{
    image.complete = image.staged = std::chrono::steady_clock::now();
    return image;
}

} // namespace respawn::supervisor
