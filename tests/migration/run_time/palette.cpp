#include "tests/migration/run_time/palette.hpp"

namespace respawn::test::run_time {

namespace {

using model::kind;

/// The slots of enumerations, in their order.
const model::layout& slots_as_layout()
{
    static const model::layout all = [] {
        model::layout made;
        for (const model::type& underlying :
             {model::type{kind::unsigned_integer, 1}, model::type{kind::signed_integer, 2},
              model::type{kind::signed_integer, 4}, model::type{kind::unsigned_integer, 8}})
            for (int i = 0; i < 2; ++i)
                made.enumerations.push_back({"", underlying, {}});
        return made;
    }();
    return all;
}

} // namespace

const palette& palette::get()
{
    static const palette all = [] {
        palette made;
        add_scalars(made);
        add_enumerations(made);
        add_slots(made);
        return made;
    }();
    return all;
}

void palette::add(palette_type made)
{
    spellings_.insert(model::spelling(slots_as_layout(), made.type, false));
    std::string spelling = model::spelling(slots_as_layout(), made.type);
    types_.emplace(std::move(spelling), std::move(made));
}

const palette_type* palette::find(const model::type& wanted) const
{
    const auto found = types_.find(model::spelling(slots_as_layout(), wanted));
    return found == types_.end() ? nullptr : &found->second;
}

bool palette::has(const model::layout& in, const model::type& wanted) const
{
    return spellings_.contains(model::spelling(in, wanted, false));
}

std::vector<model::type> palette::types() const
{
    std::vector<model::type> all;
    for (const auto& [spelling, each] : types_)
        all.push_back(each.type);
    return all;
}

} // namespace respawn::test::run_time
