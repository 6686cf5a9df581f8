/**
 * How many cells there are: as lists of decisions, which is what a controller draws, and as networks, where the order of
 * blocks that do not read each other and of the two inputs of a block means nothing.
 */
import { combinations, operations } from './operations.ts';

interface Choices {
  readonly operations: number;
  readonly combinations: number;
}

const choices: Choices = { operations: operations.length, combinations: combinations.length };

/** Lists of decisions: two states, two operations and a combination for each block. 2,286,906,949,584,691,200 of five. */
export function decisionCount(blocks: number, { operations: o, combinations: c } = choices): bigint {
  let count = 1n;
  for (let b = 0; b < blocks; b += 1) count *= BigInt(b + 2) ** 2n * BigInt(o) ** 2n * BigInt(c);
  return count;
}

/**
 * Different networks: orbits of the renumberings of blocks, which Burnside's lemma counts. For each way to permute them,
 * the cells that it leaves as they are: blocks of one cycle are equal but for their numbers, so each cycle chooses once.
 */
export function networkCount(blocks: number, { operations: o, combinations: c } = choices): bigint {
  let fixed = 0n;
  for (const cycles of partitions(blocks)) {
    const everyCycle = 2 ** cycles.length - 1;
    fixed += permutationsOf(cycles) * acyclic(everyCycle, cycles, o, c);
  }
  return fixed / factorial(blocks);
}

/**
 * Ways in which the cycles of the set choose, none of them reading itself in a circle: by inclusion and exclusion over
 * the blocks that none reads (Robinson 1973).
 * @param set bits of `cycles`
 */
function acyclic(set: number, cycles: readonly number[], o: number, c: number): bigint {
  if (set === 0) return 1n;
  let count = 0n;
  for (let last = set; last > 0; last = (last - 1) & set) {
    const rest = set & ~last;
    const readable = cycles.filter((_, i) => rest & (1 << i));
    let ways = acyclic(rest, cycles, o, c);
    let sign = -1n;
    cycles.forEach((length, i) => {
      if (!(last & (1 << i))) return;
      ways *= BigInt(c) * fixedPairs(length, readable, o);
      sign = -sign;
    });
    count += sign * ways;
  }
  return count;
}

/** Unordered pairs of inputs that `length` applications of the permutation leave as they are. */
function fixedPairs(length: number, readable: readonly number[], o: number): bigint {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const still = BigInt(o * (2 + sum(readable.filter((other) => length % other === 0))));
  // Two inputs that change places.
  const swapped = readable.map((other) => (other === 2 * gcd(other, length) ? gcd(other, length) : 0));
  return (still * (still + 1n)) / 2n + BigInt(o * sum(swapped));
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

const factorial = (n: number): bigint => (n <= 1 ? 1n : BigInt(n) * factorial(n - 1));

/** Permutations with cycles of these lengths. */
function permutationsOf(cycles: readonly number[]): bigint {
  const total = cycles.reduce((sum, length) => sum + length, 0);
  let alike = 1n;
  for (const length of new Set(cycles)) alike *= factorial(cycles.filter((other) => other === length).length);
  return factorial(total) / (alike * cycles.reduce((product, length) => product * BigInt(length), 1n));
}

/** Falling lists of positive integers with this sum. */
function partitions(total: number, largest = total): readonly (readonly number[])[] {
  if (total === 0) return [[]];
  const found: (readonly number[])[] = [];
  for (let first = Math.min(total, largest); first > 0; first -= 1) {
    for (const rest of partitions(total - first, first)) found.push([first, ...rest]);
  }
  return found;
}
