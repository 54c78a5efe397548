#pragma once

#include <boost/system/result.hpp>

#include <cerrno>

#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace respawn {

/// What a person is told when something expected goes wrong: one sentence saying what happened, to what, and
/// what to do about it.
struct failure {
    std::string sentence;
};

/// A value or the sentence that says why there is none. Expected failures travel as results, never as
/// exceptions.
template <class T>
using result = boost::system::result<T, failure>;

/// Makes a failure from `what` and the system's own words for `error`, e.g. "cannot open x: No such file".
[[nodiscard]] inline failure system_failure(const std::string& what, std::error_code error)
{
    return failure{what + ": " + error.message()};
}

/// The same for the calling thread's current errno.
[[nodiscard]] inline failure errno_failure(const std::string& what)
{
    return system_failure(what, std::error_code{errno, std::system_category()});
}

/// Called by boost::system::result when value() is asked of a failure.
[[noreturn]] inline void throw_exception_from_error(const failure& reason, const boost::source_location&)
{
    throw std::runtime_error{reason.sentence};
}

} // namespace respawn
