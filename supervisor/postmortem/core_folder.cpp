#include "supervisor/postmortem/core_folder.hpp"

#include <system_error>

namespace respawn::postmortem {

result<void> prepare_core_folder(const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    // Who may write where is only known for sure to who has tried.
    const auto probe = folder / ".probe";
    if (!error)
        std::filesystem::create_directory(probe, error);
    if (!error)
        std::filesystem::remove(probe, error);
    if (error)
        return failure{
            "cannot keep core files in " + folder.string() + ": " + error.message() +
            "; name another folder with --core"};
    return {};
}

} // namespace respawn::postmortem
