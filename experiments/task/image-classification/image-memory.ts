/** Whether a network for images can be trained in the memory of the engine. */
import type { ImageTraits } from '../../data/image-data-set.ts';
import { memoryProblem } from '../../engine/memory.ts';

interface Sizes {
  readonly batchSize: number;
  readonly initialChannels: number;
  readonly stem?: 'cifar' | 'imagenet';
}

/**
 * The first maps of a network have its initial channels in every space. The stem for photographs reads them at half the
 * height and width, with half the channels, and they are smaller after it.
 */
export function imageMemoryProblem({ height, width }: ImageTraits, sizes: Sizes) {
  const { batchSize, initialChannels, stem } = sizes;
  const values = height * width * initialChannels;
  return memoryProblem({
    name: `the first maps, ${height}x${width} images of ${initialChannels} channels,`,
    batchSize,
    perExample: stem === 'imagenet' ? values / 8 : values,
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
