// Includes PART, a file that ends with `.lanes.h`, for each width of the instruction set that is compiled for.
#if defined(__AVX512F__)
#define WIDEST 16
#else
#define WIDEST 8
#endif

/** The width for the next of `left` channels or columns: the widest that they fill, and at least 4. */
#define WIDTH_FOR(left) ((left) >= 16 && WIDEST == 16 ? 16 : (left) >= 8 ? 8 : 4)

/** Blocks of channels: each `width` from `c` on, of which the last may hold fewer. */
#define FOR_EACH_WIDTH(c, width, channels)                                                  \
  for (int c = 0, width = WIDTH_FOR(channels); c < (channels); c += width, width = WIDTH_FOR((channels) - c))

/** Calls the function of that width. */
#if WIDEST == 16
#define BY_WIDTH(width, name, ...) \
  ((width) == 16 ? name##16(__VA_ARGS__) : (width) == 8 ? name##8(__VA_ARGS__) : name##4(__VA_ARGS__))
#else
#define BY_WIDTH(width, name, ...) ((width) == 8 ? name##8(__VA_ARGS__) : name##4(__VA_ARGS__))
#endif

#define LANES 4
#include PART
#undef LANES
#define LANES 8
#include PART
#undef LANES
#if WIDEST == 16
#define LANES 16
#include PART
#undef LANES
#endif
#undef PART
