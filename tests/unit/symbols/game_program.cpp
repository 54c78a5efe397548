#include "game_program.hpp"

#include "tests/support/program_run.hpp"
#include "tests/support/temporary_folder.hpp"

#include <ios>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace respawn::test {

using supervisor::symbol_table;

std::filesystem::path game_image(const std::string& name, int version)
{
    return std::filesystem::path{SYMBOLS_PROGRAMS} / std::to_string(version) / name;
}

std::shared_ptr<const symbol_table> read_symbols(const std::filesystem::path& image)
{
    auto table = symbol_table::read(image);
    if (!table)
        throw std::runtime_error{table.error().sentence};
    return std::make_shared<const symbol_table>(std::move(*table));
}

game_program::game_program(const std::string& name, int version)
{
    const auto image = game_image(name, version);
    loaded_.executable.table = read_symbols(image);
    const auto ended = run_program({.program = image});
    if (ended.exit_code != 0)
        throw std::runtime_error{image.string() + " ended with " + std::to_string(ended.exit_code)};
    std::istringstream lines{ended.output};
    for (std::string line; std::getline(lines, line);)
        read_line(line);
}

void game_program::read_line(const std::string& line)
{
    std::istringstream words{line};
    words.unsetf(std::ios::basefield); // hexadecimal numbers say so
    std::string first;
    std::uint64_t address = 0, end = 0;
    words >> first >> address;
    if (first == "image") {
        std::string path;
        words >> path;
        // The program itself comes first, and has no name.
        is_in_library_ = !path.empty();
        if (is_in_library_)
            loaded_.libraries.push_back({path, address});
        else
            loaded_.executable.load_bias = address;
    } else if (first == "part") {
        words >> end;
        if (is_in_library_)
            loaded_.libraries.back().ranges.push_back({address, end});
    } else {
        places_[first] = address;
    }
}

} // namespace respawn::test
