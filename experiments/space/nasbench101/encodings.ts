/**
 * The three ways in which the benchmark's optimiser study describes a 7-vertex spec by independent parameters
 * (Ying et al. 2019, supplement S3; automl/nas_benchmarks@1b09906). All three can describe specs outside the space.
 */
import { edgeSlots, matrixOf } from './edge-bits.ts';
import { prune } from './prune.ts';
import {
  type CellSpec,
  cellSpec,
  edgeCount,
  inputOperation,
  maxEdges,
  maxVertices,
  outputOperation,
} from './spec.ts';

/** Interior vertices of a full-size spec. */
export const interiorVertices = maxVertices - 2;

/** Possible edges of a full-size spec: 21. */
export const fullEdgeSlots = edgeSlots(maxVertices);

/** Edge slots row by row: (0, 1), (0, 2), ... (5, 6). */
export const edgesByRow: readonly (readonly [from: number, to: number])[] = Array.from(
  { length: maxVertices },
  (_, from) => Array.from({ length: maxVertices - 1 - from }, (_, i) => [from, from + 1 + i] as const),
).flat();

/** Encoding A: 21 binary edges in the order of `edgesByRow`. @param ops the five interior operations */
export function decodeA(edges: readonly number[], ops: readonly string[]): CellSpec {
  expectLength('edges', edges, fullEdgeSlots);
  return withEdges((slot) => edges[slot] === 1, ops);
}

/**
 * Encoding B: nine edge numbers in [0, 20]; a number that occurs twice counts once. Number k is bit 20 - k of the
 * benchmark's numbering, so that 0 is the edge 5 -> 6 and 20 the edge 0 -> 1.
 */
export function decodeB(edges: readonly number[], ops: readonly string[]): CellSpec {
  expectLength('edges', edges, maxEdges);
  let bits = 0;
  for (const edge of edges) {
    if (!Number.isInteger(edge) || edge < 0 || edge >= fullEdgeSlots) {
      throw new TypeError(`Expected an edge number in [0, ${fullEdgeSlots - 1}], got \`${edge}\``);
    }
    bits |= 1 << (fullEdgeSlots - 1 - edge);
  }
  return framed(matrixOf(bits, maxVertices), ops);
}

/**
 * Encoding C: a weight for each slot of `edgesByRow` and how many edges, in [0, 9], to keep: those of the largest
 * weights, the later slot first among equals.
 */
export function decodeC(weights: readonly number[], edgeCount: number, ops: readonly string[]): CellSpec {
  expectLength('weights', weights, fullEdgeSlots);
  if (!Number.isInteger(edgeCount) || edgeCount < 0 || edgeCount > maxEdges) {
    throw new TypeError(`Expected \`edgeCount\` to be an integer in [0, ${maxEdges}], got \`${edgeCount}\``);
  }
  const ranked = weights
    .map((weight, slot) => ({ weight, slot }))
    .sort((a, b) => b.weight - a.weight || b.slot - a.slot);
  const kept = new Set(ranked.slice(0, edgeCount).map(({ slot }) => slot));
  return withEdges((slot) => kept.has(slot), ops);
}

function withEdges(isKept: (slot: number) => boolean, ops: readonly string[]): CellSpec {
  const matrix = Array.from({ length: maxVertices }, () => new Array<number>(maxVertices).fill(0));
  edgesByRow.forEach(([from, to], slot) => {
    const row = matrix[from];
    if (row && isKept(slot)) row[to] = 1;
  });
  return framed(matrix, ops);
}

function framed(matrix: CellSpec['matrix'], ops: readonly string[]): CellSpec {
  expectLength('ops', ops, interiorVertices);
  return cellSpec(matrix, [inputOperation, ...ops, outputOperation]);
}

function expectLength(name: string, items: readonly unknown[], length: number): void {
  if (items.length !== length) {
    throw new TypeError(`Expected \`${name}\` to have ${length} entries, got \`${items.length}\``);
  }
}

/**
 * The study's own rule: a path from input to output, and at most nine edges before pruning. Stricter than the
 * benchmark, which counts the edges that pruning leaves.
 */
export const isAllowedByStudy = (spec: CellSpec): boolean =>
  edgeCount(spec.matrix) <= maxEdges && prune(spec) !== undefined;
