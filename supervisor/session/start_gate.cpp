#include "supervisor/session/start_gate.hpp"

#include <fstream>
#include <system_error>
#include <utility>

namespace respawn::supervisor {

start_gate::start_gate(const std::filesystem::path& folder, const std::string& name) :
    file_{folder / ("gate." + name)}
{
    std::ofstream{file_}; // a folder in which no file can be made any more keeps nobody waiting
}

start_gate::start_gate(start_gate&& other) noexcept : file_{std::exchange(other.file_, {})} {}

start_gate& start_gate::operator=(start_gate&& other) noexcept
{
    std::swap(file_, other.file_);
    return *this;
}

void start_gate::open() noexcept
{
    std::error_code is_gone_anyway;
    if (is_shut())
        std::filesystem::remove(file_, is_gone_anyway);
    file_.clear();
}

std::string start_gate::variable(std::chrono::milliseconds most) const
{
    return std::to_string(most.count()) + ':' + file_.string();
}

} // namespace respawn::supervisor
