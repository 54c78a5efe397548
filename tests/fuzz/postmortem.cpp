// What the helper says that looks at a dead worker, and the names of functions that it finds in the worker's
// image.
#include "supervisor/postmortem/findings_form.hpp"
#include "supervisor/postmortem/readable_name.hpp"
#include "supervisor/report/text_form.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>

using namespace respawn;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const std::string_view line = test::text_of(bytes, size);
    static_cast<void>(postmortem::readable_name(line));
    const auto said = postmortem::read_line(line);
    if (!said) {
        test::require(!said.error().sentence.empty(), "a refusal has a reason");
        return 0;
    }
    const std::string again = std::visit([](const auto& what) { return postmortem::to_line(what); }, *said);
    test::require(postmortem::read_line(again).has_value(), "what was understood can be said again");
    if (const auto* found = std::get_if<postmortem::findings>(&*said)) {
        const std::string text = to_text(
            report::stack{1, 2, report::stack::reason::crash, "/home", "pong", *found, {}},
            report::colours::no);
        const auto is_control = [](char c) { return c == '\x1b' || c == '\r' || c == '\0'; };
        test::require(
            std::none_of(text.begin(), text.end(), is_control), "what is shown can't steer a terminal");
    }
    return 0;
}
