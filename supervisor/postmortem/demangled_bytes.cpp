#include "supervisor/postmortem/demangled_bytes.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace respawn::postmortem {

namespace {

/// What a mangled name has in brackets: template arguments, nested names and the like.
struct mangled_group {
    char kind = 0;
    std::size_t items = 0, references = 0;
};

class length_estimate {
public:
    explicit length_estimate(std::string_view name) : name_{name}, bytes_{static_cast<double>(name.size())}
    {
        while (at_ < name_.size())
            take();
        while (!open_.empty())
            close();
    }
    [[nodiscard]] double bytes() const { return bytes_; }

private:
    void take()
    {
        ++open_.back().items;
        if (is_digit(name_[at_]))
            return take_name();
        const char c = name_[at_++];
        if (c == 'S' || c == 'T')
            take_reference();
        else if (c == 'M')
            bytes_ *= 2; // a pointer to a member: of two parts
        else if (c == 'D' && name_.substr(at_, 1) == "p")
            bytes_ *= static_cast<double>(largest_pack_); // all that a pack has, one by one
        else if (c == 'E' && open_.size() > 1)
            close();
        else if (begins_group(c))
            open_.push_back({c});
    }

    /// Of a value in brackets, digits are a part; a name has as many bytes as its digits say.
    void take_name()
    {
        std::size_t bytes = 0;
        for (; at_ < name_.size() && is_digit(name_[at_]) && bytes < name_.size(); ++at_)
            bytes = bytes * 10 + static_cast<std::size_t>(name_[at_] - '0');
        if (open_.back().kind != 'L' || open_.back().items == 1)
            at_ += std::min(bytes, name_.size() - at_);
    }

    /// S_, S1A_, T0_; or St, Sa and the like, which are short.
    void take_reference()
    {
        std::size_t end = at_;
        while (end < name_.size() && (is_digit(name_[end]) || (name_[end] >= 'A' && name_[end] <= 'Z')))
            ++end;
        const bool is_reference = end < name_.size() && name_[end] == '_';
        open_.back().references += is_reference ? 1 : 0;
        at_ = is_reference ? end + 1 : at_ + 1;
    }

    [[nodiscard]] bool begins_group(char c) const
    {
        constexpr std::string_view all = "INFXJZ";
        const char around = open_.back().kind;
        // In names, L says that they are a file's own.
        return all.find(c) != std::string_view::npos || (c == 'L' && around != 0 && around != 'N');
    }

    void close()
    {
        const mangled_group& group = open_.back();
        bytes_ *= static_cast<double>(std::max<std::size_t>(group.references, 1));
        if (group.kind == 'J')
            largest_pack_ = std::max(largest_pack_, group.items);
        open_.pop_back();
    }

    static bool is_digit(char c) { return c >= '0' && c <= '9'; }

    std::string_view name_;
    double bytes_;
    std::size_t at_ = 2, largest_pack_ = 1; ///< behind _Z
    std::vector<mangled_group> open_{1};
};

} // namespace

double demangled_bytes(std::string_view mangled)
{
    return length_estimate{mangled}.bytes();
}

} // namespace respawn::postmortem
