/** Searches on a tabular benchmark: every trial is looked up, and its recorded training time is what it costs. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { TabularEvaluator, type TabularPoint, tabularTrajectory } from '../../benchmark/tabular-evaluator.ts';
import type { Decision } from '../../method/decision-log.ts';
import { runOnLogicalClock } from '../../method/logical-clock.ts';
import { budget } from '../../method/settings.ts';
import { split } from '../../rng/key.ts';
import type { Found } from '../found.ts';
import { refuse } from '../measured.ts';
import type { SearchJob } from '../module.ts';
import { readSettings } from '../read-settings.ts';
import { tabularTask } from './task-settings.ts';

export async function searchTable(job: SearchJob): Promise<Result<Found, JobFailure>> {
  const { spec, data, space, method, key, observer } = job;
  const tables = await space.tasks['tabular-benchmark']?.();
  if (!tables) return refuse(`The task tabular-benchmark does not go with the space ${space.name}`);
  if (method.form !== 'black-box') {
    return refuse(`The method ${method.kind} does not go with the task tabular-benchmark`);
  }
  const task = readSettings('task', tabularTask, job.task);
  if (!task.ok) return task;
  const table = await data.load('table', task.value.data, spec.dataFolder);
  if (!table.ok) return table;
  const read = readSettings('method', budget, job.settings);
  if (!read.ok) return read;
  const { evaluations } = read.value;
  const benchmark = tables.benchmark(table.value, task.value);
  const longest = benchmark.epochs.at(-1);
  if (longest === undefined) return refuse('The table is empty');
  const problem = budgetProblem(method.trialEpochs?.(job.settings) ?? [], benchmark.epochs);
  if (problem) return refuse(problem);
  const evaluator = new TabularEvaluator(benchmark, key);
  const decisions: Decision[] = [];
  const options = { epochs: longest, key: split(key, 'method') };
  const searched = await runOnLogicalClock<unknown, never>({
    method: method.propose(job.settings, tables.searched(table.value, task.value), options),
    evaluate: evaluator.evaluate,
    ...read.value,
    id: (architecture) => space.id(architecture),
    onDecision: (decision) => {
      decisions.push(decision);
      observer.progress(decisions.length, Math.max(2 * evaluations, decisions.length));
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
    architecture: {
      space: space.name,
      id: space.id(architecture),
      genotype: space.genotypeOf(architecture),
    },
    metrics: {
      validation: { split: 'validation', errorPercent: best.score.values[0] },
      cost: {
        ...{ multiplyAdds: 0, architectures: evaluator.accounts.queries },
        ...{ simulatedSeconds: seconds, epochs: evaluator.accounts.epochs },
      },
      ...benchmarkMetrics(points.at(-1)),
    },
    lines: { 'decisions.jsonl': decisions.map((decision) => ({ ...decision })) },
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

/** Trials of lengths that the table does not record could not be looked up. */
function budgetProblem(asked: readonly number[], recorded: readonly number[]): string | undefined {
  const missing = asked.filter((epochs) => !recorded.includes(epochs));
  if (missing.length === 0) return undefined;
  return `The table has trainings of ${recorded.join(', ')} epochs; eta, minEpochs and maxEpochs ask for ${missing.join(', ')}`;
}
