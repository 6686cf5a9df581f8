/**
 * `search`: finds an architecture with a method. Outputs: `architecture.json`; `metrics.json` with the validation
 * score that the search saw, the size of the network found and the cost of the search; `trajectory.jsonl`.
 */
import type { ArchitectureFile } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { MethodSettings } from '../../schemas/manifest.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { divide } from '../data/part.ts';
import { startEngine } from '../engine/index.ts';
import { randomSearch } from '../method/random.ts';
import { searchWithSharedWeights } from '../oneshot/random-weight-sharing.ts';
import type { SearchOutcome, SearchRun } from '../oneshot/search-run.ts';
import { key, split } from '../rng/key.ts';
import { genotypeId } from '../space/darts-cnn/genotype.ts';
import { dartsCnn } from '../space/darts-cnn/space.ts';
import { searchByTraining } from './black-box-search.ts';
import { type Job, Trajectory, writeJson } from './job-context.ts';
import { modelMetrics, splitMetrics } from './measured.ts';
import { readSearchParameters } from './parameters.ts';

export const runSearch: Job = async ({ spec, data, onProgress }) => {
  const parameters = readSearchParameters(spec);
  if (!parameters.ok) return parameters;
  const { task, engine, method } = parameters.value;
  const loaded = data.load(task.data, spec.dataFolder);
  if (!loaded.ok) return loaded;
  const { traits, train: images } = loaded.value;
  const parts = divide(images, task.trainPortion);
  if (parts.train.indices.length === 0 || parts.validation.indices.length === 0) {
    const message = `trainPortion ${task.trainPortion} leaves no images to train on or none to validate on`;
    return fail({ reason: 'job-refused', message });
  }
  await startEngine(engine);
  const trajectory = new Trajectory();
  const outcome = await search(method, {
    settings: method,
    traits,
    ...parts,
    key: split(key(spec.seed), 'search'),
    observer: {
      line: (content) => trajectory.add(content),
      progress: (done, total, metric) =>
        onProgress({ done, total, unit: 'minibatches', ...(metric ? { metric } : {}) }),
    },
  });
  if (!outcome.ok) return outcome;
  const { genotype, validation, cost } = outcome.value;
  const measured = splitMetrics('validation', validation);
  if (!measured.ok) return measured;
  const architecture: ArchitectureFile = { space: 'darts-cnn', id: genotypeId(genotype), genotype };
  const metrics: JobMetrics = { ...measured.value, model: modelMetrics(genotype, traits, method), cost };
  writeJson(spec.outputFolder, 'architecture.json', architecture);
  writeJson(spec.outputFolder, 'metrics.json', metrics);
  trajectory.write(spec.outputFolder);
  return ok(null);
};

async function search(
  method: MethodSettings,
  run: SearchRun<MethodSettings>,
): Promise<Result<SearchOutcome, JobFailure>> {
  switch (method.kind) {
    case 'random-ws':
      return searchWithSharedWeights({ ...run, settings: method });
    case 'random': {
      const options = { evaluated: method.evaluated, key: split(run.key, 'method') };
      const trials = randomSearch(dartsCnn('without-none'), options);
      return searchByTraining({ ...run, settings: method }, trials, method.evaluated);
    }
    default:
      return fail({ reason: 'job-refused', message: `Unknown method ${String(Object(method).kind)}` });
  }
}
