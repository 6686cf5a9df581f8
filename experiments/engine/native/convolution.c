// Convolution as a matrix product over blocks of output pixels: the taps of each pixel are gathered into a row.
#include <string.h>
#include "arena.h"
#include "kernels.h"
#include "products.h"
#include "slide.h"

enum { block = 128 };

static int up4(int value) { return (value + 3) & ~3; }

static int taps_of(const struct slide *s) { return s->window_height * s->window_width; }

/** Whether a row of x already is the row of the matrix. */
static int is_pointwise(const struct slide *s) {
  return taps_of(s) == 1 && s->stride_height == 1 && s->stride_width == 1 && s->pad_top == 0 && s->pad_left == 0 &&
         s->out_height == s->in_height && s->out_width == s->in_width;
}

/** The taps of one row of a window. Without dilation they are adjacent in the image. */
static void gather_row(const float *row, int left, const struct slide *s, float *to) {
  const int channels = s->in_channels, dilation = s->dilation_width;
  if (dilation == 1) {
    const int kx0 = min_of(s->window_width, max_of(0, -left));
    const int kx1 = max_of(kx0, min_of(s->window_width, s->in_width - left));
    memset(to, 0, (size_t)kx0 * channels * sizeof *to);
    if (kx1 > kx0) {
      memcpy(to + kx0 * channels, row + (size_t)(left + kx0) * channels, (size_t)(kx1 - kx0) * channels * sizeof *to);
    }
    memset(to + kx1 * channels, 0, (size_t)(s->window_width - kx1) * channels * sizeof *to);
    return;
  }
  for (int kx = 0; kx < s->window_width; kx++, to += channels) {
    const int ix = left + kx * dilation;
    if (ix >= 0 && ix < s->in_width) memcpy(to, row + (size_t)ix * channels, channels * sizeof *to);
    else memset(to, 0, channels * sizeof *to);
  }
}

/** Gathers the taps of output pixels `first` to `first + count`, over all images, into rows `width` floats apart. */
static void gather_taps(const float *x, const struct slide *s, int first, int count, float *to, int width) {
  const int pixels = s->out_height * s->out_width, window_row = s->window_width * s->in_channels;
  const size_t in_row = (size_t)s->in_width * s->in_channels;
  for (int i = first; i < first + count; i++, to += width) {
    const int image = i / pixels, place = i % pixels;
    const int top = place / s->out_width * s->stride_height - s->pad_top;
    const int left = place % s->out_width * s->stride_width - s->pad_left;
    const float *base = x + (size_t)image * s->in_height * in_row;
    float *cell = to;
    for (int ky = 0; ky < s->window_height; ky++, cell += window_row) {
      const int iy = top + ky * s->dilation_height;
      if (iy >= 0 && iy < s->in_height) gather_row(base + iy * in_row, left, s, cell);
      else memset(cell, 0, window_row * sizeof *cell);
    }
    memset(cell, 0, (size_t)(to + width - cell) * sizeof *cell);
  }
}

/** Adds rows of taps back to the pixels they came from. */
static void scatter_taps(float *dx, const struct slide *s, int first, int count, const float *from, int width) {
  const int pixels = s->out_height * s->out_width, channels = s->in_channels;
  for (int i = first; i < first + count; i++, from += width) {
    const int image = i / pixels, place = i % pixels;
    const int top = place / s->out_width * s->stride_height - s->pad_top;
    const int left = place % s->out_width * s->stride_width - s->pad_left;
    for (int ky = 0; ky < s->window_height; ky++) {
      const int iy = top + ky * s->dilation_height;
      if (iy < 0 || iy >= s->in_height) continue;
      for (int kx = 0; kx < s->window_width; kx++) {
        const int ix = left + kx * s->dilation_width;
        if (ix < 0 || ix >= s->in_width) continue;
        const float *cell = from + (size_t)(ky * s->window_width + kx) * channels;
        float *to = dx + (((size_t)image * s->in_height + iy) * s->in_width + ix) * channels;
        for (int c = 0; c < channels; c++) to[c] += cell[c];
      }
    }
  }
}

/** y = x * packed, where `packed` holds the filter as a matrix of taps by output channels. */
static void slide_over(const float *x, const float *packed, float *y, const struct slide *s, int batch, float *rows) {
  const int total = batch * s->out_height * s->out_width, depth = taps_of(s) * s->in_channels;
  const int channels = s->out_channels;
  if (is_pointwise(s)) {
    gemm(x, depth, total, depth, packed, channels, y, channels, 0);
    return;
  }
  for (int first = 0; first < total; first += block) {
    const int count = min_of(block, total - first);
    gather_taps(x, s, first, count, rows, depth);
    gemm(rows, depth, count, depth, packed, channels, y + (size_t)first * channels, channels, 0);
  }
}

int conv2d(const struct call *call) {
  const float *x = at(call, 0), *filter = at(call, 1);
  float *y = at(call, 2);
  const struct slide *s = at(call, 3);
  const int depth = taps_of(s) * s->in_channels;
  const size_t packed_floats = packed_size(depth, s->out_channels), row_floats = (size_t)block * depth;
  if (!arena_begin((packed_floats + row_floats) * sizeof(float), 2)) return 0;
  float *packed = arena_take(packed_floats), *rows = arena_take(row_floats);
  pack(filter, s->out_channels, 1, depth, s->out_channels, packed);
  slide_over(x, packed, y, s, whole(call, 4), rows);
  return 1;
}

/** The geometry by which dx is a convolution of dy with the turned filter; stride 1 only. */
static struct slide turned_back(const struct slide *s) {
  return (struct slide){
      .in_height = s->out_height, .in_width = s->out_width, .in_channels = s->out_channels,
      .out_height = s->in_height, .out_width = s->in_width, .out_channels = s->in_channels,
      .window_height = s->window_height, .window_width = s->window_width, .stride_height = 1, .stride_width = 1,
      .dilation_height = s->dilation_height, .dilation_width = s->dilation_width,
      .pad_top = s->dilation_height * (s->window_height - 1) - s->pad_top,
      .pad_left = s->dilation_width * (s->window_width - 1) - s->pad_left};
}

static int back_by_sliding(const float *dy, const float *filter, float *dx, const struct slide *s, int batch) {
  const struct slide back = turned_back(s);
  const int taps = taps_of(s), from = s->in_channels, to = s->out_channels, depth = taps * to;
  const size_t turned_floats = (size_t)depth * from, packed_floats = packed_size(depth, from);
  const size_t row_floats = (size_t)block * depth;
  if (!arena_begin((turned_floats + packed_floats + row_floats) * sizeof(float), 3)) return 0;
  float *turned = arena_take(turned_floats), *packed = arena_take(packed_floats), *rows = arena_take(row_floats);
  for (int tap = 0; tap < taps; tap++) {
    const float *matrix = filter + (size_t)(taps - 1 - tap) * from * to;
    float *target = turned + (size_t)tap * from * to;
    for (int co = 0; co < to; co++)
      for (int ci = 0; ci < from; ci++) target[(size_t)co * from + ci] = matrix[(size_t)ci * to + co];
  }
  pack(turned, from, 1, depth, from, packed);
  slide_over(dy, packed, dx, &back, batch, rows);
  return 1;
}

int conv2d_back_input(const struct call *call) {
  const float *dy = at(call, 0), *filter = at(call, 1);
  float *dx = at(call, 2);
  const struct slide *s = at(call, 3);
  const int batch = whole(call, 5);
  if (s->stride_height == 1 && s->stride_width == 1) return back_by_sliding(dy, filter, dx, s, batch);
  const int total = batch * s->out_height * s->out_width, depth = taps_of(s) * s->in_channels;
  const int channels = s->out_channels;
  const size_t packed_floats = packed_size(channels, depth), row_floats = (size_t)block * depth;
  if (!arena_begin((packed_floats + row_floats) * sizeof(float), 2)) return 0;
  float *packed = arena_take(packed_floats), *rows = arena_take(row_floats);
  pack(filter, 1, channels, channels, depth, packed);
  memset(dx, 0, (size_t)batch * s->in_height * s->in_width * s->in_channels * sizeof *dx);
  for (int first = 0; first < total; first += block) {
    const int count = min_of(block, total - first);
    gemm(dy + (size_t)first * channels, channels, count, channels, packed, depth, rows, depth, 0);
    scatter_taps(dx, s, first, count, rows, depth);
  }
  return 1;
}

int conv2d_back_filter(const struct call *call) {
  const float *x = at(call, 0), *dy = at(call, 1);
  float *d_filter = at(call, 2);
  const struct slide *s = at(call, 3);
  const int total = whole(call, 4) * s->out_height * s->out_width, channels = s->out_channels;
  const int depth = taps_of(s) * s->in_channels, padded = up4(depth), columns = up4(channels);
  const int fits = padded == depth && columns == channels;
  const size_t sum_floats = (size_t)padded * columns;
  if (!arena_begin((sum_floats + (size_t)block * (padded + columns)) * sizeof(float), 3)) return 0;
  float *sums = fits ? d_filter : arena_take(sum_floats);
  float *rows = arena_take((size_t)block * padded), *dy_rows = arena_take((size_t)block * columns);
  memset(sums, 0, sum_floats * sizeof *sums);
  if (fits && is_pointwise(s)) {
    gemm_tall(x, padded, total, padded, dy, columns, columns, sums, columns);
    return 1;
  }
  for (int first = 0; first < total; first += block) {
    const int count = min_of(block, total - first);
    const float *from = dy + (size_t)first * channels;
    gather_taps(x, s, first, count, rows, padded);
    if (columns != channels) {
      memset(dy_rows, 0, (size_t)count * columns * sizeof *dy_rows);
      for (int i = 0; i < count; i++)
        memcpy(dy_rows + (size_t)i * columns, from + (size_t)i * channels, channels * sizeof *from);
      from = dy_rows;
    }
    gemm_tall(rows, padded, count, padded, from, columns, columns, sums, columns);
  }
  if (!fits)
    for (int i = 0; i < depth; i++)
      memcpy(d_filter + (size_t)i * channels, sums + (size_t)i * columns, channels * sizeof *sums);
  return 1;
}
