/** Refuses networks for images that cannot be trained in the memory of the engine. */
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { ImageTraits } from '../../data/image-data-set.ts';
import { memoryProblem } from '../../engine/memory.ts';
import type { OptimizerSettings } from './settings.ts';
import type { ImageSpace, StemmedNetwork } from './space.ts';

export function fitsMemory(
  {
    networks,
    traits,
  }: { readonly networks: Pick<ImageSpace<unknown>, 'firstMaps'>; readonly traits: ImageTraits },
  settings: StemmedNetwork & Pick<OptimizerSettings, 'batchSize'>,
): Result<null, JobFailure> {
  const { height, width, channels } = networks.firstMaps(traits, settings);
  const problem = memoryProblem({
    name: `the first maps, ${height}x${width} images of ${channels} channels,`,
    batchSize: settings.batchSize,
    perExample: height * width * channels,
    settings: 'initialChannels',
  });
  return problem ? fail({ reason: 'job-refused', ...problem }) : ok(null);
}
