/** Searches on the one-shot model of NAS-Bench-1Shot1, and what a table says about them. */
import type { SpaceName } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { nasbench101Benchmark } from '../benchmark/nasbench101-benchmark.ts';
import type { Nasbench101Table } from '../benchmark/nasbench101-table.ts';
import type { ImageTraits } from '../data/image-data-set.ts';
import {
  type Correlation,
  correlateWithRecorded,
  drawRecordedCells,
} from '../oneshot/nasbench1shot1/correlation.ts';
import type { TrainedOneShot } from '../oneshot/nasbench1shot1/one-shot-run.ts';
import { recordedErrors, reportRecorded } from '../oneshot/nasbench1shot1/query-benchmark.ts';
import type { OneShotMethodSettings } from '../oneshot/nasbench1shot1/search.ts';
import { searchNasbench1shot1 } from '../oneshot/nasbench1shot1/search.ts';
import type { SearchOutcome, SearchRun } from '../oneshot/search-run.ts';
import { draws } from '../rng/draws.ts';
import { split } from '../rng/key.ts';
import type { SpaceNumber } from '../space/nasbench1shot1/layout.ts';
import type { CellSpec } from '../space/nasbench101/spec.ts';
import type { NetworkSettings } from '../task/image-classification/settings.ts';
import type { Found } from './found.ts';
import { architectureFile, nasbench101Images } from './image-space.ts';
import { splitMetrics } from './measured.ts';

/** Architectures that are ranked after the search, and draws that look for them. */
const ranked = { count: 50, attempts: 20_000 };

export const spaceNumbers: Partial<Readonly<Record<SpaceName, SpaceNumber>>> = {
  'nasbench1shot1-1': 1,
  'nasbench1shot1-2': 2,
  'nasbench1shot1-3': 3,
};

export async function searchOneShotCells(
  spaceNumber: SpaceNumber,
  run: SearchRun<OneShotMethodSettings>,
  table: Nasbench101Table | null,
): Promise<Result<Found, JobFailure>> {
  let correlation: Correlation | undefined;
  const outcome = await searchNasbench1shot1({
    ...run,
    spaceNumber,
    afterEpoch: table ? reportRecorded(table) : () => ({}),
    ...(table
      ? {
          onTrained: async (trained: TrainedOneShot) => {
            correlation = await rank(trained, spaceNumber, run, table);
          },
        }
      : {}),
  });
  if (!outcome.ok) return outcome;
  const found = foundOneShotCell(spaceNumber, outcome.value, run.traits, run.settings, table);
  if (!found.ok || !correlation) return found;
  const { metrics, ...rest } = found.value;
  const ranking = correlation.cells.map((cell): JsonObject => ({ ...cell }));
  return ok({
    ...rest,
    metrics: { ...metrics, ...correlationMetrics(correlation) },
    lines: { 'ranking.jsonl': ranking },
  });
}

/** @param network whose size, around the cell alone, the model metrics tell */
export function foundOneShotCell(
  spaceNumber: SpaceNumber,
  { architecture, validation, cost }: SearchOutcome<CellSpec>,
  traits: ImageTraits,
  network: NetworkSettings,
  table: Nasbench101Table | null,
): Result<Found, JobFailure> {
  const measured = splitMetrics('validation', validation);
  if (!measured.ok) return measured;
  const metrics: JobMetrics = {
    ...measured.value,
    model: nasbench101Images.model(architecture, traits, network),
    cost,
    ...(table ? recordedMetrics(table, architecture) : {}),
  };
  const file = architectureFile(nasbench101Images, architecture);
  return ok({ architecture: { ...file, space: `nasbench1shot1-${spaceNumber}` }, metrics });
}

/** By their mean validation error at the table's largest budget; cells that it lacks are left out. */
function rank(
  trained: TrainedOneShot,
  spaceNumber: SpaceNumber,
  { traits, validation, settings, key }: SearchRun<OneShotMethodSettings>,
  table: Nasbench101Table,
): Promise<Correlation> {
  const recordedError = (spec: CellSpec) => recordedErrors(table, spec)?.validationErrorPercent ?? undefined;
  const cells = drawRecordedCells(spaceNumber, (spec) => recordedError(spec) !== undefined, {
    ...ranked,
    draws: draws(split(key, 'ranked')),
  });
  return correlateWithRecorded({
    trained,
    traits,
    validation,
    batchSize: settings.batchSize,
    cells,
    recordedError,
  });
}

function recordedMetrics(table: Nasbench101Table, spec: CellSpec): Pick<JobMetrics, 'benchmark'> {
  const testErrorPercent = recordedErrors(table, spec)?.testErrorPercent;
  if (testErrorPercent === undefined || testErrorPercent === null) return {};
  const { best } = nasbench101Benchmark(table);
  return { benchmark: { testErrorPercent, testRegretPercent: testErrorPercent - best.testErrorPercent } };
}

/** Nothing where one of the two errors does not vary, or too few cells were recorded. */
function correlationMetrics({ cells, kendall, spearman }: Correlation): Pick<JobMetrics, 'correlation'> {
  if (!kendall || !spearman) return {};
  return {
    correlation: {
      kendall: kendall.coefficient,
      spearman: spearman.coefficient,
      architectures: cells.length,
    },
  };
}
