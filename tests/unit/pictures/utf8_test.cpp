#include "shared/text/utf8.hpp"

#include "catch.hpp"

#include <random>
#include <string>

namespace text = respawn::text;

namespace {

std::u32string decoded(std::string_view bytes)
{
    std::u32string characters;
    while (!bytes.empty())
        characters += text::take_character(bytes);
    return characters;
}

} // namespace

TEST_CASE("UTF-8 of one to four bytes becomes its characters")
{
    CHECK(decoded("aZ~") == U"aZ~");
    CHECK(decoded("\xc2\x80\xc3\xa9\xdf\xbf") == U"\u0080\u00e9\u07ff");
    CHECK(decoded("\xe0\xa0\x80\xe2\x82\xac\xed\x9f\xbf\xef\xbf\xbd") == U"\u0800\u20ac\ud7ff\ufffd");
    CHECK(decoded("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf") == U"\U00010000\U0010ffff");
}

TEST_CASE(
    "bytes that are no UTF-8 become replacement characters, as the Unicode standard shows in its tables")
{
    // Tables 3-8 to 3-11 of The Unicode Standard 15.0.
    CHECK(
        decoded("\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41") ==
        U"\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\u0041");
    CHECK(
        decoded("\xed\xa0\x80\xed\xbf\xbf\xed\xaf\x41") ==
        U"\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\u0041");
    CHECK(
        decoded("\xf4\x91\x92\x93\xff\x41\x80\xbf\x42") ==
        U"\ufffd\ufffd\ufffd\ufffd\ufffd\u0041\ufffd\ufffd\u0042");
    CHECK(decoded("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41") == U"\ufffd\ufffd\ufffd\ufffd\u0041");
    CHECK(decoded("\xe2\x82") == U"\ufffd");
}

TEST_CASE("any bytes are taken to their end, as characters that exist")
{
    constexpr unsigned seed = 3;
    CAPTURE(seed);
    std::mt19937 random{seed};
    for (int round = 0; round != 10'000; ++round) {
        std::string bytes(random() % 16, '\0');
        for (char& byte : bytes)
            byte = static_cast<char>(random());
        const std::u32string characters = decoded(bytes);
        REQUIRE(characters.size() <= bytes.size());
        for (const char32_t character : characters)
            REQUIRE((character < 0xd800 || (character > 0xdfff && character <= 0x10ffff)));
    }
}

TEST_CASE("a character begins at its first byte, whichever of its bytes is asked for")
{
    const std::string_view all = "a\u00e9\u20ac"; // of 1, 2 and 3 bytes
    const std::size_t begins[] = {0, 1, 1, 3, 3, 3};
    for (std::size_t index = 0; index != all.size(); ++index)
        CHECK(text::character_begin(all, index) == begins[index]);
    CHECK(text::character_begin("\x80\x80", 1) == 0);
}
