#include "supervisor/state_file/writer.hpp"

namespace respawn::state_file {

result<writer> writer::create(const std::filesystem::path& path, const description& what)
{
    auto file = platform::durable_file::create(path);
    if (!file)
        return file.error();
    writer made{std::move(*file), what};
    // Room for the header, which counts what follows.
    const header_data nothing{};
    if (auto done = made.file_.append(std::as_bytes(std::span{&nothing, 1})); !done)
        return done.error();
    return made;
}

result<void> writer::add(const page_copies& copies)
{
    const std::uint64_t pages = encode_block(what_, copies, block_);
    if (pages == 0)
        return {};
    written_.pages += pages;
    written_.blocks += 1;
    written_.bytes += block_.size();
    return file_.append(block_);
}

result<void> writer::add_pointers(std::span<const std::byte> told)
{
    if (told.size() > max_pointers_bytes)
        return failure{
            "the state points to more functions and constants of the game than a file can tell of"};
    const std::vector<std::byte> part = encode_pointers(told);
    written_.pointers_bytes = told.size();
    written_.bytes += part.size();
    return file_.append(part);
}

result<std::uint64_t> writer::finish()
{
    const header_data header = make_header(what_, written_);
    if (auto done = file_.rewrite_start(std::as_bytes(std::span{&header, 1})); !done)
        return done.error();
    if (auto done = file_.publish(); !done)
        return done.error();
    return header.file_bytes;
}

} // namespace respawn::state_file
