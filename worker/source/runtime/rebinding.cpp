#include "worker/source/runtime/rebinding.hpp"

#include "shared/protocol/rebinding.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace respawn::detail {

namespace {

using protocol::rebinding_data;
using protocol::rebinding_place;
using protocol::rebinding_text;

failure contradiction()
{
    return failure{"the supervisor said something about the state's pointers that contradicts itself; use a "
                   "supervisor and a library of the same version"};
}

/// The parts of the object, one after the other.
class parts {
public:
    explicit parts(std::span<const std::byte> bytes) : bytes_{bytes} {}

    /// Empty if there are fewer.
    template <class Part>
    [[nodiscard]] std::span<const Part> take(std::uint64_t count)
    {
        if (count > bytes_.size() / sizeof(Part)) {
            is_whole_ = false;
            return {};
        }
        const std::span taken{reinterpret_cast<const Part*>(bytes_.data()), count};
        bytes_ = bytes_.subspan(taken.size_bytes());
        return taken;
    }

    [[nodiscard]] bool is_whole() const { return is_whole_ && bytes_.empty(); }

private:
    std::span<const std::byte> bytes_;
    bool is_whole_ = true;
};

class rebinder {
public:
    explicit rebinder(segment& memory) : memory_{memory}, texts_{memory.texts().begin(), memory.texts().end()}
    {}

    [[nodiscard]] bool set(std::uint64_t offset, std::uint64_t value)
    {
        if (offset < state::segment_offset || offset > memory_.extent_bytes() - sizeof value)
            return false;
        std::memcpy(memory_.at(offset), &value, sizeof value);
        return true;
    }

    void free(std::uint64_t offset)
    {
        const auto found = std::find_if(texts_.begin(), texts_.end(), [&](const state::text_data& each) {
            return each.offset == offset;
        });
        if (found == texts_.end())
            return;
        memory_.deallocate(memory_.at(offset));
        texts_.erase(found);
        texts_have_changed_ = true;
    }

    /// Where it is now; null: there is no room.
    [[nodiscard]] const std::byte* copy(std::span<const std::byte> text)
    {
        void* place = memory_.allocate(text.size(), alignof(char32_t));
        if (!place)
            return nullptr;
        std::memcpy(place, text.data(), text.size());
        texts_.push_back({memory_.offset_of(place), text.size()});
        texts_have_changed_ = true;
        return static_cast<const std::byte*>(place);
    }

    [[nodiscard]] bool keep_list() { return !texts_have_changed_ || memory_.set_texts(texts_); }

private:
    segment& memory_;
    std::vector<state::text_data> texts_;
    bool texts_have_changed_ = false;
};

const failure no_room{"the state has no room for the texts that its pointers lead to: start respawn with a "
                      "larger --state-capacity"};

} // namespace

result<void> apply_rebinding(std::span<const std::byte> object, segment& memory)
{
    parts all{object};
    const auto head = all.take<rebinding_data>(1);
    if (head.empty())
        return contradiction();
    const auto places = all.take<rebinding_place>(head[0].place_count);
    const auto texts = all.take<rebinding_text>(head[0].text_count);
    auto text_places = all.take<rebinding_place>(head[0].text_place_count);
    const auto freed = all.take<std::uint64_t>(head[0].freed_count);
    auto characters = all.take<std::byte>(head[0].text_bytes);
    if (!all.is_whole())
        return contradiction();

    rebinder now{memory};
    for (const std::uint64_t offset : freed)
        now.free(offset);
    for (const rebinding_place& each : places)
        if (!now.set(each.offset, each.value))
            return contradiction();
    for (const rebinding_text& each : texts) {
        if (each.bytes > characters.size() || each.place_count > text_places.size())
            return contradiction();
        const std::byte* copy = now.copy(characters.first(each.bytes));
        if (!copy)
            return no_room;
        for (const rebinding_place& place : text_places.first(each.place_count))
            if (place.value >= each.bytes ||
                !now.set(place.offset, reinterpret_cast<std::uintptr_t>(copy) + place.value))
                return contradiction();
        characters = characters.subspan(each.bytes);
        text_places = text_places.subspan(each.place_count);
    }
    return now.keep_list() ? result<void>{} : no_room;
}

} // namespace respawn::detail
