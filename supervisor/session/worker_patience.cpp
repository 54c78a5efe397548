#include "supervisor/session/worker_patience.hpp"

#include "supervisor/platform/process.hpp"

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

constexpr auto usual_connect_patience = 10s;
/// Under a tool that makes a program many times slower.
constexpr auto slow_connect_patience = 60s;
constexpr auto usual_leave_patience = 250ms;
/// It looks for leaks after main() was left.
constexpr auto sanitizer_leave_patience = 3s;
/// A profiler writes its file then.
constexpr auto slow_leave_patience = 10s;

} // namespace

std::chrono::milliseconds connect_patience(origin from)
{
    return may_be_slow(from) ? slow_connect_patience : usual_connect_patience;
}

std::chrono::milliseconds leave_patience(origin from, int process_id)
{
    if (may_be_slow(from))
        return slow_leave_patience;
    return platform::has_address_sanitizer(process_id) ? sanitizer_leave_patience : usual_leave_patience;
}

} // namespace respawn::supervisor
