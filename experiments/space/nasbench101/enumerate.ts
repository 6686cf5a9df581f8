/**
 * All 423,624 different cells (Ying et al. 2019, section 2.2). The benchmark's authors hash each of 1,293,208
 * labelled graphs and keep the first of every hash. Here symmetry decides which graph is first: a graph is kept when
 * no renumbering gives it smaller bits, a labelling when no automorphism of the graph gives it a smaller code. So
 * only what is kept is ever hashed, and the set does not depend on the hash being free of collisions.
 */
import { edgeSlots, labelCodes, labelsOf, matrixOf, operationsOf } from './edge-bits.ts';
import { GraphHasher } from './hash.ts';
import { type CellSpec, maxEdges } from './spec.ts';
import { automorphisms, canonicalBits, expectVertices, renumberedLabels } from './symmetry.ts';

/** Different cells with 2, 3, ... 7 vertices. */
export const cellCounts: readonly number[] = [1, 6, 84, 2_441, 62_010, 359_082];
export const totalCells = 423_624;

export interface EnumeratedCell extends CellSpec {
  /** The official hash. */
  readonly hash: string;
}

/** Every cell with so many vertices once, as the benchmark stores it: by bits, then by labels, both rising. */
export function* enumerateCells(vertices: number): Generator<EnumeratedCell, void, undefined> {
  expectVertices(vertices);
  for (const bits of fullGraphs(vertices)) {
    if (canonicalBits(bits, vertices) === bits) yield* cellsOfGraph(bits, vertices);
  }
}

/** The different cells of one unlabelled graph. @param bits the smallest among its renumberings */
export function* cellsOfGraph(bits: number, vertices: number): Generator<EnumeratedCell, void, undefined> {
  const matrix = matrixOf(bits, vertices);
  const hasher = new GraphHasher(matrix);
  for (const code of differentLabellings(bits, vertices)) {
    yield { matrix, ops: operationsOf(code, vertices), hash: hasher.hash(labelsOf(code, vertices)) };
  }
}

export interface LabelledGraph {
  readonly bits: number;
  /** The labellings that give different cells. */
  readonly labelCodes: readonly number[];
}

/** The unlabelled graphs that differ, each with its different labellings; no hash is computed. */
export function* labelledGraphs(vertices: number): Generator<LabelledGraph, void, undefined> {
  expectVertices(vertices);
  for (const bits of fullGraphs(vertices)) {
    if (canonicalBits(bits, vertices) === bits) {
      yield { bits, labelCodes: differentLabellings(bits, vertices) };
    }
  }
}

/** The labellings that no automorphism of the graph gives a smaller code: each different cell once. */
export function differentLabellings(bits: number, vertices: number): readonly number[] {
  const symmetries = automorphisms(bits, vertices);
  return Array.from({ length: labelCodes(vertices) }, (_, code) => code).filter((code) =>
    symmetries.every((symmetry) => renumberedLabels(code, symmetry) >= code),
  );
}

/** Graphs of at most nine edges in which every vertex lies on a path, isomorphic ones included: rising bits. */
export function* fullGraphs(vertices: number): Generator<number, void, undefined> {
  const outgoing = Array.from({ length: vertices }, (_, v) => vertexBits(vertices, (from) => from === v));
  const incoming = Array.from({ length: vertices }, (_, v) => vertexBits(vertices, (_from, to) => to === v));
  const needed = [...outgoing.slice(0, -1), ...incoming.slice(1)];
  const end = 2 ** edgeSlots(vertices);
  for (let bits = 0; bits < end; bits += 1) {
    if (oneBits(bits) <= maxEdges && needed.every((some) => (bits & some) !== 0)) yield bits;
  }
}

function vertexBits(vertices: number, isWanted: (from: number, to: number) => boolean): number {
  let bits = 0;
  for (let to = 1, bit = 0; to < vertices; to += 1) {
    for (let from = 0; from < to; from += 1, bit += 1) if (isWanted(from, to)) bits |= 1 << bit;
  }
  return bits;
}

function oneBits(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
