#include "plane.h"

struct window {
  int height, width, stride_width, dilation_height, dilation_width;
};

/** Appends the runs of exactly `length` taps. @return how many */
static int list_runs(struct plan *plan, int length, struct window w, int *run, int *tap) {
  const int spacing = w.stride_width == 1 ? 1 : w.dilation_width;
  const int modulus = w.stride_width;
  int found = 0;
  for (int ky = 0; ky < w.height; ky++) {
    for (int phase = 0; phase < modulus; phase++) {
      for (int kx = 0; kx < w.width;) {
        if ((kx * spacing) % modulus != phase) {
          kx++;
          continue;
        }
        const int start = (kx * spacing) / modulus;
        int step = 1, count = 1;
        // The next tap of this remainder, if it reads the next column.
        for (int next = kx + 1; next < w.width && count < 3; next++) {
          if ((next * spacing) % modulus != phase) continue;
          if ((next * spacing) / modulus != start + count) break;
          if (count == 1) step = next - kx;
          count++;
        }
        if (count == length) {
          *run++ = ky * w.dilation_height * plan->row_step + phase * plan->phase_step + start;
          for (int i = 0; i < count; i++) *tap++ = ky * w.width + kx + i * step;
          found++;
        }
        kx += step * (count - 1) + 1;
      }
    }
  }
  return found;
}

static int make_plan(struct plan *plan, int out_height, int out_width, int stride_height, struct window w) {
  plan->taps = w.height * w.width;
  if (plan->taps > most_taps) return 0;
  plan->modulus = w.stride_width == 1 ? w.dilation_width : w.stride_width;
  plan->out_phases = w.stride_width == 1 ? w.dilation_width : 1;
  plan->quota = ((out_width + plan->out_phases - 1) / plan->out_phases + 3) & ~3;
  plan->phase_step = plan->quota + ((w.width - 1) * w.dilation_width) / plan->modulus + 1;
  plan->row_step = plan->modulus * plan->phase_step;
  plan->rows = (out_height - 1) * stride_height + (w.height - 1) * w.dilation_height + 1;
  plan->columns = plan->row_step;
  plan->pixels = plan->rows * plan->row_step;
  plan->out_height = out_height;
  plan->out_width = out_width;
  plan->stride_height = stride_height;
  plan->threes = list_runs(plan, 3, w, plan->runs, plan->order);
  int *run = plan->runs + plan->threes, *tap = plan->order + 3 * plan->threes;
  plan->twos = list_runs(plan, 2, w, run, tap);
  run += plan->twos;
  tap += 2 * plan->twos;
  plan->ones = list_runs(plan, 1, w, run, tap);
  return 1;
}

int plan_forward(struct plan *plan, const struct slide *s) {
  const struct window w = {
      s->window_height, s->window_width, s->stride_width, s->dilation_height, s->dilation_width};
  return make_plan(plan, s->out_height, s->out_width, s->stride_height, w);
}

int plan_back(struct plan *plan, const struct slide *s) {
  const struct window w = {s->window_height, s->window_width, 1, s->dilation_height, s->dilation_width};
  return make_plan(plan, s->in_height, s->in_width, 1, w);
}

int dy_pixels(const struct plan *plan) { return plan->out_height * plan->out_phases * plan->quota; }
