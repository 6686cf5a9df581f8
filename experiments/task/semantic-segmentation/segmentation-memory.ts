/** Refuses networks that segment images and cannot be trained in the memory of the engine. */
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { memoryProblem } from '../../engine/memory.ts';

interface Sizes {
  readonly batchSize: number;
  readonly cropSize: number;
  readonly stemChannels: number;
}

/** The largest tensor is what the stem makes first, at half the size, or the scores of all pixels. */
export function fitsMemory(
  { batchSize, cropSize, stemChannels }: Sizes,
  classes: number,
): Result<null, JobFailure> {
  const half = Math.ceil(cropSize / 2);
  const tensors = [
    {
      name: `the first maps, ${half}x${half} images of ${stemChannels} channels,`,
      perExample: half ** 2 * stemChannels,
      settings: 'cropSize or stemChannels',
    },
    {
      name: `the scores of ${cropSize}x${cropSize} pixels for ${classes} classes`,
      perExample: cropSize ** 2 * classes,
      settings: 'cropSize',
    },
  ];
  const problems = tensors
    .toSorted((a, b) => b.perExample - a.perExample)
    .map((tensor) => memoryProblem({ ...tensor, batchSize }));
  const problem = problems.find((each) => each !== undefined);
  return problem ? fail({ reason: 'job-refused', ...problem }) : ok(null);
}
