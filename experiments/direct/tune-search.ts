/**
 * The method `tune`: BOHB over the meta-hyperparameters of a one-shot method on NAS-Bench-1Shot1, with search epochs as
 * the budget and the recorded validation error of the cell that a search finds as its score. A cell that the table lacks
 * counts as a failed search. Source: Zela et al. 2020, section 5. Its configurations name cutout as well, which
 * automl/nasbench-1shot1@cb0f0ec never turns on; here it stays as the method sets it.
 */
import { type Static, Type } from '@sinclair/typebox';
import { exact } from '../../schemas/contract.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { MethodSettings } from '../../schemas/manifest.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Nasbench101Table } from '../benchmark/nasbench101-table.ts';
import { tableScores } from '../benchmark/table-scores.ts';
import type { Proposal } from '../method/black-box-method.ts';
import { bohb } from '../method/bohb.ts';
import { decoded } from '../method/decoded.ts';
import { bench1shot1Tuning, type Hyperparameters } from '../method/hyperparameters.ts';
import type { Incumbent } from '../method/logical-clock.ts';
import { recordedErrors } from '../oneshot/bench1shot1/query-benchmark.ts';
import { recordedMetrics } from '../oneshot/bench1shot1/recorded.ts';
import { split } from '../rng/key.ts';
import { type SpaceNumber, spaceNumberOf } from '../space/nasbench1shot1/layout.ts';
import type { CellSpec } from '../space/nasbench101/spec.ts';
import { unmeasurable } from '../task/diverged.ts';
import type { Found } from '../task/found.ts';
import { foundImages } from '../task/image-classification/found.ts';
import { fitsMemory } from '../task/image-classification/image-memory.ts';
import type { ImageRun } from '../task/image-classification/run.ts';
import { network, optimizer } from '../task/image-classification/settings.ts';
import { refuse } from '../task/measured.ts';
import { readSettings } from '../task/read-settings.ts';
import { measurementSchema } from '../task/tally.ts';
import type { ImageSearch } from '../task/weight-sharing-module.ts';
import { decisionLines } from '../trial/decision-lines.ts';
import { searchByTrials } from '../trial/search-by-trials.ts';
import { type TrainedTrial, type TrialKind, type TrialWatch, trialEntries } from '../trial/trial-queue.ts';
import { settings as declared, type TuneSettings } from './tune-settings.ts';

interface TableTuning {
  readonly settings: TuneSettings;
  readonly spaceNumber: SpaceNumber;
  readonly run: ImageRun;
  readonly table: Nasbench101Table;
  /** The search of the tuned method. */
  readonly tuned: ImageSearch;
}

export async function search(run: ImageRun): Promise<Result<Found, JobFailure>> {
  const read = readSettings('method', declared, run.settings);
  if (!read.ok) return read;
  const { value: settings } = read;
  const { space, table, log } = run;
  if (!table) return refuse('Tuning needs a benchmark: set task.benchmark');
  const { kind } = settings.method;
  const spaceNumber = spaceNumberOf(space.name);
  const load = (await run.sharing(kind))?.tasks['image-classification']?.searches[space.name];
  if (spaceNumber === undefined || !load) {
    return refuse(`The method ${kind} cannot be tuned on the space ${space.name}`);
  }
  const tuned = await load();
  const shared = readSettings('method', { ...network, batchSize: optimizer.batchSize }, settings.method);
  if (!shared.ok) return shared;
  const fits = fitsMemory(run, shared.value);
  if (!fits.ok) return fits;
  const values = bench1shot1Tuning(settings.tunedSettings);
  const { logicalWorkers, evaluations } = settings;
  const searched = await searchByTrials({
    method: decoded(bohb(values, { ...settings, key: split(run.key, 'method') }), values),
    kind: searchTrials({ settings, spaceNumber, run, table, tuned }),
    end: { logicalWorkers, evaluations, simulatedSeconds: 0 },
    log,
    observer: run.observer,
    tellsDecisions: false,
    incumbentLine,
    withoutScore: 'found a cell that the table lacks',
  });
  if (!searched.ok) return searched;
  const { measured, cost, decisions } = searched.value;
  const outcome = { architecture: measured.cell, validation: measured.validation, cost };
  const found = foundImages(outcome, run, shared.value);
  if (!found.ok) return found;
  const metrics = { ...found.value.metrics, ...recordedMetrics(table, measured.cell) };
  return ok({ ...found.value, metrics, lines: decisionLines(decisions) });
}

const incumbentLine = ({ time, trial, score }: Incumbent<Hyperparameters>): JsonObject => ({
  phase: 'incumbent',
  time,
  trial: trial.number,
  values: { ...trial.architecture },
  validationErrorPercent: score.values[0],
});

const foundSchema = exact({
  cell: exact({ matrix: Type.Array(Type.Array(Type.Number())), ops: Type.Array(Type.String()) }),
  /** As the search measured it. */
  validation: measurementSchema,
  /** Recorded validation error in percent; null when the table lacks the cell. */
  recorded: Type.Union([Type.Number(), Type.Null()]),
});
type FoundCell = Static<typeof foundSchema>;

const entries = trialEntries(foundSchema);

const searchTrials = (tuning: TableTuning): TrialKind<Hyperparameters, FoundCell> => ({
  id: (values) => JSON.stringify(values),
  objectives: tableScores.objectives,
  seconds: ({ epochs }) => epochs,
  train: (trial, watch) => searchOnce(tuning, trial, watch),
  score: ({ recorded }) => tableScores.score({ errorPercent: recorded ?? Number.NaN }),
  isValid: ({ recorded }) => recorded !== null,
  entries,
});

async function searchOnce(
  { settings, spaceNumber, run, table, tuned }: TableTuning,
  trial: Proposal<Hyperparameters>,
  watch: TrialWatch,
): Promise<Result<TrainedTrial<FoundCell>, JobFailure>> {
  const { number, epochs, architecture: values } = trial;
  const searched = await tuned.search({
    ...run,
    settings: configured(settings.method, trial),
    key: split(run.key, 'search', number),
    observer: { line: () => undefined, progress: (done, steps) => watch.progress(done / steps) },
    ...{ spaceNumber, afterEpoch: () => ({}) },
  });
  if (!searched.ok) return searched;
  const { architecture, validation, cost } = searched.value;
  const cell = architecture as CellSpec;
  if (!validation) return refuse('The tuned method measures nothing');
  const { examples, errorPercent, loss } = validation;
  if (!Number.isFinite(loss)) return unmeasurable('validation loss', cost.multiplyAdds);
  const recorded = recordedErrors(table, cell)?.validationErrorPercent ?? null;
  watch.line({ phase: 'search', trial: number, epochs, values: { ...values }, recorded });
  const { matrix, ops } = cell;
  const measured: FoundCell = {
    cell: { matrix: matrix.map((row) => [...row]), ops: [...ops] },
    validation: { examples, errorPercent, loss },
    recorded,
  };
  return ok({ measured, cost });
}

function configured(
  method: MethodSettings,
  { architecture, epochs }: Proposal<Hyperparameters>,
): MethodSettings {
  const { cutoutProbability: _, cutoutLength: __, ...values } = architecture;
  return { ...method, ...values, epochs };
}
