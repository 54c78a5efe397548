// The stream of an editor or a debug adapter, in pieces of any size.
#include "supervisor/debug/dap_framing.hpp"
#include "tests/fuzz/target.hpp"

#include <string>
#include <vector>

using namespace respawn;

namespace {

struct taken {
    std::vector<std::string> contents;
    bool failed = false;
};

void take(supervisor::dap_reader& reader, taken& all)
{
    while (!all.failed) {
        const auto content = reader.next();
        all.failed = !content;
        if (!content || !*content)
            return;
        all.contents.push_back(**content);
    }
}

taken read_in_pieces(std::string_view stream, std::size_t piece_bytes)
{
    supervisor::dap_reader reader;
    taken all;
    while (!stream.empty()) {
        const auto piece = stream.substr(0, piece_bytes);
        reader.add(piece);
        take(reader, all);
        stream.remove_prefix(piece.size());
    }
    return all;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    test::input_parts parts{bytes, size};
    const std::size_t piece_bytes = parts.take<std::uint8_t>() + std::size_t{1};
    const std::string_view stream = test::text_of(parts.rest().data(), parts.rest().size());
    const taken whole = read_in_pieces(stream, stream.size() + 1);
    const taken pieces = read_in_pieces(stream, piece_bytes);
    test::require(pieces.contents == whole.contents, "the same messages come, however the stream is split");
    std::string again;
    for (const std::string& content : whole.contents)
        again += supervisor::framed(content);
    test::require(
        read_in_pieces(again, piece_bytes).contents == whole.contents, "what was read can be sent again");
    return 0;
}
