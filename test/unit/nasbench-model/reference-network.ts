/** NAS-Bench-101's network by its definition, value by value in float64: checks wiring and gradients of the real one. */
import { vertexChannels } from '../../../experiments/space/nasbench101/channels.ts';
import { type Nasbench101Shape, placeCells } from '../../../experiments/space/nasbench101/parameters.ts';
import type { CellSpec } from '../../../experiments/space/nasbench101/spec.ts';
import { at, build, type Doubles } from '../engine/support/numbers.ts';
import {
  batchNorm,
  conv2d,
  crossEntropy,
  largest,
  matMul,
  mean,
  pool,
  relu,
  type Window,
} from '../engine/support/reference.ts';

export type Values = ReadonlyMap<string, Doubles>;

const window = (pad: number, stride: 1 | 2 = 1): Window => ({
  stride: [stride, stride],
  dilation: [1, 1],
  pad: [
    [pad, pad],
    [pad, pad],
  ],
});

const padded = (size: number): readonly [number, number] => [0, size % 2];

export function block(values: Values, name: string, x: Doubles): Doubles {
  const of = (part: string): Doubles => {
    const found = values.get(`${name}.${part}`);
    if (!found) throw new Error(`no parameter ${name}.${part}`);
    return found;
  };
  const filter = of('conv.weight');
  const filtered = conv2d(x, filter, window(filter.shape[0] === 3 ? 1 : 0));
  return relu(batchNorm(filtered, of('bn.weight'), of('bn.bias')));
}

export const plus = (a: Doubles, b: Doubles): Doubles => ({
  shape: a.shape,
  data: a.data.map((value, i) => value + (b.data[i] ?? 0)),
});

export const channelsOf = (x: Doubles, count: number): Doubles =>
  build([...x.shape.slice(0, 3), count], (...place) => at(x, ...place));

export function joined(parts: readonly Doubles[]): Doubles {
  const owners = parts.flatMap((part) =>
    Array.from({ length: part.shape[3] ?? 0 }, (_, c) => [part, c] as const),
  );
  const shape = [...(parts[0]?.shape.slice(0, 3) ?? []), owners.length];
  return build(shape, (n = 0, y = 0, x = 0, c = 0) => {
    const [part, own] = owners[c] as readonly [Doubles, number];
    return at(part, n, y, x, own);
  });
}

/** Mean cross-entropy. @param cell pruned */
export function referenceLoss(
  cell: CellSpec,
  shape: Nasbench101Shape,
  values: Values,
  images: Doubles,
  labels: readonly number[],
): number {
  let x = block(values, 'stem', images);
  for (const place of placeCells(shape)) {
    if (place.pooled) {
      const pad = [padded(x.shape[1] ?? 0), padded(x.shape[2] ?? 0)] as const;
      x = pool(x, 2, { stride: [2, 2], dilation: [1, 1], pad }, largest);
    }
    const channels = vertexChannels(place.inputChannels, place.channels, cell.matrix);
    x = referenceCell(cell, channels, values, `stack${place.stack}.cell${place.index}`, x);
  }
  return classified(values, x, labels);
}

export function classified(values: Values, x: Doubles, labels: readonly number[]): number {
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  const pooled = build([batch, channels], (n = 0, c = 0) =>
    mean(Array.from({ length: height * width }, (_, i) => at(x, n, Math.floor(i / width), i % width, c))),
  );
  const weight = values.get('classifier.weight');
  const bias = values.get('classifier.bias');
  if (!weight || !bias) throw new Error('no classifier');
  const products = matMul(pooled, weight);
  const logits = build(products.shape, (n = 0, k = 0) => at(products, n, k) + (bias.data[k] ?? 0));
  return crossEntropy(logits, labels, 0).data[0] ?? Number.NaN;
}

function referenceCell(
  cell: CellSpec,
  channels: readonly number[],
  values: Values,
  name: string,
  input: Doubles,
): Doubles {
  const last = channels.length - 1;
  const edge = (from: number, to: number): boolean => cell.matrix[from]?.[to] === 1;
  const done: Doubles[] = [input];
  for (let v = 1; v < last; v += 1) {
    const wide = channels[v] ?? 0;
    const arriving = edge(0, v) ? [block(values, `${name}.vertex${v}.projection`, input)] : [];
    for (let u = 1; u < v; u += 1) if (edge(u, v)) arriving.push(channelsOf(done[u] as Doubles, wide));
    const sum = arriving.reduce(plus);
    const isPool = cell.ops[v] === 'maxpool3x3';
    done.push(isPool ? pool(sum, 3, window(1), largest) : block(values, `${name}.vertex${v}.operation`, sum));
  }
  const feeders = done.filter((_, v) => v > 0 && edge(v, last));
  const parts = feeders.length > 0 ? [joined(feeders)] : [];
  if (edge(0, last)) parts.push(block(values, `${name}.vertex${last}.projection`, input));
  return parts.reduce(plus);
}

/** d loss / d value at some entries of each parameter, by central differences. */
export function numericGradients(loss: (values: Values) => number, values: Values) {
  const step = 1e-5;
  return [...values].flatMap(([name, { shape, data }]) =>
    [...new Set([0, Math.floor(data.length / 3), data.length - 1])].map((i) => {
      const moved = (by: number): number => {
        const copy = Float64Array.from(data);
        copy[i] = (copy[i] ?? 0) + by;
        return loss(new Map([...values, [name, { shape, data: copy }]]));
      };
      return { name, i, slope: (moved(step) - moved(-step)) / (2 * step) };
    }),
  );
}
