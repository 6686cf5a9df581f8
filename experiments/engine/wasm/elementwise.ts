import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { indexError } from '../check.ts';
import { type Sidecar, sizeOf, type WasmKernel } from './sidecar.ts';

const listOf = (inputs: NamedTensorInfoMap): (TensorInfo | undefined)[] => Object.values(inputs);

const alike = (sidecar: Sidecar, info: TensorInfo | undefined): TensorInfo =>
  sidecar.output(info?.shape ?? []);

const widthOf = (info: TensorInfo | undefined): number => info?.shape[info.shape.length - 1] ?? 0;

const addN: WasmKernel = {
  name: 'reprise/add-n',
  run: (sidecar, inputs) => {
    const tensors = listOf(inputs);
    const y = alike(sidecar, tensors[0]);
    sidecar.kernels.addN(sidecar.pointers(tensors), tensors.length, sidecar.at(y), sizeOf(y));
    return y;
  },
};

const mixedSum = (name: 'reprise/mixed-sum' | 'reprise/mixed-sum-fixed'): WasmKernel => ({
  name,
  run: (sidecar, inputs) => {
    const tensors = listOf(inputs);
    const weights = sidecar.at(tensors.pop());
    const y = alike(sidecar, tensors[0]);
    const pointers = sidecar.pointers(tensors);
    sidecar.kernels.mixedSum(pointers, weights, tensors.length, sidecar.at(y), sizeOf(y));
    return y;
  },
});

const mixedSumBack: WasmKernel = {
  name: 'reprise/mixed-sum-back',
  run: (sidecar, inputs, attributes) => {
    const { wantWeights } = attributes;
    const [dy, ...tensors] = listOf(inputs);
    const weights = tensors.pop();
    const outputs = tensors.map((tensor) => alike(sidecar, tensor));
    const dWeights = alike(sidecar, weights);
    const sums = sidecar.scratch(8 * tensors.length);
    const pointers = sidecar.pointers([...tensors, ...outputs]);
    const at = sidecar.at(weights);
    const { kernels } = sidecar;
    kernels.mixedSumBack(
      sidecar.at(dy),
      pointers,
      at,
      tensors.length,
      sidecar.at(dWeights),
      sizeOf(dy),
      wantWeights ? sums : 0,
    );
    return [...outputs, dWeights];
  },
};

const relu: WasmKernel = {
  name: 'reprise/relu',
  run: (sidecar, { x }) => {
    const y = alike(sidecar, x);
    sidecar.kernels.relu(sidecar.at(x), sidecar.at(y), sizeOf(x));
    return y;
  },
};

const reluBack: WasmKernel = {
  name: 'reprise/relu-back',
  run: (sidecar, { dy, y }) => {
    const dx = alike(sidecar, y);
    sidecar.kernels.reluBack(sidecar.at(dy), sidecar.at(y), sidecar.at(dx), sizeOf(y));
    return dx;
  },
};

const scale: WasmKernel = {
  name: 'reprise/scale',
  run: (sidecar, { x, factor }) => {
    const y = alike(sidecar, x);
    if (factor === undefined) throw new Error('Internal error: scale without a factor');
    const value = sidecar.floats(factor, 1)[0] ?? 0;
    sidecar.kernels.scale(sidecar.at(x), sidecar.at(y), sizeOf(x), value);
    return y;
  },
};

const concat: WasmKernel = {
  name: 'reprise/concat',
  run: (sidecar, inputs, attributes) => {
    const { channels } = attributes;
    const parts = listOf(inputs);
    const total = channels.reduce((sum, size) => sum + size, 0);
    const y = sidecar.output([...(parts[0]?.shape.slice(0, -1) ?? []), total]);
    const rows = sizeOf(y) / total;
    let to = sidecar.at(y);
    parts.forEach((part, index) => {
      const bytes = 4 * (channels[index] ?? 0);
      sidecar.kernels.copyRows(sidecar.at(part), bytes, to, 4 * total, rows, bytes);
      to += bytes;
    });
    return y;
  },
};

const split: WasmKernel = {
  name: 'reprise/split',
  run: (sidecar, { x }, attributes) => {
    const { channels } = attributes;
    const outer = x?.shape.slice(0, -1) ?? [];
    const total = widthOf(x);
    const parts = channels.map((size) => sidecar.output([...outer, size]));
    const rows = sizeOf(x) / total;
    let from = sidecar.at(x);
    parts.forEach((part, index) => {
      const bytes = 4 * (channels[index] ?? 0);
      sidecar.kernels.copyRows(from, 4 * total, sidecar.at(part), bytes, rows, bytes);
      from += bytes;
    });
    return parts;
  },
};

const gather: WasmKernel = {
  name: 'reprise/gather',
  run: (sidecar, { table, indices }) => {
    const [rows = 0, width = 0] = table?.shape ?? [];
    const y = sidecar.output([...(indices?.shape ?? []), width]);
    const [from, by] = [sidecar.at(table), sidecar.at(indices)];
    const bad = sidecar.kernels.gather(from, rows, width, by, sizeOf(indices), sidecar.at(y));
    if (bad >= 0) {
      sidecar.discard(y);
      throw indexError(rows, bad);
    }
    return y;
  },
};

const scatterAdd: WasmKernel = {
  name: 'reprise/scatter-add',
  run: (sidecar, { dy, indices }, attributes) => {
    const { rows } = attributes;
    const width = widthOf(dy);
    const table = sidecar.output([rows, width]);
    const [up, by] = [sidecar.at(dy), sidecar.at(indices)];
    sidecar.kernels.scatterAdd(up, rows, width, by, sizeOf(indices), sidecar.at(table));
    return table;
  },
};

export const elementwiseKernels: readonly WasmKernel[] = [
  addN,
  concat,
  gather,
  mixedSum('reprise/mixed-sum'),
  mixedSum('reprise/mixed-sum-fixed'),
  mixedSumBack,
  relu,
  reluBack,
  scale,
  scatterAdd,
  split,
];
