/**
 * The relaxed network level: every node of the trellis adds up what its arrows bring, each times its weight.
 * Source: Liu et al. 2019 (Auto-DeepLab), section 4.1, equation 6.
 */
import { reshape, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { embedding, mixedSum } from '../../engine/index.ts';
import { type Arrow, arrowsInto, levelOf, levels, moves } from '../../space/auto-deeplab/trellis.ts';

/** Which arrows are there, and how those into one node are joined. */
export interface ArrowRule {
  arrows(layer: number): readonly Arrow[];
  join(made: readonly Tensor[], arrows: readonly Arrow[]): Tensor;
}

/** All arrows. @param weights [layers, levels, moves], the level being that where an arrow begins */
export function mixedArrows(weights: Tensor): ArrowRule {
  const table = reshape(weights, [weights.size, 1]);
  const place = ({ layer, from, to }: Arrow): number =>
    (layer * levels + from) * moves.length + (to - from + 1);
  return {
    arrows: arrowsInto,
    join(made, arrows) {
      const chosen = embedding(table, tensor1d(arrows.map(place), 'int32'));
      return mixedSum(made, reshape(chosen, [arrows.length]));
    },
  };
}

/** The arrows of a path alone, each of weight 1. @param path strides */
export function pathArrows(path: readonly number[]): ArrowRule {
  const level = (layer: number): number => (layer < 0 ? 0 : levelOf(path[layer] ?? 4));
  return {
    arrows: (layer) => [{ layer, from: level(layer - 1), to: level(layer) }],
    join(made) {
      const [only] = made;
      if (!only) throw new Error('Internal error: a path has a node without an arrow');
      return only;
    },
  };
}

/** What an arrow brings. @param older the node of the same level two layers before; undefined where there is none */
export type RunArrow = (arrow: Arrow, current: Tensor, older: Tensor | undefined) => Tensor;

/** @returns the nodes of the last layer by level; undefined where no arrow leads */
export function runTrellis(
  layers: number,
  stem: Tensor,
  { arrows, join }: ArrowRule,
  run: RunArrow,
): readonly (Tensor | undefined)[] {
  let older: readonly (Tensor | undefined)[] = [];
  let current: readonly (Tensor | undefined)[] = [stem];
  for (let layer = 0; layer < layers; layer += 1) {
    const next: (Tensor | undefined)[] = Array.from({ length: levels }, () => undefined);
    for (let to = 0; to < levels; to += 1) {
      const into = arrows(layer).filter((arrow) => arrow.to === to);
      if (into.length === 0) continue;
      const made = into.map((arrow) => {
        const source = current[arrow.from];
        if (!source) throw new Error('Internal error: an arrow begins where no node is');
        return run(arrow, source, older[to]);
      });
      next[to] = join(made, into);
    }
    [older, current] = [current, next];
  }
  return current;
}
