/**
 * The network that all architectures of the micro space share while it is searched. Every cell has its own weights; in a cell,
 * each input of each node has a set of convolutions for every node that it may read. A reduction cell is a factorised reduction
 * and a cell that keeps the size. Loose ends pass a 1x1 convolution whose weights belong to the nodes that are loose.
 * Sources: Pham et al. 2018, section 2.4; melodyguan/enas@4bcfd73, src/cifar10/micro_child.py.
 */
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { addN, conv2d, type Parameter, relu } from '../../engine/index.ts';
import type { Key } from '../../rng/key.ts';
import { type Cell, looseEnds } from '../../space/enas-micro/cell.ts';
import type { MicroGenotype } from '../../space/enas-micro/genotype.ts';
import { type Operation, operations, partsOf } from '../../space/enas-micro/operations.ts';
import { type CellPlan, type MicroShape, planSharedMicro } from '../../space/enas-micro/plan.ts';
import type { Layer, Statistics } from '../layers.ts';
import {
  batchNorm,
  factorizedReduction,
  type Making,
  pooling,
  separableConvolution,
} from '../nasnet/layers.ts';
import type { ScratchOutputs } from '../scratch-network.ts';
import { Weights } from '../weights.ts';
import { auxiliaryHead } from './auxiliary-head.ts';
import { type Classifier, classifier, type Dropping, epsilon, stem } from './enas-network.ts';
import { fitted, nodeOf } from './micro-cell.ts';

type RunShared = (older: Tensor, newer: Tensor, cell: Cell) => readonly [newer: Tensor, output: Tensor];

/** Normalisations use the minibatch at hand alone, as in the released code: children differ too much for running ones. */
const statistics: Statistics = 'batch';

export class SharedMicroNetwork {
  readonly #weights: Weights;
  readonly #stem: Layer;
  readonly #cells: readonly { readonly kind: CellPlan['kind']; readonly run: RunShared }[];
  readonly #auxiliary: ReturnType<typeof auxiliaryHead> | undefined;
  readonly #auxiliaryCell: number;
  readonly #classify: Classifier;

  /**
   * @param nodes of a cell, besides its two inputs
   * @param shape must have no `microProblem`
   */
  constructor(
    nodes: number,
    shape: MicroShape,
    { key, auxiliary }: { readonly key: Key; readonly auxiliary: boolean },
  ) {
    this.#weights = new Weights(key);
    const making = { weights: this.#weights, epsilon };
    // Sizes are those of any architecture.
    const any: Cell = Array.from({ length: nodes }, () => [
      ['identity', 0],
      ['identity', 0],
    ]);
    const plan = planSharedMicro({ normal: any, reduce: any }, shape);
    this.#stem = stem(making, shape.image.channels, plan.stem.channels);
    this.#cells = plan.cells.map((cell, i) => ({
      kind: cell.kind,
      run: sharedCell(making, `cells.${i}`, cell),
    }));
    this.#auxiliaryCell = plan.auxiliaryCell;
    const read = plan.cells[plan.auxiliaryCell]?.output;
    this.#auxiliary = auxiliary && read ? auxiliaryHead(making, read, shape.classes) : undefined;
    this.#classify = classifier(making, 'classifier', plan.last.channels, shape.classes);
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  /** One architecture's part; the auxiliary head where inputs are dropped. Call inside `tidy`. */
  run(images: Tensor, genotype: MicroGenotype, dropping?: Dropping): ScratchOutputs {
    let older = this.#stem(images, statistics);
    let newer = older;
    let auxiliaryLogits: Tensor | undefined;
    this.#cells.forEach(({ kind, run }, c) => {
      const [before, last] = [older, newer];
      [older, newer] = tidy(() => [...run(before, last, genotype[kind])]) as [Tensor, Tensor];
      if (this.#auxiliary && dropping && c === this.#auxiliaryCell) {
        auxiliaryLogits = this.#auxiliary(newer, statistics);
      }
    });
    const logits = this.#classify(relu(newer), dropping);
    return auxiliaryLogits ? { logits, auxiliaryLogits } : { logits };
  }

  dispose(): void {
    this.#weights.dispose();
  }
}

/** Hands on what the next cell takes for the older map, and the cell's output. */
function sharedCell(making: Making, name: string, plan: CellPlan): RunShared {
  const { channels, older, newer, kind } = plan;
  const front =
    kind === 'reduce'
      ? factorizedReduction(making, `${name}.front`, { from: older.channels, to: channels })
      : null;
  const toOlder = fitted(making, `${name}.older`, plan.olderFit, older, channels);
  const toNewer = fitted(making, `${name}.newer`, plan.newerFit, newer, channels);
  const nodes = plan.cell.map((_, i) =>
    [0, 1].map((k) => branches(making, `${name}.node_${i + 2}.${k}`, i + 2, channels)),
  );
  const filters = Array.from({ length: plan.cell.length + 2 }, (_, node) =>
    making.weights.convolution(`${name}.loose_${node}`, 1, channels, channels),
  );
  const normalise = batchNorm(making, `${name}.loose`, channels);
  return (before, last, cell) => {
    const [zeroth, first] = front ? [last, front(last, statistics)] : [before, last];
    const states = [toOlder(zeroth, statistics), toNewer(first, statistics)];
    cell.forEach((node, i) => {
      const values = node.map(([operation, from], k) => {
        const run = nodes[i]?.[k]?.[from]?.[operation];
        if (!run) throw new Error(`Internal error: the shared network has no ${operation} of node ${from}`);
        return run(nodeOf(states, from), statistics);
      });
      states.push(addN(values));
    });
    const parts = looseEnds(cell).map((node) =>
      conv2d(relu(nodeOf(states, node)), (filters[node] as Parameter).value),
    );
    return [first, normalise(parts.length > 1 ? addN(parts) : (parts[0] as Tensor), statistics)];
  };
}

/** By the node that is read, then by the operation. */
const branches = (
  making: Making,
  name: string,
  sources: number,
  channels: number,
): readonly Readonly<Record<Operation, Layer>>[] =>
  Array.from(
    { length: sources },
    (_, from) =>
      Object.fromEntries(
        operations.map((operation) => [
          operation,
          branch(making, `${name}.from_${from}.${operation}`, operation, channels),
        ]),
      ) as Record<Operation, Layer>,
  );

function branch(making: Making, name: string, operation: Operation, channels: number): Layer {
  const parts = partsOf(operation);
  switch (parts.kind) {
    case 'separable': {
      const keeps = { from: channels, to: channels };
      return separableConvolution(making, name, keeps, { kernel: parts.kernel, stride: 1 });
    }
    case 'avg':
    case 'max':
      return pooling(parts.kind, 3, 1);
    case 'identity':
      return (x) => x;
    default:
      return parts satisfies never;
  }
}
