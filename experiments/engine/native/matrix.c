#include <string.h>
#include "arena.h"
#include "kernels.h"
#include "products.h"
#include "slide.h"

/** A panel of this many rows of B stays in the first-level cache. It decides where sums are cut, and so the bits. */
enum { k_block = 512 };

int mat_mul(const struct call *call) {
  const float *a = at(call, 0), *b = at(call, 1), *bias = at(call, 2);
  float *c = at(call, 3);
  const int m = whole(call, 4), k = whole(call, 5), n = whole(call, 6);
  const int turn_a = whole(call, 7), turn_b = whole(call, 8);
  if (turn_a && !turn_b && bias == NULL && ((m | n) & 3) == 0) {
    memset(c, 0, (size_t)m * n * sizeof *c);
    gemm_tall(a, m, k, m, b, n, n, c, n);
    return 1;
  }
  const size_t packed_floats = packed_size(min_of(k, k_block), n), turned_floats = turn_a ? (size_t)m * k : 0;
  if (!arena_begin((packed_floats + turned_floats) * sizeof(float), 2)) return 0;
  float *packed = arena_take(packed_floats);
  const float *rows = a;
  if (turn_a) {
    float *turned = arena_take(turned_floats);
    for (int i = 0; i < k; i++)
      for (int j = 0; j < m; j++) turned[(size_t)j * k + i] = a[(size_t)i * m + j];
    rows = turned;
  }
  if (bias != NULL) for (int i = 0; i < m; i++) memcpy(c + (size_t)i * n, bias, n * sizeof *c);
  const size_t row_step = turn_b ? 1 : n, column_step = turn_b ? k : 1;
  for (int k0 = 0; k0 < k; k0 += k_block) {
    const int depth = min_of(k_block, k - k0);
    pack(b + k0 * row_step, row_step, column_step, depth, n, packed);
    gemm(rows + k0, k, m, depth, packed, n, c, n, bias != NULL || k0 > 0);
  }
  return 1;
}
