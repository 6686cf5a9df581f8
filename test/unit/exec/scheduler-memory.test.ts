/** The scheduler over an executor without processes: what no real worker can be made to do at will. */
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordOfResult } from '../../../runner/exec/run-state.ts';
import { Scheduler } from '../../../runner/exec/scheduler.ts';
import { expand } from '../../../runner/graph/expand.ts';
import { planGraph } from '../../../runner/graph/plan.ts';
import type { RunEvent } from '../../../runner/log/run-event.ts';
import { openStore } from '../../../runner/store/open-store.ts';
import type { Store } from '../../../runner/store/store.ts';
import { type Clock, systemClock } from '../../../runner/util/clock.ts';
import { canonicalJson, sha256 } from '../../../schemas/canonical.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import { smallManifest } from '../../util/manifest.ts';
import { type Behaviour, MemoryDrivers, MemoryExecutor } from '../../util/memory-executor.ts';
import { someCommit, someContext } from '../../util/records.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const graph = expand(smallManifest);
const first = 'random/first/search/s1';

/** Leaves what a search or a training leaves. */
function finish({ label, seed, outputFolder }: JobSpec): void {
  const value = Number.parseInt(sha256(`${label} ${seed}`).slice(0, 4), 16) / 655.36;
  const metrics = { validation: { split: 'validation', examples: 100, errorPercent: value, loss: 1 } };
  writeFileSync(join(outputFolder, 'metrics.json'), `${canonicalJson(metrics)}\n`);
  writeFileSync(join(outputFolder, 'architecture.json'), `{"id":"${label}"}\n`);
}

const good: Behaviour = async (spec) => {
  finish(spec);
  return undefined;
};

/** Waiting takes no time, but lets everything else go on first. */
const quickClock: Clock = {
  ...systemClock,
  sleep: () => new Promise((resolve) => setImmediate(resolve)),
};

interface Options {
  readonly slots?: number;
  readonly dirty?: boolean;
  readonly store?: Store;
  readonly onEvent?: (event: RunEvent) => void;
  readonly retries?: number;
  readonly clock?: Clock;
}

function rig(folder: string, behave: Behaviour, options: Options = {}) {
  const { slots = 2, dirty = false, onEvent = () => undefined, retries = 1, clock = quickClock } = options;
  const store = options.store ?? openStore(join(folder, 'store'));
  const events: RunEvent[] = [];
  const scheduler = new Scheduler({
    runId: 'test',
    graph,
    context: someContext,
    store,
    executor: new MemoryExecutor(slots, behave),
    drivers: new MemoryDrivers(behave),
    log: {
      emit: (event) => {
        events.push(event);
        onEvent(event);
      },
      close: () => undefined,
    },
    clock,
    commit: someCommit,
    dirtyPatch: dirty ? sha256('patch') : null,
    foldersOf: () => ({ dataFolder: null, benchmarkFolder: null }),
    limits: { timeoutMinutes: 10, retries },
  });
  return { scheduler, store, events };
}

function planOf(store: Store, clean = true) {
  const failureOf = store.failureLookup();
  const view = {
    find: store.quickLookup(),
    failure: (key: Parameters<typeof failureOf>[0]) => failureOf(key)?.failure,
  };
  return planGraph(graph, { context: someContext, clean }, view);
}

/** Labels of the jobs that began, and of those taken from the store. */
function observed(events: readonly RunEvent[]) {
  const labels = (type: RunEvent['type']) =>
    new Set(events.flatMap((event) => (event.type === type && 'label' in event ? [event.label] : [])));
  return { started: labels('job-started'), hits: labels('job-hit') };
}

test('a job begins while those behind it are still looked at', async () => {
  const folder = temporaryFolder();
  const before = await rig(folder, good).scheduler.run();
  const missing = recordOfResult(before.results.get(first));
  if (missing === undefined) throw new Error('the first run has no record');
  openStore(join(folder, 'store')).forget(missing.key);
  let ms = 0;
  // Every look at it, half a second has gone by.
  const slowClock: Clock = { ...quickClock, now: () => (ms += 500) };
  const { scheduler, events } = rig(folder, good, { clock: slowClock });
  expect(await scheduler.run()).toMatchObject({ executed: 1, hits: 19, failed: 0 });
  const types = events.map(({ type }) => type);
  expect(types.indexOf('job-started')).toBeLessThan(types.indexOf('job-hit'));
});

test('a run that is stopped while hits are looked at ends, and the next one finds all of them', async () => {
  const folder = temporaryFolder();
  await rig(folder, good).scheduler.run();
  let ms = 0;
  const slowClock: Clock = { ...quickClock, now: () => (ms += 500) };
  const stopped = rig(folder, good, {
    clock: slowClock,
    onEvent: ({ type }) => type === 'job-hit' && stopped.scheduler.stop(),
  });
  const { hits, notRun, interrupted } = await stopped.scheduler.run();
  expect([hits, notRun, interrupted]).toEqual([1, 19, true]);
  expect(await rig(folder, good).scheduler.run()).toMatchObject({ executed: 0, hits: 20 });
});

describe('what a plan prints is what a run does, label by label', () => {
  const key = (store: Store, label: string) => {
    const planned = planOf(store, false).jobs.find(({ job }) => job.label === label);
    if (planned?.status !== 'hit') throw new Error(`expected ${label} in the store`);
    return planned;
  };
  const damage: readonly [string, (store: Store) => void][] = [
    [
      'an empty store',
      (store) => {
        for (const { key: one } of [...store.records()]) store.forget(one);
      },
    ],
    ['a whole store', () => undefined],
    ['a store without one record', (store) => store.forget(key(store, 'random/first/retrain/s2').key)],
    [
      'a store with a changed object',
      (store) => {
        const digest = key(store, 'random/first/retrain/s2').outputs['metrics.json'];
        overwrite(join(store.root, 'objects', String(digest).slice(0, 2), String(digest)));
      },
    ],
    [
      'a store with a changed record',
      (store) => {
        const { key: jobKey } = key(store, 'random/second/search/s11');
        overwrite(join(store.root, 'records', jobKey.slice(0, 2), `${jobKey}.json`));
      },
    ],
  ];

  test.each(damage)('over %s', async (_, change) => {
    const folder = temporaryFolder();
    await rig(folder, good).scheduler.run();
    const store = openStore(join(folder, 'store'));
    change(store);
    await expectAgreement(openStore(store.root), folder);
  });

  test('over a half-finished store', async () => {
    const folder = temporaryFolder();
    const behave: Behaviour = async (spec) =>
      spec.label.includes('retrain') ? { reason: 'timed-out', timeoutMs: 1 } : good(spec);
    await rig(folder, behave).scheduler.run();
    await expectAgreement(openStore(join(folder, 'store')), folder);
  });

  test('over a store of a dirty tree, for a clean run and for a dirty one', async () => {
    const folder = temporaryFolder();
    await rig(folder, good, { dirty: true }).scheduler.run();
    expect(planOf(openStore(join(folder, 'store')), false).counts.hit).toBe(20);
    const plan = planOf(openStore(join(folder, 'store')));
    expect(plan.counts.hit).toBe(0);
    await expectAgreement(openStore(join(folder, 'store')), folder);
    expect(planOf(openStore(join(folder, 'store'))).counts.hit).toBe(20);
  });

  async function expectAgreement(store: Store, folder: string): Promise<void> {
    const plan = planOf(store);
    const { scheduler, events } = rig(folder, good, { store: openStore(store.root) });
    expect(await scheduler.run()).toMatchObject({ failed: 0, notRun: 0 });
    const { started, hits } = observed(events);
    for (const { status, job } of plan.jobs) {
      if (status === 'hit') expect([job.label, hits.has(job.label)]).toEqual([job.label, true]);
      if (status === 'run') expect([job.label, started.has(job.label)]).toEqual([job.label, true]);
    }
  }
});

describe('a full disk that a worker meets', () => {
  test('pauses the job until there is room, and loses nothing, whatever the number of retries', async () => {
    let full = 3;
    const behave: Behaviour = async (spec) => {
      if (spec.label === first && full-- > 0) {
        writeFileSync(join(spec.outputFolder, 'half'), 'half');
        return { reason: 'disk-full', path: join(spec.outputFolder, 'metrics.json') };
      }
      return good(spec);
    };
    const { scheduler, events, store } = rig(temporaryFolder(), behave, { retries: 0 });
    expect(await scheduler.run()).toMatchObject({ executed: 20, failed: 0 });
    const types = events.map(({ type }) => type);
    expect(types).toContain('paused');
    expect(types).toContain('resumed');
    expect(types).not.toContain('job-retried');
    const record = [...store.records()].find(({ label }) => label === first);
    expect(Object.keys(record?.outputs ?? {})).toEqual(['architecture.json', 'metrics.json']);
  });

  test('ends as not run when the run is stopped meanwhile', async () => {
    const behave: Behaviour = async () => ({ reason: 'disk-full', path: null });
    const { scheduler, events } = rig(temporaryFolder(), behave, {
      onEvent: (event) => event.type === 'paused' && scheduler.stop(),
    });
    expect(await scheduler.run()).toMatchObject({ executed: 0, failed: 0, notRun: 20, interrupted: true });
    expect(events.filter(({ type }) => type === 'paused')).toHaveLength(1);
  });
});

describe('two runners on one store', () => {
  test('divide the work: while one computes a job, the other takes the next free one', async () => {
    const folder = temporaryFolder();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: Behaviour = async (spec) => {
      if (spec.label === first) await held;
      return good(spec);
    };
    const begun = new Promise<void>((resolve) => {
      const one = rig(folder, slow, {
        slots: 1,
        onEvent: (event) => event.type === 'job-started' && event.label === first && resolve(),
      });
      void one.scheduler.run();
    });
    await begun;
    const two = rig(folder, good, {
      slots: 1,
      // Everything that does not need the held job is done by then.
      onEvent: (event) =>
        event.type === 'job-done' && event.label === 'random/second/retrain/s11' && release(),
    });
    expect(await two.scheduler.run()).toMatchObject({ failed: 0, notRun: 0 });
    const { started } = observed(two.events);
    expect(started.has(first)).toBe(false);
    expect(started.has('random/first/search/s2')).toBe(true);
    expect(two.events.filter(({ type }) => type === 'job-held').length).toBeGreaterThan(0);
  });
});

describe('a failed job', () => {
  test('leaves its failure and its notes, until it is computed', async () => {
    const folder = temporaryFolder();
    const behave: Behaviour = async (spec) => {
      if (spec.label !== first) return good(spec);
      writeFileSync(join(String(spec.progressFolder), 'trials.jsonl'), '{}\n');
      return { reason: 'timed-out', timeoutMs: 1 };
    };
    const { scheduler, store } = rig(folder, behave);
    await scheduler.run();
    const [failed, ...others] = store.failures();
    expect(others).toEqual([]);
    expect(failed).toMatchObject({
      label: first,
      runId: 'test',
      failure: { reason: 'timed-out', timeoutMs: 1 },
    });
    expect(existsSync(join(store.root, String(failed?.progress), 'trials.jsonl'))).toBe(true);
    const planned = planOf(store).jobs.find(({ job }) => job.label === first);
    expect(planned).toMatchObject({ status: 'run', why: { reason: 'failed-last-time' } });
    await rig(folder, good).scheduler.run();
    expect(store.failures()).toEqual([]);
    expect(readdirSync(join(store.root, 'partial'))).toEqual([]);
  });

  test.each([
    [
      'metrics.json',
      '{"validation":{"split":"validation","errorPercent":"low"}}',
      '/validation/errorPercent: expected number, found "low"',
    ],
    [
      'metrics.json',
      '{"cost":{"multiplyAdds":1,"architectures":-1}}',
      '/cost/architectures: expected integer to be greater or equal to 0, found -1',
    ],
    [
      'metrics.json',
      '{"model":{"parameters":1,"multiplyAdds":1,"more":1}}',
      '/model/more: expected no field of this name, found 1',
    ],
    ['metrics.json', '{', expect.stringContaining('expected valid JSON')],
    ['trajectory.jsonl', '{"trial":1}\n7\n', 'line 2: line of trajectory.jsonl: expected object, found 7'],
    ['trajectory.jsonl', '{"trial":1}', 'trajectory.jsonl: expected its last line to end in a newline'],
  ])('that left a malformed %s says which field: %s', async (file, text, message) => {
    const behave: Behaviour = async (spec) => {
      finish(spec);
      if (spec.label === first) writeFileSync(join(spec.outputFolder, file), text);
      return undefined;
    };
    const { scheduler, store } = rig(temporaryFolder(), behave);
    const { results } = await scheduler.run();
    const expected =
      typeof message === 'string' && message.startsWith('/') ? `metrics.json ${message}` : message;
    expect(results.get(first)).toEqual({
      status: 'failed',
      failure: { reason: 'bad-output', message: expected },
      kept: expect.stringContaining(join(store.root, 'failures')),
    });
  });
});

describe('what is thrown inside a run', () => {
  test('by the system ends the run with its reason and counts nothing as failed', async () => {
    const folder = temporaryFolder();
    const real = openStore(join(folder, 'store'));
    const store: Store = {
      ...real,
      claim: () => {
        throw Object.assign(new Error('EROFS'), { code: 'EROFS', syscall: 'mkdir', path: '/s/locks' });
      },
    };
    const { scheduler, events } = rig(folder, good, { store });
    const fatal = {
      message: 'cannot make the folder /s/locks: the file system is read-only (EROFS)',
      help: 'remount it writable; `--store <folder>` keeps results in another place',
    };
    expect(await scheduler.run()).toMatchObject({ failed: 0, notRun: 20, interrupted: false, fatal });
    expect(events.filter(({ type }) => type === 'crashed')).toEqual([{ type: 'crashed', ...fatal }]);
  });

  test('by a fault of the program ends the run and is called one', async () => {
    const folder = temporaryFolder();
    const store: Store = {
      ...openStore(join(folder, 'store')),
      findRecord: () => {
        throw new Error('Internal error: impossible');
      },
    };
    expect((await rig(folder, good, { store }).scheduler.run()).fatal).toEqual({
      message: 'Internal error: impossible',
      help: 'this is a bug in Reprise; REPRISE_STACK=1 prints where it happened',
    });
  });
});

function overwrite(path: string): void {
  chmodSync(path, 0o644);
  writeFileSync(path, 'changed');
}
