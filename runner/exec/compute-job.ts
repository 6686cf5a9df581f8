/** Computes one claimed job: inputs verified, a worker leased, its outputs published. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineOf } from '../../schemas/command.ts';
import { contractProblemText } from '../../schemas/contract.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobKey, Sha256 } from '../../schemas/ids.ts';
import type { JobSpec } from '../../schemas/job.ts';
import type { Selection } from '../../schemas/manifest.ts';
import { jobMetricsFormat } from '../../schemas/metrics.ts';
import type { KeyMaterial } from '../../schemas/record.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { GraphJob } from '../graph/job-graph.ts';
import type { Claim, PublishDetails, Store } from '../store/store.ts';
import { storeProblemText } from '../store/store-problem-text.ts';
import { onlyFailure } from '../util/only-failure.ts';
import { isDiskFull } from '../util/system-error.ts';
import { malformedOutput } from './check-outputs.ts';
import type { DriveWatch } from './driver-host.ts';
import { environmentHere } from './environment.ts';
import { type ExecutorEvent, failed, type JobOutcome } from './executor.ts';
import type { RunSettings } from './run-settings.ts';
import { type Candidate, selectArchitectures } from './select-job.ts';

export interface JobToCompute {
  readonly job: GraphJob;
  readonly key: JobKey;
  readonly material: KeyMaterial;
  /** Output files that later jobs read; a job that does not leave them has failed. */
  readonly requiredFiles: readonly string[];
}

/** Where a job writes. `progressFolder` is null for one that keeps nothing for a later attempt. */
type JobFolders = Pick<Claim, 'stagingFolder'> & { readonly progressFolder: string | null };

/** Where, when and in which attempt a job is computed. */
export interface StartedAttempt {
  /** Id of the device. */
  readonly device: string;
  readonly number: number;
  readonly startedAt: Date;
}

/** Runs a search or training job, within the time limit; its outputs are left in the staging folder. */
export async function computeOnExecutor(
  work: JobToCompute,
  claim: Claim,
  settings: RunSettings,
  control: AbortController,
  onEvent: (event: ExecutorEvent) => void,
): Promise<JobOutcome> {
  const inputs = verifiedInputs(work.material.inputs, settings.store);
  if (!inputs.ok) return failed(onlyFailure(inputs.failures));
  const timeoutMs = settings.limits.timeoutMinutes * 60_000;
  const spec = jobSpec(work, claim, inputs.value, settings);
  let timer = { cancel: (): void => undefined };
  const outcome = await settings.executor.run(spec, control.signal, (event) => {
    if (event.type === 'started' || event.type === 'requeued') timer.cancel();
    if (event.type === 'started') {
      timer = settings.clock.after(timeoutMs, () => control.abort({ reason: 'timed-out', timeoutMs }));
    }
    onEvent(event);
  });
  timer.cancel();
  return outcome;
}

/** Drives a search whose trials are jobs. It has no time limit: its trials have. */
export async function computeByDriver(
  work: JobToCompute,
  claim: JobFolders,
  settings: RunSettings,
  control: AbortController,
  watch: DriveWatch,
): Promise<JobOutcome> {
  const inputs = verifiedInputs(work.material.inputs, settings.store);
  if (!inputs.ok) return failed(onlyFailure(inputs.failures));
  const spec = jobSpec(work, claim, inputs.value, settings);
  return settings.drivers.drive(spec, control.signal, watch);
}

/** Runs a selection here: it is a moment's work on a few numbers. */
export function computeSelection(work: JobToCompute, claim: Claim, settings: RunSettings): JobOutcome {
  const { inputs, parameters } = work.material;
  const selection = parameters as unknown as Selection & {
    candidates: readonly { seed: Candidate['seed'] }[];
  };
  const { candidates, ...protocol } = selection;
  const read: Candidate[] = [];
  for (const [i, { seed }] of candidates.entries()) {
    const candidate = readCandidate(seed, i, inputs, settings.store);
    if (!candidate.ok) return failed(onlyFailure(candidate.failures));
    read.push(candidate.value);
  }
  const selected = selectOrRefuse(protocol, read);
  if (!selected.ok) return failed(onlyFailure(selected.failures));
  try {
    for (const [name, content] of Object.entries(selected.value)) {
      writeFileSync(join(claim.stagingFolder, name), content);
    }
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    return failed({ reason: 'disk-full', path: claim.stagingFolder });
  }
  return { done: true };
}

function selectOrRefuse(
  protocol: Selection,
  candidates: readonly Candidate[],
): Result<Record<string, string>, JobFailure> {
  try {
    return ok(selectArchitectures(protocol, candidates));
  } catch (error) {
    return fail({ reason: 'job-refused', message: error instanceof Error ? error.message : String(error) });
  }
}

function readCandidate(
  seed: Candidate['seed'],
  i: number,
  inputs: Readonly<Record<string, Sha256>>,
  store: Store,
): Result<Candidate, JobFailure> {
  const metricsInput = `candidate-${i}-metrics`;
  const text = readText(metricsInput, inputs, store);
  if (!text.ok) return text;
  const metrics = jobMetricsFormat.parse(text.value);
  if (!metrics.ok) {
    const message = metrics.failures.map(contractProblemText).join('; ');
    return fail({ reason: 'input-unusable', input: metricsInput, message });
  }
  const architecture = readText(`candidate-${i}-architecture`, inputs, store);
  return architecture.ok
    ? ok({ seed, metrics: metrics.value, architecture: architecture.value })
    : architecture;
}

/** A later job or a report would stumble over what is missing or malformed; this one is to blame. */
export function badOutput(work: JobToCompute, claim: Claim): JobFailure | undefined {
  const missing = work.requiredFiles.filter((file) => !existsSync(join(claim.stagingFolder, file)));
  const message =
    missing.length > 0 ? `it left no ${missing.join(', ')}` : malformedOutput(claim.stagingFolder);
  return message === undefined ? undefined : { reason: 'bad-output', message };
}

/** What was computed of other data must not be kept under this key. */
export function replacedData(
  { job }: JobToCompute,
  { isDataAsKeyed }: Pick<RunSettings, 'isDataAsKeyed'>,
): JobFailure | undefined {
  if (job.kind === 'select' || isDataAsKeyed === undefined || isDataAsKeyed(job.parameters)) return undefined;
  return {
    reason: 'job-refused',
    message: 'Its data set was replaced or removed after the run began, so that its key names other data',
    hint: 'Run again, which computes it with the data that are there now',
  };
}

/** What a dead worker left must not reach the next attempt. */
export function emptyFolder(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Everything about a finished job that is not its outputs. @param wallMs of the attempt */
export function publishDetails(
  work: JobToCompute,
  settings: RunSettings,
  attempt: StartedAttempt,
  wallMs: number,
  { program, remote }: Extract<JobOutcome, { done: true }>,
): PublishDetails {
  return {
    material: work.material,
    label: work.job.label,
    commit: settings.commit,
    ...(settings.trees === undefined ? {} : { trees: settings.trees }),
    dirtyPatch: settings.dirtyPatch,
    engine: engineOf(work.job.parameters['task'], settings.context.engine),
    environment: {
      ...(remote?.environment ?? environmentHere(attempt.device)),
      ...(program === undefined ? {} : { program }),
    },
    timing: {
      startedAt: remote?.startedAt ?? attempt.startedAt.toISOString(),
      wallMs: Math.round(wallMs),
      attempt: attempt.number,
    },
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
  claim: JobFolders,
  inputs: Record<string, string>,
  { foldersOf }: Pick<RunSettings, 'foldersOf'>,
): JobSpec {
  const { job, key } = work;
  if (job.kind === 'select') throw new Error('Internal error: a selection does not run on a worker');
  const { dataFolder, benchmarkFolder } = foldersOf(job.parameters);
  return {
    formatVersion: 1,
    label: job.label,
    key,
    kind: job.kind,
    seed: job.seed,
    parameters: job.parameters,
    inputs,
    ...{ dataFolder, benchmarkFolder },
    outputFolder: claim.stagingFolder,
    progressFolder: claim.progressFolder,
  };
}

function readText(
  input: string,
  inputs: Readonly<Record<string, Sha256>>,
  store: Store,
): Result<string, JobFailure> {
  const digest = inputs[input];
  if (digest === undefined) throw new Error(`Internal error: a selection lacks the input ${input}`);
  const object = store.readObject(digest);
  if (object.ok) return ok(new TextDecoder().decode(object.value));
  const message = object.failures.map(storeProblemText).join('; ');
  return fail({ reason: 'input-unusable', input, message });
}
