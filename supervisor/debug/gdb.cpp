#include "supervisor/debug/gdb.hpp"

#include "supervisor/debug/platform/become.hpp"

namespace respawn::supervisor {

namespace {

constexpr const char* script =
#include "follow_gdb.inc"
    ;

} // namespace

failure become_gdb(const running_session& session, const std::vector<std::string>& arguments)
{
    // In the environment, the script needs no file. What the user wants done is done after it.
    std::vector<std::string> all{
        "gdb", "-quiet", "-ex", "python exec(__import__('os').environ.pop('RESPAWN_SCRIPT'))"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    failure reason = platform::become(
        all, {{"RESPAWN_CONTROL", session.control_socket_path().string()}, {"RESPAWN_SCRIPT", script}});
    reason.sentence += "; install gdb, or put it into PATH";
    return reason;
}

} // namespace respawn::supervisor
