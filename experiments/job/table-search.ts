/** Searches on a tabular benchmark: every trial is looked up, and its recorded training time is what it costs. */
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { MethodSettings, SpaceSettings } from '../../schemas/manifest.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Nasbench101Table } from '../benchmark/nasbench101-table.ts';
import { TabularEvaluator, type TabularPoint, tabularTrajectory } from '../benchmark/tabular-evaluator.ts';
import type { Decision } from '../method/decision-log.ts';
import { runOnLogicalClock } from '../method/logical-clock.ts';
import type { SearchObserver } from '../oneshot/search-run.ts';
import { loadMethod } from '../registry/load-method.ts';
import { type Key, split } from '../rng/key.ts';
import type { BlackBoxMethodSettings } from './black-box-method.ts';
import { blackBoxMethod } from './black-box-method.ts';
import { decisionLines } from './decision-lines.ts';
import type { Found } from './found.ts';
import { refuse } from './measured.ts';
import { spaceNumbers } from './one-shot-cells.ts';
import { settingsOf } from './parameters.ts';
import { type TabularSpace, tabularCells, tabularOneShotCells } from './tabular-space.ts';

export interface TableSearch {
  readonly space: SpaceSettings;
  readonly method: MethodSettings;
  readonly table: Nasbench101Table;
  readonly key: Key;
  readonly observer: SearchObserver;
}

export async function searchTable(search: TableSearch): Promise<Result<Found, JobFailure>> {
  const number = spaceNumbers[search.space.name];
  return number === undefined
    ? searchIn(tabularCells(search.table), search)
    : searchIn(tabularOneShotCells(number, search.table), search);
}

async function searchIn<A>(
  space: TabularSpace<A>,
  { method, key, observer }: TableSearch,
): Promise<Result<Found, JobFailure>> {
  const settings = settingsOf<BlackBoxMethodSettings>(method);
  const { benchmark } = space;
  const longest = benchmark.epochs.at(-1);
  if (longest === undefined) return refuse('The table is empty');
  const problem = await budgetProblem(settings, benchmark.epochs);
  if (problem) return refuse(problem);
  const evaluator = new TabularEvaluator(benchmark, key);
  const decisions: Decision[] = [];
  const searched = await runOnLogicalClock<A, never>({
    method: await blackBoxMethod(settings, space.searched, longest, split(key, 'method')),
    evaluate: evaluator.evaluate,
    logicalWorkers: settings.logicalWorkers,
    evaluations: settings.evaluations,
    simulatedSeconds: settings.simulatedSeconds,
    id: space.id,
    onDecision: (decision) => {
      decisions.push(decision);
      observer.progress(decisions.length, Math.max(2 * settings.evaluations, decisions.length));
    },
  });
  if (!searched.ok) return searched;
  const { incumbents, seconds } = searched.value;
  const best = incumbents.at(-1);
  if (!best) return refuse('No trial was an architecture of the table');
  const points = tabularTrajectory(incumbents, benchmark);
  for (const point of points) observer.line(trajectoryLine(point));
  const { architecture } = best.trial;
  return ok({
    architecture: { space: space.name, id: space.id(architecture), genotype: space.toSpec(architecture) },
    metrics: {
      validation: { split: 'validation', errorPercent: best.score.errorPercent },
      cost: { multiplyAdds: 0, architectures: evaluator.accounts.queries, simulatedSeconds: seconds },
      ...benchmarkMetrics(points.at(-1)),
    },
    lines: decisionLines(decisions),
  });
}

/** A point of the anytime curve, named like the metrics of its last point. */
const trajectoryLine = ({ time, trial, ...point }: TabularPoint): JsonObject => ({
  phase: 'incumbent',
  time,
  trial,
  validationErrorPercent: point.validationErrorPercent,
  validationRegretPercent: point.validationRegretPercent,
  benchmark: { testErrorPercent: point.meanTestErrorPercent, testRegretPercent: point.testRegretPercent },
});

function benchmarkMetrics(last: TabularPoint | undefined) {
  if (!last || last.meanTestErrorPercent === null || last.testRegretPercent === null) return {};
  const { meanTestErrorPercent: testErrorPercent, testRegretPercent } = last;
  return { benchmark: { testErrorPercent, testRegretPercent } };
}

/** Rungs at lengths that the table does not record could not be looked up. */
async function budgetProblem(
  settings: BlackBoxMethodSettings,
  recorded: readonly number[],
): Promise<string | undefined> {
  const method = await loadMethod(settings.kind);
  const asked = method?.form === 'black-box' ? method.trialEpochs?.({ ...settings }) : undefined;
  const missing = (asked ?? []).filter((epochs) => !recorded.includes(epochs));
  if (missing.length === 0) return undefined;
  return `The table has trainings of ${recorded.join(', ')} epochs; eta, minEpochs and maxEpochs ask for ${missing.join(', ')}`;
}
