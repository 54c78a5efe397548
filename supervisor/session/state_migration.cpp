#include "supervisor/session/state_migration.hpp"

#include "shared/memory/mapping.hpp"
#include "shared/platform/memory_object.hpp"

#include <utility>

namespace respawn::supervisor {

namespace bip = boost::interprocess;

void state_migration::begin()
{
    has_begun_ = true;
    begun_ = clock::now();
}

result<void> state_migration::end(const incoming::migrated& said)
{
    const auto size = platform::sealed_size(said.object.get());
    if (!is_under_way() || !size || *size == 0 || *size != said.bytes || *size > migration::max_report_bytes)
        return failure{"it tells wrongly what became of the state"};
    auto object = memory::map(said.object.get(), *size, bip::read_only);
    auto report = object ? migration::decode({memory::as<const char>(*object), *size})
                         : result<migration::report>{object.error()};
    ended_ = clock::now();
    if (!report)
        return report.error();
    report_ = std::move(*report);
    return {};
}

} // namespace respawn::supervisor
