/**
 * One form for all ways to write a cell down. Blocks that do not read each other may be numbered in any order, the two
 * inputs of a block may be swapped (a concatenation then has its channels in another order, which weights can follow),
 * and the states of the output may be listed in any order: the network is the same.
 */
import type { Block, Cell } from './cell.ts';
import { combinations, operations } from './operations.ts';

/** Five integers for each block: combination, then operation and state of either input, the smaller pair first. */
type Code = readonly number[];

interface Canonical {
  readonly blocks: readonly Code[];
  readonly concat: readonly number[];
}

/** The smallest of all forms, block by block. */
export const canonicalCell = (cell: Cell): Canonical =>
  smallest(
    cell,
    new Map([
      [0, 0],
      [1, 1],
    ]),
    [],
  );

/** @param numbers new numbers of the states that are placed */
function smallest(cell: Cell, numbers: ReadonlyMap<number, number>, placed: readonly Code[]): Canonical {
  const codes = cell.blocks.flatMap((block, b) => {
    const code = numbers.has(b + 2) ? undefined : codeOf(block, numbers);
    return code ? [{ state: b + 2, code }] : [];
  });
  if (codes.length === 0) {
    const concat = cell.concat.map((state) => numbers.get(state) ?? state).sort((a, b) => a - b);
    return { blocks: placed, concat };
  }
  const least = codes.map(({ code }) => code).reduce((a, b) => (compare(b, a) < 0 ? b : a));
  // Equal blocks may be told apart by what reads them, further down.
  return codes
    .filter(({ code }) => compare(code, least) === 0)
    .map(({ state }) => smallest(cell, new Map([...numbers, [state, numbers.size]]), [...placed, least]))
    .reduce((a, b) => (compareForms(b, a) < 0 ? b : a));
}

/** Undefined while a state that it reads has no number. */
function codeOf({ inputs, combine }: Block, numbers: ReadonlyMap<number, number>): Code | undefined {
  const pairs: (readonly [number, number])[] = [];
  for (const [operation, state] of inputs) {
    const number = numbers.get(state);
    if (number === undefined) return undefined;
    pairs.push([operations.indexOf(operation), number]);
  }
  return [combinations.indexOf(combine), ...pairs.sort(compare).flat()];
}

function compare(a: Code, b: Code): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

const compareForms = (a: Canonical, b: Canonical): number =>
  compare(a.blocks.flat(), b.blocks.flat()) ||
  a.concat.length - b.concat.length ||
  compare(a.concat, b.concat);
