#include "describe_support.hpp"

#include "worker/source/schema/scratch_memory.hpp"

#include <stdexcept>

namespace {

using respawn::detail::scratch_memory;
using respawn::detail::type_kind;

struct tree {
    int value = 0;
    respawn::unique_ptr<tree> left, right;
    respawn::vector<respawn::unique_ptr<tree>> more;
};

struct point {
    int x, y;
};

struct throws {
    throws() { throw std::runtime_error{"no"}; }
};

struct counted {
    explicit counted(int& count) : count_{count} { ++count_; }
    counted(const counted&) = delete;
    ~counted() { --count_; }
    int& count_;
};

} // namespace

TEST_CASE("a unique_ptr is described by what it owns, also if that is a part of itself")
{
    const auto& type = describe_checked<tree>();
    CHECK(fields_of(type) == "value@0 left@8 right@16 more@24");
    CHECK(type.fields[1].type().kind == type_kind::unique_pointer);
    CHECK(&type.fields[1].type().element() == &type);
    CHECK(&type.fields[3].type().element() == &type.fields[1].type());
}

TEST_CASE("a unique_ptr is as large as a pointer")
{
    CHECK(sizeof(respawn::unique_ptr<tree>) == sizeof(tree*));
}

TEST_CASE("make_unique passes its arguments to a constructor, or to the fields of an aggregate")
{
    const scratch_memory scratch;
    int count = 0;
    {
        const auto owned = respawn::make_unique<counted>(count);
        CHECK(count == 1);
    }
    CHECK(count == 0);
    CHECK(respawn::make_unique<point>(1, 2)->y == 2);
    CHECK(respawn::make_unique<point>()->x == 0);
    auto root = respawn::make_unique<tree>();
    root->left = respawn::make_unique<tree>();
    root->left->right = std::move(root->left);
    CHECK(root->left == nullptr);
}

TEST_CASE("make_unique keeps no memory when a constructor throws")
{
    scratch_memory scratch;
    CHECK_THROWS_AS(respawn::make_unique<throws>(), std::runtime_error);
    CHECK(scratch.block_count() == 0);
}
