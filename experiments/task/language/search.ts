/** Searches for cells that model text. */
import { Type } from '@sinclair/typebox';
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { startEngine } from '../../engine/index.ts';
import type { BlackBoxModule } from '../../method/module.ts';
import { budget } from '../../method/settings.ts';
import { decisionLines } from '../../trial/decision-lines.ts';
import { trialLogOf } from '../../trial/trial-log.ts';
import type { Found } from '../found.ts';
import { languageScore, refuse } from '../measured.ts';
import type { SearchJob } from '../module.ts';
import { readSettings } from '../read-settings.ts';
import { type FormSearches, searchByForm } from '../search-by-form.ts';
import type { TextSearch } from '../weight-sharing-module.ts';
import type { TextRun } from './run.ts';
import { type LanguageTrainingSettings, languageTraining, trial } from './settings.ts';
import { searchByTraining, type TextOutcome } from './trials.ts';

export async function searchText(job: SearchJob): Promise<Result<Found, JobFailure>> {
  const opened = await open(job);
  return opened.ok ? searchByForm(job.method, opened.value, forms) : opened;
}

async function open(job: SearchJob): Promise<Result<TextRun, JobFailure>> {
  const { spec, data, space, settings, key, observer } = job;
  const networks = await space.tasks['language-modelling']?.();
  if (!networks) return refuse(`The task language-modelling does not go with the space ${space.name}`);
  const task = readSettings('task', { data: Type.String() }, job.task);
  if (!task.ok) return task;
  const corpus = await data.load('text', task.value.data, spec.dataFolder);
  if (!corpus.ok) return corpus;
  await startEngine(job.engine);
  return ok({ settings, space, networks, corpus: corpus.value, key, observer, log: trialLogOf(spec) });
}

async function proposeTrials(method: BlackBoxModule, run: TextRun): Promise<Result<Found, JobFailure>> {
  const read = readSettings('method', { ...budget, trial: trial.schema }, run.settings);
  if (!read.ok) return read;
  const { value: settings } = read;
  const outcome = await searchByTraining(method, settings, run);
  if (!outcome.ok) return outcome;
  const found = foundText(outcome.value, run, settings.trial);
  if (!found.ok) return found;
  return ok({ ...found.value, lines: decisionLines(outcome.value.decisions) });
}

async function shareWeights({ search }: TextSearch, run: TextRun): Promise<Result<Found, JobFailure>> {
  const settings = readSettings('method', { width: languageTraining.width }, run.settings);
  if (!settings.ok) return settings;
  const outcome = await search(run);
  return outcome.ok ? foundText(outcome.value, run, settings.value) : outcome;
}

const forms: FormSearches<TextRun, TextSearch> = {
  proposeTrials,
  shareWeights,
  sharedForm: (tasks) => tasks['language-modelling'],
  directForm: (tasks) => tasks['language-modelling'],
};

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
