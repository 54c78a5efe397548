#include "shared/session/running_session.hpp"

#include "shared/platform/lock_holder.hpp"

#include <charconv>
#include <utility>

namespace respawn {

namespace fs = std::filesystem;

std::string to_text(const session_holder& who)
{
    return std::to_string(who.process_id) + "\n" + who.socket_folder.string() + "\n";
}

std::optional<session_holder> parse_holder(std::string_view text)
{
    session_holder who;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), who.process_id);
    const auto rest = text.substr(static_cast<std::size_t>(end - text.data()));
    if (error != std::errc{} || who.process_id <= 0 || rest.size() < 3 || rest.front() != '\n' ||
        rest.back() != '\n')
        return std::nullopt;
    who.socket_folder = rest.substr(1, rest.size() - 2);
    return who;
}

fs::path session_lock_path(const fs::path& project_folder)
{
    return project_folder / session_folder_name / "lock";
}

result<std::optional<running_session>> find_session(const fs::path& start)
{
    std::error_code error;
    auto folder = fs::canonical(start, error);
    for (fs::path below; !error && folder != below; below = std::exchange(folder, folder.parent_path())) {
        const auto text = platform::lock_holder(session_lock_path(folder));
        if (!text)
            continue;
        const auto who = parse_holder(*text);
        if (!who)
            return failure{"respawn is just starting in " + folder.string() + "; try again in a moment"};
        return std::optional{running_session{*who, folder}};
    }
    return std::optional<running_session>{};
}

} // namespace respawn
