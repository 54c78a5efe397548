// expect: has at most 128 fields
#include <respawn/schema.hpp>

#define FIELDS_8(name)                                                                                       \
    int name##0 = 0, name##1 = 0, name##2 = 0, name##3 = 0, name##4 = 0, name##5 = 0, name##6 = 0,           \
        name##7 = 0;
#define FIELDS_64(name)                                                                                      \
    FIELDS_8(name##0)                                                                                        \
    FIELDS_8(name##1)                                                                                        \
    FIELDS_8(name##2)                                                                                        \
    FIELDS_8(name##3) FIELDS_8(name##4) FIELDS_8(name##5) FIELDS_8(name##6) FIELDS_8(name##7)

struct game {
    FIELDS_64(a)
    FIELDS_64(b)
#ifndef GOOD
    int one_more = 0;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
