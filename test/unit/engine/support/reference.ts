/** The definition of each op, value by value in float64, after its docstring and not after any kernel. */
import { at, build, type Doubles, range, sum } from './numbers.ts';

export interface Window {
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  /** [[top, bottom], [left, right]] */
  readonly pad: readonly [readonly [number, number], readonly [number, number]];
}

const outSize = (size: number, taps: number, axis: 0 | 1, w: Window): number => {
  const padded = size + w.pad[axis][0] + w.pad[axis][1];
  return Math.floor((padded - w.dilation[axis] * (taps - 1) - 1) / w.stride[axis]) + 1;
};

/** The row (or column) of the image under a tap. */
const under = (out: number, tap: number, axis: 0 | 1, w: Window): number =>
  out * w.stride[axis] + tap * w.dilation[axis] - w.pad[axis][0];

type Shape4 = readonly [number, number, number, number];

export const conv2d = (x: Doubles, filter: Doubles, w: Window): Doubles => {
  const [batch, height, width] = x.shape as Shape4;
  const [kh, kw, ins, outs] = filter.shape as Shape4;
  const shape = [batch, outSize(height, kh, 0, w), outSize(width, kw, 1, w), outs];
  return build(shape, (n, oy, ox, co) =>
    sum(
      range(kh).flatMap((ky) =>
        range(kw).flatMap((kx) =>
          range(ins).map(
            (ci) =>
              at(x, n as number, under(oy as number, ky, 0, w), under(ox as number, kx, 1, w), ci) *
              at(filter, ky, kx, ci, co as number),
          ),
        ),
      ),
    ),
  );
};

export const relu = (x: Doubles): Doubles => ({ shape: x.shape, data: x.data.map((v) => Math.max(v, 0)) });

export const depthwise = (x: Doubles, filter: Doubles, w: Window): Doubles => {
  const [batch, height, width, channels] = x.shape as Shape4;
  const [kh, kw] = filter.shape as Shape4;
  const shape = [batch, outSize(height, kh, 0, w), outSize(width, kw, 1, w), channels];
  return build(shape, (n, oy, ox, c) =>
    sum(
      range(kh).flatMap((ky) =>
        range(kw).map(
          (kx) =>
            at(x, n as number, under(oy as number, ky, 0, w), under(ox as number, kx, 1, w), c as number) *
            at(filter, ky, kx, c as number, 0),
        ),
      ),
    ),
  );
};

/** The values of a window that lie inside the image. */
const windowValues = (x: Doubles, size: number, w: Window, place: number[]): number[] => {
  const [n, oy, ox, c] = place as [number, number, number, number];
  const [, height, width] = x.shape as Shape4;
  return range(size).flatMap((ky) =>
    range(size).flatMap((kx) => {
      const [iy, ix] = [under(oy, ky, 0, w), under(ox, kx, 1, w)];
      const inside = iy >= 0 && iy < height && ix >= 0 && ix < width;
      return inside ? [at(x, n, iy, ix, c)] : [];
    }),
  );
};

export const pool = (x: Doubles, size: number, w: Window, reduce: (values: number[]) => number): Doubles => {
  const [batch, height, width, channels] = x.shape as Shape4;
  const shape = [batch, outSize(height, size, 0, w), outSize(width, size, 1, w), channels];
  return build(shape, (...place) => reduce(windowValues(x, size, w, place)));
};

export const mean = (values: readonly number[]): number => sum(values) / values.length;

export const largest = (values: readonly number[]): number => Math.max(...values);

const moments = (x: Doubles): { mean: number[]; variance: number[] } => {
  const channels = x.shape[x.shape.length - 1] as number;
  const columns = range(channels).map((c) => Array.from(x.data).filter((_, i) => i % channels === c));
  const means = columns.map(mean);
  return {
    mean: means,
    variance: columns.map((column, c) => mean(column.map((v) => (v - (means[c] as number)) ** 2))),
  };
};

export const normalise = (
  x: Doubles,
  means: ArrayLike<number>,
  variances: ArrayLike<number>,
  gamma?: ArrayLike<number>,
  beta?: ArrayLike<number>,
): Doubles => {
  const channels = x.shape[x.shape.length - 1] as number;
  const data = x.data.map((value, i) => {
    const c = i % channels;
    const normal = (value - (means[c] as number)) / Math.sqrt((variances[c] as number) + 1e-5);
    return normal * (gamma?.[c] ?? 1) + (beta?.[c] ?? 0);
  });
  return { shape: x.shape, data };
};

export const batchNorm = (x: Doubles, gamma?: Doubles, beta?: Doubles): Doubles => {
  const { mean: means, variance } = moments(x);
  return normalise(x, means, variance, gamma?.data, beta?.data);
};

export const matMul = (a: Doubles, b: Doubles, transposeA = false, transposeB = false): Doubles => {
  const rows = a.shape[transposeA ? 1 : 0] as number;
  const inner = a.shape[transposeA ? 0 : 1] as number;
  const columns = b.shape[transposeB ? 0 : 1] as number;
  return build([rows, columns], (i, j) =>
    sum(
      range(inner).map(
        (k) =>
          (transposeA ? at(a, k, i as number) : at(a, i as number, k)) *
          (transposeB ? at(b, j as number, k) : at(b, k, j as number)),
      ),
    ),
  );
};

export const crossEntropy = (logits: Doubles, labels: readonly number[], smoothing: number): Doubles => {
  const [batch, classes] = logits.shape as [number, number];
  const losses = range(batch).map((row) => {
    const values = range(classes).map((k) => at(logits, row, k));
    const logTotal = Math.log(sum(values.map(Math.exp)));
    return sum(
      values.map((value, k) => {
        const target = smoothing / classes + (k === labels[row] ? 1 - smoothing : 0);
        return target * (logTotal - value);
      }),
    );
  });
  return { shape: [], data: Float64Array.of(mean(losses)) };
};
