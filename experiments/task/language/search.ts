/** Searches for cells that model text. */
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { startEngine } from '../../engine/index.ts';
import type { BlackBoxModule } from '../../method/module.ts';
import { settingsOf } from '../../method/settings-of.ts';
import { decisionLines } from '../../trial/decision-lines.ts';
import { trialLogOf } from '../../trial/trial-log.ts';
import type { DirectModule } from '../direct-module.ts';
import type { Found } from '../found.ts';
import { languageScore, refuse } from '../measured.ts';
import type { SearchJob } from '../module.ts';
import type { WeightSharingModule } from '../weight-sharing-module.ts';
import type { TextRun } from './run.ts';
import type { LanguageTrainingSettings } from './settings.ts';
import { languageTask } from './task-settings.ts';
import { decisionOnText, searchByTraining, type TextBlackBoxSettings, type TextOutcome } from './trials.ts';

export async function searchText(job: SearchJob): Promise<Result<Found, JobFailure>> {
  const { method } = job;
  const opened = await open(job);
  if (!opened.ok) return opened;
  const run = opened.value;
  switch (method.form) {
    case 'black-box':
      return proposeTrials(method, run);
    case 'weight-sharing':
      return shareWeights(method, run);
    case 'direct':
      return searchDirectly(method, run);
    default:
      return method satisfies never;
  }
}

async function open(job: SearchJob): Promise<Result<TextRun, JobFailure>> {
  const { spec, data, space, settings, key, observer } = job;
  const networks = await space.tasks['language-modelling']?.();
  if (!networks) return refuse(`The task language-modelling does not go with the space ${space.name}`);
  const task = languageTask(job.task);
  if (!task.ok) return task;
  const corpus = await data.load('text', task.value.data, spec.dataFolder);
  if (!corpus.ok) return corpus;
  await startEngine(job.engine);
  return ok({ settings, space, networks, corpus: corpus.value, key, observer, log: trialLogOf(spec) });
}

async function proposeTrials(method: BlackBoxModule, run: TextRun): Promise<Result<Found, JobFailure>> {
  const settings = settingsOf<TextBlackBoxSettings>(run.settings);
  const outcome = await searchByTraining(method, settings, run);
  if (!outcome.ok) return outcome;
  const found = foundText(outcome.value, run, settings.trial);
  if (!found.ok) return found;
  return ok({ ...found.value, lines: decisionLines(outcome.value.decisions, decisionOnText) });
}

async function shareWeights(
  { kind, tasks }: WeightSharingModule,
  run: TextRun,
): Promise<Result<Found, JobFailure>> {
  const load = tasks['language-modelling']?.searches[run.space.name];
  if (!load) return refuse(`The method ${kind} does not go with the space ${run.space.name}`);
  const { search } = await load();
  const outcome = await search(run);
  return outcome.ok ? foundText(outcome.value, run, settingsOf(run.settings)) : outcome;
}

async function searchDirectly(
  { kind, tasks }: DirectModule,
  run: TextRun,
): Promise<Result<Found, JobFailure>> {
  const form = tasks['language-modelling'];
  if (!form?.spaces.includes(run.space.name)) {
    return refuse(`The method ${kind} does not go with the space ${run.space.name}`);
  }
  return (await form.load()).search(run);
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
