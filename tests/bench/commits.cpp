#include "shared/journal/ring.hpp"
#include "shared/memory/mapping.hpp"
#include "shared/platform/changed_pages.hpp"
#include "shared/state/layout.hpp"
#include "supervisor/session/committed_state.hpp"
#include "supervisor/session/worker_regions.hpp"
#include "tests/bench/benchmarks.hpp"
#include "worker/source/runtime/transaction.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <numeric>
#include <vector>

namespace respawn::bench {

namespace {

namespace bip = boost::interprocess;

constexpr std::uint64_t ring_bytes = std::uint64_t{64} << 20;

/// A state and a journal with a worker's and a supervisor's mappings of them, made as those make them, but in
/// one process: what the supervisor reads is still in this core's caches.
class exchange {
public:
    explicit exchange(std::uint32_t state_pages) : extent_bytes_{state_pages * journal::page_bytes}
    {
        commit_everything(state_pages);
        map_by_reading();
    }

    /// What the parts of one commit took, in microseconds.
    struct times {
        double scan = 0, find = 0, append = 0, give_back = 0, read = 0, apply = 0;

        [[nodiscard]] double worker() const { return find + append + give_back; }
        [[nodiscard]] double supervisor() const { return read + apply; }
    };

    /// Changes one word in each of the pages and commits that.
    times run_frame(const std::vector<std::uint32_t>& pages)
    {
        times took;
        change(pages);
        took.scan = microseconds_of([&] { finder_.find(view(), extent_bytes_, found_).value(); });
        std::span<const std::uint32_t> changed;
        took.find = microseconds_of([&] { changed = transaction_.find_changes(extent_bytes_).value(); });
        if (!std::equal(changed.begin(), changed.end(), pages.begin(), pages.end()))
            throw std::runtime_error{"a commit did not find the pages that were changed"};
        const journal::commit commit{frame_ + 1, extent_bytes_, changed, view()};
        took.append = microseconds_of([&] { writer_.append(commit); });
        took.give_back = microseconds_of([&] { transaction_.committed(); });
        bool came = false;
        took.read = microseconds_of([&] { came = reader_.next(state_->next_commit(), record_).value(); });
        if (!came)
            throw std::runtime_error{"a commit was not published"};
        took.apply = microseconds_of([&] { state_->apply(record_); });
        ++frame_;
        return took;
    }

private:
    [[nodiscard]] std::byte* view() const { return memory::as<std::byte>(view_); }

    void commit_everything(std::uint32_t state_pages)
    {
        const std::vector<std::byte> bytes(extent_bytes_, std::byte{0x5a});
        journal::record everything{
            ++frame_, extent_bytes_, std::vector<std::uint32_t>(state_pages), bytes.data()};
        std::iota(everything.pages.begin(), everything.pages.end(), 0u);
        state_->apply(everything);
    }

    /// As a game does that looks at its whole state.
    void map_by_reading()
    {
        for (std::uint64_t place = 0; place != extent_bytes_; place += journal::page_bytes)
            sum_ = sum_ + static_cast<unsigned>(view()[place]);
    }

    void change(const std::vector<std::uint32_t>& pages)
    {
        constexpr std::size_t words_a_page = journal::page_bytes / sizeof(std::uint64_t);
        for (const std::uint32_t page : pages) {
            // Anywhere in the page, so that comparing it takes as long as it takes on average.
            const std::size_t word = (page * 97 + frame_ * 31) % words_a_page;
            auto* words = reinterpret_cast<std::uint64_t*>(view() + page * journal::page_bytes);
            words[word] += frame_ + 1;
        }
    }

    std::uint64_t extent_bytes_;
    std::shared_ptr<supervisor::committed_state> state_ =
        supervisor::committed_state::create(extent_bytes_).value();
    supervisor::worker_regions regions_ = supervisor::worker_regions::create(ring_bytes).value();
    bip::mapped_region view_ =
        memory::map(state_->descriptor(), extent_bytes_, bip::copy_on_write, state::default_address).value();
    bip::mapped_region committed_ = memory::map(state_->descriptor(), extent_bytes_, bip::read_only).value();
    bip::mapped_region journal_ =
        memory::map(
            regions_.descriptors(state_->descriptor())[protocol::journal_descriptor],
            journal::region_bytes(ring_bytes), bip::read_write)
            .value();
    platform::private_page_finder finder_ = platform::private_page_finder::create().value();
    detail::transaction transaction_{
        view(), memory::as<const std::byte>(committed_), platform::private_page_finder::create().value()};
    journal::ring_writer writer_{memory::as<std::byte>(journal_), ring_bytes};
    journal::ring_reader reader_ = regions_.journal_reader();
    journal::record record_;
    std::vector<std::uint32_t> found_;
    std::uint64_t frame_ = 0;
    volatile unsigned sum_ = 0; ///< makes reading a page something that happens
};

/// A plain copy of so many pages, a word in each of which was just changed.
class plain_copy {
public:
    explicit plain_copy(std::size_t pages) : from_(pages * journal::page_bytes), to_(from_.size()) {}

    double run()
    {
        for (std::size_t place = 0; place < from_.size(); place += journal::page_bytes)
            ++from_[place];
        return microseconds_of([&] { std::memcpy(to_.data(), from_.data(), from_.size()); });
    }

private:
    std::vector<unsigned char> from_, to_;
};

/// Commits of the same pages, and the copies made in turn with them.
struct series {
    samples copy, scan, find, append, give_back, read, apply;
    samples worker_ratio, supervisor_ratio, ratio;

    void add(const exchange::times& took, double memcpy_us)
    {
        scan.add(took.scan);
        find.add(took.find);
        append.add(took.append);
        give_back.add(took.give_back);
        read.add(took.read);
        apply.add(took.apply);
        copy.add(memcpy_us);
        worker_ratio.add(took.worker() / memcpy_us);
        supervisor_ratio.add(took.supervisor() / memcpy_us);
        ratio.add((took.worker() + took.supervisor()) / memcpy_us);
    }

    [[nodiscard]] json summary() const
    {
        return {
            {"commits", copy.count()},
            {"memcpy_us", copy.summary()},
            {"scan_us", scan.summary()},
            {"find_changes_us", find.summary()},
            {"append_us", append.summary()},
            {"give_back_us", give_back.summary()},
            {"read_us", read.summary()},
            {"apply_us", apply.summary()},
            {"worker_to_memcpy", rounded(worker_ratio.median())},
            {"supervisor_to_memcpy", rounded(supervisor_ratio.median())},
            {"total_to_memcpy", rounded(ratio.median())},
        };
    }
};

json measure(std::uint32_t hot_pages, std::uint32_t state_pages, std::size_t steady_commits)
{
    exchange exchange{state_pages};
    plain_copy copy{hot_pages};
    std::vector<std::uint32_t> pages(hot_pages);
    for (std::uint32_t index = 0; index != hot_pages; ++index)
        pages[index] = index * (state_pages / hot_pages);
    const std::size_t commits_a_lap = ring_bytes / journal::record_bytes(hot_pages);
    series first_lap, steady;
    for (std::size_t count = 0; count != commits_a_lap + steady_commits; ++count) {
        const double memcpy_us = copy.run();
        (count < commits_a_lap ? first_lap : steady).add(exchange.run_frame(pages), memcpy_us);
    }
    return {
        {"hot_pages", hot_pages},
        {"state_pages", state_pages},
        {"steady", steady.summary()},
        {"first_lap", first_lap.summary()},
    };
}

} // namespace

json measure_commits(effort how)
{
    constexpr std::uint32_t large_state_pages = 16'384;
    struct series_size {
        std::uint32_t hot_pages;
        std::size_t commits, quick_commits;
    };
    json all = json::array();
    for (const auto [hot_pages, commits, quick_commits] :
         {series_size{16, 2'000, 10}, series_size{256, 1'000, 10}, series_size{4'096, 200, 2}})
        for (const std::uint32_t state_pages : {2 * hot_pages, large_state_pages})
            all.push_back(measure(hot_pages, state_pages, how == effort::quick ? quick_commits : commits));
    return all;
}

} // namespace respawn::bench
