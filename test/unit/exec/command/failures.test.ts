/** Whatever can go wrong with a program of the user's own, each with a failure of its own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureText } from '../../../../runner/log/failure-text.ts';
import type { JobFailure } from '../../../../schemas/failure.ts';
import { CommandRig, failureOf, runShell, shell } from '../../../util/command-rig.ts';

const metrics = (text: string): string => `printf '%s' '${text}' > "$output/metrics.json"`;
const good = metrics('{"validation.error": 1}');
const lines = (text: string): string => `printf '${text}' > "$output/metrics.jsonl"\n${good}`;

/** In the words of this version of Node.js. */
function syntaxError(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

const cases: readonly (readonly [string, string, JobFailure])[] = [
  ['ends with another exit code than 0', 'exit 3', { reason: 'program-exited', exitCode: 3 }],
  ['is killed', 'kill -SEGV $$', { reason: 'program-killed-by-signal', signal: 'SIGSEGV' }],
  ['leaves no metrics', ':', { reason: 'metrics-missing', file: 'metrics.json' }],
  [
    'leaves metrics that are no JSON',
    metrics('{"validation.error": 1'),
    {
      ...{ reason: 'metrics-malformed', file: 'metrics.json', line: null },
      message: `expected JSON: ${syntaxError('{"validation.error": 1')}`,
    },
  ],
  [
    'leaves an empty file',
    metrics(''),
    {
      ...{ reason: 'metrics-malformed', file: 'metrics.json', line: null },
      message: 'expected JSON, found an empty text',
    },
  ],
  [
    'leaves metrics that are no object',
    metrics('[1]'),
    {
      ...{ reason: 'metrics-malformed', file: 'metrics.json', line: null },
      message: 'expected an object from metrics to numbers, found a list',
    },
  ],
  [
    'leaves out a declared metric',
    metrics('{}'),
    { reason: 'metric-missing', metric: 'validation.error', found: [] },
  ],
  [
    'leaves a metric that is not declared',
    metrics('{"validation.error": 1, "validation.loss": 2}'),
    {
      ...{ reason: 'metric-undeclared', metric: 'validation.loss' },
      declared: ['validation.error', 'test.error'],
    },
  ],
  [
    'leaves a text in place of a number',
    metrics('{"validation.error": "1"}'),
    { reason: 'metric-not-a-number', metric: 'validation.error', found: '"1"' },
  ],
  [
    'leaves a test metric where validation was asked for',
    metrics('{"validation.error": 1, "test.error": 1}'),
    { reason: 'metric-of-other-split', metric: 'test.error', measure: 'validation', file: 'metrics.json' },
  ],
  [
    'reports a test metric where validation was asked for',
    lines('{"epoch": 1, "test.error": 1}\\n'),
    { reason: 'metric-of-other-split', metric: 'test.error', measure: 'validation', file: 'metrics.jsonl' },
  ],
  [
    'reports a line without an epoch',
    lines('{"epoch": 1}\\n{"loss": 1}\\n'),
    {
      ...{ reason: 'metrics-malformed', file: 'metrics.jsonl', line: 2 },
      message: 'expected `epoch`, the number of epochs trained so far',
    },
  ],
  [
    'reports what is no number',
    lines('{"epoch": 1, "loss": [1]}\\n'),
    {
      ...{ reason: 'metrics-malformed', file: 'metrics.jsonl', line: 1 },
      message: 'expected loss to be a number or a text, found a list',
    },
  ],
];

describe('a program that', () => {
  it.each(cases)('%s', async (_, text, failure) => {
    expect(failureOf(await runShell(text))).toEqual(failure);
  });

  it('is not there', async () => {
    const rig = new CommandRig({ run: ['no-such-program'], variables: { PATH: '/nowhere' } });
    expect(failureOf(await rig.run())).toEqual({
      ...{ reason: 'program-not-found', program: 'no-such-program' },
      path: 'the search path /nowhere',
    });
  });

  it('is not declared', async () => {
    const rig = new CommandRig({ run: ['./train.sh'] });
    expect(failureOf(await rig.run())).toEqual({
      ...{ reason: 'program-not-found', program: './train.sh' },
      path: 'the declared code',
    });
  });

  it('takes too long ends with all that it started', async () => {
    const rig = new CommandRig({
      files: { 'train.sh': `sleep 60 & echo started; wait` },
      minutes: 0.01,
    });
    const outcome = await rig.run();
    expect(failureOf(outcome)).toEqual({ reason: 'program-timed-out', minutes: 0.01 });
    expect(outcome).toMatchObject({ log: 'started\n' });
  });

  it('does not listen to SIGTERM is killed', async () => {
    const rig = new CommandRig({
      files: { 'train.sh': `trap '' TERM; while :; do sleep 0.1; done` },
      minutes: 0.005,
    });
    expect(failureOf(await rig.run())).toEqual({ reason: 'program-timed-out', minutes: 0.005 });
  });

  it('uses more memory than it may', async ({ skip }) => {
    skip(process.platform !== 'linux', 'memory is looked up in /proc');
    const program = 'const a = Buffer.alloc(4e8, 1); setInterval(() => a.length, 1000);';
    const rig = new CommandRig({
      files: { 'train.cjs': program },
      run: [process.execPath, 'train.cjs'],
      memory: '200MiB',
    });
    const failure = failureOf(await rig.run());
    expect(failure).toMatchObject({ reason: 'program-out-of-memory', limitBytes: 200 * 2 ** 20 });
  });

  it('is stopped with the run', async () => {
    const rig = new CommandRig({ files: { 'train.sh': 'sleep 60' } });
    const control = new AbortController();
    const ended = rig.run(control.signal);
    control.abort({ reason: 'interrupted' });
    expect(failureOf(await ended)).toEqual({ reason: 'interrupted' });
  });

  it('changed since the run began', async () => {
    const rig = new CommandRig({ files: { 'train.sh': good, 'other.py': '' } });
    writeFileSync(join(rig.root, 'train.sh'), 'exit 1');
    expect(failureOf(await rig.run())).toEqual({ reason: 'program-code-changed', files: ['train.sh'] });
  });
});

describe('a training without a score', () => {
  it.each([
    ['{"validation.error": NaN}', 'validation.error is no finite number'],
    ['{"validation.error": -Infinity}', 'validation.error is no finite number'],
    ['{"validation.error": null}', 'validation.error is no finite number'],
    ['{"crash": "the loss grew to 1e30"}', 'The program says: the loss grew to 1e30'],
  ])('is a crash of a trial: %s', async (text, message) => {
    const rig = new CommandRig({ files: { 'train.sh': shell + metrics(text) } });
    expect(failureOf(await rig.run())).toBeUndefined();
    const left = JSON.parse(readFileSync(join(rig.spec.outputFolder, 'metrics.json'), 'utf8'));
    expect(left).toMatchObject({ crash: { message }, cost: { architectures: 1 } });
    expect(left.validation).toBeUndefined();
  });

  it('fails a training stage', async () => {
    const outcome = await runShell(metrics('{"validation.error": NaN}'), { kind: 'train' });
    expect(failureOf(outcome)).toMatchObject({ reason: 'diverged' });
  });
});

describe('the words of a failure', () => {
  it.each([
    ...cases.flatMap(([, , failure]) =>
      // The words of a syntax error change with Node.js.
      failure.reason === 'metrics-malformed' && failure.message.includes('position') ? [] : [failure],
    ),
    { reason: 'program-not-found', program: 'python4', path: 'the search path /usr/bin' } as const,
    { reason: 'program-out-of-memory', limitBytes: 2 ** 30, peakBytes: 2 ** 31 } as const,
    { reason: 'program-out-of-memory', limitBytes: null, peakBytes: 2 ** 31 } as const,
    { reason: 'program-timed-out', minutes: 90 } as const,
    { reason: 'program-code-changed', files: ['train.py'] } as const,
    { reason: 'isolation-unavailable', message: 'bwrap is not installed' } as const,
  ])('$reason', (failure) => {
    expect(failureText(failure)).toMatchSnapshot();
  });
});
