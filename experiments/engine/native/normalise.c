// The kernels of batch normalisation.
#include <string.h>
#include "arena.h"
#include "batch-norm.h"
#include "kernels.h"

/** Two sums in f64 and `vectors` of constants for each channel, of which the sums are 0. @return 0 without room */
static int take(int channels, int vectors, double **sums, double **others, float **constants) {
  if (!arena_begin((size_t)channels * (2 * sizeof(double) + vectors * sizeof(float)), 3)) return 0;
  *sums = (double *)arena_take(2 * (size_t)channels);
  *others = (double *)arena_take(2 * (size_t)channels);
  *constants = arena_take((size_t)vectors * channels);
  memset(*sums, 0, channels * sizeof(double));
  memset(*others, 0, channels * sizeof(double));
  return 1;
}

int batch_norm(const struct call *call) {
  const float *x = at(call, 0), *gamma = at(call, 1), *beta = at(call, 2);
  float *y = at(call, 3), *mean = at(call, 4), *variance = at(call, 5), *scales;
  const int rows = whole(call, 6), channels = whole(call, 7), relu = whole(call, 9);
  const double epsilon = call->arguments[8];
  double *sums, *squares;
  if (!take(channels, 2, &sums, &squares, &scales)) return 0;
  float *shifts = scales + channels;
  // The first row is the pivot: it is near the mean as far as the spread goes, which keeps the squares small.
  add_moments(x, rows, channels, x, sums, squares);
  close_moments(rows, channels, x, sums, squares, mean, variance);
  scale_and_shift(channels, mean, variance, gamma, beta, epsilon, scales, shifts);
  apply_scale(x, y, rows, channels, scales, shifts, relu);
  return 1;
}

int batch_norm_eval(const struct call *call) {
  const float *x = at(call, 0), *mean = at(call, 1), *variance = at(call, 2), *gamma = at(call, 3), *beta = at(call, 4);
  float *y = at(call, 5), *scales;
  const int rows = whole(call, 6), channels = whole(call, 7), relu = whole(call, 9);
  double *sums, *squares;
  if (!take(channels, 2, &sums, &squares, &scales)) return 0;
  scale_and_shift(channels, mean, variance, gamma, beta, call->arguments[8], scales, scales + channels);
  apply_scale(x, y, rows, channels, scales, scales + channels, relu);
  return 1;
}

int batch_norm_back(const struct call *call) {
  const float *dy = at(call, 0), *x = at(call, 1), *mean = at(call, 2), *variance = at(call, 3);
  const float *gamma = at(call, 4), *beta = at(call, 5);
  float *dx = at(call, 6), *d_gamma = at(call, 7), *d_beta = at(call, 8), *scales;
  const int rows = whole(call, 9), channels = whole(call, 10), relu = whole(call, 12), training = whole(call, 13);
  const double epsilon = call->arguments[11];
  double *sums, *dots;
  if (!take(channels, 4, &sums, &dots, &scales)) return 0;
  float *shifts = scales + channels, *slopes = shifts + channels, *offsets = slopes + channels;
  scale_and_shift(channels, mean, variance, gamma, beta, epsilon, scales, shifts);
  add_dots(dy, x, rows, channels, mean, scales, shifts, relu, sums, dots);
  close_dots(rows, channels, mean, variance, epsilon, training, sums, dots, scales, slopes, offsets, d_gamma, d_beta);
  apply_back(dy, x, dx, rows, channels, scales, shifts, slopes, offsets, relu);
  return 1;
}
