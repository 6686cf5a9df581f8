/**
 * The path of largest probability through the trellis, where each arrow is taken with its own probability: Viterbi's algorithm.
 * Source: Liu et al. 2019 (Auto-DeepLab), section 4.1, decoding; Viterbi 1967.
 */
import { exp } from '../../../schemas/exact-math.ts';
import { arrowsInto, hasMove, levels, levelsOf, moves, strideOf } from './trellis.ts';

/**
 * One number for each layer, level and move. `[l][s][m]`: the arrow into layer l (0-based) that leaves level s of the layer before
 * (level 0, the stem, for l = 0) by `moves[m]`. Arrows that do not exist are not read.
 */
export type ArrowValues = readonly (readonly (readonly number[])[])[];

/** A softmax over the arrows that leave each node; 0 where there is none. */
export const arrowProbabilities = (logits: ArrowValues): ArrowValues =>
  logits.map((layer, l) =>
    Array.from({ length: levels }, (_, from) => {
      const isNode = from < (l === 0 ? 1 : levelsOf(l - 1));
      const exists = moves.map((move) => isNode && hasMove(from, move));
      const row = layer[from] ?? [];
      const most = Math.max(...row.filter((_, m) => exists[m]));
      const values = moves.map((_, m) => (exists[m] ? exp((row[m] ?? 0) - most) : 0));
      const sum = values.reduce((total, value) => total + value, 0);
      return values.map((value) => (sum > 0 ? value / sum : 0));
    }),
  );

export interface BestPath {
  /** The stride of each layer. */
  readonly path: readonly number[];
  /** The product over its arrows. */
  readonly probability: number;
}

/** Of equally probable ways to a node, and of equally probable ends, the one from the finer map is taken. */
export function viterbi(probabilities: ArrowValues): BestPath {
  const start: BestPath = { path: [], probability: 1 };
  let best: readonly BestPath[] = [start];
  probabilities.forEach((layer, l) => {
    const before = best;
    const arrows = arrowsInto(l);
    best = Array.from({ length: levelsOf(l) }, (_, level) =>
      arrows
        .filter(({ to }) => to === level)
        .map(({ from, to }): BestPath => {
          const { path, probability } = before[from] ?? start;
          const taken = layer[from]?.[to - from + 1] ?? 0;
          return { path: [...path, strideOf(to)], probability: probability * taken };
        })
        .reduce(likelier),
    );
  });
  return best.reduce(likelier);
}

const likelier = (one: BestPath, other: BestPath): BestPath =>
  other.probability > one.probability ? other : one;
