/**
 * One cell as layers, after its plan.
 * Sources: Zoph et al. 2018, appendix A.4; tensorflow/models@08eebbc, research/slim/nets/nasnet/nasnet_utils.py.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { addN, concatChannels, relu } from '../../engine/index.ts';
import { partsOf } from '../../space/nasnet/operations.ts';
import type { BlockPlan, CellPlan, Fit, InputPlan } from '../../space/nasnet/plan-cell.ts';
import { type DropPath, dropPath } from '../drop-path.ts';
import type { Layer, Statistics } from '../layers.ts';
import {
  type Channels,
  convolution,
  crossConvolution,
  factorizedReduction,
  type Making,
  pooling,
  projection,
  separableConvolution,
} from './layers.ts';

export interface CellOptions {
  readonly statistics: Statistics;
  /** Only while training. */
  readonly dropPath?: DropPath;
}

/** From the outputs of the cell before, and of the one before that (null at the start), to the cell's own. */
export type RunCell = (current: Tensor, previous: Tensor | null, options: CellOptions) => Tensor;

interface Branch {
  readonly run: Layer;
  readonly state: number;
  /** Drop path leaves identities alone. */
  readonly drops: boolean;
}

export function makeCell(making: Making, plan: CellPlan): RunCell {
  const { name, channels, current, previous, previousFit } = plan;
  const begin = projection(making, `${name}.begin`, { from: current.channels, to: channels });
  const toPrevious =
    previous &&
    rectified(
      previousFit,
      fitted(making, `${name}.previous`, previousFit, { from: previous.channels, to: channels }),
    );
  const blocks = plan.blocks.map((block, b) => makeBlock(making, `${name}.block_${b}`, block));
  const outputs = plan.outputs.map(({ state, maps, fit }) => ({
    state,
    run: fitted(making, `${name}.output_${state}`, fit, { from: maps.channels, to: channels }),
  }));
  return (now, before, options) => {
    const { statistics } = options;
    const older = before !== null && toPrevious ? toPrevious(before, statistics) : now;
    const states = [begin(relu(now), statistics), older];
    for (const run of blocks) states.push(run(states, options));
    return concatChannels(outputs.map(({ state, run }) => run(stateOf(states, state), statistics)));
  };
}

/** Only what is changed passes a ReLU. */
const rectified = (fit: Fit, layer: Layer): Layer =>
  fit === 'as-is' ? layer : (x, statistics) => layer(relu(x), statistics);

function makeBlock(making: Making, name: string, { inputs, combine }: BlockPlan) {
  const branches = inputs.map(
    (input, i): Branch => ({
      run: operation(making, `${name}.${i}`, input),
      state: input.state,
      drops: input.operation !== 'identity',
    }),
  );
  return (states: readonly Tensor[], { statistics, dropPath: drop }: CellOptions): Tensor => {
    const made = branches.map(({ run, state, drops }) => {
      const y = run(stateOf(states, state), statistics);
      return drop && drops ? dropPath(y, drop) : y;
    });
    return combine === 'add' ? addN(made) : concatChannels(made);
  };
}

function stateOf(states: readonly Tensor[], state: number): Tensor {
  const tensor = states[state];
  if (!tensor) throw new Error(`Internal error: a cell reads state ${state}, which no block before it makes`);
  return tensor;
}

function fitted(making: Making, name: string, fit: Fit, channels: Channels): Layer {
  if (fit === 'as-is') return (x) => x;
  return fit === 'reduce' ? factorizedReduction(making, name, channels) : projection(making, name, channels);
}

function operation(making: Making, name: string, { operation: word, from, to, stride }: InputPlan): Layer {
  const parts = partsOf(word);
  const channels = { from: from.channels, to: to.channels };
  const keeps = channels.from === channels.to;
  switch (parts.kind) {
    case 'identity': {
      if (keeps && stride === 1) return (x) => x;
      const project = projection(making, name, channels, stride);
      return (x, statistics) => project(relu(x), statistics);
    }
    case 'max':
    case 'avg': {
      const pool = pooling(parts.kind, parts.kernel, stride);
      if (keeps) return pool;
      const project = projection(making, name, channels);
      return (x, statistics) => project(pool(x, statistics), statistics);
    }
    case 'full':
      return convolution(making, name, channels, { ...parts, stride });
    case 'cross':
      return crossConvolution(making, name, channels, { ...parts, stride });
    case 'separable':
      return separableConvolution(making, name, channels, { ...parts, stride });
    default:
      return parts satisfies never;
  }
}
