/**
 * The method `tune`: BOHB over the meta-hyperparameters of a one-shot method on NAS-Bench-1Shot1, with search epochs as
 * the budget and the recorded validation error of the cell that a search finds as its score. A cell that the table lacks
 * counts as a failed search. Source: Zela et al. 2020, section 5. Its configurations name cutout as well, which the
 * released runs never turn on; here it stays as the method sets it.
 */
import { type Static, Type } from '@sinclair/typebox';
import { exact } from '../../schemas/contract.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Nasbench101Table } from '../benchmark/nasbench101-table.ts';
import type { TuneSettings } from '../direct/tune.ts';
import type { Proposal } from '../method/black-box-method.ts';
import { bohb } from '../method/bohb.ts';
import { decoded } from '../method/decoded.ts';
import { type Hyperparameters, oneShotTuning } from '../method/hyperparameters.ts';
import type { Incumbent } from '../method/logical-clock.ts';
import { recordedErrors } from '../oneshot/nasbench1shot1/query-benchmark.ts';
import type { OneShotMethodSettings } from '../oneshot/nasbench1shot1/search.ts';
import { searchNasbench1shot1 } from '../oneshot/nasbench1shot1/search.ts';
import type { SearchRun } from '../oneshot/search-run.ts';
import { split } from '../rng/key.ts';
import type { SpaceNumber } from '../space/nasbench1shot1/layout.ts';
import { unmeasurable } from '../task/diverged.ts';
import { measurementSchema } from '../task/tally.ts';
import { decisionLines } from './decision-lines.ts';
import type { Found } from './found.ts';
import { refuse } from './measured.ts';
import { foundOneShotCell } from './one-shot-cells.ts';
import { searchByTrials } from './search-by-trials.ts';
import type { TrialLog } from './trial-log.ts';
import { type TrainedTrial, type TrialKind, type TrialWatch, trialEntries } from './trial-queue.ts';

export interface Tuning {
  readonly settings: Omit<TuneSettings, 'method'> & { readonly method: OneShotMethodSettings };
  readonly spaceNumber: SpaceNumber;
  readonly run: SearchRun<unknown>;
  readonly table: Nasbench101Table | null;
  readonly log: TrialLog;
}

type TableTuning = Tuning & { readonly table: Nasbench101Table };

export async function tune(tuning: Tuning): Promise<Result<Found, JobFailure>> {
  const { settings, spaceNumber, run, table, log } = tuning;
  if (!table) return refuse('Tuning needs a benchmark: set task.benchmark');
  const space = oneShotTuning(settings.tunedSettings);
  const { logicalWorkers, evaluations } = settings;
  const searched = await searchByTrials({
    method: decoded(bohb(space, { ...settings, key: split(run.key, 'method') }), space),
    kind: searchTrials({ ...tuning, table }),
    end: { logicalWorkers, evaluations, simulatedSeconds: 0 },
    log,
    observer: run.observer,
    tellsDecisions: false,
    incumbentLine,
    withoutScore: 'found a cell that the table lacks',
  });
  if (!searched.ok) return searched;
  const { measured, cost, decisions } = searched.value;
  const found = foundOneShotCell(
    spaceNumber,
    { architecture: measured.cell, validation: measured.validation, cost },
    run.traits,
    settings.method,
    table,
  );
  if (!found.ok) return found;
  return ok({ ...found.value, lines: decisionLines(decisions) });
}

const incumbentLine = ({ time, trial, score }: Incumbent<Hyperparameters>): JsonObject => ({
  phase: 'incumbent',
  time,
  trial: trial.number,
  values: { ...trial.architecture },
  validationErrorPercent: score.errorPercent,
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
  seconds: ({ epochs }) => epochs,
  train: (trial, watch) => search(tuning, trial, watch),
  evaluation: ({ recorded }) => {
    const errorPercent = recorded ?? Number.NaN;
    return { score: { errorPercent, loss: errorPercent }, isValid: recorded !== null };
  },
  entries,
});

async function search(
  { settings, spaceNumber, run, table }: TableTuning,
  trial: Proposal<Hyperparameters>,
  watch: TrialWatch,
): Promise<Result<TrainedTrial<FoundCell>, JobFailure>> {
  const { number, epochs, architecture: values } = trial;
  const searched = await searchNasbench1shot1({
    ...run,
    settings: configured(settings.method, trial),
    key: split(run.key, 'search', number),
    observer: { line: () => undefined, progress: (done, steps) => watch.progress(done / steps) },
    spaceNumber,
    afterEpoch: () => ({}),
  });
  if (!searched.ok) return searched;
  const { architecture: cell, validation, cost } = searched.value;
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
  method: OneShotMethodSettings,
  { architecture, epochs }: Proposal<Hyperparameters>,
): OneShotMethodSettings {
  const { cutoutProbability: _, cutoutLength: __, ...values } = architecture;
  return { ...method, ...values, epochs };
}
