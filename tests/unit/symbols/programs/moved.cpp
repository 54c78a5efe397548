// The second version's name for moving.cpp.
#include "moving.cpp"
