/** Multiply-adds of one image in the network that is searched, of convolutions alone. */

import type { TrellisShape } from '../../model/segmentation/trellis-net.ts';
import { edgeCount } from '../../space/auto-deeplab/decode-cell.ts';
import { type AutoDeepLabGenotype, blocksOf } from '../../space/auto-deeplab/genotype.ts';
import { type Operation, operations, partsOf } from '../../space/auto-deeplab/operations.ts';
import { mapsAt } from '../../space/auto-deeplab/plan-network.ts';
import { type Arrow, arrowsInto, levelOf, levelsOf } from '../../space/auto-deeplab/trellis.ts';

interface Size {
  readonly height: number;
  readonly width: number;
}

/** @param genotype whose operations and arrows alone run; undefined for all of them */
export function trellisMultiplyAdds(
  shape: TrellisShape,
  image: Size,
  genotype?: AutoDeepLabGenotype,
): number {
  const { stemChannels: c, layers, blocks, filters, classes } = shape;
  const pixels = (level: number): number => {
    const { height, width } = mapsAt(image, level, 0);
    return height * width;
  };
  const level = (layer: number): number => (layer < 0 ? 0 : levelOf(genotype?.path[layer] ?? 4));
  const into = (layer: number): readonly Arrow[] =>
    genotype ? [{ layer, from: level(layer - 1), to: level(layer) }] : arrowsInto(layer);
  const chosen: readonly Operation[] = genotype
    ? blocksOf(genotype).flatMap((block) => block.map(([operation]) => operation))
    : Array.from({ length: edgeCount(blocks) }, () => operations).flat();
  const width = (layer: number, at: number): number => (layer < 0 ? 2 * c : blocks * filters * 2 ** at);
  let sum = pixels(-1) * 27 * c + pixels(0) * 18 * c * c;
  for (let layer = 0; layer < layers; layer += 1) {
    for (const { from, to } of into(layer)) {
      const f = filters * 2 ** to;
      const fits = width(layer - 1, from) * f * (to > from ? 9 : 1) + width(layer - 2, to) * f;
      sum += pixels(to) * (fits + chosen.reduce((total, operation) => total + taps(operation, f), 0));
    }
  }
  const ends = genotype ? [level(layers - 1)] : Array.from({ length: levelsOf(layers - 1) }, (_, at) => at);
  for (const at of ends) {
    const w = width(layers - 1, at);
    sum += pixels(at) * (10 * w * w + 3 * w * classes) + w * w;
  }
  return sum;
}

/** Of one pixel of `f` channels. */
function taps(operation: Operation, f: number): number {
  const parts = partsOf(operation);
  switch (parts.kind) {
    case 'separable':
      return 2 * (parts.kernel ** 2 * f + f * f);
    case 'atrous':
      return parts.kernel ** 2 * f * f;
    default:
      return 0;
  }
}
