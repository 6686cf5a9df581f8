import { indexError } from '../check.ts';
import type { ReferenceCall, ReferenceKernel, ReferenceTensor } from './reference-kernel.ts';
import { addAt, valueAt } from './reference-kernel.ts';

const list = ({ input }: ReferenceCall, from: number, to: number): ReferenceTensor[] =>
  Array.from({ length: to - from }, (_, index) => input(String(from + index)));

const sum = (tensors: readonly ReferenceTensor[], weight: (index: number) => number): ReferenceTensor => {
  const [first] = tensors as [ReferenceTensor];
  const values = Float32Array.from(first.values, (_, i) => {
    let total = 0;
    tensors.forEach((tensor, index) => {
      total += weight(index) * valueAt(tensor.values, i);
    });
    return total;
  });
  return { shape: first.shape, values };
};

const mixedSum = (name: 'reprise/mixed-sum' | 'reprise/mixed-sum-fixed', last?: string): ReferenceKernel => ({
  name,
  run: (call) => {
    const weights = call.input(last ?? String(call.count - 1)).values;
    return sum(list(call, 0, call.count - 1), (index) => valueAt(weights, index));
  },
});

const mixedSumBack: ReferenceKernel = {
  name: 'reprise/mixed-sum-back',
  run: (call) => {
    const dy = call.input('0');
    const weights = call.input(String(call.count - 1));
    const tensors = list(call, 1, call.count - 1);
    const scaled = tensors.map((_, index) => ({
      shape: dy.shape,
      values: Float32Array.from(dy.values, (value) => value * valueAt(weights.values, index)),
    }));
    const dots = Float32Array.from(tensors, (tensor) => {
      let dot = 0;
      tensor.values.forEach((value, i) => {
        dot += value * valueAt(dy.values, i);
      });
      return dot;
    });
    return [...scaled, { shape: weights.shape, values: dots }];
  },
};

const addN: ReferenceKernel = {
  name: 'reprise/add-n',
  run: (call) => sum(list(call, 0, call.count), () => 1),
};

const scale: ReferenceKernel = {
  name: 'reprise/scale',
  run: ({ input }) => {
    const factor = valueAt(input('factor').values, 0);
    const x = input('x');
    return { shape: x.shape, values: Float32Array.from(x.values, (value) => value * factor) };
  },
};

const relu: ReferenceKernel = {
  name: 'reprise/relu',
  run: ({ input }) => {
    const x = input('x');
    return { shape: x.shape, values: Float32Array.from(x.values, (value) => Math.max(value, 0)) };
  },
};

const reluBack: ReferenceKernel = {
  name: 'reprise/relu-back',
  run: ({ input }) => {
    const y = input('y');
    const dy = input('dy').values;
    const values = Float32Array.from(y.values, (value, i) => (value <= 0 ? 0 : valueAt(dy, i)));
    return { shape: y.shape, values };
  },
};

const concat: ReferenceKernel = {
  name: 'reprise/concat',
  run: (call) => {
    const { channels } = call.attributes;
    const parts = list(call, 0, call.count);
    const total = channels.reduce((all, size) => all + size, 0);
    const outer = (parts[0] as ReferenceTensor).shape.slice(0, -1);
    const rows = outer.reduce((size, axis) => size * axis, 1);
    const values = new Float32Array(rows * total);
    let offset = 0;
    parts.forEach((part, index) => {
      const own = valueAt(channels, index);
      for (let row = 0; row < rows; row++) {
        values.set(part.values.subarray(row * own, (row + 1) * own), row * total + offset);
      }
      offset += own;
    });
    return { shape: [...outer, total], values };
  },
};

const split: ReferenceKernel = {
  name: 'reprise/split',
  run: ({ input, attributes }) => {
    const { channels } = attributes;
    const x = input('x');
    const outer = x.shape.slice(0, -1);
    const rows = outer.reduce((size, axis) => size * axis, 1);
    const total = valueAt(x.shape, x.shape.length - 1);
    let offset = 0;
    return channels.map((own) => {
      const values = new Float32Array(rows * own);
      for (let row = 0; row < rows; row++) {
        const start = row * total + offset;
        values.set(x.values.subarray(start, start + own), row * own);
      }
      offset += own;
      return { shape: [...outer, own], values };
    });
  },
};

const gather: ReferenceKernel = {
  name: 'reprise/gather',
  run: ({ input }) => {
    const table = input('table');
    const indices = input('indices');
    const [rows, width] = table.shape as [number, number];
    const values = new Float32Array(indices.values.length * width);
    indices.values.forEach((row, i) => {
      if (row < 0 || row >= rows) {
        throw indexError(rows, i);
      }
      values.set(table.values.subarray(row * width, (row + 1) * width), i * width);
    });
    return { shape: [...indices.shape, width], values };
  },
};

const scatterAdd: ReferenceKernel = {
  name: 'reprise/scatter-add',
  run: ({ input, attributes }) => {
    const { rows } = attributes;
    const dy = input('dy');
    const width = valueAt(dy.shape, dy.shape.length - 1);
    const sums = new Float64Array(rows * width);
    input('indices').values.forEach((row, i) => {
      for (let c = 0; c < width; c++) {
        addAt(sums, row * width + c, valueAt(dy.values, i * width + c));
      }
    });
    return { shape: [rows, width], values: Float32Array.from(sums) };
  },
};

export const elementwiseKernels: readonly ReferenceKernel[] = [
  addN,
  concat,
  gather,
  mixedSum('reprise/mixed-sum'),
  mixedSum('reprise/mixed-sum-fixed', 'weights'),
  mixedSumBack,
  relu,
  reluBack,
  scale,
  scatterAdd,
  split,
];
