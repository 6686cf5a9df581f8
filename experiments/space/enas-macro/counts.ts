/**
 * Parameters and multiply-adds of macro networks, without building them. Trainable numbers are counted, running means and
 * variances are not; multiply-adds are those of convolutions and the classifier.
 */
import {
  type Count,
  convolution,
  normalisation,
  nothing,
  projection,
  total,
} from '../darts-cnn/layer-counts.ts';
import type { MacroGenotype } from './genotype.ts';
import { partsOf } from './operations.ts';
import { type LayerPlan, lastMaps, type MacroShape, type Maps, planMacro } from './plan.ts';

/** Of the network that is trained from scratch. */
export const countMacro = (genotype: MacroGenotype, shape: MacroShape): Count =>
  countNetwork(genotype, shape, 2, countFinal);

/** Of the part of the shared network that a child runs; `parameters` are those that it uses. */
export const countSharedMacro = (genotype: MacroGenotype, shape: MacroShape): Count =>
  countNetwork(genotype, shape, 1, countShared);

function countNetwork(
  genotype: MacroGenotype,
  shape: MacroShape,
  growth: 1 | 2,
  countLayer: (layer: LayerPlan) => readonly Count[],
): Count {
  const { image, initialChannels: first } = shape;
  const plan = planMacro(genotype, shape, growth);
  return total([
    convolution(image.channels, first, 3, pixels(image)),
    normalisation(first, true),
    ...plan.flatMap((layer, i) => [
      ...countLayer(layer),
      ...(i > 0 ? countSkips(layer, growth) : []),
      // The stem's map and one for each layer so far.
      ...(layer.pooled ? repeat(i + 2, countPooling(layer.maps, layer.pooled)) : []),
    ]),
    convolution(lastMaps(plan, shape).channels, shape.classes, 1, 1),
  ]);
}

const pixels = ({ height, width }: Pick<Maps, 'height' | 'width'>): number => height * width;

const repeat = (times: number, count: Count): readonly Count[] => Array<Count>(times).fill(count);

/** The two halves of a factorised reduction have as many numbers as one 1x1 convolution. */
const countPooling = (from: Maps, to: Maps): Count =>
  projection(from.channels, to.channels, pixels(to), true);

/** Separable convolutions are compiled as full ones. */
function countFinal({ operation, maps }: LayerPlan): readonly Count[] {
  const { channels: c } = maps;
  const parts = partsOf(operation);
  const narrow = projection(c, c, pixels(maps), true);
  return 'kernel' in parts
    ? [narrow, convolution(c, c, parts.kernel, pixels(maps)), normalisation(c, true)]
    : [narrow];
}

function countShared({ operation, maps }: LayerPlan): readonly Count[] {
  const { channels: c } = maps;
  const parts = partsOf(operation);
  const narrow = projection(c, c, pixels(maps), true);
  switch (parts.kind) {
    case 'full':
      return [narrow, convolution(c, c, parts.kernel, pixels(maps)), normalisation(c, true)];
    case 'separable':
      return [narrow, convolution(1, c, parts.kernel, pixels(maps)), projection(c, c, pixels(maps), true)];
    case 'avg':
    case 'max':
      return [narrow];
    default:
      return parts satisfies never;
  }
}

/** Final networks join by a 1x1 convolution over all of them, the shared one by their sum. */
function countSkips({ skips, maps }: LayerPlan, growth: 1 | 2): readonly Count[] {
  const { channels: c } = maps;
  const joined = growth === 2 ? convolution((skips.length + 1) * c, c, 1, pixels(maps)) : nothing;
  return [joined, normalisation(c, true)];
}
