/**
 * `search`: finds an architecture with a method. Outputs: `architecture.json`; `metrics.json` with what the search
 * measured, the size of the network found and the cost of the search; `trajectory.jsonl`; for black-box methods
 * `decisions.jsonl`, the log of the logical clock, and `trials.jsonl`, the jobs that trained its trials.
 */
import type { JobFailure } from '../../schemas/failure.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { loadMethod } from '../registry/load-method.ts';
import { key, split } from '../rng/key.ts';
import type { Found } from '../task/found.ts';
import { refuse } from '../task/measured.ts';
import { type Job, type JobContext, Trajectory, writeJson, writeLines, writeMetrics } from './job-context.ts';
import { namedModules, readSearchParameters, type SearchParameters } from './parameters.ts';

export const runSearch: Job = async (context) => {
  const parameters = readSearchParameters(context.spec);
  if (!parameters.ok) return parameters;
  const { outputFolder } = context.spec;
  const trajectory = new Trajectory();
  const found = await search(context, parameters.value, trajectory);
  if (!found.ok) return found;
  const { architecture, metrics, lines = {} } = found.value;
  writeJson(outputFolder, 'architecture.json', architecture);
  const written = writeMetrics(outputFolder, metrics);
  if (!written.ok) return written;
  trajectory.write(outputFolder);
  for (const [name, content] of Object.entries(lines)) writeLines(outputFolder, name, content);
  return ok(null);
};

export async function search(
  { spec, data, trials, onProgress }: JobContext,
  { engine, method: settings, ...names }: SearchParameters,
  trajectory: Trajectory,
): Promise<Result<Found, JobFailure>> {
  const modules = await namedModules(names.task, names.space);
  if (!modules.ok) return modules;
  const method = await loadMethod(settings.kind);
  if (!method) return refuse(`This version has no method ${settings.kind}`);
  const { task, space } = modules.value;
  const unit = task.progressUnit(method);
  return task.search({
    ...{ spec, data, trials, task: names.task, space, engine, method, settings, sharing },
    key: split(key(spec.seed), 'search'),
    observer: {
      line: (content) => trajectory.add(content),
      progress: (done, total, metric, resumed) =>
        onProgress({ done, total, unit, ...(metric ? { metric } : {}), ...(resumed ? { resumed } : {}) }),
    },
  });
}

async function sharing(kind: string) {
  const method = await loadMethod(kind);
  return method?.form === 'weight-sharing' ? method : undefined;
}
