/**
 * The method `tune`: BOHB over the meta-hyperparameters of a one-shot method on NAS-Bench-1Shot1, with search epochs as
 * the budget and the validation error of one random recorded run of the cell that a search finds as its score. A cell that
 * the table lacks counts as a failed search. All searches have the seed of the tuning, so that configurations differ in
 * nothing else. Source: Zela et al. 2020, section 5; automl/nasbench-1shot1@cb0f0ec, `optimizers/bohb_one_shot`.
 */
import type { ArchitectureFile } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { MethodSettings } from '../../schemas/manifest.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Nasbench101Table } from '../benchmark/nasbench101-table.ts';
import { tableScores } from '../benchmark/table-scores.ts';
import type { Proposal } from '../method/black-box-method.ts';
import { bohb } from '../method/bohb.ts';
import { decoded } from '../method/decoded.ts';
import { bench1shot1Tuning, type Hyperparameters } from '../method/hyperparameters.ts';
import { trialsInBrackets } from '../method/rungs.ts';
import { recordedRun } from '../oneshot/bench1shot1/query-benchmark.ts';
import { recordedMetrics } from '../oneshot/bench1shot1/recorded.ts';
import { draws } from '../rng/draws.ts';
import { split } from '../rng/key.ts';
import { spaceNumberOf } from '../space/nasbench1shot1/layout.ts';
import type { CellSpec } from '../space/nasbench101/spec.ts';
import type { Found } from '../task/found.ts';
import { fitsMemory } from '../task/image-classification/image-memory.ts';
import type { ImageRun } from '../task/image-classification/run.ts';
import { network, optimizer } from '../task/image-classification/settings.ts';
import { refuse } from '../task/measured.ts';
import { readSettings } from '../task/read-settings.ts';
import type { TrialKind } from '../trial/asked-trials.ts';
import { searchByTrials } from '../trial/search-by-trials.ts';
import { settings as declared, type TuneSettings } from './tune-settings.ts';

export async function search(run: ImageRun): Promise<Result<Found, JobFailure>> {
  const read = readSettings('method', declared, run.settings);
  if (!read.ok) return read;
  const { value: settings } = read;
  const { space, table } = run;
  if (!table) return refuse('Tuning needs a benchmark: set task.benchmark');
  const { kind } = settings.method;
  const tuned = (await run.sharing(kind))?.tasks['image-classification']?.searches[space.name];
  const spaceNumber = spaceNumberOf(space.name);
  if (spaceNumber === undefined || !tuned) {
    return refuse(`The method ${kind} cannot be tuned on the space ${space.name}`);
  }
  const shared = readSettings('method', { ...network, batchSize: optimizer.batchSize }, settings.method);
  if (!shared.ok) return shared;
  const fits = fitsMemory(run, shared.value);
  if (!fits.ok) return fits;
  const values = bench1shot1Tuning(settings.tunedSettings);
  const { logicalWorkers, evaluations, brackets } = settings;
  const tuner = {
    ...settings,
    brackets: brackets > 0 ? brackets : Number.POSITIVE_INFINITY,
    key: split(run.key, 'method'),
  };
  const searched = await searchByTrials({
    method: decoded(bohb(values, tuner), values),
    kind: searchTrials(settings, run, table),
    end: { logicalWorkers, evaluations, simulatedSeconds: 0 },
    expected: evaluations > 0 ? evaluations : trialsInBrackets(brackets, settings),
    port: run.trials,
    observer: run.observer,
    incumbentFields: ({ trial }) => ({ values: { ...trial.architecture } }),
    withoutScore: 'found a cell that the table lacks',
  });
  if (!searched.ok) return searched;
  const { best, architecture, cost, lines } = searched.value;
  const metrics = { ...best.metrics, cost, ...recordedMetrics(table, spaceNumber, cellOf(architecture)) };
  return ok({ architecture, metrics, lines });
}

/** Each trial is a search of the tuned method, as a stage would run it, but out of reach of what the table records. */
const searchTrials = (
  settings: Pick<TuneSettings, 'method' | 'handedOn'>,
  { task, space, engine, key }: ImageRun,
  table: Nasbench101Table,
): TrialKind<Hyperparameters> => {
  const recorded = (number: number, architecture: ArchitectureFile | null): number | null => {
    const repeat = draws(split(key, 'repeat', number)).below(table.facts.repeats);
    return architecture && recordedRun(table, cellOf(architecture), repeat);
  };
  return {
    id: (values) => JSON.stringify(values),
    objectives: tableScores.objectives,
    seconds: ({ epochs }) => epochs,
    request: (trial) => ({
      parameters: {
        ...{ task: { ...task, benchmark: null, rankedAfter: [] }, space: { name: space.name }, engine },
        method: { ...configured(settings, trial) },
      },
      architecture: null,
      inputs: {},
    }),
    score: ({ architecture }, { number }) =>
      tableScores.score({ errorPercent: recorded(number, architecture) ?? Number.NaN }),
    isValid: ({ architecture }, { number }) => recorded(number, architecture) !== null,
    lines: ({ number, epochs, architecture: values }, { architecture }) => [
      {
        phase: 'search',
        trial: number,
        epochs,
        values: { ...values },
        recorded: recorded(number, architecture),
      },
    ],
  };
};

const cellOf = ({ genotype }: ArchitectureFile): CellSpec => genotype as CellSpec;

/** What the released worker hands on to a search. */
const released: readonly string[] = ['weightDecay', 'learningRate', 'momentum', 'batchSize'];

/** The method with the proposed values in place of its own. */
export function configured(
  { method, handedOn }: Pick<TuneSettings, 'method' | 'handedOn'>,
  { architecture, epochs }: Pick<Proposal<Hyperparameters>, 'architecture' | 'epochs'>,
): MethodSettings {
  const { cutoutLength, ...values } = architecture;
  if (handedOn === 'as-released') {
    return { ...method, ...pick(values, released), epochs };
  }
  return { ...method, ...values, ...(cutoutLength === undefined ? {} : { cutout: cutoutLength }), epochs };
}

const pick = (values: Hyperparameters, names: readonly string[]): Hyperparameters =>
  Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
