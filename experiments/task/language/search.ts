/** Searches for cells that model text. */
import { Type } from '@sinclair/typebox';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { CostMetrics } from '../../../schemas/metrics.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { startEngine } from '../../engine/index.ts';
import type { Found } from '../found.ts';
import { languageScore, refuse } from '../measured.ts';
import type { SearchJob } from '../module.ts';
import { readSettings } from '../read-settings.ts';
import { type FormSearches, searchByForm } from '../search-by-form.ts';
import type { TextSearch } from '../weight-sharing-module.ts';
import type { TextRun } from './run.ts';
import type { LanguageScore } from './score.ts';
import { type LanguageTrainingSettings, languageTraining } from './settings.ts';
import { searchTextTrials } from './trials.ts';

export async function searchText(job: SearchJob): Promise<Result<Found, JobFailure>> {
  const opened = await open(job);
  return opened.ok ? searchByForm(job.method, opened.value, formsOf(job)) : opened;
}

async function open(job: SearchJob): Promise<Result<TextRun, JobFailure>> {
  const { spec, data, space, settings, key, observer } = job;
  const networks = await space.tasks['language-modelling']?.();
  if (!networks) return refuse(`The task language-modelling does not go with the space ${space.name}`);
  const task = readSettings('task', { data: Type.String() }, job.task);
  if (!task.ok) return task;
  const corpus = await data.load('text', task.value.data, spec.dataFolder);
  if (!corpus.ok) return corpus;
  return ok({ settings, space, networks, corpus: corpus.value, key, observer, engine: job.engine });
}

async function shareWeights({ search }: TextSearch, run: TextRun): Promise<Result<Found, JobFailure>> {
  const settings = readSettings('method', { width: languageTraining.width }, run.settings);
  if (!settings.ok) return settings;
  await startEngine(run.engine);
  const outcome = await search(run);
  return outcome.ok ? foundText(outcome.value, run, settings.value) : outcome;
}

const formsOf = (job: SearchJob): FormSearches<TextRun, TextSearch> => ({
  proposeTrials: (method, run) => searchTextTrials(method, job, run),
  shareWeights,
  sharedForm: (tasks) => tasks['language-modelling'],
  directForm: (tasks) => tasks['language-modelling'],
});

interface TextOutcome {
  /** As files hold it. */
  readonly architecture: unknown;
  readonly validation: LanguageScore;
  readonly cost: CostMetrics;
}

/** @param network whose size the model metrics tell */
function foundText(
  { architecture: genotype, validation, cost }: TextOutcome,
  { space, networks, corpus }: TextRun,
  { width }: Pick<LanguageTrainingSettings, 'width'>,
): Result<Found, JobFailure> {
  const measured = languageScore('validation', validation);
  if (!measured.ok) return measured;
  const model = networks.model(genotype, { vocabulary: corpus.vocabulary.length, width });
  return ok({
    architecture: { space: space.name, id: space.genotypeId(genotype), genotype },
    metrics: { ...measured.value, model, cost },
  });
}
