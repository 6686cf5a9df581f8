/**
 * The method `tune`: BOHB over the meta-hyperparameters of a one-shot method on NAS-Bench-1Shot1, with search epochs as
 * the budget and the recorded validation error of the cell that a search finds as its score. A cell that the table lacks
 * counts as a failed search. Source: Zela et al. 2020, section 5. Its configurations name cutout as well, which
 * automl/nasbench-1shot1@cb0f0ec never turns on; here it stays as the method sets it.
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
import { recordedErrors } from '../oneshot/bench1shot1/query-benchmark.ts';
import { recordedMetrics } from '../oneshot/bench1shot1/recorded.ts';
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
import { settings as declared } from './tune-settings.ts';

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
  const { logicalWorkers, evaluations } = settings;
  const searched = await searchByTrials({
    method: decoded(bohb(values, { ...settings, key: split(run.key, 'method') }), values),
    kind: searchTrials(settings.method, run, table),
    end: { logicalWorkers, evaluations, simulatedSeconds: 0 },
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
  method: MethodSettings,
  { task, space, engine }: ImageRun,
  table: Nasbench101Table,
): TrialKind<Hyperparameters> => {
  const recorded = (architecture: ArchitectureFile | null): number | null =>
    (architecture && recordedErrors(table, cellOf(architecture))?.validationErrorPercent) ?? null;
  return {
    id: (values) => JSON.stringify(values),
    objectives: tableScores.objectives,
    seconds: ({ epochs }) => epochs,
    request: (trial) => ({
      parameters: {
        ...{ task: { ...task, benchmark: null }, space: { name: space.name }, engine },
        method: { ...configured(method, trial) },
      },
      architecture: null,
      inputs: {},
    }),
    score: ({ architecture }) => tableScores.score({ errorPercent: recorded(architecture) ?? Number.NaN }),
    isValid: ({ architecture }) => recorded(architecture) !== null,
    lines: ({ number, epochs, architecture: values }, { architecture }) => [
      { phase: 'search', trial: number, epochs, values: { ...values }, recorded: recorded(architecture) },
    ],
  };
};

const cellOf = ({ genotype }: ArchitectureFile): CellSpec => genotype as CellSpec;

function configured(
  method: MethodSettings,
  { architecture, epochs }: Proposal<Hyperparameters>,
): MethodSettings {
  const { cutoutProbability: _, cutoutLength: __, ...values } = architecture;
  return { ...method, ...values, epochs };
}
