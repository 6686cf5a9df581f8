/**
 * Linear interpolation as a matrix: corner pixels stay in the corners (`align_corners` of PyTorch and TensorFlow), so that pixel i of
 * `to` lies at i (from - 1) / (to - 1).
 */

/** Row-major [to, from]; each row adds up to 1. A single pixel is the first one, and goes everywhere. */
export function interpolationMatrix(from: number, to: number): Float32Array {
  const matrix = new Float32Array(to * from);
  for (let i = 0; i < to; i += 1) {
    const place = to > 1 ? (i * (from - 1)) / (to - 1) : 0;
    const below = Math.min(Math.floor(place), from - 1);
    const share = place - below;
    matrix[i * from + below] = 1 - share;
    if (share > 0) matrix[i * from + below + 1] = share;
  }
  return matrix;
}
