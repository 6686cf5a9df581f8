#include "batch-norm.h"
#include <math.h>
#include "slide.h"

#define PART "lanes.h"
#include "widths.h"
#define PART "batch-norm.lanes.h"
#include "widths.h"

/** Rows in a block. It decides where sums are cut, and so the bits. */
static int block_of(int channels) { return max_of(16, min_of(64, 2048 / channels)); }

void add_moments(const float *x, int rows, int channels, const float *pivots, double *sums, double *squares) {
  const int block = block_of(channels);
  for (int r = 0; r < rows; r += block, x += (size_t)block * channels) {
    const int count = min_of(block, rows - r);
    FOR_EACH_WIDTH(c, width, channels) {
      const int lanes = min_of(width, channels - c);
      BY_WIDTH(width, block_moments, x + c, channels, count, pivots + c, lanes, sums + c, squares + c);
    }
  }
}

void close_moments(
    int rows, int channels, const float *pivots, const double *sums, const double *squares, float *mean,
    float *variance) {
  for (int c = 0; c < channels; c++) {
    const double shift = sums[c] / rows;
    const double spread = squares[c] / rows - shift * shift;
    mean[c] = (float)((double)pivots[c] + shift);
    variance[c] = (float)(spread < 0 ? 0 : spread);
  }
}

void scale_and_shift(
    int channels, const float *mean, const float *variance, const float *gamma, const float *beta, double epsilon,
    float *scales, float *shifts) {
  for (int c = 0; c < channels; c++) {
    const double inverse = 1 / sqrt((double)variance[c] + epsilon);
    scales[c] = (float)(inverse * (gamma != NULL ? (double)gamma[c] : 1));
    shifts[c] = (beta != NULL ? beta[c] : 0) - mean[c] * scales[c];
  }
}

void apply_scale(
    const float *x, float *y, int rows, int channels, const float *scales, const float *shifts, int relu) {
  const int block = block_of(channels);
  for (int r = 0; r < rows; r += block, x += (size_t)block * channels, y += (size_t)block * channels) {
    const int count = min_of(block, rows - r);
    FOR_EACH_WIDTH(c, width, channels) {
      const int lanes = min_of(width, channels - c);
      BY_WIDTH(width, apply_block, x + c, y + c, channels, count, scales + c, shifts + c, relu, lanes);
    }
  }
}

void add_dots(
    const float *dy, const float *x, int rows, int channels, const float *mean, const float *scales,
    const float *shifts, int relu, double *sums, double *dots) {
  const int block = block_of(channels);
  for (int r = 0; r < rows; r += block, x += (size_t)block * channels, dy += (size_t)block * channels) {
    const int count = min_of(block, rows - r);
    FOR_EACH_WIDTH(c, width, channels) {
      const int lanes = min_of(width, channels - c);
      BY_WIDTH(width, block_dots, dy + c, x + c, channels, count, mean + c, scales + c, shifts + c, relu, lanes,
               sums + c, dots + c);
    }
  }
}

void close_dots(
    int rows, int channels, const float *mean, const float *variance, double epsilon, int training, const double *sums,
    const double *dots, const float *scales, float *slopes, float *offsets, float *d_gamma, float *d_beta) {
  for (int c = 0; c < channels; c++) {
    const double inverse = 1 / sqrt((double)variance[c] + epsilon);
    const double dot = dots[c] * inverse;
    d_beta[c] = (float)sums[c];
    d_gamma[c] = (float)dot;
    const double scale = scales[c];
    const double slope = training ? (-scale * inverse * dot) / rows : 0;
    slopes[c] = (float)slope;
    offsets[c] = (float)(training ? (-scale * sums[c]) / rows - slope * (double)mean[c] : 0);
  }
}

void apply_back(
    const float *dy, const float *x, float *dx, int rows, int channels, const float *scales, const float *shifts,
    const float *slopes, const float *offsets, int relu) {
  const int block = block_of(channels);
  const size_t step = (size_t)block * channels;
  for (int r = 0; r < rows; r += block, x += step, dy += step, dx += step) {
    const int count = min_of(block, rows - r);
    FOR_EACH_WIDTH(c, width, channels) {
      const int lanes = min_of(width, channels - c);
      BY_WIDTH(width, back_block, dy + c, x + c, dx + c, channels, count, scales + c, shifts + c, slopes + c,
               offsets + c, relu, lanes);
    }
  }
}
