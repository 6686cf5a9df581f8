import { describe, expect, it } from 'vitest';
import { trialFindings } from '../../../runner/audit/checks/trials.ts';
import type { Evidence } from '../../../runner/audit/evidence.ts';
import { outputDigests } from '../../../runner/store/record-file.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { toSeed } from '../../../schemas/ids.ts';
import { ok } from '../../../schemas/result.ts';
import { recordOf, someCode } from '../../util/records.ts';

const label = 'asha/first/search/s1';
const material = (kind: 'search' | 'trial', number: number, seed = 1) => ({
  ...{ keyVersion: 2 as const, kind, seed: toSeed(seed), inputs: {}, data: null, code: someCode },
  parameters: { number },
  engine: { name: 'wasm', version: 1 },
});
const metricsText = (error: number): string =>
  JSON.stringify({ validation: { split: 'validation', errorPercent: error, loss: 1, examples: 10 } });

/** A search of three trials with errors 10, 11 and 12, after somebody changed something. */
function searched({ listed = [0, 1, 2], started = [0, 1, 2], told = 0, seed = 1, tried = 3 } = {}): Evidence {
  const texts = new Map<string, string>();
  const put = (text: string): string => {
    texts.set(sha256(text), text);
    return text;
  };
  const trials = [0, 1, 2].map((number) =>
    recordOf(material('trial', number, seed), `${label}/t${number}`, {
      'metrics.json': put(metricsText(10 + number)),
    }),
  );
  const decisions = started.flatMap((trial) => [
    { event: 'start', trial },
    { event: 'finish', trial, validationErrorPercent: 10 + trial + told },
  ]);
  const search = recordOf(material('search', 0), label, {
    'decisions.jsonl': put(decisions.map((line) => `${JSON.stringify(line)}\n`).join('')),
  });
  const byKey = new Map(trials.map((record) => [record.key, record]));
  const events = [
    ...trials.map(({ key }, i) => ({ type: 'job-done', label: `${label}/t${i}`, search: label, key })),
    { type: 'job-done', label, key: search.key },
  ];
  const store = {
    findRecord: (key: string) => byKey.get(key as never),
    readObject: (digest: string) => ok(new TextEncoder().encode(texts.get(digest) ?? '')),
    runs: () => ['20260101T000000Z-x.base-1'],
    readJournal: () => ({ events }),
  };
  const job = { kind: 'search', seed: toSeed(1), parameters: { method: { kind: 'asha', evaluations: 3 } } };
  const lines = listed.flatMap((i) => {
    const record = trials[i];
    return record === undefined
      ? []
      : [{ trial: i, key: record.key, outputs: outputDigests(record.outputs) }];
  });
  const audited = { label, job, record: search, metrics: { cost: { architectures: tried } }, trials: lines };
  return { call: 'x', jobs: [audited], experiment: { name: 'x.base', store } } as unknown as Evidence;
}

const told = (evidence: Evidence): string[] =>
  trialFindings(evidence).map(
    ({ verdict, subject, evidence: lines }) =>
      `${verdict}, ${subject}: ${lines[0]?.replace(/[0-9a-f]{12}/, 'id')}`,
  );

describe('the trials of a search', () => {
  it('are all there', () => expect(told(searched())[0]).toMatch(/^met, x: 1 searches; 3 trials/));

  it.each([
    [
      'one left out of the list',
      { listed: [0, 1] },
      `not met, ${label}/t2: decisions.jsonl starts it, trials.jsonl leaves it out`,
    ],
    [
      'one left out of list and decisions',
      { listed: [0, 1], started: [0, 1] },
      `not met, ${label}/t2: its run had record id of it, trials.jsonl leaves it out`,
    ],
    [
      'one in the middle left out',
      { listed: [0, 2] },
      `not met, ${label}: trials.jsonl lacks trial 1, or has one twice`,
    ],
    [
      'one that nobody decided on',
      { started: [0, 1] },
      `not met, ${label}/t2: trials.jsonl has it, decisions.jsonl never starts it`,
    ],
    [
      'another score told than measured',
      { told: -5 },
      `not met, ${label}/t0: the search was told 5, record id measured 10`,
    ],
    ['trials of another seed', { seed: 9 }, `not met, ${label}/t0: record id has seed 9, its search 1`],
    ['fewer than declared', { tried: 2 }, `not met, ${label}: 2 architectures tried, the manifest says 3`],
  ])('%s', (_, change, expected) => expect(told(searched(change))).toContain(expected));
});
