/**
 * One cell of an Auto-DeepLab network as layers, after its plan. On the way to a finer map the output of the layer before is resized
 * first; on the way to a coarser one the operations on the two inputs halve the size.
 * Sources: Liu et al. 2019 (Auto-DeepLab), section 3; tensorflow/models, research/deeplab/core/nas_cell.py.
 */
import { type Tensor, zerosLike } from '@tensorflow/tfjs-core';
import { addN, concatChannels, relu } from '../../engine/index.ts';
import { type AutoDeepLabGenotype, blocksOf } from '../../space/auto-deeplab/genotype.ts';
import { type Operation, partsOf } from '../../space/auto-deeplab/operations.ts';
import type { CellPlan } from '../../space/auto-deeplab/plan-network.ts';
import { type DropPath, dropPath } from '../drop-path.ts';
import type { Layer, Statistics } from '../layers.ts';
import { convolution, type Making, pooling, projection, separableConvolution } from '../nasnet/layers.ts';
import { resizeBilinear, type Size } from './resize-bilinear.ts';

export interface CellSizes {
  /** Of the inputs inside the cell. */
  readonly inside: Size;
  readonly output: Size;
}

export interface CellOptions {
  readonly statistics: Statistics;
  readonly sizes: CellSizes;
  /** Only while training. */
  readonly dropPath?: DropPath;
}

/** From the outputs of the layer before, and of the one before that, to the cell's own. */
export type RunCell = (current: Tensor, older: Tensor, options: CellOptions) => Tensor;

interface Branch {
  readonly run: (x: Tensor, statistics: Statistics, output: Size) => Tensor;
  readonly state: number;
  /** Drop path leaves identities alone. */
  readonly drops: boolean;
}

export function makeCell(making: Making, genotype: AutoDeepLabGenotype, plan: CellPlan): RunCell {
  const name = `cell_${plan.layer}`;
  const to = plan.width;
  const begin = projection(making, `${name}.begin`, { from: plan.current.channels, to });
  const before = projection(making, `${name}.previous`, { from: plan.older.channels, to });
  const blocks = blocksOf(genotype).map((inputs, b) =>
    inputs.map(([operation, state], i): Branch => {
      const stride = plan.halves && state < 2 ? 2 : 1;
      const run = branch(making, `${name}.block_${b}.${i}`, operation, { channels: to, stride });
      return { run, state, drops: !(operation === 'skip_connect' && stride === 1) };
    }),
  );
  return (current, older, { statistics, sizes, dropPath: drop }) => {
    const { inside, output } = sizes;
    const states = [
      begin(resizeBilinear(relu(current), inside), statistics),
      before(resizeBilinear(relu(older), inside), statistics),
    ];
    for (const branches of blocks) {
      const made = branches.map(({ run, state, drops }) => {
        const y = run(stateOf(states, state), statistics, output);
        return drop && drops ? dropPath(y, drop) : y;
      });
      states.push(addN(made));
    }
    return concatChannels(states.slice(2));
  };
}

function stateOf(states: readonly Tensor[], state: number): Tensor {
  const tensor = states[state];
  if (!tensor) throw new Error(`Internal error: a cell reads state ${state}, which no block before it makes`);
  return tensor;
}

function branch(
  making: Making,
  name: string,
  operation: Operation,
  { channels, stride }: { readonly channels: number; readonly stride: 1 | 2 },
): Branch['run'] {
  const parts = partsOf(operation);
  const same = { from: channels, to: channels };
  switch (parts.kind) {
    case 'separable':
      return separableConvolution(making, name, same, { kernel: parts.kernel, stride });
    case 'atrous': {
      // A halved map is reached by resizing, and then the gaps are left out.
      const dilation = stride === 2 ? 1 : 2;
      const run = convolution(making, name, same, { kernel: parts.kernel, dilation, stride: 1 });
      return (x, statistics, output) => run(resizeBilinear(x, output), statistics);
    }
    case 'max':
    case 'avg':
      return pooling(parts.kind, 3, stride);
    case 'identity':
      return stride === 1 ? (x) => x : halvingIdentity(projection(making, name, same, 2));
    case 'none':
      return (x, _, output) => zerosLike(resizeBilinear(x, output));
    default:
      return parts satisfies never;
  }
}

const halvingIdentity =
  (project: Layer): Layer =>
  (x, statistics) =>
    project(relu(x), statistics);
