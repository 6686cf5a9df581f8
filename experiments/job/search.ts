/**
 * `search`: finds an architecture with a method. Outputs: `architecture.json`; `metrics.json` with what the search
 * measured, the size of the network found and the cost of the search; `trajectory.jsonl`; for black-box methods
 * `decisions.jsonl`, the log of the logical clock. What a killed search had trained is taken from its progress folder.
 */
import { ok } from '../../schemas/result.ts';
import { loadMethod } from '../registry/load-method.ts';
import { key, split } from '../rng/key.ts';
import { refuse } from '../task/measured.ts';
import { type Job, Trajectory, writeJson, writeLines, writeMetrics } from './job-context.ts';
import { namedModules, readSearchParameters } from './parameters.ts';

export const runSearch: Job = async ({ spec, data, onProgress }) => {
  const parameters = readSearchParameters(spec);
  if (!parameters.ok) return parameters;
  const { engine, method: settings, ...names } = parameters.value;
  const modules = await namedModules(names.task, names.space);
  if (!modules.ok) return modules;
  const method = await loadMethod(settings.kind);
  if (!method) return refuse(`This version has no method ${settings.kind}`);
  const { task, space } = modules.value;
  const trajectory = new Trajectory();
  const unit = task.progressUnit(method);
  const found = await task.search({
    ...{ spec, data, task: names.task, space, engine, method, settings, sharing },
    key: split(key(spec.seed), 'search'),
    observer: {
      line: (content) => trajectory.add(content),
      progress: (done, total, metric, resumed) =>
        onProgress({ done, total, unit, ...(metric ? { metric } : {}), ...(resumed ? { resumed } : {}) }),
    },
  });
  if (!found.ok) return found;
  const { architecture, metrics, lines = {} } = found.value;
  writeJson(spec.outputFolder, 'architecture.json', architecture);
  const written = writeMetrics(spec.outputFolder, metrics);
  if (!written.ok) return written;
  trajectory.write(spec.outputFolder);
  for (const [name, content] of Object.entries(lines)) writeLines(spec.outputFolder, name, content);
  return ok(null);
};

async function sharing(kind: string) {
  const method = await loadMethod(kind);
  return method?.form === 'weight-sharing' ? method : undefined;
}
