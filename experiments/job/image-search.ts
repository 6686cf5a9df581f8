/** Searches for networks that sort images. */
import type { ArchitectureOf, CnnGenotype, SpaceName } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { ImageClassification, SpaceSettings } from '../../schemas/manifest.ts';
import type {
  BlackBoxMethodSettings,
  MethodSettings,
  NetworkSettings,
  OneShotMethodSettings,
} from '../../schemas/methods.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { Nasbench101Table } from '../benchmark/nasbench101-table.ts';
import { type ImageDataSet, isStored } from '../data/image-data-set.ts';
import { divide } from '../data/part.ts';
import { searchWithDarts } from '../oneshot/darts.ts';
import { searchWithGdas } from '../oneshot/gdas.ts';
import { searchWithIstaNas } from '../oneshot/ista/ista-nas.ts';
import { searchWithPcDarts } from '../oneshot/pc-darts.ts';
import { searchWithSharedWeights } from '../oneshot/random-weight-sharing.ts';
import type { SearchObserver, SearchOutcome, SearchRun } from '../oneshot/search-run.ts';
import { searchWithSnas } from '../oneshot/snas.ts';
import type { Key } from '../rng/key.ts';
import type { Measurement } from '../task/tally.ts';
import { searchByTraining } from './black-box-search.ts';
import { decisionLines } from './decision-lines.ts';
import { searchEverything } from './exhaustive-search.ts';
import { fixedCnn } from './fixed.ts';
import type { Found } from './found.ts';
import { imageMemoryProblem, trainedSizes } from './image-memory.ts';
import { architectureFile, dartsCnnImages, type ImageSpace, nasbench101Images } from './image-space.ts';
import { refuse, splitMetrics } from './measured.ts';
import { searchOneShotCells, spaceNumbers } from './one-shot-cells.ts';
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
  const { task, images, space, method, key, observer, log } = search;
  const parts = divide(images.train, task.trainPortion);
  if (parts.train.indices.length === 0 || parts.validation.indices.length === 0) {
    return refuse(`trainPortion ${task.trainPortion} leaves no images to train on or none to validate on`);
  }
  if (!isStored(images.train) && sharesWeights(method)) {
    const { name } = images.traits;
    return refuse(
      `The method ${method.kind} needs images in memory, and those of ${name} are read one by one`,
    );
  }
  const sizes = trainedSizes(method);
  const tight = sizes && imageMemoryProblem(space.name, images.traits, sizes);
  if (tight) return fail({ reason: 'job-refused', ...tight });
  const run = { settings: method, traits: images.traits, ...parts, key, observer };
  switch (space.name) {
    case 'darts-cnn':
      return searchDartsCnn(method, run, log);
    case 'nasbench101':
      return searchCells(method, run, images, log);
    default: {
      const number = spaceNumbers[space.name];
      if (number === undefined) return refuse(`No image search knows the space ${space.name}`);
      if (method.kind === 'tune') {
        return tune({ settings: method, spaceNumber: number, run, table: search.table, log });
      }
      return searchOneShotCells(number, { ...run, settings: method as OneShotMethodSettings }, search.table);
    }
  }
}

type Run = SearchRun<MethodSettings>;

const sharesWeights = (method: MethodSettings): boolean =>
  !(method.kind === 'fixed' || method.kind === 'exhaustive' || 'trial' in method);

async function searchDartsCnn(
  method: MethodSettings,
  run: Run,
  log: TrialLog,
): Promise<Result<Found, JobFailure>> {
  if (method.kind === 'fixed') return fixedCnn(method);
  if ('evaluations' in method) {
    return blackBox(dartsCnnImages, method as BlackBoxMethodSettings, run, log);
  }
  const outcome = await shareWeights(method as OneShotMethodSettings, run);
  if (!outcome.ok) return outcome;
  return foundImages(dartsCnnImages, outcome.value, run, method as NetworkSettings);
}

async function searchCells(
  method: MethodSettings,
  run: Run,
  images: ImageDataSet,
  log: TrialLog,
): Promise<Result<Found, JobFailure>> {
  if (method.kind === 'exhaustive') return searchEverything(method, run, images, log);
  return blackBox(nasbench101Images, method as BlackBoxMethodSettings, run, log);
}

function shareWeights(
  method: OneShotMethodSettings,
  run: Run,
): Promise<Result<SearchOutcome<CnnGenotype, Measurement | null>, JobFailure>> {
  switch (method.kind) {
    case 'random-ws':
      return searchWithSharedWeights({ ...run, settings: method });
    case 'darts':
      return searchWithDarts({ ...run, settings: method });
    case 'pc-darts':
      return searchWithPcDarts({ ...run, settings: method });
    case 'gdas':
      return searchWithGdas({ ...run, settings: method });
    case 'snas':
      return searchWithSnas({ ...run, settings: method });
    case 'ista-nas':
      return searchWithIstaNas({ ...run, settings: method });
    default:
      return Promise.resolve(refuse(`No search of darts-cnn knows the method ${method.kind}`));
  }
}

async function blackBox<S extends SpaceName>(
  space: ImageSpace<S>,
  method: BlackBoxMethodSettings,
  run: Run,
  log: TrialLog,
): Promise<Result<Found, JobFailure>> {
  const outcome = await searchByTraining(space, { ...run, settings: method }, log);
  if (!outcome.ok) return outcome;
  if (method.trial === null) return refuse('The method does not say how its trials are trained');
  const found = foundImages(space, outcome.value, run, method.trial);
  if (!found.ok) return found;
  return ok({ ...found.value, lines: decisionLines(outcome.value.decisions) });
}

/** @param network whose size the model metrics tell */
function foundImages<S extends SpaceName>(
  space: ImageSpace<S>,
  { architecture, validation, cost }: SearchOutcome<ArchitectureOf[S], Measurement | null>,
  { traits }: Run,
  network: NetworkSettings,
): Result<Found, JobFailure> {
  const measured = validation ? splitMetrics('validation', validation) : ok({});
  if (!measured.ok) return measured;
  const model = space.model(architecture, traits, network);
  const metrics: JobMetrics = { ...measured.value, model, cost };
  return ok({ architecture: architectureFile(space, architecture), metrics });
}
