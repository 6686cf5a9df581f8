/**
 * The shapes of a cell (its graphs without operations), each once however its nodes are numbered, with their
 * symmetries: by Burnside's lemma these tell how many different cells a shape makes.
 */
import type { DeclaredCell } from '../../../schemas/declared-space/declaration.ts';
import { type CellGraph, canonicalGraph, reached } from './cell-graph.ts';

/** More shapes or symmetries than these are not looked through. */
const mostShapes = 5_000;
const mostSymmetries = 100_000;

export interface CellShape {
  /** With operations that are all ''. */
  readonly graph: CellGraph;
  /** Its nodes that the output reaches. */
  readonly kept: readonly number[];
  /** How the edges of those nodes (node by node, as in `graph`) are exchanged, the identity among them. */
  readonly symmetries: readonly EdgeCycles[];
  /** Different cells with this shape. */
  readonly cells: bigint;
}

/** The cycles of a permutation of edges: each holds the numbers of edges that must have one operation. */
export type EdgeCycles = readonly (readonly number[])[];

/** Undefined when there are too many to be looked through. */
export function cellShapes(cell: DeclaredCell): readonly CellShape[] | undefined {
  const graphs = differentGraphs(cell);
  if (!graphs) return undefined;
  const shapes: CellShape[] = [];
  let symmetries = 0;
  const seen = new Set<string>();
  for (const graph of graphs) {
    const { graph: inner, kept } = reached(cell, graph);
    const key = canonicalGraph(cell.inputs, inner).join('\n');
    if (seen.has(key)) continue;
    seen.add(key);
    const cycles = symmetriesOf(cell.inputs, inner, mostSymmetries - symmetries);
    if (!cycles) return undefined;
    symmetries += cycles.length;
    shapes.push({ graph, kept, symmetries: cycles, cells: orbits(cycles, cell.operations.length) });
  }
  return shapes;
}

/** By Burnside's lemma. */
const orbits = (symmetries: readonly EdgeCycles[], operations: number): bigint =>
  symmetries.reduce((sum, cycles) => sum + BigInt(operations) ** BigInt(cycles.length), 0n) /
  BigInt(symmetries.length);

/** Node by node: every graph is a smaller one with another node, whatever the numbers in the smaller one are. */
function differentGraphs({ inputs, edges }: DeclaredCell): readonly CellGraph[] | undefined {
  let graphs: readonly CellGraph[] = [[]];
  for (const [node, count] of edges.entries()) {
    const found = new Map<string, CellGraph>();
    const choices = subsets(inputs + node, count);
    for (const graph of graphs) {
      for (const sources of choices) {
        const next = [...graph, sources.map((source) => ['', source] as const)];
        const key = canonicalGraph(inputs, next).join('\n');
        if (!found.has(key)) found.set(key, next);
        if (found.size > mostShapes) return undefined;
      }
    }
    graphs = [...found.values()];
  }
  return graphs;
}

/** The lists of `count` different numbers below n, rising. */
function subsets(n: number, count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]];
  if (count > n) return [];
  const without = subsets(n - 1, count);
  return [...without, ...subsets(n - 1, count - 1).map((list) => [...list, n - 1])];
}

/** Undefined when there are more than `most`. */
function symmetriesOf(inputs: number, graph: CellGraph, most: number): readonly EdgeCycles[] | undefined {
  const sources = graph.map((edges) => edges.map(([, source]) => source));
  const edgeNumbers = new Map(
    sources.flatMap((list, node) => list.map((source) => `${node} ${source}`)).map((edge, i) => [edge, i]),
  );
  const found: EdgeCycles[] = [];
  const image: number[] = [];
  const moved = (source: number): number =>
    source < inputs ? source : (image[source - inputs] ?? -1) + inputs;
  const extend = (): boolean => {
    const node = image.length;
    if (node === sources.length) {
      const to = sources.flatMap((list, from) =>
        list.map((source) => edgeNumbers.get(`${image[from]} ${moved(source)}`) ?? -1),
      );
      found.push(cyclesOf(to));
      return found.length <= most;
    }
    const wanted = (sources[node] ?? [])
      .map(moved)
      .sort((a, b) => a - b)
      .join(' ');
    return sources.every((list, other) => {
      const isFit = !image.includes(other) && list.toSorted((a, b) => a - b).join(' ') === wanted;
      if (!isFit) return true;
      image.push(other);
      const goesOn = extend();
      image.pop();
      return goesOn;
    });
  };
  return extend() ? found : undefined;
}

function cyclesOf(to: readonly number[]): EdgeCycles {
  const seen = new Set<number>();
  return to.flatMap((_, start) => {
    const cycle: number[] = [];
    for (let at = start; !seen.has(at); at = to[at] ?? start) {
      seen.add(at);
      cycle.push(at);
    }
    return cycle.length > 0 ? [cycle] : [];
  });
}
