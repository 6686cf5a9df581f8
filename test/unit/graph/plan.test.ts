import { describe, expect, test } from 'vitest';
import { expand } from '../../../runner/graph/expand.ts';
import { type Plan, planGraph, type StoreView } from '../../../runner/graph/plan.ts';
import { outputDigests } from '../../../runner/store/record-file.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import type { JobKey } from '../../../schemas/ids.ts';
import type { JobRecord } from '../../../schemas/record.ts';
import { smallManifest } from '../../util/manifest.ts';
import { recordOf, someCode, someContext } from '../../util/records.ts';

const graph = expand(smallManifest);

/** Computes every job that a plan would run, as a run does, and gives the records. */
function runAll(): Map<JobKey, JobRecord> {
  const records = new Map<JobKey, JobRecord>();
  for (let plan = planWith(records); plan.counts.run > 0; plan = planWith(records)) {
    for (const planned of plan.jobs) {
      if (planned.status !== 'run') continue;
      const names =
        planned.job.kind === 'select' ? ['architecture-0.json'] : ['architecture.json', 'metrics.json'];
      const outputs = Object.fromEntries(names.map((name) => [name, `${name} of ${planned.key}`]));
      records.set(planned.key, recordOf(planned.material, planned.job.label, outputs));
    }
  }
  return records;
}

interface StoreState {
  readonly dirty?: ReadonlySet<JobKey>;
  readonly damaged?: ReadonlySet<JobKey>;
  readonly failed?: ReadonlySet<JobKey>;
}

function planWith(
  records: ReadonlyMap<JobKey, JobRecord>,
  context = someContext,
  { dirty = new Set(), damaged = new Set(), failed = new Set() }: StoreState = {},
  clean = true,
): Plan {
  const view: StoreView = {
    find: (key) => {
      const record = records.get(key);
      if (record === undefined) return undefined;
      const unusable = damaged.has(key) ? ['metrics.json'] : [];
      return { outputs: outputDigests(record.outputs), dirty: dirty.has(key), unusable };
    },
    failure: (key) => (failed.has(key) ? { reason: 'timed-out', timeoutMs: 5 } : undefined),
  };
  return planGraph(graph, { context, clean }, view);
}

function hitOf(plan: Plan, label: string): JobKey {
  const found = plan.jobs.find(({ job }) => job.label === label);
  if (found?.status !== 'hit') throw new Error(`expected ${label} to be a hit`);
  return found.key;
}

const reasonsOf = (plan: Plan): Record<string, unknown> =>
  Object.fromEntries(plan.jobs.flatMap((one) => (one.status === 'run' ? [[one.job.label, one.why]] : [])));

describe('planGraph', () => {
  test('in an empty store the first stage runs and the others wait for it', () => {
    const plan = planWith(new Map());
    expect(plan.counts).toEqual({ hit: 0, run: 5, waits: 15 });
    expect(plan.jobs.find(({ job }) => job.label === 'random/first/retrain/s1')).toMatchObject({
      status: 'waits',
      waitsFor: ['random/first/search/s1'],
    });
  });

  test('after a complete run everything is a hit', () => {
    expect(planWith(runAll()).counts).toEqual({ hit: 20, run: 0, waits: 0 });
  });

  test('a missing record in the middle runs alone while what follows it waits for its bytes', () => {
    const records = runAll();
    const victim = planWith(records).jobs.find(({ job }) => job.label === 'random/first/retrain/s2');
    if (victim?.status !== 'hit') throw new Error('expected a hit');
    records.delete(victim.key);
    const plan = planWith(records);
    expect(plan.jobs.filter(({ status }) => status === 'run').map(({ job }) => job.label)).toEqual([
      'random/first/retrain/s2',
    ]);
    expect(plan.counts.waits).toBe(5);
  });

  test('changed code changes every key', () => {
    const codeOf = () => ({ ...someCode, packages: sha256('others') });
    expect(planWith(runAll(), { ...someContext, codeOf }).counts.hit).toBe(0);
  });

  const retrained = 'random/first/retrain/s2';

  test('a result of a dirty tree is no hit for a clean run, and one for a dirty run', () => {
    const records = runAll();
    const dirty = new Set([hitOf(planWith(records), retrained)]);
    expect(reasonsOf(planWith(records, someContext, { dirty }))).toEqual({
      [retrained]: { reason: 'dirty-result' },
    });
    expect(planWith(records, someContext, { dirty }, false).counts).toEqual({ hit: 20, run: 0, waits: 0 });
  });

  test('a result whose outputs are not what was written runs again', () => {
    const records = runAll();
    const damaged = new Set([hitOf(planWith(records), retrained)]);
    expect(reasonsOf(planWith(records, someContext, { damaged }))).toEqual({
      [retrained]: { reason: 'outputs-unusable', outputs: ['metrics.json'] },
    });
  });

  test('a result that lacks what another job reads runs again', () => {
    const records = runAll();
    const key = hitOf(planWith(records), retrained);
    const record = records.get(key);
    if (record === undefined) throw new Error('expected a record');
    records.set(key, recordOf(record.material, record.label, { 'other.json': '{}' }));
    expect(reasonsOf(planWith(records))).toEqual({
      [retrained]: { reason: 'outputs-unusable', outputs: ['metrics.json', 'architecture.json'] },
    });
  });

  test('a job that failed says so, until it has a record', () => {
    const records = runAll();
    const key = hitOf(planWith(records), retrained);
    const failed = new Set([key]);
    expect(planWith(records, someContext, { failed }).counts.run).toBe(0);
    records.delete(key);
    expect(reasonsOf(planWith(records, someContext, { failed }))).toEqual({
      [retrained]: { reason: 'failed-last-time', failure: { reason: 'timed-out', timeoutMs: 5 } },
    });
  });
});
