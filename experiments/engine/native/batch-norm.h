// Batch normalisation over rows of channels. Sums run in f32 over blocks of at most 64 rows, in f64 over the blocks.
#pragma once
#include <stddef.h>

/** Adds the moments of `rows` rows, about the values in `pivots`, to sums for each channel. */
void add_moments(const float *x, int rows, int channels, const float *pivots, double *sums, double *squares);

/** Turns sums about the pivots into mean and biased variance. */
void close_moments(
    int rows, int channels, const float *pivots, const double *sums, const double *squares, float *mean, float *variance);

/** For each channel, y = x * scale + shift. Absent gamma or beta is NULL. */
void scale_and_shift(
    int channels, const float *mean, const float *variance, const float *gamma, const float *beta, double epsilon,
    float *scales, float *shifts);

/** y = x * scale + shift for each channel, rectified if `relu`. */
void apply_scale(
    const float *x, float *y, int rows, int channels, const float *scales, const float *shifts, int relu);

/** Adds, for each channel, the sums of dy and of dy * (x - mean); dy counts where the output was positive. */
void add_dots(
    const float *dy, const float *x, int rows, int channels, const float *mean, const float *scales,
    const float *shifts, int relu, double *sums, double *dots);

/** dGamma and dBeta from the sums, and the constants of dx = dy * scale + x * slope + offset. */
void close_dots(
    int rows, int channels, const float *mean, const float *variance, double epsilon, int training, const double *sums,
    const double *dots, const float *scales, float *slopes, float *offsets, float *d_gamma, float *d_beta);

/** dx = dy * scale + x * slope + offset; dy counts where the output was positive. */
void apply_back(
    const float *dy, const float *x, float *dx, int rows, int channels, const float *scales, const float *shifts,
    const float *slopes, const float *offsets, int relu);
