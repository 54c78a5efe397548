#include "supervisor/audit/kept_texts.hpp"

#include "shared/state/directory.hpp"
#include "supervisor/symbols/text_runs.hpp"

#include <algorithm>

namespace respawn::supervisor {

namespace {

/// What a worker makes others keep for it, and copy at each hand-over.
constexpr std::uint64_t most_kept_texts = 65'536, most_text_bytes = std::uint64_t{64} << 20;

} // namespace

std::optional<std::vector<kept_text>> kept_texts_in(const objects::state_bytes& bytes)
{
    const std::byte* first = bytes.at(bytes.address(), sizeof(state::header_data));
    const auto directory = first ? state::copy_directory(first) : state::header_data{};
    if (directory.text_count > most_kept_texts)
        return std::nullopt;
    std::vector<state::text_data> found;
    for (std::uint64_t i = 0; i < directory.text_count; ++i) {
        const auto one = bytes.read<state::text_data>(
            bytes.address() + directory.texts_offset + i * sizeof(state::text_data));
        if (!one || one->bytes == 0 || one->bytes > longest_text_bytes + sizeof(char32_t) ||
            !bytes.contains(bytes.address() + one->offset, one->bytes))
            return std::nullopt;
        found.push_back(*one);
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.offset < b.offset; });
    std::uint64_t end = 0, total = 0;
    for (const state::text_data& each : found) {
        total += each.bytes;
        if (each.offset < end || total > most_text_bytes)
            return std::nullopt;
        end = each.offset + each.bytes;
    }
    std::vector<kept_text> kept;
    for (const state::text_data& each : found) {
        const std::uint64_t address = bytes.address() + each.offset;
        const auto* characters = reinterpret_cast<const char*>(bytes.at(address, each.bytes));
        kept.push_back({address, std::string{characters, each.bytes}});
    }
    return kept;
}

} // namespace respawn::supervisor
