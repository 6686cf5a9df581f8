import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { followRun } from '../../../runner/page/follow-run.ts';
import { RunView } from '../../../runner/page/run-view.ts';
import { journalPath } from '../../../runner/store/journal.ts';
import { layoutOf } from '../../../runner/store/layout.ts';
import { openStore } from '../../../runner/store/open-store.ts';
import { runLeaseFile, writeProgress } from '../../../runner/store/run-progress.ts';
import type { Store } from '../../../runner/store/store.ts';
import { takeLease } from '../../../runner/util/lease-file.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const runId = '20260101T000000Z-small.base-1';
const start = Date.parse('2026-01-01T00:00:00Z');
const key = 'a'.repeat(64);
const at = (seconds: number): string => new Date(start + seconds * 1_000).toISOString();

function begun(): { store: Store; append: (seconds: number, event: object) => void } {
  const store = openStore(temporaryFolder());
  const journal = store.openJournal(runId);
  const append = (seconds: number, event: object): void => {
    expect(journal.append({ type: 'notice', at: at(seconds), ...event }).ok).toBe(true);
  };
  append(0, { type: 'run-started', runId, jobs: 4, selections: 0, workers: 1 });
  append(0, { type: 'job-started', label: 'm/first/search/s1', key, device: 'cpu:0', attempt: 1 });
  append(10, { type: 'job-done', label: 'm/first/search/s1', key, artifactId: key, wallMs: 10_000 });
  append(10, { type: 'job-started', label: 'm/first/search/s2', key, device: 'cpu:0', attempt: 1 });
  return { store, append };
}

test('a run that goes on tells what runs where, what waits and how long it may take', () => {
  const { store } = begun();
  const lease = takeLease(runLeaseFile(store.root, runId));
  const job = { label: 'm/first/search/s2', done: 1, total: 2, unit: 'epochs' };
  writeProgress(store.root, runId, { formatVersion: 1, hits: 1, jobs: [job] });
  const answer = new RunView(store, runId).look(start + 15_000);
  expect(answer).toMatchObject({
    ...{ state: 'running', total: 4, done: 1, hits: 1, failed: 0, waiting: 1, workers: 1 },
    // Half of a job in five seconds, and one more of ten.
    ...{ elapsedMs: 15_000, etaMs: 15_000, damage: null },
  });
  expect(answer.running).toEqual([
    {
      ...{ label: 'm/first/search/s2', key, device: 'cpu:0', elapsedMs: 5_000 },
      ...{ fraction: 0.5, detail: '1/2 epochs', isTrial: false },
    },
  ]);
  expect(answer.lines.map(({ text }) => text)).toEqual([
    `run ${runId}: 4 jobs on 1 worker`,
    'done  m/first/search/s1  10 s',
  ]);
  lease.release();
});

test('a run whose runner is gone is crashed, and nothing of it runs', () => {
  const { store } = begun();
  const lease = takeLease(runLeaseFile(store.root, runId));
  const view = new RunView(store, runId);
  expect(view.look(start + 15_000).state).toBe('running');
  lease.release();
  expect(view.look(start + 16_000)).toMatchObject({
    ...{ state: 'crashed', running: [], waiting: 0, etaMs: null },
    // Up to its last sign.
    elapsedMs: 10_000,
  });
});

test('a run is followed to its end, and told only when it differs', async () => {
  const { store, append } = begun();
  const lease = takeLease(runLeaseFile(store.root, runId));
  let now = start + 15_000;
  const steps = [
    () => undefined,
    () => append(16, { type: 'job-done', label: 'm/first/search/s2', key, artifactId: key, wallMs: 6_000 }),
    () => append(17, { type: 'run-finished', executed: 2, hits: 2, failed: 0, notRun: 0, wallMs: 17_000 }),
  ];
  const sleep = async (): Promise<void> => {
    now += 500;
    steps.shift()?.();
  };
  const told = [];
  const watch = { now: () => now, sleep };
  for await (const answer of followRun(new RunView(store, runId), watch, new AbortController().signal))
    told.push(`${answer.state} ${answer.done}`);
  expect(told).toEqual(['running 1', 'running 2', 'ended 2']);
  lease.release();
});

test('a journal that was changed is believed up to that line, and says so', () => {
  const { store } = begun();
  const path = journalPath(layoutOf(store.root), runId);
  const lines = store.readJournal(runId)?.events ?? [];
  writeFileSync(path, `${JSON.stringify({ ...lines[0], digest: key })}\n`);
  const answer = new RunView(store, runId).look(start);
  expect(answer.lines).toEqual([]);
  expect(answer.damage).toBe(
    'line 1 of its journal has a digest that the line and those before it do not hash to',
  );
});
