/** Runs a black-box method whose trials are language models trained from scratch, scored on the validation text. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { Result } from '../../../schemas/result.ts';
import type { BlackBoxModule } from '../../method/module.ts';
import { budget } from '../../method/settings.ts';
import { searchByTraining, trainingSeconds } from '../black-box-search.ts';
import type { Found } from '../found.ts';
import type { SearchJob } from '../module.ts';
import { readSettings } from '../read-settings.ts';
import { resumedTrials } from '../resumed-trials.ts';
import type { TextRun } from './run.ts';
import { textScores } from './score.ts';
import { trial } from './settings.ts';

export async function searchTextTrials(
  method: BlackBoxModule,
  job: SearchJob,
  { settings, networks, corpus }: TextRun,
): Promise<Result<Found, JobFailure>> {
  const read = readSettings('method', { ...budget, trial: trial.schema }, settings);
  if (!read.ok) return read;
  const { trial: training, ...end } = read.value;
  const shape = { vocabulary: corpus.vocabulary.length, width: training.width };
  return searchByTraining(method, job, end, {
    scores: textScores,
    training,
    ...(training.resume ? resumedTrials : {}),
    seconds: (genotype, epochs) =>
      trainingSeconds(networks.model(genotype, shape), epochs, corpus.train.length),
  });
}
