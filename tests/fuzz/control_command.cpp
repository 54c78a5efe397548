// A line on the control socket: what a command says, and what a supervisor answers.
#include "supervisor/control/messages.hpp"
#include "tests/fuzz/target.hpp"

using namespace respawn;

namespace {

template <class Message>
void check(const result<Message>& read, result<Message> (*parse)(std::string_view))
{
    if (!read)
        return test::require(!read.error().sentence.empty(), "a refusal has a reason");
    const std::string line = supervisor::to_line(*read);
    const auto again = parse(line);
    test::require(again.has_value(), "what was understood can be said again");
    test::require(supervisor::to_line(*again) == line, "and says the same");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const std::string_view line = test::text_of(bytes, size);
    check(supervisor::parse_request(line), supervisor::parse_request);
    const auto reply = supervisor::parse_reply(line);
    check(reply, supervisor::parse_reply);
    if (reply && reply->status)
        test::require(!supervisor::to_text(*reply->status).empty(), "a status can be shown");
    return 0;
}
