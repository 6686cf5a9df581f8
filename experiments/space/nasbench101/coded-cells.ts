/**
 * Seven-vertex specs of NAS-Bench-101 as single integers, and the notebook's evolution on them: the same chances as
 * `drawSpec` and `mutateSpec`, with four random words for a child instead of some fifty. For studies of
 * thousands of runs on a table.
 */
import type { Draws } from '../../rng/draws.ts';
import type { Variation } from '../variation.ts';
import { edgeSlots, labelCodes, specOf } from './edge-bits.ts';
import { type CellSpec, maxVertices } from './spec.ts';

const slots = edgeSlots(maxVertices);
const two32 = 2 ** 32;
const edgeMask = (1 << slots) - 1;
const labellings = labelCodes(maxVertices);
const interior = maxVertices - 2;

/** Edge bits and, above them, the label code (edge-bits.ts). */
export const codeFrom = (bits: number, labelCode: number): number => (labelCode << slots) | bits;
export const edgeBitsOf = (code: number): number => code & edgeMask;
export const labelCodeOfCode = (code: number): number => code >>> slots;

export const specOfCode = (code: number): CellSpec =>
  specOf({ vertices: maxVertices, bits: edgeBitsOf(code), labelCode: labelCodeOfCode(code) });

const sevenSided = 7 ** 7;
let flips: Uint8Array | undefined;

/**
 * Seven edges each flip with chance 1/7: the flips of all 7^7 outcomes of seven seven-sided dice, 0 flips. Made when
 * first asked for, because every worker loads this file.
 */
function flipTable(): Uint8Array {
  flips ??= Uint8Array.from({ length: sevenSided }, (_, dice) => {
    let flipped = 0;
    for (let i = 0, rest = dice; i < 7; i += 1, rest = Math.floor(rest / 7)) {
      if (rest % 7 === 0) flipped |= 1 << i;
    }
    return flipped;
  });
  return flips;
}

/** Five operations each change with chance 1/5 to one of two others: digits of 10^5 outcomes, 0 and 1 change. */
const tenSided = 10 ** interior;

/**
 * @param isAllowed which codes count as architectures; samples and children are drawn until one does, and some child
 * always does since it may be its parent
 */
export const codedEvolution = (isAllowed: (code: number) => boolean): Variation<number> => ({
  sample(draws) {
    for (;;) {
      const code = codeFrom(draws.below(edgeMask + 1), draws.below(labellings));
      if (isAllowed(code)) return code;
    }
  },
  mutate(code, draws) {
    for (;;) {
      const child = codeFrom(
        edgeBitsOf(code) ^ drawFlips(draws),
        changedLabels(labelCodeOfCode(code), die(draws, tenSided, unfairTenSided)),
      );
      if (isAllowed(child)) return child;
    }
  },
});

const drawFlips = (draws: Draws): number =>
  drawSeven(draws) | (drawSeven(draws) << 7) | (drawSeven(draws) << 14);

const drawSeven = (draws: Draws): number => flipTable()[die(draws, sevenSided, unfairSevens)] as number;

const unfairSevens = two32 % sevenSided;
const unfairTenSided = two32 % tenSided;

/**
 * A uniform integer in [0, sides) by the product of Lemire (ACM TOMACS 29, 2019), which needs no division: most of an
 * evolution's time goes into these draws. @param unfair 2^32 modulo `sides`
 */
function die(draws: Draws, sides: number, unfair: number): number {
  for (;;) {
    const product = draws.uint32() * sides;
    const result = Math.floor(product / two32);
    if (product - result * two32 >= unfair) return result;
  }
}

/** @param dice a ten-sided die for each interior vertex, as digits */
function changedLabels(labelCode: number, dice: number): number {
  let result = 0;
  let place = 1;
  for (let i = 0, labels = labelCode, rest = dice; i < interior; i += 1) {
    const label = labels % 3;
    const die = rest % 10;
    result += (die < 2 ? (label + 1 + die) % 3 : label) * place;
    place *= 3;
    labels = (labels - label) / 3;
    rest = (rest - die) / 10;
  }
  return result;
}
