#include "worker/source/migration/carrier.hpp"

#include "shared/migration/compatibility.hpp"
#include "shared/migration/default_value.hpp"
#include "shared/objects/class_table.hpp"
#include "worker/source/migration/addresses.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <optional>
#include <utility>

namespace respawn::detail {

namespace {

using migration::conversion;
using migration::method;
using migration::none;
using schema::type_node;
using stored_kind = schema::type_kind;

/// Elements of a vector that are made before they are filled: so many stay in the processor's cache.
constexpr std::uint64_t elements_at_once = 64;

bool is_unordered(stored_kind kind)
{
    return kind == stored_kind::unordered_map || kind == stored_kind::unordered_set;
}

} // namespace

/// Elements of any old container, as runs of bytes.
class carrier::source {
public:
    struct run {
        const std::byte* first;
        std::uint64_t count;
    };

    source(carrier& owner, const conversion& how, const std::byte* from)
    {
        if (owner.old_type(how).kind == stored_kind::bit_vector) {
            bits_ = objects::bits(owner.before_, address_of(from));
            stride_ = 1;
            is_known_ = bits_.has_value();
            left_ = bits_ ? bits_->size() : 0;
        } else {
            elements_ = objects::elements::of(owner.before_, owner.plan_.from(), how.from, address_of(from));
            stride_ = elements_ ? elements_->stride_bytes() : 0;
            is_known_ = elements_.has_value();
            left_ = elements_ ? elements_->count() : 0;
        }
        if (!is_known_)
            owner.fail_at(how, from, "is damaged");
    }

    [[nodiscard]] std::uint64_t left() const { return left_; }
    [[nodiscard]] std::uint64_t stride() const { return stride_; }

    /// Up to `most`; an empty one: there are no more.
    run next(std::uint64_t most = ~std::uint64_t{0})
    {
        if (now_.count == 0)
            now_ = open();
        const run given{now_.first, std::min(now_.count, most)};
        now_.first += given.count * stride_;
        now_.count -= given.count;
        left_ -= given.count;
        return given;
    }

    /// The rest, one by one.
    [[nodiscard]] std::vector<const std::byte*> all()
    {
        std::vector<const std::byte*> result;
        result.reserve(left_);
        for (run found = next(); found.count != 0; found = next())
            for (std::uint64_t i = 0; i < found.count; ++i)
                result.push_back(found.first + i * stride_);
        return result;
    }

private:
    run open()
    {
        if (bits_)
            return {reinterpret_cast<const std::byte*>(bits_->data() + bits_->size() - left_), left_};
        const objects::run found = elements_->next();
        return {object_at(found.address), found.count};
    }

    std::optional<objects::elements> elements_;
    std::optional<std::vector<std::uint8_t>> bits_;
    run now_{};
    std::uint64_t stride_ = 0, left_ = 0;
    bool is_known_ = false;
};

/// A key outside of any container, to be moved into one.
class carrier::made_key {
public:
    made_key(const type_operations& operations, const type_node& type) :
        operations_{operations}, alignment_{std::max<std::size_t>(type.alignment, sizeof(void*))},
        memory_{static_cast<std::byte*>(::operator new(type.size_bytes, alignment_))}
    {}
    ~made_key()
    {
        empty();
        ::operator delete(memory_, alignment_);
    }
    made_key(const made_key&) = delete;
    made_key& operator=(const made_key&) = delete;

    [[nodiscard]] std::byte* make()
    {
        empty();
        operations_.construct(memory_);
        is_made_ = true;
        return memory_;
    }

private:
    void empty()
    {
        if (std::exchange(is_made_, false) && operations_.destroy)
            operations_.destroy(memory_);
    }

    const type_operations& operations_;
    std::align_val_t alignment_;
    std::byte* memory_;
    bool is_made_ = false;
};

void carrier::convert_collection(std::uint32_t index, const std::byte* from, std::byte* to)
{
    const conversion& how = plan_[index];
    if (how.has_pointer_keys && !keys_are_resolved_) {
        waiting_.push_back({index, from, to});
        return;
    }
    source elements{*this, how, from};
    switch (new_type(how).kind) {
    case stored_kind::array:
        fill_array(how, elements, to);
        break;
    case stored_kind::bit_vector:
        fill_bits(how, elements, to);
        break;
    case stored_kind::set:
    case stored_kind::unordered_set:
        fill_set(how, elements, to);
        break;
    default:
        fill_sequence(how, elements, to);
    }
    if (elements.left() != 0)
        fail_at(how, from, "is damaged");
    release_blocks(how.from, address_of(from));
}

void carrier::fill_array(const conversion& how, source& elements, std::byte* to)
{
    const std::uint64_t stride = plan_.to()[new_type(how).element].size_bytes;
    std::uint64_t room = new_type(how).count;
    for (source::run found = elements.next(room); room != 0 && found.count != 0;
         found = elements.next(room)) {
        convert_run(how, how.element, found.first, found.count, elements.stride(), to, stride);
        to += found.count * stride;
        room -= found.count;
    }
    lose_rest(how, elements);
}

/// Elements for which there is no room.
void carrier::lose_rest(const conversion& how, source& elements)
{
    for (source::run rest = elements.next(); rest.count != 0; rest = elements.next())
        for (std::uint64_t i = 0; i < rest.count; ++i) {
            const std::byte* gone = rest.first + i * elements.stride();
            if (how.change != none)
                lose(how.change, old_type(how).element, address_of(gone), {}, {});
            if (owners_.leads_anywhere(old_type(how).element))
                release(old_type(how).element, address_of(gone));
        }
}

void carrier::fill_sequence(const conversion& how, source& elements, std::byte* to)
{
    const type_operations& container = operations(how.to);
    const bool is_vector = new_type(how).kind == stored_kind::vector;
    container.clear(to);
    if (is_vector)
        container.reserve(to, elements.left());
    if (is_vector && plan_[how.element].is_flat && operations(new_type(how).element).has_constant_value) {
        fill_vector_by_bytes(how, elements, to);
        return;
    }
    const std::uint64_t stride = plan_.to()[new_type(how).element].size_bytes;
    const std::uint64_t at_once = is_vector ? elements_at_once : 1;
    for (source::run found = elements.next(at_once); found.count != 0; found = elements.next(at_once)) {
        auto* first = static_cast<std::byte*>(container.append(to, found.count));
        convert_run(how, how.element, found.first, found.count, elements.stride(), first, stride);
    }
}

/// Elements whose default is always the same bytes: nothing of the game needs to be called for them.
void carrier::fill_vector_by_bytes(const conversion& how, source& elements, std::byte* to)
{
    const std::uint64_t stride = plan_.to()[new_type(how).element].size_bytes;
    const auto count = elements.left();
    made_key example{operations(new_type(how).element), plan_.to()[new_type(how).element]};
    const std::byte* default_value = example.make();
    std::byte* next = objects::vector_memory(to);
    for (source::run found = elements.next(elements_at_once); found.count != 0;
         found = elements.next(elements_at_once)) {
        if (plan_[how.element].how != method::copy)
            for (std::uint64_t i = 0; i < found.count; ++i)
                std::memcpy(next + i * stride, default_value, stride);
        convert_run(how, how.element, found.first, found.count, elements.stride(), next, stride);
        next += found.count * stride;
    }
    objects::set_vector_bytes(to, count * stride);
}

void carrier::fill_bits(const conversion& how, source& elements, std::byte* to)
{
    std::vector<std::uint8_t> values(elements.left());
    std::size_t next = 0;
    for (source::run found = elements.next(); found.count != 0; found = elements.next())
        for (std::uint64_t i = 0; i < found.count; ++i)
            convert(
                how.element, found.first + i * elements.stride(),
                reinterpret_cast<std::byte*>(&values[next++]));
    operations(how.to).assign(to, values.data(), values.size());
}

void carrier::fill_set(const conversion& how, source& elements, std::byte* to)
{
    operations(how.to).clear(to);
    const bool turned = is_unordered(new_type(how).kind) && is_unordered(old_type(how).kind);
    auto all = elements.all();
    if (operations(how.to).reserve && !all.empty())
        operations(how.to).reserve(to, all.size());
    // An unordered container puts what comes last first.
    if (turned)
        std::reverse(all.begin(), all.end());
    made_key temporary{operations(new_type(how).element), plan_.to()[new_type(how).element]};
    for (const std::byte* each : all)
        insert(how, how.element, each, to, temporary);
}

void carrier::convert_association(std::uint32_t index, const std::byte* from, std::byte* to)
{
    const conversion& how = plan_[index];
    if (how.has_pointer_keys && !keys_are_resolved_) {
        waiting_.push_back({index, from, to});
        return;
    }
    operations(how.to).clear(to);
    source entries{*this, how, from};
    const bool turned = is_unordered(new_type(how).kind) && is_unordered(old_type(how).kind);
    auto all = entries.all();
    if (entries.left() != 0)
        fail_at(how, from, "is damaged");
    if (operations(how.to).reserve && !all.empty())
        operations(how.to).reserve(to, all.size());
    if (turned)
        std::reverse(all.begin(), all.end());
    made_key temporary{operations(new_type(how).key), plan_.to()[new_type(how).key]};
    for (const std::byte* entry : all)
        insert(how, how.key, entry, to, temporary);
    release_blocks(how.from, address_of(from));
}

/// One key, with its value if it has one.
void carrier::insert(
    const conversion& how, std::uint32_t key, const std::byte* from, std::byte* to, made_key& temporary)
{
    std::byte* made = temporary.make();
    if (plan_[key].is_flat)
        convert(key, from, made);
    else
        make_key(key, from, made, {how.to, address_of(to)});
    auto* place = static_cast<std::byte*>(operations(how.to).insert(to, made));
    const bool has_value = how.how == method::association;
    const std::uint64_t from_value = has_value ? objects::value_offset(plan_.from(), old_type(how)) : 0;
    if (!place) {
        // Two keys became one.
        if (how.change != none || plan_[key].change != none)
            lose(
                plan_[key].change != none ? plan_[key].change : how.change, plan_[key].from, address_of(from),
                migration::value_text(plan_.from(), plan_[key].from, from), "(a second one)");
        if (has_value)
            release(old_type(how).element, address_of(from) + from_value);
        return;
    }
    // What lies in its holder is found through that.
    if (how.how != method::wrap && old_type(how).kind != stored_kind::array)
        moved(
            key, from, 1, plan_.from()[plan_[key].from].size_bytes, place,
            plan_.to()[plan_[key].to].size_bytes);
    if (has_value)
        convert_run(
            how, how.element, from + from_value, 1, plan_.from()[old_type(how).element].size_bytes,
            place + objects::value_offset(plan_.to(), new_type(how)),
            plan_.to()[new_type(how).element].size_bytes);
}

/// Whole, before the container looks at it: nothing in it waits, neither what lies deep nor pointers.
void carrier::make_key(std::uint32_t key, const std::byte* from, std::byte* to, const new_object& container)
{
    auto other_tasks = std::exchange(tasks_, {});
    auto other_pointers = std::exchange(pointers_, {});
    convert(key, from, to);
    run_tasks();
    point();
    const bool is_doubtful = !pointers_.empty();
    if (is_doubtful && (doubtful_.empty() || doubtful_.back().address != container.address))
        doubtful_.push_back(container);
    tasks_ = std::move(other_tasks);
    pointers_ = std::move(other_pointers);
}

void carrier::wrap(std::uint32_t index, const std::byte* from, std::byte* to)
{
    const conversion& how = plan_[index];
    if (how.has_pointer_keys && !keys_are_resolved_) {
        waiting_.push_back({index, from, to});
        return;
    }
    const type_operations& container = operations(how.to);
    const stored_kind kind = new_type(how).kind;
    if (kind == stored_kind::array) {
        convert(how.element, from, to);
    } else if (kind == stored_kind::variant) {
        convert(how.element, from, static_cast<std::byte*>(container.emplace(to, how.alternatives[0])));
    } else if (migration::is_holder(kind)) {
        const std::uint32_t number = how.alternatives.empty() ? 0 : how.alternatives[0];
        convert(how.element, from, static_cast<std::byte*>(container.emplace(to, number)));
    } else if (kind == stored_kind::bit_vector) {
        std::uint8_t value = 0;
        convert(how.element, from, reinterpret_cast<std::byte*>(&value));
        container.assign(to, &value, 1);
    } else if (kind == stored_kind::set || kind == stored_kind::unordered_set) {
        container.clear(to);
        made_key temporary{operations(new_type(how).element), plan_.to()[new_type(how).element]};
        insert(how, how.element, from, to, temporary);
    } else {
        container.clear(to);
        convert(how.element, from, static_cast<std::byte*>(container.append(to, 1)));
    }
}

void carrier::unwrap(const conversion& how, const std::byte* from, std::byte* to)
{
    if (old_type(how).kind == stored_kind::variant) {
        const auto held = objects::held_alternative(before_, plan_.from(), how.from, address_of(from));
        if (held && *held < how.alternatives.size() && how.alternative_plans[*held] != none) {
            convert(how.alternative_plans[*held], from, to);
            return;
        }
        lose(how, from, to);
        release(how.from, address_of(from));
        return;
    }
    if (migration::is_collection(old_type(how).kind)) {
        source elements{*this, how, from};
        if (const source::run first = elements.next(1); first.count != 0)
            convert_run(how, how.element, first.first, 1, elements.stride(), to, new_type(how).size_bytes);
        lose_rest(how, elements);
    } else {
        const auto held = objects::held_object(before_, plan_.from(), how.from, address_of(from));
        if (!held)
            fail_at(how, from, "is damaged");
        if (*held != 0 && old_type(how).kind == stored_kind::unique_pointer &&
            objects::dynamic_type(before_, plan_.from(), old_type(how).element, *held) !=
                old_type(how).element)
            throw migration_error{
                path_of(how, from) + " holds an object of a class derived from " +
                describe(plan_.from(), old_type(how).element) +
                ", which can't become one without a unique_ptr"};
        if (*held != 0)
            convert_run(
                how, how.element, object_at(*held), 1, plan_.from()[old_type(how).element].size_bytes, to,
                new_type(how).size_bytes);
    }
    release_blocks(how.from, address_of(from));
}

} // namespace respawn::detail
