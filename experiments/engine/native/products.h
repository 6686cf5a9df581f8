// Matrix products. An element of C is one sum that runs along k in order, whatever the tile: the same bits at any width.
#pragma once
#include <stddef.h>

/** Floats that `pack` fills for a k by n matrix. */
size_t packed_size(int k, int n);

/** Copies a k by n matrix into panels. The steps are in floats, so that a transposed matrix packs as well. */
void pack(const float *b, size_t row_step, size_t column_step, int k, int n, float *to);

/** C = A B, or C += A B. A is m by k; `packed` comes from `pack`; C is m by n. Rows are `a_row` and `c_row` floats apart. */
void gemm(const float *a, size_t a_row, int m, int k, const float *packed, int n, float *c, size_t c_row, int add);

/**
 * C += A' B, for A of m rows by k and B of m rows by n, both multiples of 4. Sums run over blocks of 128 rows before they
 * are added to C.
 */
void gemm_tall(const float *a, size_t a_row, int m, int k, const float *b, size_t b_row, int n, float *c, size_t c_row);
