/** The three NAS-Bench-1Shot1 spaces as search spaces: choices with loose ends, as the paper's optimisers draw them. */
import { canonicalDigest } from '../../../schemas/canonical.ts';
import type { Draws } from '../../rng/draws.ts';
import { cellHash } from '../nasbench101/hash.ts';
import type { SearchSpace } from '../search-space.ts';
import { type Bench1Shot1Cell, cellProblems, toSpec } from './cell.ts';
import { blockCount, operations, parentSets, type SpaceNumber } from './layout.ts';

/** Different cells of NAS-Bench-101 that each space contains. */
const cellCounts: Readonly<Record<SpaceNumber, bigint>> = { 1: 2_685n, 2: 7_773n, 3: 55_854n };

export function nasbench1shot1(number: SpaceNumber): SearchSpace<Bench1Shot1Cell> {
  const space: SearchSpace<Bench1Shot1Cell> = {
    name: `nasbench1shot1-${number}`,
    count: cellCounts[number],
    sample: (draws) => ({
      ops: Array.from({ length: blockCount(number) }, () => draws.pick(operations)),
      parents: Array.from({ length: blockCount(number) + 1 }, (_, i) =>
        draws.pick(parentSets(number, i + 1)),
      ),
    }),
    mutate: (cell, draws) => mutateToOtherCell(number, cell, draws),
    encode: (cell) => encode(number, cell),
    decode: (code) => decode(number, code),
    validate: (value) => cellProblems(number, value),
    // The id of the same network in NAS-Bench-101, since that is what it is.
    id: (cell) => canonicalDigest({ space: 'nasbench101', hash: cellHash(toSpec(number, cell)) }),
  };
  return space;
}

/**
 * One operation or one node's parents change, drawn again until the network is another one. That comes to an end: at
 * least one block reaches the output, and its operation can change.
 */
function mutateToOtherCell(number: SpaceNumber, cell: Bench1Shot1Cell, draws: Draws): Bench1Shot1Cell {
  const hash = cellHash(toSpec(number, cell));
  for (;;) {
    const child = changeOne(number, cell, draws);
    if (cellHash(toSpec(number, child)) !== hash) return child;
  }
}

function changeOne(number: SpaceNumber, cell: Bench1Shot1Cell, draws: Draws): Bench1Shot1Cell {
  const { ops, parents } = cell;
  const at = draws.below(ops.length + parents.length);
  if (at < ops.length) {
    const other = draws.pick(operations.filter((op) => op !== ops[at]));
    return { parents, ops: ops.map((op, i) => (i === at ? other : op)) };
  }
  const node = at - ops.length + 1;
  const sets = parentSets(number, node).filter((set) => !sameSet(set, parents[node - 1] ?? []));
  if (sets.length === 0) return cell;
  const other = draws.pick(sets);
  return { ops, parents: parents.map((set, i) => (i === node - 1 ? other : set)) };
}

/** Indices: operation of each block, then parent set of each node and of the output in lexicographic order. */
function encode(number: SpaceNumber, { ops, parents }: Bench1Shot1Cell): readonly number[] {
  return [
    ...ops.map((op) => (operations as readonly string[]).indexOf(op)),
    ...parents.map((set, i) => parentSets(number, i + 1).findIndex((other) => sameSet(other, set))),
  ];
}

function decode(number: SpaceNumber, code: readonly number[]): Bench1Shot1Cell {
  const blocks = blockCount(number);
  const length = 2 * blocks + 1;
  const ops = code.slice(0, blocks).map((index) => operations[index]);
  const parents = code.slice(blocks).map((index, i) => parentSets(number, i + 1)[index]);
  const cell = {
    ops: ops.filter((op) => op !== undefined),
    parents: parents.filter((set) => set !== undefined),
  };
  if (code.length !== length || cellProblems(number, cell).length > 0) {
    throw new TypeError(`Expected ${length} indices of operations and parent sets, got [${code.join(', ')}]`);
  }
  return cell;
}

const sameSet = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((parent, i) => parent === b[i]);
