// tetris_peek FILE: prints what is in a state that `respawn run --dump-state FILE` wrote, a fact a line.

#include "game.hpp"
#include "shared/state/layout.hpp"

#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

namespace {

std::vector<char> read_file(const char* path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// The game is the first member of the root "game".
std::optional<tetris::game> find_game(const std::vector<char>& bytes)
{
    respawn::state::header_data header;
    if (bytes.size() < sizeof header)
        return std::nullopt;
    std::memcpy(&header, bytes.data(), sizeof header);
    for (const auto& root : header.roots) {
        if (std::string_view{root.name} != "game" || root.object_offset + sizeof(tetris::game) > bytes.size())
            continue;
        tetris::game found;
        std::memcpy(static_cast<void*>(&found), bytes.data() + root.object_offset, sizeof found);
        return found;
    }
    return std::nullopt;
}

template <class T>
void print_bytes(const char* name, const T& value)
{
    std::printf("%s ", name);
    for (std::size_t index = 0; index != sizeof value; ++index)
        std::printf("%02x", reinterpret_cast<const unsigned char*>(&value)[index]);
    std::printf("\n");
}

} // namespace

int main(int argc, char** argv)
{
    const auto game = argc == 2 ? find_game(read_file(argv[1])) : std::nullopt;
    if (!game) {
        std::fprintf(stderr, "tetris_peek: give a file that respawn run --dump-state wrote for tetris\n");
        return 1;
    }
    std::printf("score %lld\n", static_cast<long long>(game->score));
    std::printf("lines %d\n", static_cast<int>(game->lines));
    print_bytes("board", game->cells);
    print_bytes("piece", game->falling);
    print_bytes("next", game->next);
    print_bytes("held", game->held);
}
