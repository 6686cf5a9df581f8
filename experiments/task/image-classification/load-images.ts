/** The images of a job: those of the data set, or as many of them as the manifest asks for. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { Result } from '../../../schemas/result.ts';
import { chooseExamples } from '../../data/examples.ts';
import type { ImageDataSet } from '../../data/image-data-set.ts';
import { refuse } from '../measured.ts';
import type { SearchJob, TrainJob } from '../module.ts';
import type { ImageTask } from './task-settings.ts';

export async function loadImages(
  { spec, data }: Pick<SearchJob | TrainJob, 'spec' | 'data'>,
  { data: name, examples }: ImageTask,
): Promise<Result<ImageDataSet, JobFailure>> {
  const images = await data.load('images', name, spec.dataFolder);
  if (!images.ok || examples === undefined) return images;
  const chosen = chooseExamples(images.value, examples);
  return chosen.ok ? chosen : refuse(chosen.failures.join('; '));
}
