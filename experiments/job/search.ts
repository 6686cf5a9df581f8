/**
 * `search`: finds an architecture with a method. Outputs: `architecture.json`; `metrics.json` with what the search
 * measured, the size of the network found and the cost of the search; `trajectory.jsonl`; for black-box methods
 * `decisions.jsonl`, the log of the logical clock. What a killed search had trained is taken from its progress folder.
 */
import type { JobFailure } from '../../schemas/failure.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { startEngine } from '../engine/index.ts';
import type { SearchObserver } from '../oneshot/search-run.ts';
import { loadMethod } from '../registry/load-method.ts';
import { key, split } from '../rng/key.ts';
import type { Found } from './found.ts';
import { type Job, type JobContext, Trajectory, writeJson, writeLines, writeMetrics } from './job-context.ts';
import { readSearchParameters, type SearchParameters } from './parameters.ts';
import { trialLogOf } from './trial-log.ts';

export const runSearch: Job = async (context) => {
  const { spec, onProgress } = context;
  const parameters = readSearchParameters(spec);
  if (!parameters.ok) return parameters;
  const trajectory = new Trajectory();
  const unit = await unitOf(parameters.value);
  const found = await search(context, parameters.value, {
    line: (content) => trajectory.add(content),
    progress: (done, total, metric, resumed) =>
      onProgress({ done, total, unit, ...(metric ? { metric } : {}), ...(resumed ? { resumed } : {}) }),
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

/** What progress counts: where a search has trials, they are what a person waits for. */
async function unitOf({ task, method }: SearchParameters): Promise<string> {
  if (task.kind === 'tabular-benchmark') return 'queries';
  return (await loadMethod(method.kind))?.form === 'weight-sharing' ? 'minibatches' : 'trials';
}

async function search(
  { spec, data }: JobContext,
  { task, space, method, engine }: SearchParameters,
  observer: SearchObserver,
): Promise<Result<Found, JobFailure>> {
  const shared = { space, method, key: split(key(spec.seed), 'search'), observer };
  switch (task.kind) {
    case 'image-classification': {
      const images = await data.load('images', task.data, spec.dataFolder);
      if (!images.ok) return images;
      const table =
        task.benchmark === null ? null : await data.load('table', task.benchmark, spec.benchmarkFolder);
      if (table?.ok === false) return table;
      await startEngine(engine);
      const { searchImages } = await import('./image-search.ts');
      const log = trialLogOf(spec);
      return searchImages({ ...shared, log, task, images: images.value, table: table?.value ?? null });
    }
    case 'language-modelling': {
      const corpus = await data.load('text', task.data, spec.dataFolder);
      if (!corpus.ok) return corpus;
      await startEngine(engine);
      const { searchText } = await import('./language-search.ts');
      return searchText({ ...shared, log: trialLogOf(spec), corpus: corpus.value });
    }
    case 'tabular-benchmark': {
      const table = await data.load('table', task.data, spec.dataFolder);
      if (!table.ok) return table;
      const { searchTable } = await import('./table-search.ts');
      return searchTable({ ...shared, table: table.value });
    }
    default:
      return task satisfies never;
  }
}
