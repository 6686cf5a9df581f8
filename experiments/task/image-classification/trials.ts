/** Runs a black-box method whose trials are networks that sort images, trained on the training part. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { Result } from '../../../schemas/result.ts';
import type { BlackBoxModule } from '../../method/module.ts';
import { budget } from '../../method/settings.ts';
import { searchByTraining, trainingSeconds } from '../black-box-search.ts';
import type { Found } from '../found.ts';
import { refuse } from '../measured.ts';
import type { SearchJob } from '../module.ts';
import { readSettings } from '../read-settings.ts';
import { resumedTrials } from '../resumed-trials.ts';
import { continuationProblem } from './continuation.ts';
import { fitsMemory } from './image-memory.ts';
import type { ImageRun } from './run.ts';
import { imageScores } from './scores.ts';
import { trial } from './settings.ts';

export async function searchImageTrials(
  method: BlackBoxModule,
  job: SearchJob,
  run: ImageRun,
): Promise<Result<Found, JobFailure>> {
  const read = readSettings('method', { ...budget, ...trial.settings, trial: trial.schema }, run.settings);
  if (!read.ok) return read;
  const { trial: training, operations, ...end } = read.value;
  const fits = fitsMemory(run, training);
  if (!fits.ok) return fits;
  const { networks, traits, train } = run;
  const { withNone } = networks;
  if (operations === 'with-none' && !withNone) {
    return refuse(
      `The space ${job.space.name} has no operation none: leave \`operations\` out, or search darts-cnn`,
    );
  }
  const lengths = method.trialEpochs?.(run.settings) ?? [training.epochs];
  const problem = continuationProblem(training, lengths, networks.continues ?? false);
  if (problem) return refuse(problem);
  return searchByTraining(method, job, end, {
    scores: imageScores,
    training,
    ...(training.resume ? resumedTrials : {}),
    ...(operations === 'with-none' && withNone ? { searched: withNone } : {}),
    problem: (genotype) => networks.networkProblem(genotype, traits, training),
    seconds: (genotype, epochs) =>
      trainingSeconds(networks.model(genotype, traits, training), epochs, train.indices.length),
  });
}
