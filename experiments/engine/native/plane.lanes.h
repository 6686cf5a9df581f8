// The steps of a depthwise convolution over planes of LANES channels. Images are given at their first of these channels,
// and `pixel` floats lie between neighbouring pixels; `lanes` is less than LANES at the last channels of an odd number.

/** Orders a filter [taps][channels] as [taps][LANES], in the order of the runs; `turned` reverses the taps. */
static void FN(load_weights)(
    const struct plan *plan, const float *filter, int channels, int lanes, int turned, float *to) {
  for (int i = 0; i < plan->taps; i++, to += LANES) {
    const int tap = turned ? plan->taps - 1 - plan->order[i] : plan->order[i];
    FN(store)(to, FN(load_some)(filter + (size_t)tap * channels, lanes));
  }
}

static inline __attribute__((always_inline)) void FN(copy_pixels)(
    const float *from, size_t from_step, float *to, size_t to_step, int count, int lanes, int relu) {
  for (; count > 0; count--, from += from_step, to += to_step) {
    const V value = FN(load_some)(from, lanes);
    FN(store)(to, relu ? FN(rectify)(value) : value);
  }
}

static void FN(copy)(
    const float *from, size_t from_step, float *to, size_t to_step, int count, int lanes, int relu) {
  if (lanes < LANES) FN(copy_pixels)(from, from_step, to, to_step, count, lanes, relu);
  else if (relu) FN(copy_pixels)(from, from_step, to, to_step, count, LANES, 1);
  else FN(copy_pixels)(from, from_step, to, to_step, count, LANES, 0);
}

/**
 * Copies an image into a plane. Source row i lands in row `top + i * step_y`, and columns alike; what falls outside the
 * plane is left out, and what is not written stays.
 */
static void FN(fill_plane)(
    const struct plan *plan, float *plane, const float *image, int height, int width, size_t pixel, int lanes, int top,
    int left, int step_y, int step_x, int relu) {
  const int modulus = plan->modulus;
  const int first = left < 0 ? (-left + step_x - 1) / step_x : 0;
  const int end = min_of(width, (plan->columns - left + step_x - 1) / step_x);
  // Columns this far apart have the same remainder.
  int period = 1;
  while ((period * step_x) % modulus != 0) period++;
  const size_t advance = (size_t)((period * step_x) / modulus) * LANES;
  for (int j = first; j < min_of(first + period, end); j++) {
    const int column = left + j * step_x;
    const int offset = (column % modulus) * plan->phase_step + column / modulus;
    const int count = (end - j + period - 1) / period;
    for (int i = 0; i < height; i++) {
      const int row = top + i * step_y;
      if (row < 0) continue;
      if (row >= plan->rows) break;
      const float *from = image + (size_t)(i * width + j) * pixel;
      float *to = plane + (size_t)(row * plan->row_step + offset) * LANES;
      FN(copy)(from, pixel * period, to, advance, count, lanes, relu);
    }
  }
}

static inline __attribute__((always_inline)) void FN(put_pixel)(float *to, const float *mask, V value, int lanes) {
  FN(store_some)(to, mask != NULL ? FN(mask_by)(value, FN(load_some)(mask, lanes)) : value, lanes);
}

/** Four neighbouring outputs from `from` on. */
static inline __attribute__((always_inline)) void FN(slide_four)(
    const struct plan *plan, const float *from, const float *w, V out[4]) {
  V s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
  const int *run = plan->runs;
  for (int i = plan->threes; i > 0; i--, w += 3 * LANES) {
    const float *p = from + (size_t)*run++ * LANES;
    const V w0 = FN(load)(w), w1 = FN(load)(w + LANES), w2 = FN(load)(w + 2 * LANES);
    const V x0 = FN(load)(p), x1 = FN(load)(p + LANES), x2 = FN(load)(p + 2 * LANES);
    const V x3 = FN(load)(p + 3 * LANES), x4 = FN(load)(p + 4 * LANES), x5 = FN(load)(p + 5 * LANES);
    s0 = ((s0 + x0 * w0) + x1 * w1) + x2 * w2;
    s1 = ((s1 + x1 * w0) + x2 * w1) + x3 * w2;
    s2 = ((s2 + x2 * w0) + x3 * w1) + x4 * w2;
    s3 = ((s3 + x3 * w0) + x4 * w1) + x5 * w2;
  }
  for (int i = plan->twos; i > 0; i--, w += 2 * LANES) {
    const float *p = from + (size_t)*run++ * LANES;
    const V w0 = FN(load)(w), w1 = FN(load)(w + LANES);
    const V x0 = FN(load)(p), x1 = FN(load)(p + LANES), x2 = FN(load)(p + 2 * LANES);
    const V x3 = FN(load)(p + 3 * LANES), x4 = FN(load)(p + 4 * LANES);
    s0 = (s0 + x0 * w0) + x1 * w1;
    s1 = (s1 + x1 * w0) + x2 * w1;
    s2 = (s2 + x2 * w0) + x3 * w1;
    s3 = (s3 + x3 * w0) + x4 * w1;
  }
  for (int i = plan->ones; i > 0; i--, w += LANES) {
    const float *p = from + (size_t)*run++ * LANES;
    const V w0 = FN(load)(w);
    s0 += FN(load)(p) * w0;
    s1 += FN(load)(p + LANES) * w0;
    s2 += FN(load)(p + 2 * LANES) * w0;
    s3 += FN(load)(p + 3 * LANES) * w0;
  }
  out[0] = s0, out[1] = s1, out[2] = s2, out[3] = s3;
}

/** Convolves a plane into an image. `mask`, if not NULL, has its layout: outputs become 0 where it is not positive. */
static void FN(slide_plane)(
    const struct plan *plan, const float *plane, const float *weights, float *out, size_t pixel, int lanes,
    const float *mask) {
  const int phases = plan->out_phases;
  const size_t step = pixel * phases;
  for (int row = 0; row < plan->out_height; row++) {
    for (int phase = 0; phase < phases; phase++) {
      const float *from = plane + (size_t)(row * plan->stride_height * plan->row_step + phase * plan->phase_step) * LANES;
      size_t at = (size_t)(row * plan->out_width + phase) * pixel;
      int left = (plan->out_width - phase + phases - 1) / phases;
      for (; left > 0; left -= 4, from += 4 * LANES) {
        V values[4];
        FN(slide_four)(plan, from, weights, values);
        if (left > 3 && lanes == LANES) {
          for (int i = 0; i < 4; i++, at += step) FN(put_pixel)(out + at, mask == NULL ? NULL : mask + at, values[i], LANES);
          continue;
        }
        for (int i = 0; i < min_of(4, left); i++, at += step) {
          FN(put_pixel)(out + at, mask == NULL ? NULL : mask + at, values[i], lanes);
        }
      }
    }
  }
}

/** Copies dy in the order in which `slide_plane` visits outputs; the rest must be zero already. */
static void FN(fill_dy)(const struct plan *plan, float *plane, const float *dy, size_t pixel, int lanes) {
  const int phases = plan->out_phases;
  for (int row = 0; row < plan->out_height; row++) {
    for (int phase = 0; phase < phases; phase++) {
      const int count = (plan->out_width - phase + phases - 1) / phases;
      FN(copy)(dy + (size_t)(row * plan->out_width + phase) * pixel, pixel * phases, plane, LANES, count, lanes, 0);
      plane += (size_t)plan->quota * LANES;
    }
  }
}

/** Adds to `sums`, for each tap of a run of `length`, the sum over pixels of x times dy. */
static inline __attribute__((always_inline)) void FN(correlate_run)(
    const struct plan *plan, int length, const float *plane, const float *dy, float *sums) {
  V a0 = {0}, a1 = {0}, a2 = {0};
  for (int row = 0; row < plan->out_height; row++) {
    for (int phase = 0; phase < plan->out_phases; phase++) {
      const float *p = plane + (size_t)(row * plan->stride_height * plan->row_step + phase * plan->phase_step) * LANES;
      for (int tile = plan->quota >> 2; tile > 0; tile--, p += 4 * LANES, dy += 4 * LANES) {
        const V d0 = FN(load)(dy), d1 = FN(load)(dy + LANES);
        const V d2 = FN(load)(dy + 2 * LANES), d3 = FN(load)(dy + 3 * LANES);
        const V x0 = FN(load)(p), x1 = FN(load)(p + LANES), x2 = FN(load)(p + 2 * LANES), x3 = FN(load)(p + 3 * LANES);
        a0 += (d0 * x0 + d1 * x1) + (d2 * x2 + d3 * x3);
        if (length < 2) continue;
        const V x4 = FN(load)(p + 4 * LANES);
        a1 += (d0 * x1 + d1 * x2) + (d2 * x3 + d3 * x4);
        if (length < 3) continue;
        a2 += (d0 * x2 + d1 * x3) + (d2 * x4 + d3 * FN(load)(p + 5 * LANES));
      }
    }
  }
  FN(store)(sums, FN(load)(sums) + a0);
  if (length > 1) FN(store)(sums + LANES, FN(load)(sums + LANES) + a1);
  if (length > 2) FN(store)(sums + 2 * LANES, FN(load)(sums + 2 * LANES) + a2);
}

/** Adds, for each tap, the sum over pixels of x times dy to `sums` [taps][LANES]. */
static void FN(correlate_plane)(const struct plan *plan, const float *plane, const float *dy, float *sums) {
  const int *run = plan->runs;
  for (int i = plan->threes; i > 0; i--, sums += 3 * LANES)
    FN(correlate_run)(plan, 3, plane + (size_t)*run++ * LANES, dy, sums);
  for (int i = plan->twos; i > 0; i--, sums += 2 * LANES)
    FN(correlate_run)(plan, 2, plane + (size_t)*run++ * LANES, dy, sums);
  for (int i = plan->ones; i > 0; i--, sums += LANES)
    FN(correlate_run)(plan, 1, plane + (size_t)*run++ * LANES, dy, sums);
}

/** Writes sums [taps][LANES], in the order of the runs, into a filter [taps][channels]. */
static void FN(store_sums)(const struct plan *plan, const float *sums, float *filter, int channels, int lanes) {
  for (int i = 0; i < plan->taps; i++, sums += LANES)
    FN(store_some)(filter + (size_t)plan->order[i] * channels, FN(load)(sums), lanes);
}
