#include "supervisor/symbols/excerpt.hpp"

#include "supervisor/symbols/image_content.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace respawn::supervisor {

namespace {

constexpr std::uint64_t executable_flag = 1, stripped_flag = 2;

class byte_writer {
public:
    void number(std::uint64_t value)
    {
        const auto* bytes = reinterpret_cast<const std::byte*>(&value);
        bytes_.insert(bytes_.end(), bytes, bytes + sizeof value);
    }
    void text(std::string_view value)
    {
        number(value.size());
        const auto* bytes = reinterpret_cast<const std::byte*>(value.data());
        bytes_.insert(bytes_.end(), bytes, bytes + value.size());
    }
    /// `write` is called for each of them.
    template <class All, class Write>
    void list(const All& all, Write write)
    {
        number(all.size());
        for (const auto& each : all)
            write(each);
    }
    [[nodiscard]] std::vector<std::byte> take() { return std::move(bytes_); }

private:
    std::vector<std::byte> bytes_;
};

/// Zeros, and nothing else, from the first mistake on.
class byte_reader {
public:
    explicit byte_reader(std::span<const std::byte> bytes) : left_{bytes} {}

    std::uint64_t number()
    {
        std::uint64_t value = 0;
        if (left_.size() < sizeof value)
            return fail();
        std::memcpy(&value, left_.data(), sizeof value);
        left_ = left_.subspan(sizeof value);
        return value;
    }
    /// A number below `end`.
    std::uint64_t number_below(std::uint64_t end)
    {
        const std::uint64_t value = number();
        return value < end ? value : fail();
    }
    std::string_view text()
    {
        const std::uint64_t bytes = number();
        if (bytes > left_.size())
            return fail(), std::string_view{};
        const std::string_view value{reinterpret_cast<const char*>(left_.data()), bytes};
        left_ = left_.subspan(bytes);
        return value;
    }
    template <class Read>
    void list(Read read, std::uint64_t most = ~std::uint64_t{0} - 1)
    {
        // Each takes eight bytes at least.
        const std::uint64_t count =
            number_below(std::min<std::uint64_t>(left_.size() / sizeof(std::uint64_t), most) + 1);
        for (std::uint64_t i = 0; i != count && !has_failed_; ++i)
            read();
    }
    std::uint64_t fail()
    {
        has_failed_ = true;
        left_ = {};
        return 0;
    }
    [[nodiscard]] bool is_whole() const { return !has_failed_ && left_.empty(); }
    [[nodiscard]] bool has_failed() const { return has_failed_; }

private:
    std::span<const std::byte> left_;
    bool has_failed_ = false;
};

void write_ranges(byte_writer& to, const std::vector<address_range>& all)
{
    to.list(
        all,
        [&](const address_range& each) {
            to.number(each.begin);
            to.number(each.end);
        });
}

std::vector<address_range> read_ranges(byte_reader& from)
{
    std::vector<address_range> all;
    from.list([&] {
        const std::uint64_t begin = from.number(), end = from.number();
        if (begin <= end)
            all.push_back({begin, end});
        else
            from.fail();
    });
    return all;
}

bool are_apart(const std::vector<address_range>& all)
{
    const auto is_over = [](const address_range& a, const address_range& b) { return a.end > b.begin; };
    return std::adjacent_find(all.begin(), all.end(), is_over) == all.end();
}

void write_content(byte_writer& to, const image_content& content)
{
    to.text(content.build_id);
    to.text(content.shared_name);
    to.number(content.content_hash);
    to.number(content.file.size_bytes());
    to.list(content.segments, [&](const segment& each) {
        for (const std::uint64_t part :
             {each.address, each.memory_bytes, each.file_offset, each.file_bytes,
              static_cast<std::uint64_t>(each.kind)})
            to.number(part);
    });
    write_ranges(to, content.read_only_after_start);
    to.list(content.relocated_words, [&](const relocated_word& each) {
        to.number(each.address);
        to.number(each.value);
    });
    to.list(content.file.parts(), [&](const image_file::part& each) {
        to.number(each.offset);
        to.text(each.bytes);
    });
    to.list(content.symbols, [&](const symbol& each) {
        to.text(each.name);
        to.text(each.file);
        to.number(each.address);
        to.number(each.size_bytes);
        to.number(static_cast<std::uint64_t>(each.kind));
        to.number(static_cast<std::uint64_t>(each.binding));
    });
}

class content_reader {
public:
    explicit content_reader(byte_reader& from) : from_{from} {}

    /// What it gives is of use only if the reader has not failed.
    [[nodiscard]] image_content read()
    {
        std::string build_id{from_.text()}, shared_name{from_.text()};
        const std::uint64_t hash = from_.number(), file_bytes = from_.number();
        auto segments = read_segments(file_bytes);
        auto read_only = read_ranges(from_);
        if (read_only.size() > most_segments)
            from_.fail();
        std::vector<relocated_word> words;
        from_.list([&] {
            const std::uint64_t address = from_.number(), value = from_.number();
            words.push_back({address, value});
        });
        std::vector<image_file::part> parts;
        from_.list([&] {
            const std::uint64_t offset = from_.number();
            const auto bytes = from_.text();
            const bool is_apart = parts.empty() || parts.back().offset + parts.back().bytes.size() <= offset;
            if (offset > file_bytes || bytes.size() > file_bytes - offset || !is_apart)
                from_.fail();
            parts.push_back({offset, std::string{bytes}});
        });
        image_content content{image_file::of_parts(file_bytes, std::move(parts)), {}};
        content.segments = std::move(segments);
        read_symbols(content);
        std::sort(
            words.begin(), words.end(), [](const auto& a, const auto& b) { return a.address < b.address; });
        content.relocated_words = std::move(words);
        content.read_only_after_start = std::move(read_only);
        content.build_id = std::move(build_id);
        content.shared_name = std::move(shared_name);
        content.content_hash = hash;
        return content;
    }

private:
    std::vector<segment> read_segments(std::uint64_t image_bytes)
    {
        std::vector<segment> all;
        from_.list(
            [&] {
                segment one;
                one.address = from_.number();
                one.memory_bytes = from_.number();
                one.file_offset = from_.number();
                one.file_bytes = from_.number();
                one.kind = static_cast<segment_kind>(
                    from_.number_below(static_cast<std::uint64_t>(segment_kind::writable) + 1));
                if (one.memory_bytes > ~one.address || one.file_bytes > one.memory_bytes ||
                    one.file_offset > image_bytes || one.file_bytes > image_bytes - one.file_offset)
                    from_.fail();
                all.push_back(one);
            },
            most_segments);
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.address < b.address; });
        return all;
    }

    void read_symbols(image_content& content)
    {
        struct placed_names {
            std::size_t name, name_bytes, file, file_bytes;
        };
        std::vector<placed_names> names;
        from_.list([&] {
            const auto name = from_.text(), file = from_.text();
            symbol one;
            one.address = from_.number();
            one.size_bytes = from_.number();
            one.kind = from_.number_below(2) == 0 ? symbol_kind::function : symbol_kind::object;
            one.binding = from_.number_below(2) == 0 ? symbol_binding::local : symbol_binding::global;
            const auto in =
                std::find_if(content.segments.begin(), content.segments.end(), [&](const segment& each) {
                    return each.contains(one.address);
                });
            if (in == content.segments.end() ||
                one.size_bytes > in->memory_bytes - (one.address - in->address)) {
                from_.fail();
                return;
            }
            names.push_back(
                {content.names.size(), name.size(), content.names.size() + name.size(), file.size()});
            content.names.insert(content.names.end(), name.begin(), name.end());
            content.names.insert(content.names.end(), file.begin(), file.end());
            content.symbols.push_back(one);
        });
        // Once the names stay where they are.
        for (std::size_t i = 0; i != names.size(); ++i) {
            const char* first = content.names.data();
            content.symbols[i].name = {first + names[i].name, names[i].name_bytes};
            content.symbols[i].file = {first + names[i].file, names[i].file_bytes};
        }
    }

    byte_reader& from_;
};

} // namespace

void excerpt_maker::add(std::uint64_t address, pointer_kind kind, std::size_t character_bytes)
{
    if (const loaded_library* found = images_.find(address))
        places_[found].insert({address - found->load_bias, kind, character_bytes});
}

result<std::vector<std::byte>> excerpt_maker::encode(std::uint64_t generation) const
{
    struct excerpt {
        const loaded_library* image;
        std::shared_ptr<const symbol_table> table; ///< which the names in the content are of
        image_content content;
    };
    std::vector<excerpt> images;
    const auto add = [&](const loaded_library* image, const auto& places) -> result<void> {
        auto table = tables_.of(*image);
        if (!table)
            return table.error();
        std::vector<wanted_place> wanted;
        for (const auto& [address, kind, character_bytes] : places)
            wanted.push_back({address, kind, character_bytes});
        auto content = (*table)->excerpt(wanted);
        if (!content)
            return content.error();
        images.push_back({image, std::move(*table), std::move(*content)});
        return {};
    };
    // The executable is always there: without it nobody knows the program.
    if (!places_.empty() && !places_.contains(&images_.executable))
        if (auto done = add(&images_.executable, decltype(places_)::mapped_type{}); !done)
            return done.error();
    for (const auto& [image, places] : places_)
        if (auto done = add(image, places); !done)
            return done.error();
    byte_writer to;
    if (images.empty())
        return to.take();
    to.number(generation);
    to.list(images, [&](const excerpt& each) {
        to.text(each.image->path.native());
        to.number(each.image->load_bias);
        write_ranges(to, each.image->ranges);
        to.number(
            (each.image == &images_.executable ? executable_flag : 0) |
            (each.content.is_stripped ? stripped_flag : 0));
        write_content(to, each.content);
    });
    return to.take();
}

std::optional<images_excerpt> decode_excerpt(std::span<const std::byte> bytes)
{
    images_excerpt made;
    byte_reader from{bytes};
    made.generation = from.number();
    from.list(
        [&] {
            loaded_library image;
            image.path = std::string{from.text()};
            image.load_bias = from.number();
            image.ranges = read_ranges(from);
            if (!are_apart(image.ranges))
                from.fail();
            const std::uint64_t flags = from.number_below(2 * stripped_flag);
            image_content content = content_reader{from}.read();
            content.is_stripped = (flags & stripped_flag) != 0;
            if (from.has_failed())
                return;
            image.table = std::make_shared<const symbol_table>(std::move(content));
            if ((flags & executable_flag) != 0)
                made.images.executable = std::move(image);
            else
                made.images.libraries.push_back(std::move(image));
        },
        most_images + 1);
    made.images.index();
    return from.is_whole() && made.images.are_known() ? std::optional{std::move(made)} : std::nullopt;
}

} // namespace respawn::supervisor
