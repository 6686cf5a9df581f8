// One block of rows, LANES channels of it. Pairs of rows have sums of their own, but for the last channels of an odd number.

static void FN(block_moments)(
    const float *x, size_t row, int rows, const float *pivots, int lanes, double *sums, double *squares) {
  const V pivot = FN(load_some)(pivots, lanes);
  V a0 = {0}, a1 = {0}, q0 = {0}, q1 = {0};
  if (lanes == LANES) {
    for (; rows > 1; rows -= 2, x += 2 * row) {
      const V v0 = FN(load)(x) - pivot, v1 = FN(load)(x + row) - pivot;
      a0 += v0, a1 += v1;
      q0 += v0 * v0, q1 += v1 * v1;
    }
  }
  for (; rows > 0; rows--, x += row) {
    const V v0 = FN(load_some)(x, lanes) - pivot;
    a0 += v0;
    q0 += v0 * v0;
  }
  const V a = a0 + a1, q = q0 + q1;
  for (int i = 0; i < lanes; i++) sums[i] += (double)a[i], squares[i] += (double)q[i];
}

static inline __attribute__((always_inline)) void FN(apply_rows)(
    const float *x, float *y, size_t row, int rows, V scale, V shift, int relu, int lanes) {
  for (; rows > 0; rows--, x += row, y += row) {
    const V value = FN(load_some)(x, lanes) * scale + shift;
    FN(store_some)(y, relu ? FN(rectify)(value) : value, lanes);
  }
}

static void FN(apply_block)(
    const float *x, float *y, size_t row, int rows, const float *scales, const float *shifts, int relu, int lanes) {
  const V scale = FN(load_some)(scales, lanes), shift = FN(load_some)(shifts, lanes);
  if (lanes < LANES) FN(apply_rows)(x, y, row, rows, scale, shift, relu, lanes);
  else if (relu) FN(apply_rows)(x, y, row, rows, scale, shift, 1, LANES);
  else FN(apply_rows)(x, y, row, rows, scale, shift, 0, LANES);
}

static inline __attribute__((always_inline)) V FN(upstream)(V dy, V x, V scale, V shift, int relu) {
  return relu ? FN(mask_by)(dy, x * scale + shift) : dy;
}

static inline __attribute__((always_inline)) void FN(block_dots_with)(
    const float *dy, const float *x, size_t row, int rows, V center, V scale, V shift, int relu, int lanes,
    double *sums, double *dots) {
  V a0 = {0}, a1 = {0}, q0 = {0}, q1 = {0};
  if (lanes == LANES) {
    for (; rows > 1; rows -= 2, x += 2 * row, dy += 2 * row) {
      const V x0 = FN(load)(x), x1 = FN(load)(x + row);
      const V u0 = FN(upstream)(FN(load)(dy), x0, scale, shift, relu);
      const V u1 = FN(upstream)(FN(load)(dy + row), x1, scale, shift, relu);
      a0 += u0, a1 += u1;
      q0 += u0 * (x0 - center), q1 += u1 * (x1 - center);
    }
  }
  for (; rows > 0; rows--, x += row, dy += row) {
    const V x0 = FN(load_some)(x, lanes);
    const V u0 = FN(upstream)(FN(load_some)(dy, lanes), x0, scale, shift, relu);
    a0 += u0;
    q0 += u0 * (x0 - center);
  }
  const V a = a0 + a1, q = q0 + q1;
  for (int i = 0; i < lanes; i++) sums[i] += (double)a[i], dots[i] += (double)q[i];
}

static void FN(block_dots)(
    const float *dy, const float *x, size_t row, int rows, const float *mean, const float *scales, const float *shifts,
    int relu, int lanes, double *sums, double *dots) {
  const V center = FN(load_some)(mean, lanes);
  const V scale = FN(load_some)(scales, lanes), shift = FN(load_some)(shifts, lanes);
  if (relu) FN(block_dots_with)(dy, x, row, rows, center, scale, shift, 1, lanes, sums, dots);
  else FN(block_dots_with)(dy, x, row, rows, center, scale, shift, 0, lanes, sums, dots);
}

static inline __attribute__((always_inline)) void FN(back_rows)(
    const float *dy, const float *x, float *dx, size_t row, int rows, V scale, V shift, V slope, V offset, int relu,
    int lanes) {
  for (; rows > 0; rows--, x += row, dy += row, dx += row) {
    const V value = FN(load_some)(x, lanes);
    const V up = FN(upstream)(FN(load_some)(dy, lanes), value, scale, shift, relu);
    FN(store_some)(dx, up * scale + (value * slope + offset), lanes);
  }
}

static void FN(back_block)(
    const float *dy, const float *x, float *dx, size_t row, int rows, const float *scales, const float *shifts,
    const float *slopes, const float *offsets, int relu, int lanes) {
  const V scale = FN(load_some)(scales, lanes), shift = FN(load_some)(shifts, lanes);
  const V slope = FN(load_some)(slopes, lanes), offset = FN(load_some)(offsets, lanes);
  if (lanes < LANES) FN(back_rows)(dy, x, dx, row, rows, scale, shift, slope, offset, relu, lanes);
  else if (relu) FN(back_rows)(dy, x, dx, row, rows, scale, shift, slope, offset, 1, LANES);
  else FN(back_rows)(dy, x, dx, row, rows, scale, shift, slope, offset, 0, LANES);
}
