#include "shared/objects/sequence.hpp"

namespace respawn::objects {

sequence::sequence(const state_bytes& state, const place& container) :
    container_{container}, all_{elements::of(state, *container.types, container.type, container.address)}
{
    if (container.node().kind == schema::type_kind::bit_vector)
        bits_ = packed_bits(state, container.address);
}

std::optional<std::uint64_t> sequence::count() const
{
    return bits_ ? std::optional{bits_->count} : all_ ? std::optional{all_->count()} : std::nullopt;
}

std::optional<place> sequence::next()
{
    if (bits_) {
        place value = container_.at(container_.node().element, bits_->address + given_bits_ / 8);
        value.bit = static_cast<std::uint8_t>(given_bits_++ % 8);
        return value;
    }
    const run now = ahead();
    if (now.count == 0)
        return std::nullopt;
    skip(1);
    return container_.at(container_.node().element, now.address);
}

run sequence::ahead()
{
    if (run_.count == 0 && all_)
        run_ = all_->next();
    return run_;
}

void sequence::skip(std::uint64_t count)
{
    run_.address += count * all_->stride_bytes();
    run_.count -= count;
}

} // namespace respawn::objects
