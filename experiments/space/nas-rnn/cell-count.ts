/**
 * How many cells there are: as lists of decisions, which is what a controller draws and how the paper counts, and as
 * networks, where the order of the two inputs of a node means nothing.
 */
import { childrenOf, nodeCount } from './tree.ts';
import type { Words } from './words.ts';

const jointCount = ({ combinations, activations }: Words): bigint =>
  BigInt(combinations.length) * BigInt(activations.length);

/**
 * A combination and an activation for each node and for the entry of the memory, and two indices.
 * 63,331,869,759,897,600 of base 8, the 6 x 10^16 of Zoph and Le 2017, section 4.2.
 */
export const decisionCount = (base: number, words: Words): bigint =>
  jointCount(words) ** BigInt(nodeCount(base) + 1) * BigInt(nodeCount(base)) ** 2n;

/** Different trees below one node, by which of the two indices lie in them. Either index alone has the same number. */
interface Trees {
  readonly shape: string;
  readonly unmarked: bigint;
  readonly oneMark: bigint;
  readonly bothMarks: bigint;
}

/** Different networks: trees whose inputs have no order, with two marks. */
export function networkCount(base: number, words: Words): bigint {
  const joints = jointCount(words);
  const below = (node: number): Trees => {
    const children = childrenOf(node, base);
    if (!children) return { shape: '.', unmarked: joints, oneMark: joints, bothMarks: joints };
    const [a, b] = children.map(below) as [Trees, Trees];
    const pairs = a.shape === b.shape ? pairsOfOneShape(a) : pairsOfTwoShapes(a, b);
    return {
      shape: `(${[a.shape, b.shape].sort().join('')})`,
      unmarked: joints * pairs.unmarked,
      // On the node itself, or below it.
      oneMark: joints * (pairs.unmarked + pairs.oneMark),
      bothMarks: joints * (pairs.unmarked + 2n * pairs.oneMark + pairs.bothMarks),
    };
  };
  return joints * below(nodeCount(base) - 1).bothMarks;
}

type Pairs = Omit<Trees, 'shape'>;

/** Which of them comes first means nothing; one with a mark is never equal to one without. */
const pairsOfOneShape = ({ unmarked, oneMark, bothMarks }: Trees): Pairs => ({
  unmarked: (unmarked * (unmarked + 1n)) / 2n,
  oneMark: oneMark * unmarked,
  bothMarks: bothMarks * unmarked + oneMark * oneMark,
});

const pairsOfTwoShapes = (a: Trees, b: Trees): Pairs => ({
  unmarked: a.unmarked * b.unmarked,
  oneMark: a.oneMark * b.unmarked + a.unmarked * b.oneMark,
  bothMarks: a.bothMarks * b.unmarked + a.unmarked * b.bothMarks + 2n * a.oneMark * b.oneMark,
});
