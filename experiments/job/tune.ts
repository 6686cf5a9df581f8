/**
 * The method `tune`: BOHB over the meta-hyperparameters of a one-shot method on NAS-Bench-1Shot1, with search epochs as
 * the budget and the recorded validation error of the cell that a search finds as its score. A cell that the table lacks
 * counts as a failed search. Source: Zela et al. 2020, section 5. Its configurations name cutout as well, which the
 * released runs never turn on; here it stays as the method sets it.
 */
import type { JobFailure } from '../../schemas/failure.ts';
import type { OneShotMethodSettings, TuneSettings } from '../../schemas/methods.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Nasbench101Table } from '../benchmark/nasbench101-table.ts';
import type { Proposal } from '../method/black-box-method.ts';
import { bohb } from '../method/bohb.ts';
import type { Evaluation } from '../method/decision-log.ts';
import { decoded } from '../method/decoded.ts';
import { type Hyperparameters, oneShotTuning } from '../method/hyperparameters.ts';
import { recordedErrors } from '../oneshot/nasbench1shot1/query-benchmark.ts';
import { searchNasbench1shot1 } from '../oneshot/nasbench1shot1/search.ts';
import type { SearchOutcome, SearchRun } from '../oneshot/search-run.ts';
import { split } from '../rng/key.ts';
import type { SpaceNumber } from '../space/nasbench1shot1/layout.ts';
import type { CellSpec } from '../space/nasbench101/spec.ts';
import type { Found } from './found.ts';
import { refuse } from './measured.ts';
import { foundOneShotCell } from './one-shot-cells.ts';
import { decisionLines, inTurn, searchOnClock } from './trials.ts';

export interface Tuning {
  readonly settings: TuneSettings;
  readonly spaceNumber: SpaceNumber;
  readonly run: SearchRun<unknown>;
  readonly table: Nasbench101Table | null;
}

export async function tune({
  settings,
  spaceNumber,
  run,
  table,
}: Tuning): Promise<Result<Found, JobFailure>> {
  if (!table) return refuse('Tuning needs a benchmark: set task.benchmark');
  const trials = new Trials({ settings, spaceNumber, run, table });
  const space = oneShotTuning(settings.tunedSettings);
  const searched = await searchOnClock<Hyperparameters>({
    method: decoded(bohb(space, { ...settings, key: split(run.key, 'method') }), space),
    evaluate: trials.evaluate,
    seconds: ({ epochs }) => epochs,
    logicalWorkers: settings.logicalWorkers,
    evaluations: settings.evaluations,
    simulatedSeconds: 0,
    id: (values) => JSON.stringify(values),
  });
  if (!searched.ok) return searched;
  const best = searched.value.incumbents.at(-1);
  const outcome = best && trials.outcomes.get(best.trial.number);
  if (!best || !outcome) return refuse('No search found a cell that the table records');
  for (const { time, trial, score } of searched.value.incumbents) {
    const values = { ...trial.architecture };
    const validationErrorPercent = score.errorPercent;
    run.observer.line({ phase: 'incumbent', time, trial: trial.number, values, validationErrorPercent });
  }
  const found = foundOneShotCell(
    spaceNumber,
    { ...outcome, cost: trials.cost },
    run.traits,
    settings.method,
    table,
  );
  if (!found.ok) return found;
  return ok({ ...found.value, lines: decisionLines(searched.value.decisions) });
}

/** One search after the other, since networks share one engine. */
class Trials {
  readonly outcomes = new Map<number, SearchOutcome<CellSpec>>();
  readonly #tuning: Tuning & { readonly table: Nasbench101Table };
  #multiplyAdds = 0;
  #architectures = 0;

  constructor(tuning: Tuning & { readonly table: Nasbench101Table }) {
    this.#tuning = tuning;
  }

  get cost() {
    return { multiplyAdds: this.#multiplyAdds, architectures: this.#architectures };
  }

  evaluate = inTurn((trial: Proposal<Hyperparameters>) => this.#search(trial));

  async #search(trial: Proposal<Hyperparameters>): Promise<Result<Evaluation, JobFailure>> {
    const { settings, spaceNumber, run, table } = this.#tuning;
    const { number, epochs } = trial;
    const total = settings.evaluations;
    const searched = await searchNasbench1shot1({
      ...run,
      settings: configured(settings.method, trial),
      key: split(run.key, 'search', number),
      observer: {
        line: () => undefined,
        progress: (done, steps) => run.observer.progress(number + done / steps, Math.max(total, number + 1)),
      },
      spaceNumber,
      afterEpoch: () => ({}),
    });
    if (!searched.ok) return searched;
    this.outcomes.set(number, searched.value);
    this.#multiplyAdds += searched.value.cost.multiplyAdds;
    this.#architectures += searched.value.cost.architectures;
    const recorded = recordedErrors(table, searched.value.architecture)?.validationErrorPercent ?? null;
    run.observer.line({
      phase: 'search',
      trial: number,
      epochs,
      values: { ...trial.architecture },
      recorded,
    });
    const errorPercent = recorded ?? Number.NaN;
    return ok({ score: { errorPercent, loss: errorPercent }, seconds: epochs, isValid: recorded !== null });
  }
}

function configured(
  method: OneShotMethodSettings,
  { architecture, epochs }: Proposal<Hyperparameters>,
): OneShotMethodSettings {
  const { cutoutProbability: _, cutoutLength: __, ...values } = architecture;
  return { ...method, ...values, epochs };
}
