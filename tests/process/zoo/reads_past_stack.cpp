// Runs past the end of a local array, and on past the start of the stack.
#include "zoo.hpp"

namespace {

volatile int sum = 0;

__attribute__((no_sanitize("address"))) void add_up(const volatile char* numbers)
{
    for (;;)
        sum = sum + *numbers++;
}

} // namespace

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv,
        [] {
            const volatile char numbers[16]{};
            add_up(numbers);
        });
}
