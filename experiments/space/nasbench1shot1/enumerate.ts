/**
 * All choices of a NAS-Bench-1Shot1 space, and the numbers by which the paper and its code count them: with loose
 * ends or without, by labellings or by distinct networks. The reported pairs mix these rules (docs/nasbench.md).
 */
import { type CellCode, codeOf } from '../nasbench101/edge-bits.ts';
import { cellsOfGraph, differentLabellings, type EnumeratedCell } from '../nasbench101/enumerate.ts';
import { pruned } from '../nasbench101/prune.ts';
import { maxVertices } from '../nasbench101/spec.ts';
import { canonicalBits } from '../nasbench101/symmetry.ts';
import { type Bench1Shot1Cell, fullSpec, keepReached } from './cell.ts';
import { blockCount, operations, parentSets, type SpaceNumber } from './layout.ts';

export type Parents = Bench1Shot1Cell['parents'];

/** Every choice of parents: 180, 360 and 5,400. */
export function parentChoices(space: SpaceNumber): readonly Parents[] {
  let choices: readonly Parents[] = [[]];
  for (let node = 1; node <= blockCount(space) + 1; node += 1) {
    const sets = parentSets(space, node);
    choices = choices.flatMap((before) => sets.map((set) => [...before, set]));
  }
  return choices;
}

export interface SpaceCounts {
  /** Choices of parents. */
  readonly parentChoices: number;
  /** Times 3 for each block. */
  readonly labelled: number;
  /** Only blocks with an outgoing edge are labelled. */
  readonly labelledWhereUsed: number;
  /** Only blocks that pruning keeps are labelled. */
  readonly labelledWhereKept: number;
  /** Different labelled graphs after pruning. */
  readonly prunedGraphs: number;
  /** Different cells of NAS-Bench-101. */
  readonly cells: number;
  /** Every block reaches the output. */
  readonly complete: SubspaceCounts;
  /**
   * What automl/nasbench-1shot1@cb0f0ec yields "without loose ends": unreached blocks are left out, and each reached
   * block is a parent of the next reached one or of the output. These are the published 2,487, 3,609 and 24,066.
   */
  readonly chained: SubspaceCounts;
}

export interface SubspaceCounts {
  /** Choices of parents, those of unreached blocks not told apart. */
  readonly parentChoices: number;
  /** Times 3 for each reached block. */
  readonly labelled: number;
  readonly cells: number;
}

/** The published sizes "with loose ends" follow different rules. */
export const publishedSize = (
  number: SpaceNumber,
): { readonly count: number; readonly rule: keyof SpaceCounts } =>
  number === 1
    ? { count: 6_240, rule: 'labelledWhereUsed' }
    : number === 2
      ? { count: 29_160, rule: 'labelled' }
      : { count: 363_648, rule: 'labelledWhereUsed' };

export function countSpace(space: SpaceNumber): SpaceCounts {
  const blocks = blockCount(space);
  const choices = parentChoices(space);
  const graphs = choices.map((parents) => prunedGraph(blocks, parents));
  const power = (n: number): number => operations.length ** n;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const distinct = distinctGraphs(graphs);
  return {
    parentChoices: choices.length,
    labelled: choices.length * power(blocks),
    labelledWhereUsed: sum(choices.map((parents) => power(usedBlocks(parents)))),
    labelledWhereKept: sum(graphs.map((graph) => power(graph.keptBlocks))),
    prunedGraphs: sum(distinct.map((graph) => power(graph.keptBlocks))),
    cells: countCells(graphs),
    complete: countGraphs(graphs.filter((graph) => graph.keptBlocks === blocks)),
    chained: countGraphs(chainedChoices(space).map((parents) => prunedGraph(blocks, parents))),
  };
}

/** Choices of parents without loose ends in the released code's sense; those of unreached blocks are empty. */
export const chainedChoices = (space: SpaceNumber): readonly Parents[] =>
  tracedChoices(parentChoices(space)).filter(isChained);

function countGraphs(graphs: readonly PrunedGraph[]): SubspaceCounts {
  return {
    parentChoices: graphs.length,
    labelled: graphs.reduce((sum, graph) => sum + operations.length ** graph.keptBlocks, 0),
    cells: countCells(graphs),
  };
}

/** The choices that differ in what the output reaches. */
const tracedChoices = (choices: readonly Parents[]): readonly Parents[] => [
  ...new Map(choices.map(keepReached).map((parents) => [JSON.stringify(parents), parents])).values(),
];

/** Going down from the output, every reached block is a parent of the one met before it. */
function isChained(parents: Parents): boolean {
  const reached = parents.map((set, i) => ({ set, node: i + 1 })).filter(({ set }) => set.length > 0);
  return reached.slice(1).every(({ set }, i) => set.includes(reached[i]?.node ?? 0));
}

/** Every different cell that the space contains, as NAS-Bench-101 stores it, with its official hash. */
export function* enumerateSpace(space: SpaceNumber): Generator<EnumeratedCell, void, undefined> {
  const graphs = parentChoices(space).map((parents) => prunedGraph(blockCount(space), parents));
  for (const { bits, vertices } of canonicalGraphs(graphs)) yield* cellsOfGraph(bits, vertices);
}

/**
 * The same cells as integers and without their hashes, in the same order.
 *
 * @param largest number of vertices that a cell may have
 */
export function* cellCodesOf(
  space: SpaceNumber,
  largest: number = maxVertices,
): Generator<CellCode, void, undefined> {
  const graphs = parentChoices(space).map((parents) => prunedGraph(blockCount(space), parents));
  const small = graphs.filter(({ vertices }) => vertices <= largest);
  for (const { bits, vertices } of canonicalGraphs(small)) {
    for (const labelCode of differentLabellings(bits, vertices)) yield { vertices, bits, labelCode };
  }
}

interface PrunedGraph {
  readonly vertices: number;
  readonly bits: number;
  readonly keptBlocks: number;
}

function prunedGraph(blocks: number, parents: Parents): PrunedGraph {
  const ops = new Array<string>(blocks).fill(operations[0]);
  const { vertices, bits } = codeOf(pruned(fullSpec({ ops, parents })));
  return { vertices, bits, keptBlocks: vertices - 2 };
}

const distinctGraphs = (graphs: readonly PrunedGraph[]): readonly PrunedGraph[] => [
  ...new Map(graphs.map((graph) => [`${graph.vertices} ${graph.bits}`, graph])).values(),
];

/**
 * Graphs that are isomorphic without labels have the same cells, since every labelling occurs; so one of each is
 * enough, and the symmetries of that one tell its different labellings.
 */
const canonicalGraphs = (graphs: readonly PrunedGraph[]): readonly PrunedGraph[] =>
  distinctGraphs(
    distinctGraphs(graphs).map((graph) => ({ ...graph, bits: canonicalBits(graph.bits, graph.vertices) })),
  );

const countCells = (graphs: readonly PrunedGraph[]): number =>
  canonicalGraphs(graphs).reduce(
    (sum, { bits, vertices }) => sum + differentLabellings(bits, vertices).length,
    0,
  );

const usedBlocks = (parents: Parents): number => new Set(parents.flat().filter((parent) => parent > 0)).size;
