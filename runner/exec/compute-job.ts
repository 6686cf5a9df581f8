/** Computes one claimed job: inputs verified, a worker leased, its outputs published. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { engines } from '../../schemas/engine.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobKey, Sha256 } from '../../schemas/ids.ts';
import type { JobSpec } from '../../schemas/job.ts';
import type { Selection } from '../../schemas/manifest.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import type { KeyMaterial } from '../../schemas/record.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { GraphJob } from '../graph/job-graph.ts';
import type { Claim, PublishDetails, Store } from '../store/store.ts';
import { storeProblemText } from '../store/store-problem-text.ts';
import type { RunSettings } from './run-settings.ts';
import { type Candidate, selectArchitectures } from './select-job.ts';
import { type Device, type ProgressEvent, WorkerProcess } from './worker-process.ts';

export interface JobToCompute {
  readonly job: GraphJob;
  readonly key: JobKey;
  readonly material: KeyMaterial;
  /** Output files that later jobs read; a job that does not leave them has failed. */
  readonly requiredFiles: readonly string[];
}

/** Where and in which attempt a job was computed. */
export interface Attempt {
  readonly device: Device;
  readonly number: number;
}

/** Runs a search or training job on a worker, within the time limit; its outputs are left in the staging folder. */
export async function computeOnWorker(
  work: JobToCompute,
  claim: Claim,
  worker: WorkerProcess | JobFailure,
  settings: RunSettings,
  onProgress: (event: ProgressEvent) => void,
): Promise<JobFailure | undefined> {
  if (!(worker instanceof WorkerProcess)) return worker;
  const inputs = verifiedInputs(work.material.inputs, settings.store);
  if (!inputs.ok) return inputs.failures[0];
  const spec = jobSpec(work, claim, inputs.value, settings);
  const timer = settings.clock.after(settings.limits.timeoutMinutes * 60_000, () =>
    worker.kill({ reason: 'timed-out', timeoutMs: settings.limits.timeoutMinutes * 60_000 }),
  );
  const outcome = await worker.run(spec, onProgress);
  timer.cancel();
  return outcome.done ? undefined : outcome.failure;
}

/** Runs a selection here: it is a moment's work on a few numbers. */
export function computeSelection(
  work: JobToCompute,
  claim: Claim,
  settings: RunSettings,
): JobFailure | undefined {
  const { inputs, parameters } = work.material;
  const selection = parameters as unknown as Selection & {
    candidates: readonly { seed: Candidate['seed'] }[];
  };
  const { candidates, ...protocol } = selection;
  try {
    const read = candidates.map(
      ({ seed }, i): Candidate => ({
        seed,
        metrics: JSON.parse(readText(inputs[`candidate-${i}-metrics`], settings.store)) as JobMetrics,
        architecture: readText(inputs[`candidate-${i}-architecture`], settings.store),
      }),
    );
    for (const [name, content] of Object.entries(selectArchitectures(protocol, read))) {
      writeFileSync(join(claim.stagingFolder, name), content);
    }
    return undefined;
  } catch (error) {
    return { reason: 'job-refused', message: error instanceof Error ? error.message : String(error) };
  }
}

/** A later job would stumble over a missing file; this one is to blame. */
export function missingOutput(work: JobToCompute, claim: Claim): JobFailure | undefined {
  const missing = work.requiredFiles.filter((file) => !existsSync(join(claim.stagingFolder, file)));
  return missing.length === 0
    ? undefined
    : { reason: 'bad-output', message: `it left no ${missing.join(', ')}` };
}

/** What a dead worker left must not reach the next attempt. */
export function emptyFolder(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Everything about a finished job that is not its outputs. */
export function publishDetails(
  work: JobToCompute,
  settings: RunSettings,
  attempt: Attempt,
  startedAt: Date,
  wallMs: number,
): PublishDetails {
  return {
    material: work.material,
    label: work.job.label,
    commit: settings.commit,
    dirtyPatch: settings.dirtyPatch,
    engine: engines[settings.context.engine],
    environment: {
      node: process.version,
      platform: process.platform,
      arch: process.arch,
      cpu: cpus()[0]?.model ?? 'unknown',
      device: attempt.device.id,
    },
    timing: { startedAt: startedAt.toISOString(), wallMs: Math.round(wallMs), attempt: attempt.number },
  };
}

function verifiedInputs(
  inputs: Readonly<Record<string, Sha256>>,
  store: Store,
): Result<Record<string, string>, JobFailure> {
  const paths: Record<string, string> = {};
  for (const [input, digest] of Object.entries(inputs)) {
    const path = store.verifiedPath(digest);
    if (!path.ok) {
      return fail({
        reason: 'input-unusable',
        input,
        message: path.failures.map(storeProblemText).join('; '),
      });
    }
    paths[input] = path.value;
  }
  return ok(paths);
}

function jobSpec(
  work: JobToCompute,
  claim: Claim,
  inputs: Record<string, string>,
  { dataFolder, benchmarkFolder }: Pick<RunSettings, 'dataFolder' | 'benchmarkFolder'>,
): JobSpec {
  const { job, key } = work;
  if (job.kind === 'select') throw new Error('Internal error: a selection does not run on a worker');
  return {
    formatVersion: 1,
    label: job.label,
    key,
    kind: job.kind,
    seed: job.seed,
    parameters: job.parameters,
    inputs,
    dataFolder,
    benchmarkFolder,
    outputFolder: claim.stagingFolder,
    progressFolder: claim.progressFolder,
  };
}

function readText(digest: Sha256 | undefined, store: Store): string {
  if (digest === undefined) throw new Error('Internal error: a selection lacks an input');
  const object = store.readObject(digest);
  if (!object.ok) throw new Error(object.failures.map(storeProblemText).join('; '));
  return new TextDecoder().decode(object.value);
}
