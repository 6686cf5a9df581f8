/** What a table of recorded results says about searches on the one-shot model of NAS-Bench-1Shot1. */
import type { JsonObject } from '../../../schemas/json.ts';
import type { JobMetrics } from '../../../schemas/metrics.ts';
import { leastRunErrors } from '../../benchmark/least-errors.ts';
import type { Nasbench101Table } from '../../benchmark/nasbench101-table.ts';
import { wholeSplit } from '../../data/part.ts';
import { draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import type { SpaceNumber } from '../../space/nasbench1shot1/layout.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import type { SharedWeightsReports, SharedWeightsRun } from '../../task/image-classification/space.ts';
import type { Bench1Shot1Run, TrainedBench1Shot1 } from './bench1shot1-run.ts';
import { type Correlation, correlateWithRecorded, drawRecordedCells } from './correlation.ts';
import { rankedLengths, studiedCells, studyLine } from './correlation-study.ts';
import { recordedErrors, reportRecorded } from './query-benchmark.ts';

/** Architectures that are ranked after the search, and draws that look for them. */
const ranked = { count: 50, attempts: 20_000 };

/** What is known of how the model ranks cells, so far. */
interface Ranking {
  metrics: Pick<JobMetrics, 'correlation'>;
  readonly lines: JsonObject[];
}

type Hooks = Pick<Bench1Shot1Run<unknown>, 'onEpoch' | 'onTrained'>;

/** @returns nothing to tell without a table */
export function reportsOf(spaceNumber: SpaceNumber, run: SharedWeightsRun): SharedWeightsReports<CellSpec> {
  const { table, rankedAfter } = run;
  const ranking: Ranking = { metrics: {}, lines: [] };
  const hooks = (recorded: Nasbench101Table): Hooks =>
    rankedAfter.length > 0
      ? { onEpoch: (trained, epoch) => study(trained, epoch, run, recorded, ranking) }
      : { onTrained: (trained) => rank(trained, spaceNumber, run, recorded, ranking) };
  return {
    run: {
      spaceNumber,
      afterEpoch: table ? reportRecorded(table) : () => ({}),
      ...(table ? hooks(table) : {}),
    },
    found: (cell) => ({
      metrics: { ...(table ? recordedMetrics(table, spaceNumber, cell) : {}), ...ranking.metrics },
      lines: ranking.lines.length > 0 ? { 'ranking.jsonl': ranking.lines } : {},
    }),
  };
}

/** All cells without loose ends, on the test images; the last epoch that is ranked gives the metrics. */
async function study(
  trained: TrainedBench1Shot1,
  epoch: number,
  { traits, images, settings, observer, rankedAfter }: SharedWeightsRun,
  table: Nasbench101Table,
  ranking: Ranking,
): Promise<void> {
  if (!rankedAfter.includes(epoch)) return;
  const part = wholeSplit(images.test);
  const cells = await studiedCells({
    ...{ trained, traits: trained.traits ?? traits, images: part },
    ...{ batchSize: settings.batchSize, table },
  });
  const lengths = rankedLengths(cells, table);
  observer.line(studyLine(epoch, cells.length, lengths));
  ranking.lines.push(
    ...cells.map(({ hash, oneShotErrorPercent }): JsonObject => ({ epoch, hash, oneShotErrorPercent })),
  );
  const { spearman = null, spearmanBest = null } = lengths.at(-1) ?? {};
  ranking.metrics =
    spearman === null
      ? {}
      : {
          correlation: {
            spearman,
            ...(spearmanBest === null ? {} : { spearmanBest }),
            architectures: cells.length,
          },
        };
}

/** Some cells by their mean validation error at the table's largest budget; cells that it lacks are left out. */
async function rank(
  trained: TrainedBench1Shot1,
  spaceNumber: SpaceNumber,
  { traits, validation, settings, key }: SharedWeightsRun,
  table: Nasbench101Table,
  ranking: Ranking,
): Promise<void> {
  const recordedError = (spec: CellSpec) => recordedErrors(table, spec)?.validationErrorPercent ?? undefined;
  const cells = drawRecordedCells(spaceNumber, (spec) => recordedError(spec) !== undefined, {
    ...ranked,
    draws: draws(split(key, 'ranked')),
  });
  const { batchSize } = settings;
  const found = await correlateWithRecorded({
    ...{ trained, traits: trained.traits ?? traits, validation },
    ...{ batchSize, cells, recordedError },
  });
  ranking.lines.push(...found.cells.map((scored): JsonObject => ({ ...scored })));
  ranking.metrics = correlationMetrics(found);
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
  return { correlation: { kendall, spearman, architectures: cells.length } };
}
