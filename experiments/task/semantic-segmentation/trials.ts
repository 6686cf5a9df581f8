/** Runs a black-box method whose trials are networks that segment images. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { Result } from '../../../schemas/result.ts';
import type { BlackBoxModule } from '../../method/module.ts';
import { budget } from '../../method/settings.ts';
import { searchByTraining, trainingSeconds } from '../black-box-search.ts';
import type { Found } from '../found.ts';
import { refuse } from '../measured.ts';
import type { SearchJob } from '../module.ts';
import { readSettings } from '../read-settings.ts';
import type { SegmentationRun } from './run.ts';
import { segmentationScores } from './scores.ts';
import { fitsMemory } from './segmentation-memory.ts';
import { cropProblem, segmentationTrial } from './settings.ts';

export async function searchSegmentationTrials(
  method: BlackBoxModule,
  job: SearchJob,
  { settings, networks, image, halves }: SegmentationRun,
): Promise<Result<Found, JobFailure>> {
  const read = readSettings('method', { ...budget, trial: segmentationTrial.schema }, settings);
  if (!read.ok) return read;
  const { trial: training, ...end } = read.value;
  const problem = cropProblem(training);
  if (problem !== undefined) return refuse(problem);
  const fits = fitsMemory(training, image.classes);
  if (!fits.ok) return fits;
  const crop = { ...image, height: training.cropSize, width: training.cropSize };
  return searchByTraining(method, job, end, {
    scores: segmentationScores,
    training,
    // A method that draws parameter by parameter may leave the trellis.
    problem: (_, proposed) => job.space.validate(proposed)[0],
    seconds: (genotype, epochs) =>
      trainingSeconds(networks.model(genotype, crop, training), epochs, halves.train.count),
  });
}
