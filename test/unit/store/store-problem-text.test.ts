import { describe, expect, it } from 'vitest';
import type { StoreProblem } from '../../../runner/store/store-problem.ts';
import { storeProblemText } from '../../../runner/store/store-problem-text.ts';
import { ownIdentity } from '../../../runner/util/process-identity.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { commit, sampleKey } from './sample-job.ts';

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
    '/s/r.json is not valid JSON; it was not moved away (another process did, or it cannot be), and the job must run again',
  ],
  [
    { reason: 'object-orphan', digest: a, bytes: 3 },
    `object ${a} (3 bytes) belongs to no record; \`reprise gc\` removes it`,
  ],
  [
    { reason: 'stray-file', path: 'objects/ab/x', what: 'a pipe' },
    'objects/ab/x is a pipe that the store did not write; move it elsewhere',
  ],
  [
    { reason: 'object-odd', digest: a, what: 'a symbolic link', quarantinedTo: '/s/quarantine/x', use },
    `expected object ${a} to be a file, found a symbolic link (metrics.json of rsws/first/train/s1); ` +
      'it was moved to /s/quarantine/x, and the job that made it must run again',
  ],
  [
    { reason: 'object-size', digest: a, recorded: 3, found: 4, use },
    `object ${a} has 4 bytes, where its record says 3 (metrics.json of rsws/first/train/s1); ` +
      'the record is not to be believed, and the job must run again',
  ],
  [
    { reason: 'record-outdated', path: '/s/r.json' },
    '/s/r.json was written by an older version, which had other keys; `reprise gc` removes it',
  ],
  [
    { reason: 'unreadable', path: '/s/x', problem: { code: 'EACCES', operation: 'open', path: null } },
    'cannot open /s/x: permission denied (EACCES); make it readable and writable for the user who runs this; ' +
      '`--store <folder>` keeps results in another place',
  ],
  [
    { reason: 'folder-linked', path: '/s/staging' },
    '/s/staging is a link, where a folder of the store was expected; remove the link, or link the whole store',
  ],
  [
    { reason: 'journal-damaged', path: '/s/runs/r/journal.jsonl', line: 3, detail: 'is odd' },
    '/s/runs/r/journal.jsonl:3 is odd; no result depends on it, but what it tells is not what happened',
  ],
  [
    { reason: 'failure-invalid', path: '/s/failures/k.json', detail: 'is a folder' },
    '/s/failures/k.json is a folder; remove it: the next run tells anew whether the job fails',
  ],
  [
    { reason: 'commit-unknown', key, label: 'rsws/first/train/s1', commit },
    `the record of rsws/first/train/s1 says that it was computed at commit ${commit}, which is not in this repository; ` +
      `fetch that commit, or let the job run again: \`reprise gc --forget ${key.slice(0, 12)}\``,
  ],
  [
    {
      ...{ reason: 'commit-differs', key, label: 'rsws/first/train/s1', commit },
      ...{ path: 'runner', recorded: '1', found: null },
    },
    `the record of rsws/first/train/s1 says that commit ${commit} has 1 as runner, which has nothing there; ` +
      `let the job run again: \`reprise gc --forget ${key.slice(0, 12)}\``,
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
    'process 7 on here, since 2026-01-02T03:04:05.000Z, is using it (its last sign of life in /s/locks/k.lock is 4 s old; ' +
      'after 5 min without one it counts as dead); wait for it to end, or, when you know that it has: ' +
      `\`reprise gc --break-lock ${key}\``,
  ],
  [
    { reason: 'store-busy', heldBy: { ...heldBy, ...ownIdentity(), pid: 7, host: ownIdentity().host } },
    `process 7 on ${ownIdentity().host}, since 2026-01-02T03:04:05.000Z, is using it; wait for it to end, or stop it`,
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
