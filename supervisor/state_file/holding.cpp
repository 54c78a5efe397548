#include "supervisor/state_file/holding.hpp"

#include "shared/platform/lock_holder.hpp"
#include "supervisor/platform/durable_file.hpp"
#include "supervisor/platform/process.hpp"

#include <string>
#include <system_error>
#include <utility>

namespace respawn::state_file {

namespace {

namespace fs = std::filesystem;

fs::path lock_path(const fs::path& file, std::error_code& error)
{
    const fs::path place = platform::behind_links(file, error);
    return place.parent_path() / ("." + place.filename().string() + ".lock");
}

std::string own_text()
{
    return std::to_string(platform::own_process_id());
}

std::string other_session(const std::string& holder)
{
    return "another respawn (pid " + (holder.empty() ? "not known yet" : holder) + ")";
}

} // namespace

result<holding> holding::take(const fs::path& file)
{
    const std::string problem = "cannot keep the state in " + file.string();
    std::error_code error;
    const fs::path path = lock_path(file, error);
    if (error == std::errc::no_such_file_or_directory)
        return failure{problem + ": its folder is not there; make it, or name another file with --state"};
    if (error)
        return failure{problem + ": " + error.message() + "; name another file with --state"};
    // Where none can be made no state can be saved.
    auto lock = platform::file_lock::acquire(path);
    if (!lock)
        return failure{problem + ": " + lock.error().sentence + "; name another file with --state"};
    if (!*lock)
        return failure{
            problem + ": " + other_session(platform::lock_holder(path).value_or("")) +
            " keeps its own there; end that one, or name another file with --state"};
    holding taken{std::move(**lock)};
    if (auto told = taken.lock_.write(own_text()); !told)
        return failure{problem + ": " + told.error().sentence + "; name another file with --state"};
    return taken;
}

result<void> require_not_held_by_others(const fs::path& file)
{
    std::error_code error;
    const auto holder = platform::lock_holder(lock_path(file, error));
    if (error || !holder || *holder == own_text())
        return {};
    return failure{
        "cannot write " + file.string() + ": " + other_session(*holder) +
        " keeps its state there; name another file"};
}

} // namespace respawn::state_file
