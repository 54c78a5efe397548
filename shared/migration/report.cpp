#include "shared/migration/report.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace respawn::migration {

namespace {

constexpr std::array<std::string_view, 8> kind_names{"added",     "removed",     "renamed",   "moved",
                                                     "converted", "enumerators", "reordered", "unpointed"};

constexpr std::size_t number_bytes = 8;

class writer {
public:
    void add(std::uint64_t number)
    {
        for (std::size_t i = 0; i < number_bytes; ++i)
            bytes_ += static_cast<char>(number >> (8 * i) & 0xff);
    }
    void add(std::string_view text)
    {
        text = text.substr(0, max_text_bytes);
        add(text.size());
        bytes_ += text;
    }
    void add(const lost_value& value)
    {
        add(value.path);
        add(value.before);
        add(value.after);
    }
    void add(const change& made)
    {
        add(static_cast<std::uint64_t>(made.kind));
        for (const std::string* text :
             {&made.path, &made.field, &made.before, &made.after, &made.default_value, &made.likely_name,
              &made.structure})
            add(*text);
        add(made.other_places);
        add(made.objects);
        add(made.lost);
        add_list(made.examples, max_examples);
    }
    template <class Element>
    void add_list(const std::vector<Element>& list, std::size_t most)
    {
        const std::size_t count = std::min(list.size(), most);
        add(count);
        for (std::size_t i = 0; i < count; ++i)
            add(list[i]);
    }
    [[nodiscard]] std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

/// Once something is not there, everything is empty.
class reader {
public:
    explicit reader(std::string_view bytes) : bytes_{bytes} {}

    void read(std::uint64_t& number)
    {
        number = 0;
        if (!has(number_bytes))
            return;
        for (std::size_t i = 0; i < number_bytes; ++i)
            number |= std::uint64_t{static_cast<unsigned char>(bytes_[i])} << (8 * i);
        bytes_.remove_prefix(number_bytes);
    }
    void read(std::string& text)
    {
        std::uint64_t size = 0;
        read(size);
        if (size > max_text_bytes || !has(size)) {
            is_whole_ = false;
            return;
        }
        text = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
    }
    void read(lost_value& value)
    {
        read(value.path);
        read(value.before);
        read(value.after);
    }
    void read(change& made)
    {
        std::uint64_t kind = 0;
        read(kind);
        is_whole_ = is_whole_ && kind < kind_names.size();
        made.kind = static_cast<change_kind>(kind % kind_names.size());
        for (std::string* text :
             {&made.path, &made.field, &made.before, &made.after, &made.default_value, &made.likely_name,
              &made.structure})
            read(*text);
        read(made.other_places);
        read(made.objects);
        read(made.lost);
        read_list(made.examples, max_examples);
    }
    template <class Element>
    void read_list(std::vector<Element>& list, std::size_t most)
    {
        std::uint64_t count = 0;
        read(count);
        is_whole_ = is_whole_ && count <= most;
        for (std::uint64_t i = 0; is_whole_ && i < count; ++i)
            read(list.emplace_back());
    }
    [[nodiscard]] bool is_whole() const { return is_whole_ && bytes_.empty(); }

private:
    [[nodiscard]] bool has(std::uint64_t size)
    {
        is_whole_ = is_whole_ && size <= bytes_.size();
        return is_whole_;
    }

    std::string_view bytes_;
    bool is_whole_ = true;
};

} // namespace

std::string_view name_of(change_kind kind)
{
    return kind_names[static_cast<std::size_t>(kind)];
}

std::string encode(const report& made)
{
    writer bytes;
    bytes.add_list(made.changes, max_changes);
    bytes.add(made.objects);
    bytes.add(made.bytes);
    bytes.add(made.duration_ns);
    return bytes.take();
}

result<report> decode(std::string_view bytes)
{
    report read;
    reader from{bytes};
    from.read_list(read.changes, max_changes);
    from.read(read.objects);
    from.read(read.bytes);
    from.read(read.duration_ns);
    if (!from.is_whole())
        return failure{"its report of what became of the state can't be read"};
    return read;
}

} // namespace respawn::migration
