#include "supervisor/audit/kept_texts.hpp"

#include "shared/state/layout.hpp"

#include "catch.hpp"

#include <cstring>
#include <string>
#include <vector>

using namespace respawn;
using namespace respawn::supervisor;

namespace {

/// What a worker may have committed: a list of texts, and nothing else.
struct committed {
    static constexpr std::uint64_t address = 0x1000'0000, list_offset = 4096;
    std::vector<std::byte> bytes;

    explicit committed(const std::vector<state::text_data>& texts, std::uint64_t claimed = 0) :
        bytes(std::size_t{8} << 20, std::byte{'x'})
    {
        state::header_data head{};
        head.texts_offset = list_offset;
        head.text_count = claimed != 0 ? claimed : texts.size();
        std::memcpy(bytes.data(), &head, sizeof head);
        if (!texts.empty())
            std::memcpy(bytes.data() + list_offset, texts.data(), texts.size() * sizeof texts[0]);
    }

    [[nodiscard]] auto kept() const
    {
        return kept_texts_in(objects::state_bytes{bytes.data(), address, bytes.size()});
    }
};

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;

} // namespace

TEST_CASE("the texts of a list are found by address, however it is ordered")
{
    const auto kept = committed{{{mebibyte, 5}, {mebibyte - 100, 100}}}.kept();
    REQUIRE(kept.has_value());
    REQUIRE(kept->size() == 2);
    CHECK((*kept)[0].address == committed::address + mebibyte - 100);
    CHECK((*kept)[1].bytes == "xxxxx");
    CHECK(committed{{}}.kept()->empty());
}

TEST_CASE("of a list that can't be true no text is copied")
{
    CHECK_FALSE(committed({{mebibyte, 100}, {mebibyte + 99, 5}}).kept().has_value());
    CHECK_FALSE(committed({{mebibyte, 2 * mebibyte}}).kept().has_value());
    CHECK_FALSE(committed({{mebibyte, 0}}).kept().has_value());
    CHECK_FALSE(committed({{8 * mebibyte - 1, 2}}).kept().has_value());
    CHECK_FALSE(committed({{~std::uint64_t{0} - 1, 5}}).kept().has_value());
    // A million times the same, as large as the state.
    const std::vector<state::text_data> many(100'000, {0, mebibyte});
    CHECK_FALSE(committed(many).kept().has_value());
    CHECK_FALSE(committed({}, ~std::uint64_t{0}).kept().has_value());
    CHECK_FALSE(committed(std::vector<state::text_data>(2, {0, mebibyte})).kept().has_value());
}
