/**
 * `trial`: measures one architecture on behalf of a search, or runs one search of a method that is tuned. Inputs as of a
 * training or none. Outputs: `metrics.json` with the validation score, or with why the trial crashed, which is an answer too:
 * it would crash again; `trajectory.jsonl`; `architecture.json`, unless it crashed before it had one;
 * `checkpoint.safetensors` where a longer trial may go on from it, whose input `checkpoint` it becomes.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchitectureFile } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { checkpointOutput } from '../model/checkpoint.ts';
import { key, split } from '../rng/key.ts';
import { type Job, type JobContext, Trajectory, writeJson, writeMetrics } from './job-context.ts';
import { readTrialParameters } from './parameters.ts';
import { search } from './search.ts';
import { train } from './train.ts';

export const runTrial: Job = async (context) => {
  const { outputFolder } = context.spec;
  const trajectory = new Trajectory();
  const measured = await measure(context, trajectory);
  if (!measured.ok) return measured;
  const { architecture, metrics, checkpoint } = measured.value;
  if (architecture) writeJson(outputFolder, 'architecture.json', architecture);
  const written = writeMetrics(outputFolder, metrics);
  if (!written.ok) return written;
  trajectory.write(outputFolder);
  if (checkpoint) writeFileSync(join(outputFolder, checkpointOutput), checkpoint);
  return ok(null);
};

interface Measured {
  readonly architecture: ArchitectureFile | null;
  readonly metrics: JobMetrics;
  readonly checkpoint?: Uint8Array | undefined;
}

async function measure(context: JobContext, trajectory: Trajectory): Promise<Result<Measured, JobFailure>> {
  const parameters = readTrialParameters(context.spec);
  if (!parameters.ok) return parameters;
  const { value } = parameters;
  // The split of a stage is part of its key, so that a final network is independent of the trial that chose it.
  const own = { key: split(key(context.spec.seed), 'trial'), keepsWeights: false };
  const measured =
    'method' in value
      ? await search(context, value, trajectory)
      : await train(context, value, trajectory, own);
  if (measured.ok) return measured;
  const [failure] = measured.failures;
  if (failure?.reason !== 'diverged') return measured;
  const { message, hint, multiplyAdds } = failure;
  const cost = { multiplyAdds, architectures: 1 };
  return ok({ architecture: null, metrics: { cost, crash: { message, hint } } });
}
