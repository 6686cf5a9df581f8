// How a window slides over an image: the integers that the WebAssembly kernels read too, in their order.
#pragma once
#include <stddef.h>
#include <stdint.h>

struct slide {
  int32_t in_height, in_width, in_channels;
  int32_t out_height, out_width, out_channels;
  int32_t window_height, window_width;
  int32_t stride_height, stride_width;
  int32_t dilation_height, dilation_width;
  int32_t pad_top, pad_left;
};

static inline int min_of(int a, int b) { return a < b ? a : b; }
static inline int max_of(int a, int b) { return a > b ? a : b; }
