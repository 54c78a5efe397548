#pragma once

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

#include <cstdlib>
#include <memory>
#include <span>
#include <string>

namespace respawn::postmortem {

/// What libdw allocates a list of, which is then ours. `fill` makes one and returns how many there are.
class die_list {
public:
    template <class Function>
    explicit die_list(Function fill)
    {
        Dwarf_Die* first = nullptr;
        const int count = fill(&first);
        first_.reset(first);
        count_ = count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    [[nodiscard]] std::span<Dwarf_Die> all() const { return {first_.get(), count_}; }

private:
    std::unique_ptr<Dwarf_Die, decltype(&std::free)> first_{nullptr, &std::free};
    std::size_t count_ = 0;
};

/// Empty for none.
[[nodiscard]] inline std::string text(const char* chars)
{
    return chars ? chars : "";
}

/// The readable name of an inlined function, or of one that has no symbol, by its entry in the debug
/// information.
[[nodiscard]] std::string function_name(Dwarf_Die& die);

/// The readable name of the symbol at an address, without its version as in "pause@@GLIBC_2.2.5"; empty:
/// there is none.
[[nodiscard]] std::string symbol_name(Dwfl_Module* module, Dwarf_Addr address);

} // namespace respawn::postmortem
