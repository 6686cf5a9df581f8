/**
 * `train`: trains the network of an architecture from scratch and measures it once. Input: `architecture`, the path
 * of an architecture.json. Outputs: `architecture.json` (the same architecture); `metrics.json` with either the
 * validation or the test score; `trajectory.jsonl`; `weights.safetensors`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok } from '../../schemas/result.ts';
import { key, split } from '../rng/key.ts';
import { refuse } from '../task/measured.ts';
import { type Job, Trajectory, writeJson, writeMetrics } from './job-context.ts';
import { namedModules, readTrainParameters } from './parameters.ts';

export const runTrain: Job = async ({ spec, data, onProgress }) => {
  const parameters = readTrainParameters(spec);
  if (!parameters.ok) return parameters;
  const { engine, training: settings, measure, ...names } = parameters.value;
  const modules = await namedModules(names.task, names.space);
  if (!modules.ok) return modules;
  const { task, space } = modules.value;
  if (!task.train) return refuse(`Nothing is trained in the task ${task.kind}`);
  const trajectory = new Trajectory();
  const trained = await task.train({
    ...{ spec, data, task: names.task, space, engine, settings, measure, onProgress },
    key: split(key(spec.seed), 'train', measure),
    line: (content) => trajectory.add(content),
  });
  if (!trained.ok) return trained;
  const { outputFolder } = spec;
  const { architecture, metrics, weights } = trained.value;
  writeJson(outputFolder, 'architecture.json', architecture);
  const written = writeMetrics(outputFolder, metrics);
  if (!written.ok) return written;
  trajectory.write(outputFolder);
  if (weights) writeFileSync(join(outputFolder, 'weights.safetensors'), weights);
  return ok(null);
};
