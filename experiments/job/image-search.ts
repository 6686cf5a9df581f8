/** Searches for networks that sort images. */
import type { ArchitectureOf, CnnGenotype, SpaceName } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { ImageClassification, MethodSettings, SpaceSettings } from '../../schemas/manifest.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { Nasbench101Table } from '../benchmark/nasbench101-table.ts';
import { type ImageDataSet, isStored } from '../data/image-data-set.ts';
import { divide } from '../data/part.ts';
import type { WeightSharingModule } from '../oneshot/module.ts';
import type { OneShotMethodSettings } from '../oneshot/nasbench1shot1/search.ts';
import type { SearchObserver, SearchOutcome, SearchRun } from '../oneshot/search-run.ts';
import { loadMethod } from '../registry/load-method.ts';
import type { Key } from '../rng/key.ts';
import type { NetworkSettings, TrainingSettings } from '../task/image-classification/settings.ts';
import type { Measurement } from '../task/tally.ts';
import type { BlackBoxMethodSettings } from './black-box-method.ts';
import { searchByTraining } from './black-box-search.ts';
import { decisionLines } from './decision-lines.ts';
import { searchEverything } from './exhaustive-search.ts';
import { fixedCnn } from './fixed.ts';
import type { Found } from './found.ts';
import { imageMemoryProblem, trainedSizes } from './image-memory.ts';
import { architectureFile, dartsCnnImages, type ImageSpace, nasbench101Images } from './image-space.ts';
import { refuse, splitMetrics } from './measured.ts';
import { searchOneShotCells, spaceNumbers } from './one-shot-cells.ts';
import { settingsOf } from './parameters.ts';
import type { TrialLog } from './trial-log.ts';
import { tune } from './tune.ts';

export interface ImageSearch {
  readonly task: ImageClassification;
  readonly space: SpaceSettings;
  readonly method: MethodSettings;
  readonly images: ImageDataSet;
  /** What is known of the architectures found; for reports, out of reach of the search. */
  readonly table: Nasbench101Table | null;
  readonly key: Key;
  readonly observer: SearchObserver;
  readonly log: TrialLog;
}

export async function searchImages(search: ImageSearch): Promise<Result<Found, JobFailure>> {
  const { task, images, method, key, observer } = search;
  const parts = divide(images.train, task.trainPortion);
  if (parts.train.indices.length === 0 || parts.validation.indices.length === 0) {
    return refuse(`trainPortion ${task.trainPortion} leaves no images to train on or none to validate on`);
  }
  const module = await loadMethod(method.kind);
  if (!module) return refuse(`This version has no method ${method.kind}`);
  if (
    !isStored(images.train) &&
    (module.form === 'weight-sharing' || (module.form === 'direct' && module.sharesWeights))
  ) {
    const { name } = images.traits;
    return refuse(
      `The method ${method.kind} needs images in memory, and those of ${name} are read one by one`,
    );
  }
  const sizes = trainedSizes(method);
  const tight = sizes && imageMemoryProblem(images.traits, sizes);
  if (tight) return fail({ reason: 'job-refused', ...tight });
  const run = { settings: method, traits: images.traits, ...parts, key, observer };
  switch (module.form) {
    case 'black-box':
      return proposeTrials(search, run);
    case 'weight-sharing':
      return shareWeights(module, search, run);
    case 'direct':
      return searchDirectly(search, run);
    default:
      return module satisfies never;
  }
}

type Run = SearchRun<MethodSettings>;

function proposeTrials({ space, log }: ImageSearch, run: Run): Promise<Result<Found, JobFailure>> {
  const proposing = { ...run, settings: settingsOf<BlackBoxMethodSettings<TrainingSettings>>(run.settings) };
  return space.name === 'darts-cnn'
    ? blackBox(dartsCnnImages, proposing, log)
    : blackBox(nasbench101Images, proposing, log);
}

async function shareWeights(
  { kind, tasks }: WeightSharingModule,
  { space, table }: ImageSearch,
  run: Run,
): Promise<Result<Found, JobFailure>> {
  const load = tasks['image-classification']?.searches[space.name];
  if (!load) return refuse(`The method ${kind} does not go with the space ${space.name}`);
  const number = spaceNumbers[space.name];
  const sharing = { ...run, settings: settingsOf<OneShotMethodSettings>(run.settings) };
  if (number !== undefined) return searchOneShotCells(number, sharing, table);
  const { search } = await load();
  const outcome = await search(run);
  if (!outcome.ok) return outcome;
  const found = outcome.value as SearchOutcome<CnnGenotype, Measurement | null>;
  return foundImages(dartsCnnImages, found, run, sharing.settings);
}

async function searchDirectly(
  { space, table, images, log }: ImageSearch,
  run: Run,
): Promise<Result<Found, JobFailure>> {
  const number = spaceNumbers[space.name];
  switch (run.settings.kind) {
    case 'fixed':
      return fixedCnn(settingsOf(run.settings));
    case 'exhaustive':
      return searchEverything(settingsOf(run.settings), run, images, log);
    default:
      if (number === undefined)
        return refuse(`The method ${run.settings.kind} does not go with the space ${space.name}`);
      return tune({ settings: settingsOf(run.settings), spaceNumber: number, run, table, log });
  }
}

async function blackBox<S extends SpaceName>(
  space: ImageSpace<S>,
  run: SearchRun<BlackBoxMethodSettings<TrainingSettings>>,
  log: TrialLog,
): Promise<Result<Found, JobFailure>> {
  const method = run.settings;
  const outcome = await searchByTraining(space, run, log);
  if (!outcome.ok) return outcome;
  if (method.trial === undefined) return refuse('The method does not say how its trials are trained');
  const found = foundImages(space, outcome.value, run, method.trial);
  if (!found.ok) return found;
  return ok({ ...found.value, lines: decisionLines(outcome.value.decisions) });
}

/** @param network whose size the model metrics tell */
function foundImages<S extends SpaceName>(
  space: ImageSpace<S>,
  { architecture, validation, cost }: SearchOutcome<ArchitectureOf[S], Measurement | null>,
  { traits }: Pick<Run, 'traits'>,
  network: NetworkSettings,
): Result<Found, JobFailure> {
  const measured = validation ? splitMetrics('validation', validation) : ok({});
  if (!measured.ok) return measured;
  const model = space.model(architecture, traits, network);
  const metrics: JobMetrics = { ...measured.value, model, cost };
  return ok({ architecture: architectureFile(space, architecture), metrics });
}
