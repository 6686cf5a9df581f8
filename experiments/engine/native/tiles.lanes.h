// Tiles of ROWS by LANES sums, which stay in registers. ROWS is a constant where these are called, so that the loops over
// it unroll. Twelve rows are addressed from three pointers: the processor has too few registers for twelve.

static inline __attribute__((always_inline)) void FN(tile)(
    int rows, const float *a, size_t a_row, int k, const float *b, float *c, size_t c_row, int columns, int add) {
  V sums[12];
  for (int r = 0; r < rows; r++) sums[r] = (V){0};
  const float *a4 = a + 4 * a_row, *a8 = a + 8 * a_row;
  for (int i = 0; i < k; i++) {
    const V right = FN(load)(b);
#pragma GCC unroll 12
    for (int r = 0; r < rows; r++) {
      const float *from = r < 4 ? a + r * a_row : r < 8 ? a4 + (r - 4) * a_row : a8 + (r - 8) * a_row;
      sums[r] += FN(splat)(*from) * right;
    }
    a++, a4++, a8++;
    b += LANES;
  }
#pragma GCC unroll 12
  for (int r = 0; r < rows; r++) {
    float *to = c + r * c_row;
    FN(store_some)(to, add ? FN(load_some)(to, columns) + sums[r] : sums[r], columns);
  }
}

static void FN(panel)(
    const float *a, size_t a_row, int m, int k, const float *b, float *c, size_t c_row, int columns, int add) {
  for (; m >= 12; m -= 12, a += 12 * a_row, c += 12 * c_row) {
    if (columns == LANES && !add) FN(tile)(12, a, a_row, k, b, c, c_row, LANES, 0);
    else FN(tile)(12, a, a_row, k, b, c, c_row, columns, add);
  }
  for (; m >= 4; m -= 4, a += 4 * a_row, c += 4 * c_row) FN(tile)(4, a, a_row, k, b, c, c_row, columns, add);
  for (; m > 0; m--, a += a_row, c += c_row) FN(tile)(1, a, a_row, k, b, c, c_row, columns, add);
}

static inline __attribute__((always_inline)) void FN(tall_tile)(
    int rows, const float *a, size_t a_row, int m, const float *b, size_t b_row, float *c, size_t c_row) {
  V sums[12];
  for (int r = 0; r < rows; r++) sums[r] = (V){0};
  for (int i = 0; i < m; i++) {
    const V right = FN(load)(b);
#pragma GCC unroll 12
    for (int r = 0; r < rows; r++) sums[r] += FN(splat)(a[r]) * right;
    a += a_row;
    b += b_row;
  }
#pragma GCC unroll 12
  for (int r = 0; r < rows; r++) FN(store)(c + r * c_row, FN(load)(c + r * c_row) + sums[r]);
}

/** One column of tiles, LANES wide; k is a multiple of 4. */
static void FN(tall_panel)(
    const float *a, size_t a_row, int m, int k, const float *b, size_t b_row, float *c, size_t c_row) {
  for (; k >= 12; k -= 12, a += 12, c += 12 * c_row) FN(tall_tile)(12, a, a_row, m, b, b_row, c, c_row);
  if (k == 8) FN(tall_tile)(8, a, a_row, m, b, b_row, c, c_row);
  if (k == 4) FN(tall_tile)(4, a, a_row, m, b, b_row, c, c_row);
}
