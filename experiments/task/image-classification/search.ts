/** Searches for networks that sort images. */
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { isStored } from '../../data/image-data-set.ts';
import { divide } from '../../data/part.ts';
import { startEngine } from '../../engine/index.ts';
import type { BlackBoxModule } from '../../method/module.ts';
import { settingsOf } from '../../method/settings-of.ts';
import { decisionLines } from '../../trial/decision-lines.ts';
import { trialLogOf } from '../../trial/trial-log.ts';
import type { DirectModule } from '../direct-module.ts';
import type { Found } from '../found.ts';
import { refuse } from '../measured.ts';
import type { SearchJob } from '../module.ts';
import type { WeightSharingModule } from '../weight-sharing-module.ts';
import { foundImages } from './found.ts';
import { imageMemoryProblem, trainedSizes } from './image-memory.ts';
import type { ImageRun } from './run.ts';
import type { TrainingSettings } from './settings.ts';
import { imageTask } from './task-settings.ts';
import { type BlackBoxSettings, searchByTraining } from './trials.ts';

export async function searchImages(job: SearchJob): Promise<Result<Found, JobFailure>> {
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

async function open(job: SearchJob): Promise<Result<ImageRun, JobFailure>> {
  const { spec, data, space, settings, method, sharing, key, observer } = job;
  const networks = await space.tasks['image-classification']?.();
  if (!networks) return refuse(`The task image-classification does not go with the space ${space.name}`);
  const task = imageTask(job.task);
  if (!task.ok) return task;
  const { benchmark, trainPortion } = task.value;
  const images = await data.load('images', task.value.data, spec.dataFolder);
  if (!images.ok) return images;
  const table = benchmark === null ? null : await data.load('table', benchmark, spec.benchmarkFolder);
  if (table?.ok === false) return table;
  await startEngine(job.engine);
  const { traits, train } = images.value;
  const parts = divide(train, trainPortion);
  if (parts.train.indices.length === 0 || parts.validation.indices.length === 0) {
    return refuse(`trainPortion ${trainPortion} leaves no images to train on or none to validate on`);
  }
  const needsMemory = method.form === 'weight-sharing' || (method.form === 'direct' && method.sharesWeights);
  if (!isStored(train) && needsMemory) {
    return refuse(
      `The method ${method.kind} needs images in memory, and those of ${traits.name} are read one by one`,
    );
  }
  const sizes = trainedSizes(settings);
  const tight = sizes && imageMemoryProblem(traits, sizes);
  if (tight) return fail({ reason: 'job-refused', ...tight });
  return ok({
    ...{ settings, traits, ...parts, key, observer },
    ...{ space, networks, images: images.value, table: table?.value ?? null, sharing },
    log: trialLogOf(spec),
  });
}

async function proposeTrials(method: BlackBoxModule, run: ImageRun): Promise<Result<Found, JobFailure>> {
  const settings = settingsOf<BlackBoxSettings<TrainingSettings>>(run.settings);
  const outcome = await searchByTraining(method, settings, run);
  if (!outcome.ok) return outcome;
  const found = foundImages(outcome.value, run, settings.trial);
  if (!found.ok) return found;
  return ok({ ...found.value, lines: decisionLines(outcome.value.decisions) });
}

async function shareWeights(
  { kind, tasks }: WeightSharingModule,
  run: ImageRun,
): Promise<Result<Found, JobFailure>> {
  const load = tasks['image-classification']?.searches[run.space.name];
  if (!load) return refuse(`The method ${kind} does not go with the space ${run.space.name}`);
  const { search } = await load();
  const reports = run.networks.sharedWeights?.(run);
  const outcome = await search({ ...run, ...reports?.run });
  if (!outcome.ok) return outcome;
  const found = foundImages(outcome.value, run, settingsOf(run.settings));
  if (!found.ok || !reports) return found;
  const { metrics, lines } = reports.found(outcome.value.architecture);
  return ok({ ...found.value, metrics: { ...found.value.metrics, ...metrics }, lines });
}

async function searchDirectly(
  { kind, tasks }: DirectModule,
  run: ImageRun,
): Promise<Result<Found, JobFailure>> {
  const form = tasks['image-classification'];
  if (!form?.spaces.includes(run.space.name)) {
    return refuse(`The method ${kind} does not go with the space ${run.space.name}`);
  }
  return (await form.load()).search(run);
}
