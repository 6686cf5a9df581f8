// One output pixel of a pool, LANES channels of it: taps [ky0, ky1) by [kx0, kx1) of the window lie inside the image.
// `corner` is the first of them; `pixel` and `row` are the floats between taps. The usual window, 3x3 and wholly inside, is
// compiled apart.

static inline __attribute__((always_inline)) void FN(max_taps)(
    const float *corner, size_t pixel, size_t row, struct inside in, float *y, uint8_t *taps, int lanes) {
  V best = FN(splat)(-__builtin_inff());
  W won = {0};
  won += in.ky0 * in.window_width + in.kx0;
  for (int ky = in.ky0; ky < in.ky1; ky++, corner += row) {
    const float *from = corner;
    for (int kx = in.kx0; kx < in.kx1; kx++, from += pixel) {
      const V value = FN(load_some)(from, lanes);
      const W wins = (W)(value > best) | (W)(value != value);
      const W tap = (W){0} + (ky * in.window_width + kx);
      best = (V)(((W)value & wins) | ((W)best & ~wins));
      won = (tap & wins) | (won & ~wins);
    }
  }
  FN(store_some)(y, best, lanes);
  for (int i = 0; i < lanes; i++) taps[i] = (uint8_t)won[i];
}

static inline __attribute__((always_inline)) void FN(max_back_taps)(
    const float *dy, const uint8_t *taps, float *corner, size_t pixel, size_t row, struct inside in, int lanes) {
  const V up = FN(load_some)(dy, lanes);
  W won = {0};
  for (int i = 0; i < lanes; i++) won[i] = taps[i];
  for (int ky = in.ky0; ky < in.ky1; ky++, corner += row) {
    float *to = corner;
    for (int kx = in.kx0; kx < in.kx1; kx++, to += pixel) {
      const V share = (V)((W)up & (W)(won == (W){0} + (ky * in.window_width + kx)));
      FN(store_some)(to, FN(load_some)(to, lanes) + share, lanes);
    }
  }
}

static inline __attribute__((always_inline)) void FN(mean_taps)(const float *corner, size_t pixel, size_t row, struct inside in, float *y, int lanes) {
  V sum = {0};
  for (int ky = in.ky0; ky < in.ky1; ky++, corner += row) {
    const float *from = corner;
    for (int kx = in.kx0; kx < in.kx1; kx++, from += pixel) sum += FN(load_some)(from, lanes);
  }
  FN(store_some)(y, sum / FN(splat)((float)taps_inside(in)), lanes);
}

static inline __attribute__((always_inline)) void FN(mean_back_taps)(const float *dy, float *corner, size_t pixel, size_t row, struct inside in, int lanes) {
  const V share = FN(load_some)(dy, lanes) / FN(splat)((float)taps_inside(in));
  for (int ky = in.ky0; ky < in.ky1; ky++, corner += row) {
    float *to = corner;
    for (int kx = in.kx0; kx < in.kx1; kx++, to += pixel)
      FN(store_some)(to, FN(load_some)(to, lanes) + share, lanes);
  }
}

static void FN(max_at)(
    const float *corner, size_t pixel, size_t row, struct inside in, float *y, uint8_t *taps, int lanes) {
  if (is_whole_three(in) && lanes == LANES) FN(max_taps)(corner, pixel, row, whole_three, y, taps, LANES);
  else FN(max_taps)(corner, pixel, row, in, y, taps, lanes);
}

static void FN(max_back_at)(
    const float *dy, const uint8_t *taps, float *corner, size_t pixel, size_t row, struct inside in, int lanes) {
  if (is_whole_three(in) && lanes == LANES) FN(max_back_taps)(dy, taps, corner, pixel, row, whole_three, LANES);
  else FN(max_back_taps)(dy, taps, corner, pixel, row, in, lanes);
}

static void FN(mean_at)(const float *corner, size_t pixel, size_t row, struct inside in, float *y, int lanes) {
  if (is_whole_three(in) && lanes == LANES) FN(mean_taps)(corner, pixel, row, whole_three, y, LANES);
  else FN(mean_taps)(corner, pixel, row, in, y, lanes);
}

static void FN(mean_back_at)(const float *dy, float *corner, size_t pixel, size_t row, struct inside in, int lanes) {
  if (is_whole_three(in) && lanes == LANES) FN(mean_back_taps)(dy, corner, pixel, row, whole_three, LANES);
  else FN(mean_back_taps)(dy, corner, pixel, row, in, lanes);
}
