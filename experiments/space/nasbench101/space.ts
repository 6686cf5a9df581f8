/**
 * NAS-Bench-101 as a search space: 423,624 cells (Ying et al. 2019, section 2.2). An architecture is any spec whose
 * pruned cell is in the space, so that several architectures can be the same cell; the id tells cells apart.
 */
import { canonicalDigest } from '../../../schemas/canonical.ts';
import type { Draws } from '../../rng/draws.ts';
import type { CountedSpace } from '../search-space.ts';
import { decodeA, edgesByRow, fullEdgeSlots, interiorVertices } from './encodings.ts';
import { totalCells } from './enumerate.ts';
import { cellHash } from './hash.ts';
import { domainProblems, pruned } from './prune.ts';
import { drawCell, drawSpec, mutateSpec } from './random-spec.ts';
import { type CellSpec, maxVertices, operations, specProblems } from './spec.ts';

/**
 * What `sample` weighs alike: `specs`, the 7-vertex matrices and operations that the published optimisers draw, or
 * `cells`, each different network once.
 */
export type Nasbench101Sampling = 'specs' | 'cells';

export function nasbench101(sampling: Nasbench101Sampling = 'specs'): CountedSpace<CellSpec> {
  return {
    name: 'nasbench101',
    count: BigInt(totalCells),
    sample: sampling === 'specs' ? drawSpec : (draws) => fullSize(drawCell(draws)),
    mutate: mutateToOtherCell,
    encode,
    decode,
    validate,
    id: (spec) => canonicalDigest({ space: 'nasbench101', hash: cellHash(spec) }),
  };
}

/**
 * The same cell with exactly seven vertices: smaller ones get unconnected vertices before the output, larger ones
 * lose what pruning removes. @throws TypeError for a spec outside the space
 */
export function fullSize(spec: CellSpec): CellSpec {
  if (spec.ops.length === maxVertices) return spec;
  const { matrix, ops } = spec.ops.length < maxVertices ? spec : pruned(spec);
  const added = maxVertices - ops.length;
  if (added < 0) throw new TypeError(`Expected a cell of at most ${maxVertices} vertices, got ${ops.length}`);
  const last = ops.length - 1;
  const gap = new Array<number>(added).fill(0);
  const widened = matrix.map((row) => [...row.slice(0, last), ...gap, ...row.slice(last)]);
  const empty = gap.map(() => new Array<number>(maxVertices).fill(0));
  return {
    matrix: [...widened.slice(0, last), ...empty, ...widened.slice(last)],
    ops: [...ops.slice(0, last), ...gap.map(() => 'conv1x1-bn-relu'), ...ops.slice(last)],
  };
}

/** The notebook's mutation of the full-size spec, drawn again until it is another cell. */
function mutateToOtherCell(spec: CellSpec, draws: Draws): CellSpec {
  const parent = fullSize(spec);
  const hash = cellHash(parent);
  for (;;) {
    const child = mutateSpec(parent, draws);
    if (cellHash(child) !== hash) return child;
  }
}

/** Encoding A as integers: 21 edges row by row, then five operations as indices. */
function encode(spec: CellSpec): readonly number[] {
  const { matrix, ops } = fullSize(spec);
  return [
    ...edgesByRow.map(([from, to]) => matrix[from]?.[to] ?? 0),
    // A vertex that pruning removes may carry any text; it is written as the first operation.
    ...ops.slice(1, -1).map((op) => Math.max((operations as readonly string[]).indexOf(op), 0)),
  ];
}

/** Gives the full-size spec. @throws TypeError for integers that encode no architecture of the space */
function decode(code: readonly number[]): CellSpec {
  const length = fullEdgeSlots + interiorVertices;
  const edges = code.slice(0, fullEdgeSlots);
  const ops = code.slice(fullEdgeSlots).map((index) => operations[index]);
  if (code.length !== length || edges.some((edge) => edge !== 0 && edge !== 1)) {
    throw new TypeError(`Expected ${length} integers, the first ${fullEdgeSlots} of them 0 or 1`);
  }
  const known = ops.filter((op) => op !== undefined);
  if (known.length < ops.length) {
    throw new TypeError(`Expected indices of operations in [0, ${operations.length - 1}]`);
  }
  const spec = decodeA(edges, known);
  const problems = domainProblems(spec);
  if (problems.length > 0) throw new TypeError(`Expected a cell of the space: ${problems.join('; ')}`);
  return spec;
}

function validate(value: unknown): readonly string[] {
  const problems = specProblems(value);
  return problems.length > 0 ? problems : domainProblems(value as CellSpec);
}
