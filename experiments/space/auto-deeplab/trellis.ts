/**
 * The network level: a path through a trellis of layers and strides. Strides are 4, 8, 16 and 32, levels 0 to 3; from layer
 * to layer the level changes by at most one. The stem ends at stride 4, so the first layer has stride 4 or 8.
 * Source: Liu et al. 2019 (Auto-DeepLab), section 3.2 and figure 1.
 */

export const strides = [4, 8, 16, 32] as const;
export const levels = strides.length;

/** L of the paper. */
export const usualLayers = 12;
/** Longer paths are not read. */
export const mostLayers = 64;

/** Where an arrow leads, as a change of the level: to a finer map, one of the same size, a coarser one. */
export const moves = [-1, 0, 1] as const;

export const strideOf = (level: number): number => 4 * 2 ** level;
export const levelOf = (stride: number): number => Math.round(Math.log2(stride / 4));
export const isStride = (value: unknown): value is number => (strides as readonly unknown[]).includes(value);

/** The levels that layer `layer` (0-based) has nodes of: 2, 3, then 4. */
export const levelsOf = (layer: number): number => Math.min(layer + 2, levels);

/** An arrow into a layer: `from` is a level of the layer before it, 0 for the stem. */
export interface Arrow {
  readonly layer: number;
  readonly from: number;
  readonly to: number;
}

/** Into the nodes of a layer, by where they lead and then by where they come from. 105 in twelve layers. */
export function arrowsInto(layer: number): readonly Arrow[] {
  const before = layer === 0 ? 1 : levelsOf(layer - 1);
  return Array.from({ length: levelsOf(layer) }, (_, to) => to).flatMap((to) =>
    [to - 1, to, to + 1].filter((from) => from >= 0 && from < before).map((from) => ({ layer, from, to })),
  );
}

/** Whether an arrow leaves level `from` of the layer before by this move. */
export const hasMove = (from: number, move: number): boolean => from + move >= 0 && from + move < levels;

/**
 * Number of paths through so many layers whose first is at the given levels. With both levels it is that of the space as the text
 * describes it (75,025 for twelve layers); with a first layer at stride 4 alone it is the size that the paper prints
 * (28,657, its 2.9 x 10^4).
 */
export function pathCount(layers: number, first: readonly number[] = [0, 1]): bigint {
  let ways: readonly bigint[] = Array.from({ length: levels }, (_, level) =>
    first.includes(level) ? 1n : 0n,
  );
  for (let layer = 1; layer < layers; layer += 1) {
    ways = ways.map((own, level) => own + (ways[level - 1] ?? 0n) + (ways[level + 1] ?? 0n));
  }
  return ways.reduce((sum, way) => sum + way, 0n);
}

/** What keeps a list from being a path, or undefined. */
export function pathProblem(path: readonly number[]): string | undefined {
  const [first = 0] = path;
  if (first > 8) return `a first stride of 4 or 8, as the stem ends at 4`;
  const at = path.findIndex(
    (stride, i) => i > 0 && Math.abs(levelOf(stride) - levelOf(path[i - 1] ?? 4)) > 1,
  );
  return at < 0 ? undefined : `strides that double, halve or stay from layer to layer`;
}
