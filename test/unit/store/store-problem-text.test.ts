import { describe, expect, it } from 'vitest';
import type { StoreProblem } from '../../../runner/store/store-problem.ts';
import { storeProblemText } from '../../../runner/store/store-problem-text.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { sampleKey } from './sample-job.ts';

const [a, b] = [sha256('a'), sha256('b')];
const key = sampleKey(1);
const use = { key, label: 'rsws/first/train/s1', output: 'metrics.json' };
const heldBy = {
  ...{ host: 'here', bootId: null, pidNamespace: null, pid: 7, processStart: null },
  ...{ startedAt: '2026-01-02T03:04:05.000Z', name: key, file: '/s/locks/k.lock', silentMs: 4000 },
};

const golden: readonly [StoreProblem, string][] = [
  [{ reason: 'object-missing', digest: a }, `object ${a} is missing; the job that made it must run again`],
  [
    { reason: 'object-missing', digest: a, use: { ...use, output: null } },
    `object ${a} is missing (the patch of the dirty tree of rsws/first/train/s1); the job that made it must run again`,
  ],
  [
    { reason: 'object-corrupt', digest: a, found: b, quarantinedTo: '/s/quarantine/x', use },
    `object ${a} is damaged: its bytes hash to ${b} (metrics.json of rsws/first/train/s1); ` +
      'it was moved to /s/quarantine/x, and the job that made it must run again',
  ],
  [
    { reason: 'record-invalid', path: '/s/r.json', detail: 'is not valid JSON', quarantinedTo: null },
    '/s/r.json is not valid JSON; another process moved it away, and the job must run again',
  ],
  [
    { reason: 'object-orphan', digest: a, bytes: 3 },
    `object ${a} (3 bytes) belongs to no record; \`reprise gc\` removes it`,
  ],
  [
    { reason: 'stray-file', path: 'objects/ab/x' },
    'objects/ab/x was not written by the store; move it elsewhere',
  ],
  [
    { reason: 'disk-full', path: '/s/x', neededBytes: 9 },
    'the disk is full: /s/x needs 9 bytes; make room and resume, nothing is lost',
  ],
  [{ reason: 'bad-output', detail: 'the job left no output files' }, 'the job left no output files'],
  [
    {
      reason: 'nondeterministic',
      key,
      label: 'rsws/first/train/s1',
      outputs: [{ name: 'metrics.json', stored: a, found: null }],
    },
    [
      `rsws/first/train/s1 gave other outputs than the stored record of the same key ${key}:`,
      `  metrics.json: stored ${a}, found (no such output)`,
      'The record was kept. Either something that changes the result is not in the key, or the engine is not exact.',
    ].join('\n'),
  ],
  [{ reason: 'record-not-found', key }, `there is no record of job ${key}`],
  [
    { reason: 'store-busy', heldBy },
    'process 7 on here, since 2026-01-02T03:04:05.000Z, is using it; wait for it to end, or stop it',
  ],
];

describe('the text of a store problem', () => {
  it.each(golden.map(([problem, text]) => [problem.reason, problem, text] as const))(
    '%s',
    (_, problem, text) => {
      expect(storeProblemText(problem)).toBe(text);
    },
  );
});
