// Depthwise kernels over a whole batch, for LANES channels of it.

static void FN(forward_channels)(
    const struct plan *plan, const struct slide *s, int batch, const float *x, const float *filter, float *y, int lanes,
    int relu, float *plane, float *weights) {
  const size_t channels = s->in_channels;
  FN(load_weights)(plan, filter, channels, lanes, 0, weights);
  memset(plane, 0, (size_t)plan->pixels * LANES * sizeof *plane);
  for (int n = 0; n < batch; n++) {
    FN(fill_plane)(plan, plane, x, s->in_height, s->in_width, channels, lanes, s->pad_top, s->pad_left, 1, 1, relu);
    FN(slide_plane)(plan, plane, weights, y, channels, lanes, NULL);
    x += (size_t)s->in_height * s->in_width * channels;
    y += (size_t)s->out_height * s->out_width * channels;
  }
}

/** `x` is NULL, or masks dx where it is not positive. */
static void FN(back_channels)(
    const struct plan *plan, const struct slide *s, int batch, const float *dy, const float *filter, const float *x,
    float *dx, int lanes, float *plane, float *weights) {
  const size_t channels = s->in_channels, image = (size_t)s->in_height * s->in_width * channels;
  const int top = s->dilation_height * (s->window_height - 1) - s->pad_top;
  const int left = s->dilation_width * (s->window_width - 1) - s->pad_left;
  FN(load_weights)(plan, filter, channels, lanes, 1, weights);
  memset(plane, 0, (size_t)plan->pixels * LANES * sizeof *plane);
  for (int n = 0; n < batch; n++) {
    FN(fill_plane)(
        plan, plane, dy, s->out_height, s->out_width, channels, lanes, top, left, s->stride_height, s->stride_width, 0);
    FN(slide_plane)(plan, plane, weights, dx, channels, lanes, x);
    dy += (size_t)s->out_height * s->out_width * channels;
    dx += image;
    if (x != NULL) x += image;
  }
}

static void FN(back_filter_channels)(
    const struct plan *plan, const struct slide *s, int batch, const float *x, const float *dy, float *d_filter,
    int lanes, int relu, float *plane, float *dy_plane, float *sums) {
  const size_t channels = s->in_channels;
  memset(plane, 0, (size_t)plan->pixels * LANES * sizeof *plane);
  memset(dy_plane, 0, (size_t)dy_pixels(plan) * LANES * sizeof *dy_plane);
  memset(sums, 0, (size_t)plan->taps * LANES * sizeof *sums);
  for (int n = 0; n < batch; n++) {
    FN(fill_plane)(plan, plane, x, s->in_height, s->in_width, channels, lanes, s->pad_top, s->pad_left, 1, 1, relu);
    FN(fill_dy)(plan, dy_plane, dy, channels, lanes);
    FN(correlate_plane)(plan, plane, dy_plane, sums);
    x += (size_t)s->in_height * s->in_width * channels;
    dy += (size_t)s->out_height * s->out_width * channels;
  }
  FN(store_sums)(plan, sums, d_filter, channels, lanes);
}
