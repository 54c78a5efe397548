#include "shared/objects/difference_list.hpp"

#include <utility>

namespace respawn::objects {

namespace {

constexpr std::size_t most_pointers = 100'000;

} // namespace

void difference_list::add(difference what)
{
    if (is_full())
        leave_out();
    else
        keep({std::move(what)});
}

void difference_list::add(const pointer_pair& both, std::string path)
{
    has_all_pointers_ = has_all_pointers_ && pointers_.size() < most_pointers;
    if (!has_all_pointers_)
        return;
    pointers_.push_back(both);
    keep({{difference::where::both, std::move(path)}, true});
}

comparison difference_list::judged(pointer_comparer& pointers)
{
    comparison made;
    auto words = pointers.compare(pointers_);
    auto next = words.begin();
    for (entry& each : found_) {
        if (each.is_pointer) {
            const auto now = next++;
            if (!*now)
                continue;
            each.what.before = std::move((*now)->before);
            each.what.after = std::move((*now)->after);
        }
        if (made.differences.size() == most_)
            leave_out();
        else
            made.differences.push_back(std::move(each.what));
    }
    made.left_out = left_out_;
    made.is_cut = !has_all_pointers_ || work_.is_over();
    return made;
}

void difference_list::keep(entry found)
{
    // A schema can be made of long names.
    static_cast<void>(work_.spend_for_bytes(found.what.path.size()));
    found_.push_back(std::move(found));
}

} // namespace respawn::objects
