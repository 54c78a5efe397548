#include "worker/source/runtime/rebinding.hpp"

#include "shared/protocol/rebinding.hpp"

#include "catch.hpp"
#include "segment_memory.hpp"

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

using namespace respawn;
using protocol::rebinding_data;
using protocol::rebinding_place;
using protocol::rebinding_text;

namespace {

/// What a supervisor says, part by part.
struct told {
    rebinding_data head{};
    std::vector<rebinding_place> places{};
    std::vector<rebinding_text> texts{};
    std::vector<rebinding_place> text_places{};
    std::vector<std::uint64_t> freed{};
    std::string characters{};

    void add_text(std::string_view text, std::vector<std::uint64_t> used_by)
    {
        texts.push_back({text.size() + 1, used_by.size()});
        for (const std::uint64_t offset : used_by)
            text_places.push_back({offset, 0});
        characters += std::string{text} + '\0';
    }

    [[nodiscard]] std::vector<std::byte> encode()
    {
        head = {places.size(), texts.size(), text_places.size(), freed.size(), characters.size(), 0};
        return bytes();
    }

    [[nodiscard]] std::vector<std::byte> bytes() const
    {
        std::vector<std::byte> all;
        append(all, &head, 1);
        append(all, places.data(), places.size());
        append(all, texts.data(), texts.size());
        append(all, text_places.data(), text_places.size());
        append(all, freed.data(), freed.size());
        append(all, characters.data(), characters.size());
        return all;
    }

private:
    template <class Part>
    static void append(std::vector<std::byte>& to, const Part* parts, std::size_t count)
    {
        const auto* bytes = reinterpret_cast<const std::byte*>(parts);
        to.insert(to.end(), bytes, bytes + count * sizeof(Part));
    }
};

/// Some pointers in a state.
struct pointers {
    segment_memory state{1 << 20};
    std::uint64_t* all = static_cast<std::uint64_t*>(state.segment.allocate(4 * sizeof *all, 8));

    [[nodiscard]] std::uint64_t place(int index) const { return state.segment.offset_of(all + index); }
    [[nodiscard]] std::string text(int index) const
    {
        return reinterpret_cast<const char*>(static_cast<std::uintptr_t>(all[index]));
    }
    [[nodiscard]] bool apply(told& what)
    {
        return detail::apply_rebinding(what.encode(), state.segment).has_value();
    }
};

} // namespace

TEST_CASE("pointers get the values and the texts that the supervisor has found")
{
    pointers now;
    told what;
    what.places = {{now.place(0), 0x1234}, {now.place(3), 0x5678}};
    what.add_text("one", {now.place(1), now.place(2)});
    REQUIRE(now.apply(what));
    CHECK(now.all[0] == 0x1234);
    CHECK(now.all[3] == 0x5678);
    CHECK(now.all[1] == now.all[2]);
    CHECK(now.text(1) == "one");
    REQUIRE(now.state.segment.texts().size() == 1);
    CHECK(now.state.segment.texts()[0].bytes == 4);
    CHECK(
        now.state.segment.at(now.state.segment.texts()[0].offset) ==
        reinterpret_cast<std::byte*>(now.all[1]));
}

TEST_CASE("pointers into one text lead into one copy of it")
{
    pointers now;
    told what;
    what.add_text("abc def", {now.place(0), now.place(1), now.place(2)});
    what.text_places[1].value = 4;
    what.text_places[2].value = 7;
    REQUIRE(now.apply(what));
    CHECK(now.text(1) == "def");
    CHECK(now.all[1] == now.all[0] + 4);
    CHECK(now.all[2] == now.all[0] + 7);
    what.text_places[2].value = 8;
    CHECK_FALSE(now.apply(what));
}

TEST_CASE("texts that nothing points to are freed, and the others stay")
{
    pointers now;
    told first;
    first.add_text("one", {now.place(0)});
    first.add_text("two", {now.place(1)});
    REQUIRE(now.apply(first));
    const std::uint64_t one = now.state.segment.texts()[0].offset;
    told second;
    // What is no text is nobody's business.
    second.freed = {one, one, now.place(2), 17};
    second.add_text("three", {now.place(0)});
    REQUIRE(now.apply(second));
    CHECK(now.text(0) == "three");
    CHECK(now.text(1) == "two");
    CHECK(now.state.segment.texts().size() == 2);
    for (int swap = 0; swap != 10'000; ++swap) {
        told next;
        for (const state::text_data& each : now.state.segment.texts())
            next.freed.push_back(each.offset);
        next.add_text(std::string(1000, 'x'), {now.place(0)});
        REQUIRE(now.apply(next));
    }
    CHECK(now.state.segment.texts().size() == 1);
    told last;
    last.freed = {now.state.segment.texts()[0].offset};
    REQUIRE(now.apply(last));
    CHECK(now.state.segment.texts().empty());
}

TEST_CASE("what contradicts itself is refused, and nothing outside of the state is touched")
{
    pointers now;
    for (const std::uint64_t offset :
         {std::uint64_t{0}, state::segment_offset - 8, now.state.segment.extent_bytes() - 7,
          ~std::uint64_t{0}, ~std::uint64_t{7}}) {
        CAPTURE(offset);
        told place;
        place.places = {{offset, 1}};
        CHECK_FALSE(now.apply(place));
        told text;
        text.add_text("text", {offset});
        CHECK_FALSE(now.apply(text));
    }
    told what;
    what.places = {{now.place(0), 1}};
    what.add_text("text", {now.place(1)});
    const auto sound = what.encode();
    for (std::size_t bytes = 0; bytes != sound.size(); ++bytes)
        CHECK_FALSE(detail::apply_rebinding(std::span{sound}.first(bytes), now.state.segment).has_value());
    for (std::size_t word = 0; word != 5; ++word)
        for (const std::uint64_t value : {std::uint64_t{3}, ~std::uint64_t{0}, ~std::uint64_t{0} / 16 + 1}) {
            auto bytes = sound;
            std::memcpy(bytes.data() + word * 8, &value, sizeof value);
            CHECK_FALSE(detail::apply_rebinding(bytes, now.state.segment).has_value());
        }
    told many;
    many.add_text("text", {now.place(1)});
    (void)many.encode();
    many.texts[0].bytes = 6;
    CHECK_FALSE(detail::apply_rebinding(many.bytes(), now.state.segment).has_value());
    many.texts[0] = {5, 2};
    CHECK_FALSE(detail::apply_rebinding(many.bytes(), now.state.segment).has_value());
}

TEST_CASE("texts for which the state has no room are refused")
{
    pointers now;
    told what;
    what.add_text(std::string(std::size_t{2} << 20, 'x'), {now.place(0)});
    CHECK_FALSE(now.apply(what));
}
