#include "supervisor/symbols/refusal.hpp"

#include <fmt/format.h>

#include <string_view>

namespace respawn::supervisor {

namespace {

std::string_view word_for(symbol_kind kind)
{
    return kind == symbol_kind::function ? "function" : "variable";
}

bool is_lambda(std::string_view readable)
{
    return readable == "lambda" || readable.starts_with("lambda in ");
}

std::string thing(const missing_counterpart& what)
{
    if (what.kind == pointer_kind::vtable && what.reason != refusal_reason::other_kind)
        return "the vtable of " + what.name;
    // "lambda in main" says itself what it is.
    if (is_lambda(what.name))
        return "the " + what.name;
    return fmt::format("the {} {}", word_for(what.target), what.name);
}

std::string_view wanted(pointer_kind kind)
{
    switch (kind) {
    case pointer_kind::function:
        return "a function";
    case pointer_kind::vtable:
        return "a vtable";
    case pointer_kind::data:
        break;
    }
    return "a variable";
}

std::string without_symbol(const missing_counterpart& what, generation_pair generations)
{
    if (what.is_stripped)
        return fmt::format(
            "points into the program of generation {} at {:#x}, whose symbols are stripped: link it with "
            "them",
            generations.from, what.address);
    return fmt::format(
        "points into the program of generation {} at {:#x}, where {} without a name is", generations.from,
        what.address, what.kind == pointer_kind::function ? "a function" : "something");
}

std::string unnamed(const missing_counterpart& what, std::uint64_t to)
{
    if (is_lambda(what.name))
        return fmt::format("points to {}, which has no name to find it by in generation {}", thing(what), to);
    return fmt::format(
        "points to {}, which is a lambda's or has only a number to find it by in generation {}", thing(what),
        to);
}

} // namespace

std::string clause_of(const missing_counterpart& what, generation_pair generations)
{
    const auto [from, to] = generations;
    switch (what.reason) {
    case refusal_reason::no_image:
        return fmt::format(
            "points to {:#x}, which is no part of the program of generation {}", what.address, from);
    case refusal_reason::image_gone:
        return fmt::format("points into {}, which generation {} has not loaded", what.name, to);
    case refusal_reason::image_unreadable:
        return fmt::format("points into {}", what.name);
    case refusal_reason::no_symbol:
        return without_symbol(what, generations);
    case refusal_reason::other_kind:
        return fmt::format("points to {}, where {} was expected", thing(what), wanted(what.kind));
    case refusal_reason::inside_function:
        return fmt::format("points into the middle of {}", thing(what));
    case refusal_reason::unnamed:
        return unnamed(what, to);
    case refusal_reason::gone:
        return fmt::format("points to {}, which generation {} does not have", thing(what), to);
    case refusal_reason::ambiguous:
        return fmt::format(
            "points to {}, and in generation {} there are several that it may be", thing(what), to);
    case refusal_reason::kind_changed:
        return fmt::format(
            "points to {}, which is a {} in generation {}", thing(what),
            word_for(what.target == symbol_kind::function ? symbol_kind::object : symbol_kind::function), to);
    case refusal_reason::became_constant:
        return fmt::format("points to {}, which is a constant in generation {}", thing(what), to);
    case refusal_reason::resized:
        return fmt::format(
            "points into the middle of {}, which has {} bytes in generation {} and {} in generation {}",
            thing(what), what.old_bytes, from, what.new_bytes, to);
    case refusal_reason::outside:
        return fmt::format(
            "points to byte {} of {}, which has only {} bytes in generation {}", what.offset_bytes,
            thing(what), what.new_bytes, to);
    case refusal_reason::bases_changed:
        return fmt::format(
            "points to a base's part of {}, which has other bases in generation {}", thing(what), to);
    }
    return "points to an unknown place";
}

} // namespace respawn::supervisor
