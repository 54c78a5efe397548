#pragma once

// Lists of 1 to 128 names, and of as many {}, for aggregate.hpp: sixteen rows of eight. Row c up to column 3
// is all rows before c, and c0, c1, c2. Lists are macros without parameters where they can be: they expand
// much faster.
#define RESPAWN_DETAIL_ROWS_a
#define RESPAWN_DETAIL_ROWS_b a0, a1, a2, a3, a4, a5, a6, a7,
#define RESPAWN_DETAIL_ROWS_c RESPAWN_DETAIL_ROWS_b b0, b1, b2, b3, b4, b5, b6, b7,
#define RESPAWN_DETAIL_ROWS_d RESPAWN_DETAIL_ROWS_c c0, c1, c2, c3, c4, c5, c6, c7,
#define RESPAWN_DETAIL_ROWS_e RESPAWN_DETAIL_ROWS_d d0, d1, d2, d3, d4, d5, d6, d7,
#define RESPAWN_DETAIL_ROWS_f RESPAWN_DETAIL_ROWS_e e0, e1, e2, e3, e4, e5, e6, e7,
#define RESPAWN_DETAIL_ROWS_g RESPAWN_DETAIL_ROWS_f f0, f1, f2, f3, f4, f5, f6, f7,
#define RESPAWN_DETAIL_ROWS_h RESPAWN_DETAIL_ROWS_g g0, g1, g2, g3, g4, g5, g6, g7,
#define RESPAWN_DETAIL_ROWS_i RESPAWN_DETAIL_ROWS_h h0, h1, h2, h3, h4, h5, h6, h7,
#define RESPAWN_DETAIL_ROWS_j RESPAWN_DETAIL_ROWS_i i0, i1, i2, i3, i4, i5, i6, i7,
#define RESPAWN_DETAIL_ROWS_k RESPAWN_DETAIL_ROWS_j j0, j1, j2, j3, j4, j5, j6, j7,
#define RESPAWN_DETAIL_ROWS_l RESPAWN_DETAIL_ROWS_k k0, k1, k2, k3, k4, k5, k6, k7,
#define RESPAWN_DETAIL_ROWS_m RESPAWN_DETAIL_ROWS_l l0, l1, l2, l3, l4, l5, l6, l7,
#define RESPAWN_DETAIL_ROWS_n RESPAWN_DETAIL_ROWS_m m0, m1, m2, m3, m4, m5, m6, m7,
#define RESPAWN_DETAIL_ROWS_o RESPAWN_DETAIL_ROWS_n n0, n1, n2, n3, n4, n5, n6, n7,
#define RESPAWN_DETAIL_ROWS_p RESPAWN_DETAIL_ROWS_o o0, o1, o2, o3, o4, o5, o6, o7,

#define RESPAWN_DETAIL_COLUMNS_1(row) row##0
#define RESPAWN_DETAIL_COLUMNS_2(row) RESPAWN_DETAIL_COLUMNS_1(row), row##1
#define RESPAWN_DETAIL_COLUMNS_3(row) RESPAWN_DETAIL_COLUMNS_2(row), row##2
#define RESPAWN_DETAIL_COLUMNS_4(row) RESPAWN_DETAIL_COLUMNS_3(row), row##3
#define RESPAWN_DETAIL_COLUMNS_5(row) RESPAWN_DETAIL_COLUMNS_4(row), row##4
#define RESPAWN_DETAIL_COLUMNS_6(row) RESPAWN_DETAIL_COLUMNS_5(row), row##5
#define RESPAWN_DETAIL_COLUMNS_7(row) RESPAWN_DETAIL_COLUMNS_6(row), row##6
#define RESPAWN_DETAIL_COLUMNS_8(row) RESPAWN_DETAIL_COLUMNS_7(row), row##7

// As many {} as there are names.
#define RESPAWN_DETAIL_BRACE_ROWS_a
#define RESPAWN_DETAIL_BRACE_ROWS_b {}, {}, {}, {}, {}, {}, {}, {},
#define RESPAWN_DETAIL_BRACE_ROWS_c RESPAWN_DETAIL_BRACE_ROWS_b RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_d RESPAWN_DETAIL_BRACE_ROWS_c RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_e RESPAWN_DETAIL_BRACE_ROWS_d RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_f RESPAWN_DETAIL_BRACE_ROWS_e RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_g RESPAWN_DETAIL_BRACE_ROWS_f RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_h RESPAWN_DETAIL_BRACE_ROWS_g RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_i RESPAWN_DETAIL_BRACE_ROWS_h RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_j RESPAWN_DETAIL_BRACE_ROWS_i RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_k RESPAWN_DETAIL_BRACE_ROWS_j RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_l RESPAWN_DETAIL_BRACE_ROWS_k RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_m RESPAWN_DETAIL_BRACE_ROWS_l RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_n RESPAWN_DETAIL_BRACE_ROWS_m RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_o RESPAWN_DETAIL_BRACE_ROWS_n RESPAWN_DETAIL_BRACE_ROWS_b
#define RESPAWN_DETAIL_BRACE_ROWS_p RESPAWN_DETAIL_BRACE_ROWS_o RESPAWN_DETAIL_BRACE_ROWS_b

#define RESPAWN_DETAIL_BRACES_1                                                                              \
    {}
#define RESPAWN_DETAIL_BRACES_2                                                                              \
    RESPAWN_DETAIL_BRACES_1, {}
#define RESPAWN_DETAIL_BRACES_3                                                                              \
    RESPAWN_DETAIL_BRACES_2, {}
#define RESPAWN_DETAIL_BRACES_4                                                                              \
    RESPAWN_DETAIL_BRACES_3, {}
#define RESPAWN_DETAIL_BRACES_5                                                                              \
    RESPAWN_DETAIL_BRACES_4, {}
#define RESPAWN_DETAIL_BRACES_6                                                                              \
    RESPAWN_DETAIL_BRACES_5, {}
#define RESPAWN_DETAIL_BRACES_7                                                                              \
    RESPAWN_DETAIL_BRACES_6, {}
#define RESPAWN_DETAIL_BRACES_8                                                                              \
    RESPAWN_DETAIL_BRACES_7, {}
