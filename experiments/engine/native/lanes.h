// Vectors of LANES floats. Every file that ends with `.lanes.h` is included once for each width that the instruction
// set has, and its names end with the width: FN(load) is load4, load8 or load16. A lane is a channel or a column, never
// a part of a sum, so that a result does not depend on the width.
#include <stdint.h>
#include <string.h>

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define FN(name) JOIN(name, LANES)
#define V JOIN(floats, LANES)
#define W JOIN(ints, LANES)

typedef float V __attribute__((vector_size(4 * LANES)));
typedef int32_t W __attribute__((vector_size(4 * LANES)));

static inline V FN(load)(const float *from) {
  V value;
  memcpy(&value, from, sizeof value);
  return value;
}

static inline void FN(store)(float *to, V value) { memcpy(to, &value, sizeof value); }

/** Taking off +0 changes no value, -0 and NaN included. */
static inline V FN(splat)(float value) { return value - (V){0}; }

/** Reads `count` floats; the other lanes are 0. */
static inline V FN(load_some)(const float *from, int count) {
  if (count >= LANES) return FN(load)(from);
  float lanes[LANES] = {0};
  for (int i = 0; i < count; i++) lanes[i] = from[i];
  return FN(load)(lanes);
}

static inline void FN(store_some)(float *to, V value, int count) {
  if (count >= LANES) {
    FN(store)(to, value);
    return;
  }
  float lanes[LANES];
  FN(store)(lanes, value);
  for (int i = 0; i < count; i++) to[i] = lanes[i];
}

/** Keeps NaN. */
static inline V FN(rectify)(V value) { return (V)((W)value & ~(W)(value < (V){0})); }

/** `value` where `x` is positive or NaN, else 0. */
static inline V FN(mask_by)(V value, V x) { return (V)((W)value & ~(W)(x <= (V){0})); }
