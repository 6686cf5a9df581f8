// ReLU, depthwise convolution, 1x1 convolution and batch normalisation in one kernel: see ../assembly/separable.ts. The
// chunks of images decide where sums are cut, and so the bits.
#include <string.h>
#include "arena.h"
#include "batch-norm.h"
#include "kernels.h"
#include "plane.h"
#include "products.h"

#define PART "lanes.h"
#include "widths.h"
#define PART "plane.lanes.h"
#include "widths.h"

/** A direction of the depthwise convolution, with what it needs of working memory. */
struct depthwise {
  struct plan plan;
  /** [blocks of channels][taps][width]. */
  float *weights;
  /** One plane for each width, since planes of different widths have their padding in different places. */
  float *planes[3];
};

static int index_of(int width) { return width == 16 ? 2 : width == 8 ? 1 : 0; }

static size_t plane_floats(const struct depthwise *d) { return (size_t)d->plan.pixels * (4 + 8 + WIDEST); }

static void prepare(struct depthwise *d, const float *filter, int channels, int turned) {
  d->weights = arena_take((size_t)d->plan.taps * channels);
  float *planes = arena_take(plane_floats(d));
  memset(planes, 0, plane_floats(d) * sizeof *planes);
  d->planes[0] = planes;
  d->planes[1] = planes + (size_t)d->plan.pixels * 4;
  d->planes[2] = d->planes[1] + (size_t)d->plan.pixels * 8;
  FOR_EACH_WIDTH(c, width, channels) {
    BY_WIDTH(width, load_weights, &d->plan, filter + c, channels, width, turned, d->weights + (size_t)c * d->plan.taps);
  }
}

/** Images in a chunk: one, or as many as make 1024 pixels. */
static int chunk_of(const struct slide *s) { return max_of(1, 1024 / (s->out_height * s->out_width)); }

/**
 * Fills the planes of one image of x and convolves them into `out` unless it is NULL. `kept`, if not NULL, has room for a
 * plane of each block of channels, which the way back reads again.
 */
static void convolve(
    const struct depthwise *d, const struct slide *s, const float *x, int relu, float *out, float *kept) {
  const int channels = s->in_channels;
  FOR_EACH_WIDTH(c, width, channels) {
    float *plane = kept == NULL ? d->planes[index_of(width)] : kept + (size_t)c * d->plan.pixels;
    BY_WIDTH(width, fill_plane, &d->plan, plane, x + c, s->in_height, s->in_width, channels, width, s->pad_top,
             s->pad_left, 1, 1, relu);
    if (out == NULL) continue;
    BY_WIDTH(width, slide_plane, &d->plan, plane, d->weights + (size_t)c * d->plan.taps, out + c, channels, width, NULL);
  }
}

/** dx of one image; `mask` is NULL, or makes it 0 where it is not positive. */
static void convolve_back(
    const struct depthwise *d, const struct slide *s, const float *dy, float *dx, const float *mask) {
  const int channels = s->in_channels;
  const int top = s->dilation_height * (s->window_height - 1) - s->pad_top;
  const int left = s->dilation_width * (s->window_width - 1) - s->pad_left;
  FOR_EACH_WIDTH(c, width, channels) {
    float *plane = d->planes[index_of(width)];
    BY_WIDTH(width, fill_plane, &d->plan, plane, dy + c, s->out_height, s->out_width, channels, width, top, left,
             s->stride_height, s->stride_width, 0);
    BY_WIDTH(width, slide_plane, &d->plan, plane, d->weights + (size_t)c * d->plan.taps, dx + c, channels, width,
             mask == NULL ? NULL : mask + c);
  }
}

int separable(const struct call *call) {
  const float *x = at(call, 0), *filter = at(call, 1), *pointwise = at(call, 2);
  const float *gamma = at(call, 3), *beta = at(call, 4);
  float *y = at(call, 5), *mean = at(call, 6), *variance = at(call, 7), *z = at(call, 8);
  const struct slide *s = at(call, 9);
  const int out_channels = whole(call, 10), batch = whole(call, 11), relu = whole(call, 12), out_relu = whole(call, 13);
  const double epsilon = call->arguments[14];
  const int channels = s->in_channels, pixels = s->out_height * s->out_width, chunk = chunk_of(s);
  struct depthwise forward;
  if (!plan_forward(&forward.plan, s)) return 0;
  const size_t packed_floats = packed_size(channels, out_channels), d_floats = (size_t)chunk * pixels * channels;
  const size_t floats = packed_floats + d_floats + 6 * (size_t)out_channels + plane_floats(&forward) +
                        (size_t)forward.plan.taps * channels;
  if (!arena_begin(floats * sizeof(float), 6)) return 0;
  float *packed = arena_take(packed_floats), *d = arena_take(d_floats);
  double *sums = (double *)arena_take(4 * (size_t)out_channels), *squares = sums + out_channels;
  float *scales = arena_take(2 * (size_t)out_channels), *shifts = scales + out_channels;
  prepare(&forward, filter, channels, 0);
  pack(pointwise, out_channels, 1, channels, out_channels, packed);
  memset(sums, 0, 2 * out_channels * sizeof *sums);
  float *to = z;
  for (int n = 0; n < batch; n += chunk) {
    const int images = min_of(chunk, batch - n), rows = images * pixels;
    for (int i = 0; i < images; i++, x += (size_t)s->in_height * s->in_width * channels)
      convolve(&forward, s, x, relu, d + (size_t)i * pixels * channels, NULL);
    gemm(d, channels, rows, channels, packed, out_channels, to, out_channels, 0);
    add_moments(to, rows, out_channels, z, sums, squares);
    to += (size_t)rows * out_channels;
  }
  close_moments(batch * pixels, out_channels, z, sums, squares, mean, variance);
  scale_and_shift(out_channels, mean, variance, gamma, beta, epsilon, scales, shifts);
  apply_scale(z, y, batch * pixels, out_channels, scales, shifts, out_relu);
  return 1;
}

/** Adds the gradient of the depthwise filter over one image, whose planes are `kept`. */
static void correlate(
    const struct depthwise *d, int channels, const float *kept, const float *dy, float *dy_plane, float *sums) {
  FOR_EACH_WIDTH(c, width, channels) {
    // A plane of dy for each width, as above.
    float *plane = dy_plane + (size_t)dy_pixels(&d->plan) * (width == 16 ? 12 : width == 8 ? 4 : 0);
    BY_WIDTH(width, fill_dy, &d->plan, plane, dy + c, channels, width);
    BY_WIDTH(width, correlate_plane, &d->plan, kept + (size_t)c * d->plan.pixels, plane, sums + (size_t)c * d->plan.taps);
  }
}

int separable_back(const struct call *call) {
  const float *dy = at(call, 0), *x = at(call, 1), *filter = at(call, 2), *pointwise = at(call, 3), *z = at(call, 4);
  const float *mean = at(call, 5), *variance = at(call, 6), *gamma = at(call, 7), *beta = at(call, 8);
  float *dx = at(call, 9), *d_filter = at(call, 10), *d_pointwise = at(call, 11);
  float *d_gamma = at(call, 12), *d_beta = at(call, 13);
  const struct slide *s = at(call, 14);
  const int out_channels = whole(call, 15), batch = whole(call, 16), relu = whole(call, 17), out_relu = whole(call, 18);
  const double epsilon = call->arguments[19];
  const int wants = whole(call, 20), want_x = wants & 1, want_filter = wants & 2, want_pointwise = wants & 4;
  const int channels = s->in_channels, pixels = s->out_height * s->out_width, total = batch * pixels;
  const int chunk = chunk_of(s);
  const size_t chunk_pixels = (size_t)chunk * pixels, in_floats = (size_t)s->in_height * s->in_width * channels;
  struct depthwise back, forward;
  if (!plan_back(&back.plan, s) || !plan_forward(&forward.plan, s)) return 0;
  const size_t packed_floats = packed_size(out_channels, channels), dy_floats = (size_t)dy_pixels(&forward.plan) * (12 + WIDEST);
  const size_t kept_image = (size_t)channels * forward.plan.pixels, sum_floats = (size_t)channels * forward.plan.taps;
  const size_t floats = packed_floats + 8 * (size_t)out_channels + chunk_pixels * (out_channels + 2 * channels) +
                        dy_floats + plane_floats(&back) + plane_floats(&forward) + 3 * sum_floats + chunk * kept_image;
  if (!arena_begin(floats * sizeof(float), 14)) return 0;
  double *sums = (double *)arena_take(4 * (size_t)out_channels), *dots = sums + out_channels;
  float *scales = arena_take(4 * (size_t)out_channels), *shifts = scales + out_channels;
  float *slopes = shifts + out_channels, *offsets = slopes + out_channels;
  memset(sums, 0, 2 * out_channels * sizeof *sums);
  scale_and_shift(out_channels, mean, variance, gamma, beta, epsilon, scales, shifts);
  add_dots(dy, z, total, out_channels, mean, scales, shifts, out_relu, sums, dots);
  close_dots(total, out_channels, mean, variance, epsilon, 1, sums, dots, scales, slopes, offsets, d_gamma, d_beta);
  if (wants == 0) return 1;

  float *packed = arena_take(packed_floats), *dz = arena_take(chunk_pixels * out_channels);
  float *d_d = arena_take(chunk_pixels * channels), *d = arena_take(chunk_pixels * channels);
  float *dy_plane = arena_take(dy_floats), *filter_sums = arena_take(sum_floats), *kept = arena_take(chunk * kept_image);
  prepare(&back, filter, channels, 1);
  prepare(&forward, filter, channels, 0);
  memset(dy_plane, 0, dy_floats * sizeof *dy_plane);
  memset(filter_sums, 0, sum_floats * sizeof *filter_sums);
  memset(kept, 0, chunk * kept_image * sizeof *kept);
  if (want_pointwise) memset(d_pointwise, 0, (size_t)channels * out_channels * sizeof *d_pointwise);
  pack(pointwise, 1, out_channels, out_channels, channels, packed);
  for (int n = 0; n < batch; n += chunk) {
    const int images = min_of(chunk, batch - n), rows = images * pixels;
    apply_back(dy, z, dz, rows, out_channels, scales, shifts, slopes, offsets, out_relu);
    dy += (size_t)rows * out_channels;
    z += (size_t)rows * out_channels;
    if (want_filter || want_pointwise) {
      for (int i = 0; i < images; i++) {
        float *out = want_pointwise ? d + (size_t)i * pixels * channels : NULL;
        convolve(&forward, s, x + i * in_floats, relu, out, kept + i * kept_image);
      }
    }
    if (want_pointwise) gemm_tall(d, channels, rows, channels, dz, out_channels, out_channels, d_pointwise, out_channels);
    if (want_x || want_filter) gemm(dz, out_channels, rows, out_channels, packed, channels, d_d, channels, 0);
    for (int i = 0; i < images; i++, x += in_floats) {
      const float *from = d_d + (size_t)i * pixels * channels;
      if (want_filter) correlate(&forward, channels, kept + i * kept_image, from, dy_plane, filter_sums);
      if (!want_x) continue;
      convolve_back(&back, s, from, dx, relu ? x : NULL);
      dx += in_floats;
    }
  }
  if (!want_filter) return 1;
  FOR_EACH_WIDTH(c, width, channels) {
    BY_WIDTH(width, store_sums, &forward.plan, filter_sums + (size_t)c * forward.plan.taps, d_filter + c, channels, width);
  }
  return 1;
}
