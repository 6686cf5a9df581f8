#include <string.h>
#include "kernels.h"
#include "slide.h"

/** The taps of a window that lie inside the image. */
struct inside {
  int ky0, ky1, kx0, kx1, window_width;
};

static const struct inside whole_three = {0, 3, 0, 3, 3};

/** Of a larger window the last three rows may lie inside, whose taps have other numbers. */
static inline int is_whole_three(struct inside in) {
  return in.ky0 == 0 && in.ky1 == 3 && in.kx0 == 0 && in.kx1 == 3 && in.window_width == 3;
}

static inline int taps_inside(struct inside in) { return (in.ky1 - in.ky0) * (in.kx1 - in.kx0); }

#define PART "lanes.h"
#include "widths.h"
#define PART "pool.lanes.h"
#include "widths.h"

/** @param place the floats from the image's first pixel to the first tap inside */
static struct inside inside_of(const struct slide *s, int oy, int ox, size_t *place) {
  const int top = oy * s->stride_height - s->pad_top, left = ox * s->stride_width - s->pad_left;
  const struct inside in = {
      max_of(0, -top), min_of(s->window_height, s->in_height - top), max_of(0, -left),
      min_of(s->window_width, s->in_width - left), s->window_width};
  *place = ((size_t)(top + in.ky0) * s->in_width + (left + in.kx0)) * s->in_channels;
  return in;
}

/** Visits the outputs of a batch: `image` is that of the input (or its gradient), `o` the output's first channel. */
#define FOR_EACH_OUTPUT(s, batch, image, body)                                          \
  do {                                                                                  \
    const int channels = (s)->in_channels;                                              \
    const size_t pixel = channels, row = (size_t)(s)->in_width * channels;              \
    size_t o = 0;                                                                       \
    for (int n = 0; n < (batch); n++, image += (size_t)(s)->in_height * row) {          \
      for (int oy = 0; oy < (s)->out_height; oy++) {                                    \
        for (int ox = 0; ox < (s)->out_width; ox++, o += channels) {                    \
          size_t place;                                                                 \
          const struct inside in = inside_of(s, oy, ox, &place);                        \
          FOR_EACH_WIDTH(c, width, channels) {                                          \
            const int lanes = min_of(width, channels - c);                              \
            body;                                                                       \
          }                                                                             \
        }                                                                               \
      }                                                                                 \
    }                                                                                   \
  } while (0)

static size_t input_bytes(const struct slide *s, int batch) {
  return (size_t)batch * s->in_height * s->in_width * s->in_channels * sizeof(float);
}

int max_pool(const struct call *call) {
  const float *x = at(call, 0);
  float *y = at(call, 1);
  uint8_t *taps = at(call, 2);
  const struct slide *s = at(call, 3);
  FOR_EACH_OUTPUT(s, whole(call, 4), x, BY_WIDTH(width, max_at, x + place + c, pixel, row, in, y + o + c, taps + o + c, lanes));
  return 1;
}

int max_pool_back(const struct call *call) {
  const float *dy = at(call, 0);
  const uint8_t *taps = at(call, 1);
  float *dx = at(call, 2);
  const struct slide *s = at(call, 3);
  memset(dx, 0, input_bytes(s, whole(call, 4)));
  FOR_EACH_OUTPUT(s, whole(call, 4), dx, BY_WIDTH(width, max_back_at, dy + o + c, taps + o + c, dx + place + c, pixel, row, in, lanes));
  return 1;
}

int avg_pool(const struct call *call) {
  const float *x = at(call, 0);
  float *y = at(call, 1);
  const struct slide *s = at(call, 2);
  FOR_EACH_OUTPUT(s, whole(call, 3), x, BY_WIDTH(width, mean_at, x + place + c, pixel, row, in, y + o + c, lanes));
  return 1;
}

int avg_pool_back(const struct call *call) {
  const float *dy = at(call, 0);
  float *dx = at(call, 1);
  const struct slide *s = at(call, 2);
  memset(dx, 0, input_bytes(s, whole(call, 3)));
  FOR_EACH_OUTPUT(s, whole(call, 3), dx, BY_WIDTH(width, mean_back_at, dy + o + c, dx + place + c, pixel, row, in, lanes));
  return 1;
}
