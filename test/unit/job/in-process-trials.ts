/** Computes the trials of a search as the runner does, but in this process; equal ones once. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobContext } from '../../../experiments/job/job-context.ts';
import { runTrial } from '../../../experiments/job/trial.ts';
import { dataLoader } from '../../../experiments/registry/data.ts';
import { DataCache } from '../../../experiments/task/data-cache.ts';
import { noTrials } from '../../../experiments/trial/asked-runner.ts';
import type { TrialPort } from '../../../experiments/trial/finished-trial.ts';
import { canonicalDigest, canonicalJson } from '../../../schemas/canonical.ts';
import { type JobKey, toJobKey } from '../../../schemas/ids.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import type { TrialAnswer, TrialRequest } from '../../../schemas/trial.ts';
import { outputsIn } from '../../util/trial-outputs.ts';

const trialKey = (
  { seed }: JobSpec,
  { parameters, architecture, inputs }: Pick<TrialRequest, 'parameters' | 'architecture' | 'inputs'>,
): JobKey => toJobKey(canonicalDigest({ parameters, seed, id: architecture?.id ?? null, inputs }));

/**
 * The job of a trial, in folders beside what its search leaves; what lay there is removed.
 *
 * @param pathOf where what earlier trials left lies, by its digest
 */
export function trialSpec(
  search: JobSpec,
  { number, parameters, architecture, inputs }: TrialRequest,
  pathOf: ReadonlyMap<string, string> = new Map(),
): JobSpec {
  const key = trialKey(search, { parameters, architecture, inputs });
  const place = join(`${search.outputFolder}-trials`, key);
  const outputFolder = join(place, 'out');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(outputFolder, { recursive: true });
  const input = join(place, 'architecture.json');
  if (architecture) writeFileSync(input, `${canonicalJson(architecture)}\n`);
  return {
    ...search,
    ...{ label: `${search.label}/t${number}`, kind: 'trial', key, parameters, outputFolder },
    inputs: {
      ...(architecture ? { architecture: input } : {}),
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, digest]) => [name, pathOf.get(digest) ?? `no ${digest}`]),
      ),
    },
    progressFolder: null,
  };
}

/** What a finished trial is answered with. */
export const answerOf = ({ key, outputFolder }: JobSpec): TrialAnswer => ({
  done: true,
  key,
  outputs: outputsIn(outputFolder),
  isHit: false,
});

/** What stands for the store: the answer of each trial by its key. */
export type KnownTrials = Map<JobKey, TrialAnswer>;

export interface TrialsOptions {
  readonly known?: KnownTrials;
  /** Before a trial is computed. */
  readonly onTrial?: (request: TrialRequest) => void;
}

function trialsOf(search: JobSpec, { known = new Map(), onTrial = () => {} }: TrialsOptions = {}): TrialPort {
  const data = new DataCache(dataLoader);
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    const answered = last.then(() => answer(request));
    last = answered.catch(() => undefined);
    return answered;
  };

  async function answer(request: TrialRequest): Promise<TrialAnswer> {
    const before = known.get(trialKey(search, request));
    if (before?.done) return { ...before, isHit: true };
    const left = [...known.values()].flatMap((each) => (each.done ? Object.values(each.outputs) : []));
    const spec = trialSpec(search, request, new Map(left.map(({ digest, path }) => [digest, path])));
    onTrial(request);
    const computed = await runTrial({ spec, data, trials: noTrials, onProgress: () => {} });
    const [failure] = computed.ok ? [] : computed.failures;
    if (failure) return { done: false, failure };
    known.set(spec.key, answerOf(spec));
    return answerOf(spec);
  }
}

/** What a job is given, whatever its kind. */
export const contextOf = (
  spec: JobSpec,
  rest: Partial<Omit<JobContext, 'spec'>> = {},
  options: TrialsOptions = {},
): JobContext => ({
  spec,
  data: new DataCache(dataLoader),
  onProgress: () => {},
  trials: trialsOf(spec, options),
  ...rest,
});
