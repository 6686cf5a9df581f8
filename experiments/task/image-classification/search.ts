/** Searches for networks that sort images. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { MethodSettings } from '../../../schemas/manifest.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { isStored } from '../../data/image-data-set.ts';
import { divide } from '../../data/part.ts';
import { startEngine } from '../../engine/index.ts';
import { trialLogOf } from '../../trial/trial-log.ts';
import type { Found } from '../found.ts';
import { refuse } from '../measured.ts';
import type { SearchJob } from '../module.ts';
import { readSettings } from '../read-settings.ts';
import { type FormSearches, searchByForm } from '../search-by-form.ts';
import type { ImageSearch } from '../weight-sharing-module.ts';
import { foundImages } from './found.ts';
import { fitsMemory } from './image-memory.ts';
import { loadImages } from './load-images.ts';
import type { ImageRun } from './run.ts';
import { network, type OptimizerSettings, optimizer } from './settings.ts';
import { imageTask } from './task-settings.ts';
import { searchImageTrials } from './trials.ts';

export async function searchImages(job: SearchJob): Promise<Result<Found, JobFailure>> {
  const opened = await open(job);
  return opened.ok ? searchByForm(job.method, opened.value, formsOf(job)) : opened;
}

async function open(job: SearchJob): Promise<Result<ImageRun, JobFailure>> {
  const { spec, data, space, settings, method, sharing, key, observer } = job;
  const networks = await space.tasks['image-classification']?.();
  if (!networks) return refuse(`The task image-classification does not go with the space ${space.name}`);
  const task = readSettings('task', imageTask, job.task);
  if (!task.ok) return task;
  const { benchmark, trainPortion, rankedAfter } = task.value;
  const images = await loadImages(job, task.value);
  if (!images.ok) return images;
  const table = benchmark === null ? null : await data.load('table', benchmark, spec.benchmarkFolder);
  if (table?.ok === false) return table;
  const { traits, train } = images.value;
  const portion = portionOf(settings) ?? trainPortion;
  const parts = divide(train, portion);
  if (parts.train.indices.length === 0 || parts.validation.indices.length === 0) {
    return refuse(`trainPortion ${portion} leaves no images to train on or none to validate on`);
  }
  const needsMemory = method.form === 'weight-sharing' || (method.form === 'direct' && method.sharesWeights);
  if (!isStored(train) && needsMemory) {
    return refuse(
      `The method ${method.kind} needs images in memory, and those of ${traits.name} are read one by one`,
    );
  }
  return ok({
    ...{ settings, traits, ...parts, key, observer, task: job.task, engine: job.engine, trials: job.trials },
    ...{ space, networks, images: images.value, table: table?.value ?? null, rankedAfter, sharing },
    log: trialLogOf(spec),
  });
}

/** Why cells cannot be ranked as the task asks. */
function rankingProblem(
  { rankedAfter, table, networks, space }: ImageRun,
  { epochs }: Pick<OptimizerSettings, 'epochs'>,
): string | undefined {
  if (rankedAfter.length === 0) return undefined;
  if (!networks.sharedWeights) return `rankedAfter does not go with the space ${space.name}`;
  if (!table) return 'rankedAfter needs a benchmark: set task.benchmark';
  const late = rankedAfter.filter((epoch) => epoch > epochs);
  if (late.length === 0) return undefined;
  return `rankedAfter names epochs ${late.join(', ')}, and the search has ${epochs}`;
}

/** Of a method that divides the images otherwise than its task. */
const portionOf = ({ trainPortion }: MethodSettings): number | undefined =>
  typeof trainPortion === 'number' ? trainPortion : undefined;

async function shareWeights({ search }: ImageSearch, run: ImageRun): Promise<Result<Found, JobFailure>> {
  const { batchSize, epochs } = optimizer;
  const read = readSettings('method', { ...network, batchSize, epochs }, run.settings);
  if (!read.ok) return read;
  const { value: settings } = read;
  const problem = rankingProblem(run, settings);
  if (problem) return refuse(problem);
  const fits = fitsMemory(run, settings);
  if (!fits.ok) return fits;
  await startEngine(run.engine);
  const reports = run.networks.sharedWeights?.({ ...run, settings });
  const outcome = await search({ ...run, ...reports?.run });
  if (!outcome.ok) return outcome;
  const found = foundImages(outcome.value, run, settings);
  if (!found.ok || !reports) return found;
  const { metrics, lines } = reports.found(outcome.value.architecture);
  return ok({ ...found.value, metrics: { ...found.value.metrics, ...metrics }, lines });
}

const formsOf = (job: SearchJob): FormSearches<ImageRun, ImageSearch> => ({
  proposeTrials: (method, run) => searchImageTrials(method, job, run),
  shareWeights,
  sharedForm: (tasks) => tasks['image-classification'],
  directForm: (tasks) => tasks['image-classification'],
});
