/**
 * Random full-size specs as the benchmark's own optimisers draw them (Ying et al. 2019, section 4, and the notebook
 * of google-research/nasbench@b942470): fair bits and operations, drawn again until the spec is in the space. 73.3%
 * of all matrices are. A cell's chance is proportional to the number of specs that name it; `drawCell` weighs all
 * cells alike.
 */
import type { Draws } from '../../rng/draws.ts';
import { edgeSlots, matrixOf, specOf } from './edge-bits.ts';
import { labelledGraphs, totalCells } from './enumerate.ts';
import { domainProblems, isInDomain } from './prune.ts';
import { type CellSpec, inputOperation, maxVertices, operations, outputOperation } from './spec.ts';

/** Uniform over the valid 7-vertex specs, isomorphic ones counted apart. */
export function drawSpec(draws: Draws): CellSpec {
  for (;;) {
    const matrix = matrixOf(draws.below(2 ** edgeSlots(maxVertices)), maxVertices);
    const interior = Array.from({ length: maxVertices - 2 }, () => draws.pick(operations));
    const spec = { matrix, ops: [inputOperation, ...interior, outputOperation] };
    if (isInDomain(spec)) return spec;
  }
}

export interface MutationRates {
  /** Chance that an edge slot flips. */
  readonly edge: number;
  /** Chance that an interior operation becomes another one. */
  readonly operation: number;
}

/** Of the notebook: one edge flip and one change of operation in expectation, by its own count of a 7-vertex spec. */
const notebookRates: MutationRates = { edge: 1 / maxVertices, operation: 1 / (maxVertices - 2) };

/**
 * The notebook's mutation: every edge and operation changes on its own, drawn again from the parent until the child
 * is in the space. The child may be the parent's cell again, or the parent itself.
 * @throws TypeError for a parent outside the space
 */
export function mutateSpec(parent: CellSpec, draws: Draws, rates: MutationRates = notebookRates): CellSpec {
  const problems = domainProblems(parent);
  if (problems.length > 0) throw new TypeError(`Expected a parent in the space: ${problems.join('; ')}`);
  for (;;) {
    const matrix = parent.matrix.map((row, from) =>
      row.map((entry, to) => (from < to && draws.uniform() < rates.edge ? 1 - entry : entry)),
    );
    const ops = parent.ops.map((op, v) => {
      if (v === 0 || v === parent.ops.length - 1 || draws.uniform() >= rates.operation) return op;
      return draws.pick(operations.filter((other) => other !== op));
    });
    const child = { matrix, ops };
    if (isInDomain(child)) return child;
  }
}

interface GraphShare {
  readonly vertices: number;
  readonly bits: number;
  readonly labelCodes: readonly number[];
  /** Cells before this graph's. */
  readonly before: number;
}

let shares: readonly GraphShare[] | undefined;

/** Uniform over the 423,624 cells, in the form that the benchmark stores. The first call enumerates the graphs. */
export function drawCell(draws: Draws): CellSpec {
  shares ??= graphShares();
  const place = draws.below(totalCells);
  let low = 0;
  let high = shares.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((shares[middle]?.before ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  const share = shares[low];
  const labelCode = share?.labelCodes[place - share.before];
  if (!share || labelCode === undefined) throw new Error('Internal error: a cell without a graph');
  return specOf({ vertices: share.vertices, bits: share.bits, labelCode });
}

function graphShares(): readonly GraphShare[] {
  const found: GraphShare[] = [];
  let before = 0;
  for (let vertices = 2; vertices <= maxVertices; vertices += 1) {
    for (const { bits, labelCodes } of labelledGraphs(vertices)) {
      found.push({ vertices, bits, labelCodes, before });
      before += labelCodes.length;
    }
  }
  return found;
}
