import { describe, expect, test } from 'vitest';
import { expand } from '../../../runner/graph/expand.ts';
import { type Plan, planGraph } from '../../../runner/graph/plan.ts';
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

const planWith = (records: ReadonlyMap<JobKey, JobRecord>, context = someContext): Plan =>
  planGraph(graph, context, (key) => {
    const record = records.get(key);
    return record === undefined ? undefined : outputDigests(record.outputs);
  });

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
});
