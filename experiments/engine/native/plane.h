// Depthwise convolution over planes. A plane holds LANES channels of one image, with the padding as zeros, so that every
// tap is a load at a constant offset. Columns are sorted by their remainder modulo the stride (or the dilation): then
// neighbouring outputs read neighbouring columns whatever the stride and dilation. A row of taps is cut into runs of up
// to three that read adjacent columns. The order of taps, and so of the sums, is that of the runs.
#pragma once
#include "slide.h"

enum { most_taps = 1024 };

/** Lengths are in pixels of a plane; a pixel is as wide as the vector. */
struct plan {
  int threes, twos, ones, taps;
  int modulus, out_phases;
  int phase_step, row_step, pixels, rows, columns;
  int out_height, out_width;
  /** Outputs of one remainder in a row, rounded up to a multiple of 4. */
  int quota;
  int stride_height;
  /** Where each run begins; and the number of each tap, in the order of the runs. */
  int runs[most_taps], order[most_taps];
};

/** @return 0 when the window has too many taps */
int plan_forward(struct plan *plan, const struct slide *slide);

/** dx is a convolution of stride 1 over dy with zeros between its pixels. @return 0 when the window has too many taps */
int plan_back(struct plan *plan, const struct slide *slide);

/** Pixels of a plane of dy in the order in which outputs are visited. */
int dy_pixels(const struct plan *plan);
