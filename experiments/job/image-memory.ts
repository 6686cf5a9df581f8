/** Whether a network for images can be trained in the memory of the engine. */
import type { SpaceName } from '../../schemas/architecture.ts';
import type { ImageTraits } from '../data/image-data-set.ts';
import { memoryProblem } from '../engine/memory.ts';

interface Sizes {
  readonly batchSize: number;
  readonly initialChannels: number;
  readonly stem?: 'cifar' | 'imagenet';
}

/**
 * The first cell has the largest outputs: a cell of DARTS joins four nodes, of NAS-Bench-101 it has the channels of the
 * stem. The stem for photographs divides height and width by eight before it, and is itself the larger.
 */
export function imageMemoryProblem(space: SpaceName, traits: ImageTraits, sizes: Sizes) {
  const { batchSize, initialChannels, stem } = sizes;
  const pixels = traits.height * traits.width;
  const joined = space === 'darts-cnn' ? 4 : 1;
  const isSmall = stem === 'imagenet';
  return memoryProblem({
    name: `the ${isSmall ? 'outputs of the stem' : 'outputs of the first cell'}, ${traits.height}x${traits.width} images of ${initialChannels} channels,`,
    batchSize,
    perExample: isSmall ? (pixels / 8) * initialChannels : pixels * joined * initialChannels,
    settings: 'initialChannels',
  });
}

/** The sizes of what a method trains, wherever they stand; undefined when it trains nothing. */
export function trainedSizes(method: object): Sizes | undefined {
  if ('batchSize' in method && 'initialChannels' in method) {
    const { batchSize, initialChannels } = method;
    return typeof batchSize === 'number' && typeof initialChannels === 'number'
      ? {
          batchSize,
          initialChannels,
          ...('stem' in method && method.stem === 'imagenet' ? { stem: 'imagenet' } : {}),
        }
      : undefined;
  }
  const inner = 'trial' in method ? method.trial : 'method' in method ? method.method : null;
  return typeof inner === 'object' && inner !== null ? trainedSizes(inner) : undefined;
}
