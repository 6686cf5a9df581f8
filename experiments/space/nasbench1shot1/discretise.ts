/**
 * From the architecture weights of a one-shot model to a cell (Zela et al. 2020, section 3.2): each block takes its
 * strongest operation, each node its strongest parents. Only what the output reaches through chosen parents is kept.
 */
import type { CellSpec } from '../nasbench101/spec.ts';
import { type Bench1Shot1Cell, fullSpec, keepReached } from './cell.ts';
import { blockCount, firstNodeWithChoice, operations, parentCountsOf, type SpaceNumber } from './layout.ts';

/** Raw weights or their softmax: only their order counts. */
export interface Bench1Shot1Weights {
  /** A row for each block, a column for each operation in the order of `operations`. */
  readonly mixedOps: readonly (readonly number[])[];
  /** For each node with a choice of parents (from node 3 in space 1, from node 2 in 2 and 3), a weight for each. */
  readonly inputs: readonly (readonly number[])[];
  /** A weight for the cell input and for each block. */
  readonly output: readonly number[];
}

/** Among equal weights the first wins. @throws TypeError for weights of another shape */
export function discretise(space: SpaceNumber, weights: Bench1Shot1Weights): CellSpec {
  const { ops, parents } = strongestCell(space, weights);
  return fullSpec({ ops, parents: keepReached(parents) });
}

/** The choice itself, with the blocks that the output does not reach. @throws TypeError for weights of another shape */
export function strongestCell(space: SpaceNumber, weights: Bench1Shot1Weights): Bench1Shot1Cell {
  const blocks = blockCount(space);
  expectShape(space, weights);
  const ops = weights.mixedOps.map((row) => operations[strongest(row, 1)[0] ?? 0] ?? '');
  const firstChoice = firstNodeWithChoice(space);
  const parents = parentCountsOf(space).map((count, i) => {
    if (i === blocks) return strongest(weights.output, count);
    const row = i + 1 < firstChoice ? new Array<number>(i + 1).fill(0) : weights.inputs[i + 1 - firstChoice];
    return strongest(row ?? [], count);
  });
  return { ops, parents };
}

/** Indices of the `count` largest weights, rising. */
const strongest = (weights: readonly number[], count: number): readonly number[] =>
  weights
    .map((weight, i) => ({ weight, i }))
    .sort((a, b) => b.weight - a.weight || a.i - b.i)
    .slice(0, count)
    .map(({ i }) => i)
    .sort((a, b) => a - b);

function expectShape(space: SpaceNumber, { mixedOps, inputs, output }: Bench1Shot1Weights): void {
  const blocks = blockCount(space);
  const first = firstNodeWithChoice(space);
  const isRight =
    mixedOps.length === blocks &&
    mixedOps.every((row) => row.length === operations.length) &&
    output.length === blocks + 1 &&
    inputs.length === blocks + 1 - first &&
    inputs.every((row, i) => row.length === first + i);
  if (!isRight) {
    throw new TypeError(
      `Expected weights of NAS-Bench-1Shot1 space ${space}: ${blocks} rows of ${operations.length} operations, ` +
        `${blocks + 1} output weights and ${blocks + 1 - first} rows of input weights`,
    );
  }
}
