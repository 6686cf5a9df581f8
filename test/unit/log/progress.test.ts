import { describe, expect, test } from 'vitest';
import { durationText } from '../../../runner/log/duration.ts';
import { failureText } from '../../../runner/log/failure-text.ts';
import { liveFrame } from '../../../runner/log/live-view.ts';
import { plainLinesLog } from '../../../runner/log/plain-lines.ts';
import { ProgressState } from '../../../runner/log/progress-state.ts';
import type { RunEvent } from '../../../runner/log/run-event.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { toArtifactId, toJobKey } from '../../../schemas/ids.ts';

const key = toJobKey(sha256('key'));
const started = (label: string): RunEvent => ({
  type: 'job-started',
  label,
  key,
  device: 'cpu:0',
  attempt: 1,
});
const done = (label: string, wallMs: number): RunEvent => ({
  type: 'job-done',
  label,
  key,
  artifactId: toArtifactId(sha256('artifact')),
  wallMs,
});

describe('ProgressState', () => {
  test('there is no estimate before a first job has finished', () => {
    const state = new ProgressState();
    state.apply({ type: 'run-started', runId: 'r', jobs: 4, selections: 0, workers: 2 }, 0);
    state.apply(started('m/s/search/s1'), 0);
    expect(state.etaMs(500)).toBeUndefined();
  });

  test('selections that wait are no work', () => {
    const state = new ProgressState();
    state.apply({ type: 'run-started', runId: 'r', jobs: 6, selections: 2, workers: 1 }, 0);
    state.apply(done('m/s/search/s1', 1000), 1000);
    expect(state.etaMs(1000)).toBe(3000);
    state.apply(done('m/s/evaluate/select', 1), 1000);
    expect(state.etaMs(1000)).toBe(3000);
  });

  test('of a trial that is under way, tenths are shown', () => {
    const state = new ProgressState();
    state.apply(started('m/s/search/s1'), 0);
    const event = { type: 'job-progress', label: 'm/s/search/s1', total: 364, unit: 'trials' } as const;
    state.apply({ ...event, done: 62.58169934640523 }, 10);
    expect(state.running.get('m/s/search/s1')?.detail).toBe('62.5/364 trials');
    state.apply({ ...event, done: 63 }, 20);
    expect(state.running.get('m/s/search/s1')?.detail).toBe('63/364 trials');
  });

  test('the estimate is the work left over the workers, and at least the longest running job', () => {
    const state = new ProgressState();
    state.apply({ type: 'run-started', runId: 'r', jobs: 4, selections: 0, workers: 2 }, 0);
    state.apply(done('m/s/search/s1', 1000), 1000);
    state.apply(started('m/s/search/s2'), 1000);
    // 1 running with 1 s to go and 2 waiting of 1 s each, on 2 workers.
    expect(state.etaMs(1000)).toBe(1500);
    state.apply({ type: 'job-progress', label: 'm/s/search/s2', done: 1, total: 10, unit: 'steps' }, 2000);
    // A tenth took one second, so nine seconds are left for it alone.
    expect(state.etaMs(2000)).toBe(9000);
  });

  test('a job that goes on says what it took over', () => {
    const state = new ProgressState();
    state.apply(started('m/s/search/s1'), 0);
    const progress = {
      type: 'job-progress',
      label: 'm/s/search/s1',
      done: 7,
      total: 20,
      unit: 'trials',
    } as const;
    state.apply({ ...progress, resumed: 5, metric: { name: 'validation.errorPercent', value: 41.234 } }, 0);
    expect(state.running.get('m/s/search/s1')?.detail).toBe(
      '7/20 trials (5 from before)  validation.errorPercent 41.23',
    );
    state.apply(progress, 0);
    expect(state.running.get('m/s/search/s1')?.detail).toBe('7/20 trials');
  });

  test('a selection does not count as a sample of how long jobs take', () => {
    const state = new ProgressState();
    state.apply(done('m/s/evaluate/select', 1), 0);
    expect(state.etaMs(0)).toBeUndefined();
  });
});

test('plain lines count finished jobs and give a sign of life when nothing finishes', () => {
  const lines: string[] = [];
  let now = 0;
  const log = plainLinesLog(
    (text) => lines.push(text),
    () => now,
  );
  log.emit({ type: 'run-started', runId: 'r', jobs: 2, selections: 0, workers: 1 });
  log.emit(started('a/b/search/s1'));
  now = 31_000;
  log.emit({
    type: 'job-progress',
    label: 'a/b/search/s1',
    done: 3,
    total: 9,
    unit: 'epochs',
    metric: { name: 'validation.errorPercent', value: 12.345 },
  });
  now = 40_000;
  log.emit(done('a/b/search/s1', 40_000));
  expect(lines).toEqual([
    'run r: 2 jobs on 1 worker\n',
    'running: a/b/search/s1 3/9 epochs  validation.errorPercent 12.35\n',
    '[1/2 ETA 40 s] done  a/b/search/s1  40 s\n',
  ]);
});

test.each([
  [0, '0.0 s'],
  [1234, '1.2 s'],
  [12_400, '12 s'],
  [65_000, '1 min 05 s'],
  [7_800_000, '2 h 10 min'],
])('%i ms reads as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each<[JobFailure, string]>([
  [{ reason: 'job-refused', message: 'no', hint: 'yes' }, 'no\n  help: yes'],
  [
    { reason: 'diverged', message: 'no number', hint: 'Lower it', multiplyAdds: 3 },
    'no number\n  help: Lower it',
  ],
  [
    { reason: 'unknown-error-thrown', message: 'boom' },
    "an unexpected error: boom\n  help: this is a bug in the job's code; its stack is in the journal of the run",
  ],
  [{ reason: 'worker-exited', exitCode: 3 }, 'the worker exited with code 3 before the job was done'],
  [
    { reason: 'worker-killed-by-signal', signal: 'SIGKILL' },
    'the worker was killed by SIGKILL (out of memory, or somebody killed it)',
  ],
  [
    { reason: 'worker-did-not-start', message: 'x' },
    'the worker did not start: x\n  help: run `npm run build`, then `reprise doctor`',
  ],
  [
    { reason: 'timed-out', timeoutMs: 120_000 },
    'it took longer than 2 min\n  help: raise `limits.timeoutMinutes` in the manifest',
  ],
  [{ reason: 'bad-output', message: 'it left nothing' }, 'its output is not usable: it left nothing'],
  [
    { reason: 'nondeterministic', outputs: ['a', 'b'] },
    'the same key gave other bytes than before in a, b; the stored result was kept\n' +
      '  help: the job is not deterministic; `reprise show` prints the stored one',
  ],
  [
    { reason: 'input-unusable', input: 'architecture', message: 'gone' },
    'its input architecture could not be read back: gone\n  help: run again; the job that made it will be computed again',
  ],
  [
    { reason: 'slurm-lost', state: 'NODE_FAIL', job: '7_1', node: 'n1' },
    'Slurm ended it without a result: NODE_FAIL, job 7_1 on n1\n  help: run again; it goes on from what it had noted',
  ],
  [
    { reason: 'slurm-ended', state: 'OUT_OF_MEMORY', job: '7_1', node: null },
    'Slurm ended it: OUT_OF_MEMORY, job 7_1\n  help: raise `slurm.memory` in executors.yaml, which changes no key',
  ],
  [
    { reason: 'slurm-ended', state: 'DEADLINE', job: '7_1', node: 'n1' },
    'Slurm ended it: DEADLINE, job 7_1 on n1\n  help: `sacct` or `scontrol show job` with this id says more',
  ],
  [
    { reason: 'slurm-refused', message: 'it refused', hint: 'ask otherwise' },
    'it refused\n  help: ask otherwise',
  ],
  [{ reason: 'interrupted' }, 'stopped on request'],
  [{ reason: 'dependency-failed', dependency: 'a' }, 'not run, because a failed'],
])('the failure %o has its words', (failure, text) => {
  expect(failureText(failure)).toBe(text);
});

describe('the live view', () => {
  function watched(): ProgressState {
    const state = new ProgressState();
    state.apply({ type: 'run-started', runId: 'r', jobs: 40, selections: 0, workers: 1 }, 0);
    state.apply(done('random/first/search/s1', 60_000), 60_000);
    state.apply(started('random[evaluations=16]/first/search/s2'), 60_000);
    const progress = { done: 3, total: 10, unit: 'epochs' } as const;
    state.apply(
      { type: 'job-progress', label: 'random[evaluations=16]/first/search/s2', ...progress },
      60_000,
    );
    return state;
  }

  test('shows all of it on a usual terminal', () => {
    expect(liveFrame(watched(), 0, 90_000, 100)).toEqual([
      '  cpu:0  random[evaluations=16]/first/search/s2     30 s  3/10 epochs',
      '█░░░░░░░░░░░░░░░░░░░░░░░ 1/40  1 min 30 s  ETA 39 min 10 s',
    ]);
  });

  test('in 40 columns keeps the end of labels, the progress, the count and the time left', () => {
    const frame = liveFrame(watched(), 0, 90_000, 40);
    expect(frame).toEqual(['  cpu:0  …rst/search/s2     30 s  3/10…', '1/40  1 min 30 s  ETA 39 min 10 s']);
    expect(frame.every((line) => line.length < 40)).toBe(true);
  });
});
