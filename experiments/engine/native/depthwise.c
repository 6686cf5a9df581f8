#include <string.h>
#include "arena.h"
#include "kernels.h"
#include "plane.h"

#define PART "lanes.h"
#include "widths.h"
#define PART "plane.lanes.h"
#include "widths.h"
#define PART "depthwise.lanes.h"
#include "widths.h"

/** What one block of channels needs: its plane, a vector for each tap, and a plane of dy. */
struct space {
  float *plane, *taps, *dy;
};

/** @return 0 without room */
static int take_space(const struct plan *plan, size_t dy_area, struct space *space) {
  const size_t pixels = plan->pixels, taps = plan->taps;
  if (!arena_begin((pixels + taps + dy_area) * WIDEST * sizeof(float), 3)) return 0;
  space->plane = arena_take(pixels * WIDEST);
  space->taps = arena_take(taps * WIDEST);
  space->dy = arena_take(dy_area * WIDEST);
  return 1;
}

int depthwise(const struct call *call) {
  const float *x = at(call, 0), *filter = at(call, 1);
  float *y = at(call, 2);
  const struct slide *s = at(call, 3);
  const int batch = whole(call, 4), relu = whole(call, 5), channels = s->in_channels;
  struct plan plan;
  struct space space;
  if (!plan_forward(&plan, s) || !take_space(&plan, 0, &space)) return 0;
  FOR_EACH_WIDTH(c, width, channels) {
    const int lanes = min_of(width, channels - c);
    BY_WIDTH(width, forward_channels, &plan, s, batch, x + c, filter + c, y + c, lanes, relu, space.plane,
             space.taps);
  }
  return 1;
}

int depthwise_back_input(const struct call *call) {
  const float *dy = at(call, 0), *filter = at(call, 1), *x = at(call, 2);
  float *dx = at(call, 3);
  const struct slide *s = at(call, 4);
  const int batch = whole(call, 5), channels = s->in_channels;
  struct plan plan;
  struct space space;
  if (!plan_back(&plan, s) || !take_space(&plan, 0, &space)) return 0;
  FOR_EACH_WIDTH(c, width, channels) {
    const int lanes = min_of(width, channels - c);
    const float *mask = x == NULL ? NULL : x + c;
    BY_WIDTH(width, back_channels, &plan, s, batch, dy + c, filter + c, mask, dx + c, lanes, space.plane,
             space.taps);
  }
  return 1;
}

int depthwise_back_filter(const struct call *call) {
  const float *x = at(call, 0), *dy = at(call, 1);
  float *d_filter = at(call, 2);
  const struct slide *s = at(call, 3);
  const int batch = whole(call, 4), relu = whole(call, 5), channels = s->in_channels;
  struct plan plan;
  struct space space;
  if (!plan_forward(&plan, s) || !take_space(&plan, dy_pixels(&plan), &space)) return 0;
  FOR_EACH_WIDTH(c, width, channels) {
    const int lanes = min_of(width, channels - c);
    BY_WIDTH(width, back_filter_channels, &plan, s, batch, x + c, dy + c, d_filter + c, lanes, relu, space.plane,
             space.dy, space.taps);
  }
  return 1;
}
