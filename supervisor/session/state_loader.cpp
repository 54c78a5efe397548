#include "supervisor/session/state_loader.hpp"

#include "shared/state/directory.hpp"
#include "supervisor/audit/process_of_pointers.hpp"
#include "supervisor/platform/durable_file.hpp"
#include "supervisor/symbols/excerpt.hpp"

#include <utility>
#include <vector>

namespace respawn::supervisor {

namespace {

class file_source final : public state_file::byte_source {
public:
    explicit file_source(platform::input_file& file) : file_{file} {}
    [[nodiscard]] std::uint64_t size_bytes() const override { return file_.size_bytes(); }
    [[nodiscard]] result<bool> read(std::span<std::byte> into) override
    {
        auto done = file_.read(into);
        return done ? done : failure{"can't be read: " + done.error().sentence};
    }

private:
    platform::input_file& file_;
};

} // namespace

result<loaded_state> load_state(const std::filesystem::path& file, state_file::expectation expected)
{
    const auto begun = std::chrono::steady_clock::now();
    auto opened = platform::input_file::open(file);
    if (!opened)
        return opened.error();
    auto state = committed_state::create(expected.capacity_bytes);
    if (!state)
        return state.error();
    file_source source{*opened};
    std::vector<std::byte> pointers;
    const auto header = state_file::read_state_file(
        source, expected, [&](const journal::record& block) { (*state)->restore(block); }, &pointers);
    if (!header)
        return failure{file.string() + " " + header.error().sentence + "; the file is left as it is"};
    // A state of nothing but zeros has no block that says so.
    (*state)->restore({header->frame, header->extent_bytes, {}, nullptr});
    const auto directory = state::copy_directory((*state)->page(0));
    if (state::is_formatted(directory) && !state::is_sound(directory, expected.capacity_bytes))
        return failure{
            file.string() +
            " holds a state whose directory is damaged, and that no game can use; the file is "
            "left as it is"};
    if (!pointers.empty()) {
        auto told = decode_excerpt(pointers);
        if (!told)
            return failure{
                file.string() + " is damaged: what it tells of its pointers contradicts itself; the file is "
                                "left as it is"};
        (*state)->set_owner(std::make_shared<const process_of_pointers>(
            process_of_pointers{told->generation, 0, {}, std::move(told->images)}));
    }
    return loaded_state{std::move(*state), header->file_bytes, std::chrono::steady_clock::now() - begun};
}

} // namespace respawn::supervisor
