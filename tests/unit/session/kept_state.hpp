#pragma once

#include "supervisor/report/reporter.hpp"
#include "supervisor/session/committed_state.hpp"

#include "temporary_folder.hpp"

#include <asio/io_context.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>

namespace respawn::test {

inline constexpr std::size_t page = journal::page_bytes;

inline std::shared_ptr<supervisor::committed_state> make_state(std::uint64_t capacity_pages)
{
    return supervisor::committed_state::create(capacity_pages * page).value();
}

/// Commits the state's next frame: the given pages, each full of `letter`.
inline void commit(
    supervisor::committed_state& state, std::vector<std::uint32_t> pages, std::uint64_t extent_pages,
    char letter)
{
    const std::string content(pages.size() * page, letter);
    journal::record record;
    record.frame = state.next_commit().frame;
    record.extent_bytes = extent_pages * page;
    record.pages = std::move(pages);
    record.page_bytes = reinterpret_cast<const std::byte*>(content.data());
    state.apply(record);
}

inline std::string content_of(const supervisor::committed_state& state)
{
    return {reinterpret_cast<const char*>(state.bytes().data()), state.bytes().size()};
}

/// A reporter whose lines can be read.
class reports {
public:
    explicit reports(asio::io_context& loop) :
        output_{::open(file().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)}, reporter_{
                                                                                   loop,
                                                                                   report::output_form::text,
                                                                                   output_.get()}
    {}

    report::reporter& reporter() { return reporter_; }
    [[nodiscard]] std::string text()
    {
        reporter_.file_thread().wait(std::chrono::seconds{20});
        return read_file(file());
    }
    [[nodiscard]] bool tell(const std::string& part) { return text().find(part) != std::string::npos; }

private:
    [[nodiscard]] std::filesystem::path file() const { return folder_ / "lines"; }

    temporary_folder folder_;
    unique_handle output_;
    report::reporter reporter_;
};

} // namespace respawn::test
