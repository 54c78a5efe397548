#include "supervisor/debug/dap_framing.hpp"

#include "catch.hpp"

using namespace respawn::supervisor;

namespace {

/// The messages that are complete; a failure comes after the others as its sentence.
std::vector<std::string> take_all(dap_reader& reader)
{
    std::vector<std::string> taken;
    while (true) {
        const auto content = reader.next();
        if (!content)
            taken.push_back(content.error().sentence);
        if (!content || !*content)
            return taken;
        taken.push_back(**content);
    }
}

std::vector<std::string> taken_from(std::string_view bytes)
{
    dap_reader reader;
    reader.add(bytes);
    return take_all(reader);
}

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("a message of the debug adapter protocol is read as it was sent, wherever its bytes are split")
{
    const std::string sent = framed(R"({"seq":1})") + framed("") + framed("\r\n\r\n") + framed("{}");
    for (std::size_t split = 0; split <= sent.size(); ++split) {
        CAPTURE(split);
        dap_reader reader;
        reader.add(sent.substr(0, split));
        texts taken = take_all(reader);
        reader.add(sent.substr(split));
        for (const std::string& content : take_all(reader))
            taken.push_back(content);
        CHECK(taken == texts{R"({"seq":1})", "", "\r\n\r\n", "{}"});
    }
}

TEST_CASE("messages of the debug adapter protocol are read byte by byte")
{
    dap_reader reader;
    texts taken;
    for (const char byte : framed("{}") + framed("[1]")) {
        reader.add({&byte, 1});
        for (const std::string& content : take_all(reader))
            taken.push_back(content);
    }
    CHECK(taken == texts{"{}", "[1]"});
}

TEST_CASE("a header of the debug adapter protocol may have other fields, and any case")
{
    CHECK(
        taken_from("Content-Type: application/vscode-jsonrpc\r\ncontent-LENGTH:2 \r\nX: y\r\n\r\n{}") ==
        texts{"{}"});
}

TEST_CASE("a header of the debug adapter protocol that gives no length is refused, for good")
{
    for (const char* header :
         {"\r\n\r\n", "Content-Type: x\r\n\r\n{}", "Content-Length: two\r\n\r\n{}",
          "Content-Length: -2\r\n\r\n{}", "Content-Length: 2x\r\n\r\n{}", "Content-Length:\r\n\r\n{}",
          "Content-Length: 99999999999999999999999\r\n\r\n{}"}) {
        CAPTURE(header);
        dap_reader reader;
        reader.add(header);
        const auto first = reader.next();
        REQUIRE_FALSE(first.has_value());
        CHECK(first.error().sentence.find("has no Content-Length") != std::string::npos);
        reader.add(framed("{}"));
        CHECK_FALSE(reader.next().has_value());
    }
}

TEST_CASE("a message of the debug adapter protocol that is too long is refused before it is there")
{
    CHECK(
        taken_from("Content-Length: 67108865\r\n\r\n") ==
        texts{"a message of the debug adapter protocol has 67108865 bytes, more than 67108864"});
    CHECK(taken_from("Content-Length: 67108864\r\n\r\n").empty());
}

TEST_CASE("bytes that never become a header of the debug adapter protocol are refused after a while")
{
    CHECK(taken_from(std::string(max_dap_header_bytes - 1, 'x')).empty());
    CHECK(
        taken_from(std::string(max_dap_header_bytes, 'x')) ==
        texts{"a message of the debug adapter protocol begins with no header"});
}
