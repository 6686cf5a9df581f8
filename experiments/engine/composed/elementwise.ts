import {
  add,
  concat,
  gather,
  matMul,
  mul,
  oneHot,
  relu,
  reshape,
  scalar,
  slice,
  split,
  stack,
  step,
  sum,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { ChannelsAttributes, KernelAttributes, RowsAttributes } from '../kernel-names.ts';
import type { ComposedCall, ComposedKernel } from './composed-kernel.ts';

const list = ({ input }: ComposedCall, from: number, to: number): Tensor[] =>
  Array.from({ length: to - from }, (_, index) => input(String(from + index)));

const weighted = (tensors: readonly Tensor[], weights: Tensor): Tensor[] =>
  tensors.map((tensor, index) => mul(tensor, slice(weights, [index], [1])));

const total = (tensors: readonly Tensor[]): Tensor => tensors.reduce((sum, tensor) => add(sum, tensor));

const mixedSum = (call: ComposedCall): Tensor => {
  const branches = list(call, 0, call.count - 1);
  return total(weighted(branches, call.optional('weights') ?? call.input(String(call.count - 1))));
};

const mixedSumBack = (call: ComposedCall<KernelAttributes['reprise/mixed-sum-back']>): Tensor[] => {
  const { wantWeights } = call.attributes;
  const dy = call.input('0');
  const branches = list(call, 1, call.count - 1);
  const weights = call.input(String(call.count - 1));
  const scaled = weighted(
    branches.map(() => dy),
    weights,
  );
  const dots = wantWeights ? stack(branches.map((branch) => sum(mul(branch, dy)))) : scalar(0);
  return [...scaled, dots];
};

const concatChannels = (call: ComposedCall): Tensor => concat(list(call, 0, call.count), -1);

const splitChannels = ({ input, attributes }: ComposedCall<ChannelsAttributes>): Tensor[] =>
  split(input('x'), [...attributes.channels], -1);

/** Indices are not checked: that would need their values here. */
const gatherRows = ({ input }: ComposedCall): Tensor => {
  const table = input('table');
  const indices = input('indices');
  const rows = gather(table, reshape(indices, [-1]) as Tensor1D);
  return reshape(rows, [...indices.shape, table.shape[1] as number]);
};

/** As a product with a matrix of zeros and ones, so that the order of the sums is fixed. */
const scatterAdd = ({ input, attributes }: ComposedCall<RowsAttributes>): Tensor => {
  const { rows } = attributes;
  const dy = input('dy');
  const width = dy.shape[dy.shape.length - 1] as number;
  const picked = oneHot(reshape(input('indices'), [-1]), rows, 1, 0, 'float32');
  return matMul(picked, reshape(dy, [-1, width]), true, false);
};

export const elementwiseKernels: readonly ComposedKernel[] = [
  { name: 'reprise/add-n', run: (call) => total(list(call, 0, call.count)) },
  { name: 'reprise/concat', run: concatChannels },
  { name: 'reprise/gather', run: gatherRows },
  { name: 'reprise/mixed-sum', run: mixedSum },
  { name: 'reprise/mixed-sum-fixed', run: mixedSum },
  { name: 'reprise/mixed-sum-back', run: mixedSumBack },
  { name: 'reprise/relu', run: ({ input }) => relu(input('x')) },
  { name: 'reprise/relu-back', run: ({ input }) => mul(input('dy'), step(input('y'))) },
  { name: 'reprise/scale', run: ({ input }) => mul(input('x'), input('factor')) },
  { name: 'reprise/scatter-add', run: scatterAdd },
  { name: 'reprise/split', run: splitChannels },
];
