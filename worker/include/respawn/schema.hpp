#pragma once

/// What types the state can keep, and what the worker tells the supervisor about them.
///
/// A state type is made of arithmetic types, enumerations, plain aggregates, C arrays and std::array,
/// pointers into the state, the containers and the unique_ptr in respawn/containers.hpp, std::optional,
/// variant, pair, tuple, chrono's durations and time points, random engines, bitset, complex, and lock-free
/// std::atomic, which counts as its value. Classes with private members or bases name their fields with
/// RESPAWN_DESCRIBE, BOOST_DESCRIBE_STRUCT or BOOST_DESCRIBE_CLASS; those with virtual functions also name
/// the classes derived from them, with RESPAWN_DERIVED. Pointers may lead to functions, variables and
/// literals of the program as well. Fields that RESPAWN_HINTS ignores may be of any type. Everything else is
/// refused at compile time.
#include <respawn/schema/describe.hpp>

namespace respawn::detail {

/// Refuses, at compile time and with a sentence that says what to use instead, any T that can't outlive a
/// process.
template <class T>
consteval void require_state_type()
{
    static_assert(
        std::is_object_v<T> && !std::is_array_v<T> && std::is_same_v<T, std::remove_cv_t<T>>,
        "respawn: the root of a state is an object: worker.state<T>() needs a T without const, reference or "
        "array");
    static_assert(
        requires { T{}; },
        "respawn: the root of a state must be default-constructible: worker.state<T>() makes it "
        "with T{} when there is none yet");
    using answer = decltype(judge<T>());
    if constexpr (answer::why == refusal::none)
        static_cast<void>(describe<T>());
    else
        respawn_error_type<typename answer::offender, answer::why>();
}

} // namespace respawn::detail
