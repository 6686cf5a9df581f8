#include "products.h"

#define PART "lanes.h"
#include "widths.h"
#define PART "tiles.lanes.h"
#include "widths.h"

/** The width of the panel for `left` columns: the widest that they fill, or the narrowest that holds the rest. */
static int panel_width(int left) {
  if (WIDEST == 16 && left > 8) return 16;
  return left > 4 ? 8 : 4;
}

size_t packed_size(int k, int n) {
  size_t width = 0;
  for (int left = n; left > 0; left -= panel_width(left)) width += panel_width(left);
  return width * k;
}

void pack(const float *b, size_t row_step, size_t column_step, int k, int n, float *to) {
  for (int n0 = 0; n0 < n;) {
    const int width = panel_width(n - n0);
    const int valid = n - n0 < width ? n - n0 : width;
    const float *column = b + n0 * column_step;
    if (column_step == 1 && valid == width) {
      for (int i = 0; i < k; i++, to += width) memcpy(to, column + i * row_step, width * sizeof(float));
    } else {
      for (int i = 0; i < k; i++, to += width) {
        for (int j = 0; j < width; j++) to[j] = j < valid ? column[i * row_step + j * column_step] : 0;
      }
    }
    n0 += width;
  }
}

void gemm(const float *a, size_t a_row, int m, int k, const float *packed, int n, float *c, size_t c_row, int add) {
  // For small k a block of rows stays in the first-level cache while all panels pass over it; for large k the panel
  // stays there, and must meet enough rows.
  const int fitting = k > 0 ? 4096 / k / 12 * 12 : 252;
  const int block = fitting < 48 ? 48 : fitting > 252 ? 252 : fitting;
  for (int m0 = 0; m0 < m; m0 += block) {
    const int rows = m - m0 < block ? m - m0 : block;
    const float *packed_panel = packed;
    for (int n0 = 0; n0 < n;) {
      const int width = panel_width(n - n0);
      const int columns = n - n0 < width ? n - n0 : width;
      const float *from = a + m0 * a_row;
      float *to = c + m0 * c_row + n0;
      BY_WIDTH(width, panel, from, a_row, rows, k, packed_panel, to, c_row, columns, add);
      packed_panel += (size_t)width * k;
      n0 += width;
    }
  }
}

void gemm_tall(const float *a, size_t a_row, int m, int k, const float *b, size_t b_row, int n, float *c, size_t c_row) {
  enum { block = 128 };
  for (int m0 = 0; m0 < m; m0 += block, a += block * a_row, b += block * b_row) {
    const int rows = m - m0 < block ? m - m0 : block;
    FOR_EACH_WIDTH(n0, width, n) BY_WIDTH(width, tall_panel, a, a_row, rows, k, b + n0, b_row, c + n0, c_row);
  }
}
