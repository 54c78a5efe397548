#include "supervisor/session/commit_intake.hpp"

#include "shared/memory/mapping.hpp"
#include "shared/platform/memory_object.hpp"

#include <span>
#include <utility>

namespace respawn::supervisor {

namespace bip = boost::interprocess;

commit_intake::commit_intake(std::shared_ptr<committed_state> state, journal::ring_reader ring) :
    state_{std::move(state)}, ring_{std::move(ring)}
{}

result<bool> commit_intake::apply_from_ring(const terms_function& terms)
{
    auto found = ring_.next(state_->next_commit(), record_);
    if (!found || !*found)
        return found;
    if (state::changes_directory(record_)) {
        // What is checked is what is applied.
        own_pages_.assign(
            record_.page_bytes, record_.page_bytes + record_.pages.size() * journal::page_bytes);
        record_.page_bytes = own_pages_.data();
    }
    return apply_record(terms());
}

result<bool> commit_intake::apply_from_object(const terms_function& terms)
{
    const auto sent = std::exchange(large_commit_, std::nullopt);
    if (!sent)
        return false;
    const auto size = platform::sealed_size(sent->object.get());
    if (!size)
        return size.error();
    if (*size == 0 || *size != sent->bytes)
        return failure{"a large commit has another size than it says"};
    auto object = memory::map(sent->object.get(), *size, bip::read_only);
    if (!object)
        return object.error();
    const std::span bytes{memory::as<const std::byte>(*object), *size};
    if (auto read = journal::read_record(bytes, state_->next_commit(), record_); !read)
        return read.error();
    return apply_record(terms());
}

result<bool> commit_intake::apply_whichever_came(const terms_function& terms)
{
    return large_commit_ ? apply_from_object(terms) : apply_from_ring(terms);
}

result<bool> commit_intake::apply_record(const commit_terms& terms)
{
    if (auto right = state::check_directory(
            state_->page(0), record_, state_->capacity_bytes(), terms.roots, terms.texts);
        !right)
        return right.error();
    state_->apply(record_);
    state_->set_owner(terms.owner);
    ++count_;
    return true;
}

} // namespace respawn::supervisor
