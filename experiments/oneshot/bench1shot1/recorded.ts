/** What a table of recorded results says about searches on the one-shot model of NAS-Bench-1Shot1. */
import type { JsonObject } from '../../../schemas/json.ts';
import type { JobMetrics } from '../../../schemas/metrics.ts';
import { leastRunErrors } from '../../benchmark/least-errors.ts';
import type { Nasbench101Table } from '../../benchmark/nasbench101-table.ts';
import { draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import type { SpaceNumber } from '../../space/nasbench1shot1/layout.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import type { SharedWeightsReports, SharedWeightsRun } from '../../task/image-classification/space.ts';
import type { TrainedBench1Shot1 } from './bench1shot1-run.ts';
import { type Correlation, correlateWithRecorded, drawRecordedCells } from './correlation.ts';
import { recordedErrors, reportRecorded } from './query-benchmark.ts';

/** Architectures that are ranked after the search, and draws that look for them. */
const ranked = { count: 50, attempts: 20_000 };

/** @returns nothing to tell without a table */
export function reportsOf(spaceNumber: SpaceNumber, run: SharedWeightsRun): SharedWeightsReports<CellSpec> {
  const { table } = run;
  let correlation: Correlation | undefined;
  const onTrained = async (trained: TrainedBench1Shot1, recorded: Nasbench101Table) => {
    correlation = await rank(trained, spaceNumber, run, recorded);
  };
  return {
    run: {
      spaceNumber,
      afterEpoch: table ? reportRecorded(table) : () => ({}),
      ...(table ? { onTrained: (trained: TrainedBench1Shot1) => onTrained(trained, table) } : {}),
    },
    found: (cell) => ({
      metrics: {
        ...(table ? recordedMetrics(table, spaceNumber, cell) : {}),
        ...(correlation ? correlationMetrics(correlation) : {}),
      },
      lines: correlation
        ? { 'ranking.jsonl': correlation.cells.map((scored): JsonObject => ({ ...scored })) }
        : {},
    }),
  };
}

/** By their mean validation error at the table's largest budget; cells that it lacks are left out. */
function rank(
  trained: TrainedBench1Shot1,
  spaceNumber: SpaceNumber,
  { traits, validation, settings, key }: SharedWeightsRun,
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

/** The regret is the mean test error above the best single run of the space. */
export function recordedMetrics(
  table: Nasbench101Table,
  spaceNumber: SpaceNumber,
  spec: CellSpec,
): Pick<JobMetrics, 'benchmark'> {
  const testErrorPercent = recordedErrors(table, spec)?.testErrorPercent;
  if (testErrorPercent === undefined || testErrorPercent === null) return {};
  const best = leastRunErrors(table, spaceNumber);
  return { benchmark: { testErrorPercent, testRegretPercent: testErrorPercent - best.testErrorPercent } };
}

/** Nothing where one of the two errors does not vary, or too few cells were recorded. */
function correlationMetrics({ cells, kendall, spearman }: Correlation): Pick<JobMetrics, 'correlation'> {
  if (kendall === null || spearman === null) return {};
  return {
    correlation: {
      kendall,
      spearman,
      architectures: cells.length,
    },
  };
}
