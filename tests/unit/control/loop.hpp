#pragma once

#include <asio/io_context.hpp>

#include <chrono>

/// Runs the loop until `condition` holds; false: it did not within 10 s.
template <class Condition>
bool run_until(asio::io_context& context, Condition condition)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        context.restart();
        context.run_for(std::chrono::milliseconds{2});
    }
    return true;
}
