/**
 * `train`: trains the network of an architecture from scratch and measures it at its end, and at the moments that
 * `measureAt` names. Input: `architecture`, the path of an architecture.json. Outputs: `architecture.json` (the same
 * architecture); `metrics.json` with the validation or the test score, of a language model that is tested with both;
 * `trajectory.jsonl`; `weights.safetensors`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobFailure } from '../../schemas/failure.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { type Key, key, split } from '../rng/key.ts';
import { refuse } from '../task/measured.ts';
import type { TrainedJob } from '../task/module.ts';
import { type Job, type JobContext, Trajectory, writeJson, writeMetrics } from './job-context.ts';
import { namedModules, readTrainParameters, type TrainParameters } from './parameters.ts';

export const runTrain: Job = async (context) => {
  const parameters = readTrainParameters(context.spec);
  if (!parameters.ok) return parameters;
  const { spec } = context;
  const trajectory = new Trajectory();
  const trained = await train(context, parameters.value, trajectory, {
    key: split(key(spec.seed), 'train', parameters.value.measure),
    keepsWeights: true,
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

export async function train(
  { spec, data, onProgress }: JobContext,
  { engine, training: settings, measure, ...names }: TrainParameters,
  trajectory: Trajectory,
  options: { readonly key: Key; readonly keepsWeights: boolean },
): Promise<Result<TrainedJob, JobFailure>> {
  const modules = await namedModules(names.task, names.space);
  if (!modules.ok) return modules;
  const { task, space } = modules.value;
  if (!task.train) return refuse(`Nothing is trained in the task ${task.kind}`);
  return task.train({
    ...{ spec, data, task: names.task, space, engine, settings, measure, onProgress },
    line: (content) => trajectory.add(content),
    ...options,
  });
}
