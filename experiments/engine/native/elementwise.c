// Passes over flat arrays. The compiler vectorises what has no order; the sums of `mixed_sum_back` have one.
#include <math.h>
#include <string.h>
#include "kernels.h"
#include "slide.h"

#define LANES 8
#include "lanes.h"

/** A block of the output that stays in the first-level cache while the inputs pass over it. */
enum { block = 1024 };

static void add_flat(const float *a, const float *b, float *y, int count) {
  for (int i = 0; i < count; i++) y[i] = a[i] + b[i];
}

int add(const struct call *call) {
  add_flat(at(call, 0), at(call, 1), at(call, 2), whole(call, 3));
  return 1;
}

/** A tensor of a table of addresses. */
static float *listed(const struct call *call, const uint32_t *pointers, int i) {
  return (float *)(call->memory + pointers[i]);
}

int add_n(const struct call *call) {
  const uint32_t *pointers = at(call, 0);
  const int tensors = whole(call, 1), count = whole(call, 3);
  float *y = at(call, 2);
  for (int first = 0; first < count; first += block) {
    const int size = min_of(block, count - first);
    add_flat(listed(call, pointers, 0) + first, listed(call, pointers, 1) + first, y + first, size);
    for (int i = 2; i < tensors; i++) add_flat(y + first, listed(call, pointers, i) + first, y + first, size);
  }
  return 1;
}

/** Two tensors at a time, whose sum is added to what is there. */
int mixed_sum(const struct call *call) {
  const uint32_t *pointers = at(call, 0);
  const float *weights = at(call, 1);
  const int tensors = whole(call, 2), count = whole(call, 4);
  float *y = at(call, 3);
  for (int first = 0; first < count; first += block) {
    const int size = min_of(block, count - first);
    float *to = y + first;
    for (int t = 0; t < tensors; t += 2) {
      const float *a = listed(call, pointers, t) + first, wa = weights[t];
      if (t + 1 == tensors) {
        if (t == 0) for (int i = 0; i < size; i++) to[i] = a[i] * wa;
        else for (int i = 0; i < size; i++) to[i] = to[i] + a[i] * wa;
        continue;
      }
      const float *b = listed(call, pointers, t + 1) + first, wb = weights[t + 1];
      if (t == 0) for (int i = 0; i < size; i++) to[i] = a[i] * wa + b[i] * wb;
      else for (int i = 0; i < size; i++) to[i] = to[i] + (a[i] * wa + b[i] * wb);
    }
  }
  return 1;
}

static void scale_flat(const float *x, float *y, int count, float factor) {
  for (int i = 0; i < count; i++) y[i] = x[i] * factor;
}

int scale(const struct call *call) {
  scale_flat(at(call, 0), at(call, 1), whole(call, 2), (float)call->arguments[3]);
  return 1;
}

/** dx = dy * weight. @return the sum of dy * x: eight partial sums in f32, of which the first four take the rest */
static double share_and_dot(const float *dy, const float *x, float *dx, float weight, int count) {
  const floats8 by = splat8(weight);
  floats8 sum = {0};
  for (; count >= 8; count -= 8, dy += 8, x += 8, dx += 8) {
    const floats8 up = load8(dy);
    store8(dx, up * by);
    sum += up * load8(x);
  }
  for (; count > 0; count -= 4, dy += 4, x += 4, dx += 4) {
    for (int i = 0; i < min_of(4, count); i++) {
      dx[i] = dy[i] * weight;
      sum[i] += dy[i] * x[i];
    }
  }
  float lanes[4];
  for (int i = 0; i < 4; i++) lanes[i] = sum[i] + sum[i + 4];
  return ((double)lanes[0] + (double)lanes[2]) + ((double)lanes[1] + (double)lanes[3]);
}

int mixed_sum_back(const struct call *call) {
  const float *dy = at(call, 0), *weights = at(call, 2);
  const uint32_t *pointers = at(call, 1);
  const int tensors = whole(call, 3), count = whole(call, 5);
  float *d_weights = at(call, 4);
  double *sums = at(call, 6);
  if (sums != NULL) memset(sums, 0, (size_t)tensors * sizeof(double));
  for (int first = 0; first < count; first += block) {
    const int size = min_of(block, count - first);
    for (int t = 0; t < tensors; t++) {
      const float *x = listed(call, pointers, t) + first;
      float *dx = listed(call, pointers, tensors + t) + first;
      if (sums == NULL) scale_flat(dy + first, dx, size, weights[t]);
      else sums[t] += share_and_dot(dy + first, x, dx, weights[t], size);
    }
  }
  if (sums != NULL) for (int t = 0; t < tensors; t++) d_weights[t] = (float)sums[t];
  return 1;
}

int relu(const struct call *call) {
  const float *x = at(call, 0);
  float *y = at(call, 1);
  const int count = whole(call, 2);
  for (int i = 0; i < count; i++) y[i] = x[i] < 0 ? 0 : x[i];
  return 1;
}

int relu_back(const struct call *call) {
  const float *dy = at(call, 0), *y = at(call, 1);
  float *dx = at(call, 2);
  const int count = whole(call, 3);
  for (int i = 0; i < count; i++) dx[i] = y[i] <= 0 ? 0 : dy[i];
  return 1;
}
