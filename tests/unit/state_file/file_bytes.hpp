#pragma once

#include "shared/journal/record.hpp"
#include "supervisor/state_file/encode.hpp"
#include "supervisor/state_file/reader.hpp"

#include <cstring>
#include <map>
#include <string>
#include <vector>

namespace respawn::test {

using bytes = std::vector<std::byte>;

inline constexpr std::uint64_t page_bytes = journal::page_bytes;
/// The session that the files of these tests are for.
inline constexpr state_file::expectation session{state::default_address, 64 * page_bytes};

/// A state by its pages that hold something: each is full of one letter.
struct small_state {
    std::uint64_t frame = 812;
    std::uint64_t pages = 16;
    std::map<std::uint32_t, char> letters{};

    friend bool operator==(const small_state&, const small_state&) = default;
};

inline state_file::description description_of(const small_state& state)
{
    return {state.frame, state.pages * page_bytes, session.capacity_bytes, session.address, 1'700'000'000};
}

inline state_file::page_copies copies_of(const std::map<std::uint32_t, char>& letters)
{
    state_file::page_copies copies;
    for (const auto& [page, letter] : letters)
        copies.add(page, bytes(page_bytes, static_cast<std::byte>(letter)).data());
    return copies;
}

/// A file of one block for each of the `blocks`, whatever their order.
inline bytes file_of(const small_state& state, const std::vector<std::map<std::uint32_t, char>>& blocks)
{
    const state_file::description what = description_of(state);
    state_file::contents written;
    bytes all(sizeof(state_file::header_data)), block;
    for (const auto& letters : blocks) {
        written.pages += state_file::encode_block(what, copies_of(letters), block);
        written.blocks += 1;
        written.bytes += block.size();
        all.insert(all.end(), block.begin(), block.end());
    }
    const auto header = state_file::make_header(what, written);
    std::memcpy(all.data(), &header, sizeof header);
    return all;
}

inline bytes file_of(const small_state& state)
{
    return file_of(state, {state.letters});
}

/// Changes a part of the file and makes its checksum right again: damage by somebody who knows the format.
template <class Change>
bytes with_header(bytes file, Change change)
{
    state_file::header_data header;
    std::memcpy(&header, file.data(), sizeof header);
    change(header);
    header.checksum = checksum_of(header);
    std::memcpy(file.data(), &header, sizeof header);
    return file;
}

/// The same for the first block's head, and for the head of its record.
template <class Change>
bytes with_block(bytes file, Change change)
{
    state_file::block_data head;
    journal::record_data record;
    const std::size_t head_at = sizeof(state_file::header_data), record_at = head_at + sizeof head;
    std::memcpy(&head, file.data() + head_at, sizeof head);
    std::memcpy(&record, file.data() + record_at, sizeof record);
    const std::size_t record_bytes = head.record_bytes;
    change(head, record);
    std::memcpy(file.data() + record_at, &record, sizeof record);
    head.checksum = checksum_of(head, std::span{file}.subspan(record_at, record_bytes));
    std::memcpy(file.data() + head_at, &head, sizeof head);
    return file;
}

/// What is wrong with the file, or "nothing".
inline std::string problem_of(const bytes& file, state_file::expectation expected = session)
{
    const auto checked = state_file::check_state_file(file, expected);
    return checked ? "nothing" : checked.error().sentence;
}

/// The state that the file holds; throws if it can't be read.
inline small_state state_in(const bytes& file)
{
    small_state found;
    state_file::memory_source source{file};
    const auto header = state_file::read_state_file(source, session, [&](const journal::record& block) {
        for (std::size_t place = 0; place != block.pages.size(); ++place)
            found.letters[block.pages[place]] = static_cast<char>(block.page_bytes[place * page_bytes + 77]);
    });
    found.frame = header.value().frame;
    found.pages = header.value().extent_bytes / page_bytes;
    return found;
}

} // namespace respawn::test
