/** From what a search asks for to a job, and from the job's end to the answer. */
import { canonicalJson } from '../../schemas/canonical.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { TrialAnswer, TrialRequest } from '../../schemas/trial.ts';
import type { GraphJob } from '../graph/job-graph.ts';
import type { Store } from '../store/store.ts';
import type { DiskFull } from '../store/store-problem.ts';
import { storeProblemText } from '../store/store-problem-text.ts';
import { onlyFailure } from '../util/only-failure.ts';
import type { Computed } from './job-runner.ts';

export const interruptedTrial: TrialAnswer = { done: false, failure: { reason: 'interrupted' } };

/**
 * Its seed is the search's: searches with one seed that ask for the same trial share it.
 * @param waitForRoom resolves to false when the run was stopped first
 * @returns undefined when the run was stopped before there was room for the architecture
 */
export async function trialJob(
  search: GraphJob,
  { number, parameters, architecture, inputs }: TrialRequest,
  store: Store,
  waitForRoom: (problem: DiskFull) => Promise<boolean>,
): Promise<GraphJob | undefined> {
  const given: Record<string, Sha256> = { ...inputs };
  while (architecture !== null && given['architecture'] === undefined) {
    const stored = store.putObject(`${canonicalJson(architecture)}\n`);
    if (stored.ok) given['architecture'] = stored.value;
    else if (!(await waitForRoom(onlyFailure(stored.failures)))) return undefined;
  }
  const { method, variant, displayName, seedSet, stage, seed } = search;
  return {
    label: `${search.label}/t${number}`,
    kind: 'trial',
    ...{ method, variant, displayName, seedSet, stage, seed, parameters },
    inputs: {},
    search: search.label,
    given,
  };
}

/** With the outputs verified. A trial that failed fails its search. */
export function trialAnswer({ label }: GraphJob, computed: Computed, store: Store): TrialAnswer {
  if ('failure' in computed) {
    return computed.failure.reason === 'interrupted'
      ? interruptedTrial
      : { done: false, failure: { reason: 'dependency-failed', dependency: label } };
  }
  const { key, outputs: files } = computed.record;
  const outputs: Record<string, { digest: Sha256; path: string }> = {};
  for (const [name, { digest }] of Object.entries(files)) {
    const path = store.verifiedPath(digest);
    if (!path.ok) {
      const message = path.failures.map(storeProblemText).join('; ');
      return { done: false, failure: { reason: 'input-unusable', input: name, message } };
    }
    outputs[name] = { digest, path: path.value };
  }
  return { done: true, key, outputs, isHit: computed.hit };
}
