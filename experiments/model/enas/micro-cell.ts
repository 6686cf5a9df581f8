/**
 * One cell of a micro network that is trained from scratch, after its plan. In a reduction cell operations on the inputs stride;
 * loose ends are concatenated.
 * Source: melodyguan/enas@4bcfd73, src/cifar10/micro_child.py.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { addN, concatChannels, relu } from '../../engine/index.ts';
import type { Input } from '../../space/enas-micro/cell.ts';
import { partsOf } from '../../space/enas-micro/operations.ts';
import type { CellPlan, Fit, Maps } from '../../space/enas-micro/plan.ts';
import { type DropPath, dropPath } from '../drop-path.ts';
import type { Layer, Statistics } from '../layers.ts';
import {
  factorizedReduction,
  type Making,
  pooling,
  projection,
  separableConvolution,
} from '../nasnet/layers.ts';

export interface CellOptions {
  readonly statistics: Statistics;
  /** Only while training. */
  readonly dropPath?: DropPath;
}

/** From the outputs of the cell before the last one, and of the last one, to the cell's own. */
export type RunCell = (older: Tensor, newer: Tensor, options: CellOptions) => Tensor;

export function microCell(making: Making, name: string, plan: CellPlan): RunCell {
  const { channels, older, newer, inputs, nodes } = plan;
  const keeps = { from: channels, to: channels };
  const toOlder = fitted(making, `${name}.older`, plan.olderFit, older, channels);
  const toNewer = fitted(making, `${name}.newer`, plan.newerFit, newer, channels);
  const base = projection(making, `${name}.base`, keeps);
  const made = plan.cell.map((node, i) =>
    node.map((input, k) => operation(making, `${name}.node_${i + 2}.${k}`, input, plan)),
  );
  const halves = plan.loose.map((node): Layer => {
    const isLarger = node < 2 && inputs.height * inputs.width > nodes.height * nodes.width;
    return isLarger ? factorizedReduction(making, `${name}.loose_${node}`, keeps) : (x) => x;
  });
  return (before, last, { statistics, dropPath: drop }) => {
    const states = [toOlder(before, statistics), base(relu(toNewer(last, statistics)), statistics)];
    for (const branches of made) {
      const values = branches.map(({ run, from, drops }) => {
        const y = run(nodeOf(states, from), statistics);
        return drop && drops ? dropPath(y, drop) : y;
      });
      states.push(addN(values));
    }
    return concatChannels(
      plan.loose.map((node, i) => (halves[i] as Layer)(nodeOf(states, node), statistics)),
    );
  };
}

export function nodeOf(states: readonly Tensor[], node: number): Tensor {
  const tensor = states[node];
  if (!tensor) throw new Error(`Internal error: a cell reads node ${node}, which none before it makes`);
  return tensor;
}

/** What is changed passes a ReLU first. */
export function fitted(making: Making, name: string, fit: Fit, from: Maps, to: number): Layer {
  if (fit === 'as-is') return (x) => x;
  const channels = { from: from.channels, to };
  const change =
    fit === 'reduce' ? factorizedReduction(making, name, channels) : projection(making, name, channels);
  return (x, statistics) => change(relu(x), statistics);
}

interface Branch {
  readonly run: Layer;
  readonly from: number;
  /** Drop path leaves identities alone. */
  readonly drops: boolean;
}

function operation(making: Making, name: string, [word, from]: Input, plan: CellPlan): Branch {
  const keeps = { from: plan.channels, to: plan.channels };
  const stride = plan.kind === 'reduce' && from < 2 ? 2 : 1;
  const parts = partsOf(word);
  switch (parts.kind) {
    case 'separable': {
      const run = separableConvolution(making, name, keeps, { kernel: parts.kernel, stride });
      return { run, from, drops: true };
    }
    case 'avg':
    case 'max':
      return { run: pooling(parts.kind, 3, stride), from, drops: true };
    case 'identity':
      return { run: stride === 2 ? factorizedReduction(making, name, keeps) : (x) => x, from, drops: false };
    default:
      return parts satisfies never;
  }
}
