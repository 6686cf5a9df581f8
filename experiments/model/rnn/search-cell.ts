/**
 * The relaxed recurrent cell: every node reads every earlier state through all activations, weighted by the softmax
 * of the architecture's weights. `none` takes its share of the weight and adds nothing. The edges of a node share one
 * weight matrix, and one normalisation without scale or shift serves all states.
 * Source: Liu et al. 2019, section 3.1.2, and quark0/darts@f276dd3 (rnn/model_search.py).
 */
import { concat, mul, reshape, slice, sum, type Tensor, transpose } from '@tensorflow/tfjs-core';
import { addN, matMul } from '../../engine/index.ts';
import { activations, rnnEdgeIndex, steps } from '../../space/darts-rnn/activations.ts';
import { gatedBranches } from './gated.ts';
import { stackRows } from './rows.ts';

export interface RelaxedCell {
  /** The matrix of each node, [width, 2 width]. */
  readonly nodes: readonly Tensor[];
  /** For each node, its edges' weights as made by `mixingRows`. */
  readonly mixing: readonly Tensor[];
  /** For each node, the mask of the states it reads, [states * batch, width]; undefined drops nothing. */
  readonly masks: readonly Tensor[] | undefined;
  readonly normalise: (state: Tensor) => Tensor;
}

/**
 * The next hidden state [batch, width].
 * @param joined state 0 before its normalisation
 */
export function relaxedStep(cell: RelaxedCell, joined: Tensor): Tensor {
  const [batch = 0, width = 0] = joined.shape;
  let states = cell.normalise(joined);
  const made: Tensor[] = [];
  for (let node = 0; node < steps; node += 1) {
    const mask = cell.masks?.[node];
    const product = matMul(mask ? mul(states, mask) : states, at(cell.nodes, node));
    const branches = reshape(gatedBranches(states, product), [
      activations.length * (node + 1),
      batch * width,
    ]);
    const mixed = reshape(matMul(at(cell.mixing, node), branches), [batch, width]);
    const state = cell.normalise(mixed);
    made.push(state);
    states = stackRows([states, state]);
  }
  return mul(addN(made), 1 / made.length);
}

/**
 * The weights of each node's branches as a row [1, 5 * states], in the order of `gatedBranches`: the total over the
 * activations, then each activation. The order of activations is that of `activations`.
 * @param edgeWeights [36, 5], softmaxed
 */
export function mixingRows(edgeWeights: Tensor): readonly Tensor[] {
  return Array.from({ length: steps }, (_, node) => {
    const edges = node + 1;
    const rows = slice(edgeWeights, [rnnEdgeIndex(node, 0), 1], [edges, activations.length - 1]);
    const byActivation = transpose(rows);
    const totals = sum(byActivation, 0, true);
    return reshape(concat([totals, byActivation], 0), [1, activations.length * edges]);
  });
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error('Internal error: a recurrent cell lacks a node');
  return item;
}
