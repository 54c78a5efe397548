#include "supervisor/symbols/symbol_table.hpp"

#include "shared/fnv1a.hpp"
#include "shared/text/characters.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <iterator>
#include <tuple>
#include <utility>

namespace respawn::supervisor {

namespace {

/// What has more names than that is not told apart by them.
constexpr std::size_t most_at_one_place = 4096;

std::uint32_t hash_of(std::string_view name)
{
    return static_cast<std::uint32_t>(std::hash<std::string_view>{}(name));
}

std::uint32_t file_hash_of(std::string_view file)
{
    return hash_of(file) | 1;
}

/// The order among symbols that begin at one address is the order of preference.
auto order_of(const symbol& one)
{
    return std::make_tuple(one.address, one.size_bytes == 0, one.is_local(), one.name);
}

constexpr std::uint32_t no_symbol = 0xffff'ffff;

/// One without a size has only its first byte. No overflow: a symbol ends inside of its segment.
std::uint64_t end_of(const symbol& one)
{
    return one.address + std::max<std::uint64_t>(one.size_bytes, 1);
}

bool begins_before(const symbol& one, std::uint64_t address)
{
    return one.address < address;
}

} // namespace

result<symbol_table> symbol_table::read(const std::filesystem::path& image)
{
    auto file = image_file::open(image);
    return file ? read(image, std::move(*file)) : result<symbol_table>{file.error()};
}

result<symbol_table> symbol_table::read(const std::filesystem::path& image, image_file file)
{
    auto content = read_elf_image(image, std::move(file));
    if (!content)
        return content.error();
    return symbol_table{std::move(*content)};
}

symbol_table::symbol_table(image_content content) : content_{std::move(content)}
{
    sort_by_address();
    index_places();
    index_names();
}

void symbol_table::sort_by_address()
{
    auto& all = content_.symbols;
    std::sort(all.begin(), all.end(), [](const symbol& a, const symbol& b) {
        return a.address != b.address ? a.address < b.address : order_of(a) < order_of(b);
    });
}

/// Goes over all addresses at which a symbol begins or ends, with those that are open there.
void symbol_table::index_places()
{
    const auto& all = content_.symbols;
    // The innermost one is on top; of several that begin at one place, the first one.
    const auto is_below = [&](std::uint32_t a, std::uint32_t b) {
        return all[a].address != all[b].address ? all[a].address < all[b].address : a > b;
    };
    std::vector<std::uint32_t> open;
    const auto close_until = [&](std::uint64_t begin, std::uint64_t end) {
        while (begin < end && !open.empty()) {
            const std::uint64_t its_end = end_of(all[open.front()]);
            if (begin < its_end)
                parts_.push_back({begin, open.front()});
            begin = std::max(begin, its_end);
            if (its_end > end)
                return;
            std::pop_heap(open.begin(), open.end(), is_below);
            open.pop_back();
        }
        if (begin < end)
            parts_.push_back({begin, no_symbol});
    };
    for (std::uint32_t i = 0; i != all.size(); ++i) {
        if (i != 0)
            close_until(all[i - 1].address, all[i].address);
        open.push_back(i);
        std::push_heap(open.begin(), open.end(), is_below);
    }
    if (!all.empty())
        close_until(all.back().address, ~std::uint64_t{0});
}

void symbol_table::index_names()
{
    by_name_.reserve(content_.symbols.size());
    for (const symbol& each : content_.symbols)
        by_name_.push_back(
            {hash_of(each.name), each.is_local() ? file_hash_of(each.file) : 0,
             static_cast<std::uint32_t>(by_name_.size())});
    std::sort(by_name_.begin(), by_name_.end());
}

std::optional<symbol_place> symbol_table::find(std::uint64_t address) const
{
    const auto after =
        std::upper_bound(parts_.begin(), parts_.end(), address, [](std::uint64_t where, const part& one) {
            return where < one.begin;
        });
    if (after == parts_.begin() || std::prev(after)->symbol == no_symbol)
        return std::nullopt;
    const symbol& found = content_.symbols[std::prev(after)->symbol];
    return symbol_place{&found, address - found.address};
}

std::vector<const symbol*> symbol_table::beginning_at(std::uint64_t address, symbol_kind kind) const
{
    const auto& all = content_.symbols;
    std::vector<const symbol*> found;
    for (auto at = std::lower_bound(all.begin(), all.end(), address, begins_before);
         at != all.end() && at->address == address && found.size() != most_at_one_place; ++at)
        if (at->kind == kind)
            found.push_back(&*at);
    return found;
}

/// Those that suit, from an entry on: of its name, and of its file if it has one.
template <class Suits>
std::vector<const symbol*> symbol_table::named_from(name_entry first, Suits suits) const
{
    std::vector<const symbol*> found;
    for (auto at = std::lower_bound(by_name_.begin(), by_name_.end(), first);
         at != by_name_.end() && at->hash == first.hash && found.size() != most_of_one_name &&
         (first.file_hash == 0 || at->file_hash == first.file_hash);
         ++at)
        if (const symbol& each = content_.symbols[at->index]; suits(each))
            found.push_back(&each);
    return found;
}

std::vector<const symbol*> symbol_table::named(std::string_view name) const
{
    return named_from(
        {hash_of(name), 0, 0}, [&](const symbol& each) { return each.name == name; });
}

std::vector<const symbol*> symbol_table::named(std::string_view name, std::string_view file) const
{
    return named_from(
        {hash_of(name), file_hash_of(file), 0},
        [&](const symbol& each) { return each.name == name && each.is_local() && each.file == file; });
}

const segment* symbol_table::segment_at(std::uint64_t address) const
{
    for (const segment& each : content_.segments)
        if (each.contains(address))
            return &each;
    return nullptr;
}

bool symbol_table::is_writable(std::uint64_t address) const
{
    const segment* in = segment_at(address);
    const auto& protected_later = content_.read_only_after_start;
    return in && in->kind == segment_kind::writable &&
           std::none_of(protected_later.begin(), protected_later.end(), [&](const address_range& each) {
               return each.contains(address);
           });
}

symbol_table::characters symbol_table::characters_at(
    std::uint64_t address, std::size_t limit_bytes, std::size_t unit_bytes) const
{
    const segment* in = segment_at(address);
    if (!in || in->kind == segment_kind::writable || address - in->address >= in->file_bytes)
        return {};
    const std::uint64_t offset = address - in->address, there = in->file_bytes - offset;
    // One more for the zero.
    const std::uint64_t most =
        there < unit_bytes ? 0 : std::min<std::uint64_t>(there - unit_bytes, limit_bytes) + unit_bytes;
    characters found;
    std::string& text = found.bytes;
    // Most texts are short.
    for (std::uint64_t want = 64, have = 0; have < most && !found.has_end; want *= 4) {
        text.resize(std::min(want, most));
        if (!content_.file.read(in->file_offset + offset + have, std::span{text}.subspan(have)))
            return {};
        const std::size_t zero = text::find_zero(text, unit_bytes, have / unit_bytes * unit_bytes);
        found.has_end = zero != std::string::npos;
        have = text.size();
        text.resize(std::min(zero, text.size()));
    }
    text.resize(std::min(text.size(), limit_bytes));
    return found;
}

std::optional<std::string> symbol_table::text_at(
    std::uint64_t address, std::size_t limit_bytes, std::size_t unit_bytes) const
{
    characters found = characters_at(address, limit_bytes, unit_bytes);
    return found.has_end ? std::optional{std::move(found.bytes)} : std::nullopt;
}

std::uint64_t symbol_table::constants_end(std::uint64_t address) const
{
    const segment* in = segment_at(address);
    const bool is_constant =
        in && in->kind != segment_kind::writable && address - in->address < in->file_bytes;
    return is_constant ? in->address + in->file_bytes : 0;
}

std::optional<std::vector<std::uint64_t>> symbol_table::words_at(
    std::uint64_t address, std::size_t count) const
{
    const segment* in = segment_at(address);
    if (!in || count > (in->memory_bytes - (address - in->address)) / word_bytes)
        return std::nullopt;
    std::vector<std::uint64_t> words(count);
    const std::uint64_t offset = address - in->address;
    const std::uint64_t in_file = offset < in->file_bytes ? in->file_bytes - offset : 0;
    const std::size_t bytes = std::min<std::uint64_t>(in_file, count * word_bytes);
    if (bytes != 0 &&
        !content_.file.read(in->file_offset + offset, {reinterpret_cast<char*>(words.data()), bytes}))
        return std::nullopt;
    const auto& all = content_.relocated_words;
    const auto is_before = [](const relocated_word& one, std::uint64_t where) { return one.address < where; };
    for (auto at = std::lower_bound(all.begin(), all.end(), address, is_before);
         at != all.end() && at->address - address < count * word_bytes; ++at)
        if ((at->address - address) % word_bytes == 0)
            words[(at->address - address) / word_bytes] = at->value;
    return words;
}

bool symbol_table::is_same_image(const symbol_table& other) const
{
    const image_content &one = content_, &two = other.content_;
    // A build-id may be one that a person chose for all builds: such images differ in their segments, mostly.
    if (one.build_id != two.build_id || one.segments != two.segments)
        return false;
    return !one.build_id.empty() ||
           (one.content_hash == two.content_hash && one.file.size_bytes() == two.file.size_bytes());
}

std::uint64_t symbol_table::image_hash() const
{
    fnv1a hash;
    const auto add = [&](std::uint64_t number) { hash.add(std::to_string(number) + "/"); };
    for (const segment& each : content_.segments)
        for (const std::uint64_t field :
             {each.address, each.memory_bytes, each.file_offset, each.file_bytes,
              static_cast<std::uint64_t>(each.kind)})
            add(field);
    hash.add(content_.build_id);
    if (content_.build_id.empty()) {
        add(content_.content_hash);
        add(content_.file.size_bytes());
    }
    return hash.value();
}

} // namespace respawn::supervisor
