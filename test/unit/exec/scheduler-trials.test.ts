/** Searches that ask for trials, over an executor and drivers without processes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Scheduler } from '../../../runner/exec/scheduler.ts';
import { expand } from '../../../runner/graph/expand.ts';
import type { RunEvent } from '../../../runner/log/run-event.ts';
import { openStore } from '../../../runner/store/open-store.ts';
import { outputDigests } from '../../../runner/store/record-file.ts';
import type { Store } from '../../../runner/store/store.ts';
import { trialsOf } from '../../../runner/store/trials-of.ts';
import { type Clock, systemClock } from '../../../runner/util/clock.ts';
import { canonicalJson, sha256 } from '../../../schemas/canonical.ts';
import { toSeed } from '../../../schemas/ids.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import type { ResolvedManifest } from '../../../schemas/manifest.ts';
import type { TrialAnswer, TrialRequest } from '../../../schemas/trial.ts';
import { randomMethod, smallManifest } from '../../util/manifest.ts';
import { type Behaviour, MemoryDrivers, MemoryExecutor } from '../../util/memory-executor.ts';
import { someCommit, someContext } from '../../util/records.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const driven = { ...randomMethod, settings: { ...randomMethod.settings, kind: 'random' } };

/** Two methods that ask for the same trials, one search each. */
const manifest: ResolvedManifest = {
  ...smallManifest,
  seedSets: { first: [toSeed(1)] },
  methods: { random: driven, again: { ...driven, settings: { ...driven.settings, evaluations: 9 } } },
  stages: { search: { kind: 'search', seeds: 'each' } },
  reports: {},
};

const quickClock: Clock = {
  ...systemClock,
  sleep: () => new Promise((resolve) => setImmediate(resolve)),
};

const trialOf = (number: number): TrialRequest => ({
  number,
  parameters: { training: { epochs: number } },
  architecture: { space: 'numbers', id: String(number), genotype: number },
  inputs: {},
});

function writeMetrics({ outputFolder }: JobSpec): void {
  const validation = { split: 'validation', examples: 1, errorPercent: 3, loss: 1 };
  writeFileSync(join(outputFolder, 'metrics.json'), `${canonicalJson({ validation })}\n`);
}

const compute: Behaviour = async (spec) => {
  writeMetrics(spec);
  return undefined;
};

interface Options {
  readonly slots?: number;
  readonly store?: Store;
  readonly compute?: Behaviour;
  readonly trials?: number;
  /** How many trials a search has under way. */
  readonly atOnce?: number;
  /** Names of the methods, of which each is one search. */
  readonly methods?: readonly string[];
  readonly onEvent?: (event: RunEvent, scheduler: Scheduler) => void;
}

function rig(options: Options = {}) {
  const { slots = 2, trials = 3, atOnce = 1, methods = Object.keys(manifest.methods) } = options;
  const chosen = Object.fromEntries(
    Object.entries(manifest.methods).filter(([name]) => methods.includes(name)),
  );
  const store = options.store ?? openStore(join(temporaryFolder(), 'store'));
  const events: RunEvent[] = [];
  const answers: TrialAnswer[] = [];
  const drivers = new MemoryDrivers(async (spec, { onTrial }) => {
    const lines: string[] = [];
    for (let from = 0; from < trials; from += atOnce) {
      const numbers = Array.from({ length: Math.min(atOnce, trials - from) }, (_, i) => from + i);
      const answered = await Promise.all(numbers.map((number) => onTrial(trialOf(number))));
      answers.push(...answered);
      for (const [i, answer] of answered.entries()) {
        if (!answer.done) return answer.failure;
        const { key, outputs } = answer;
        const digests = Object.fromEntries(
          Object.entries(outputs).map(([name, { digest }]) => [name, digest]),
        );
        const line = { trial: from + i, architecture: String(from + i), epochs: 1, key, outputs: digests };
        lines.push(`${canonicalJson(line)}\n`);
      }
    }
    writeMetrics(spec);
    writeFileSync(join(spec.outputFolder, 'architecture.json'), '{"id":"best"}\n');
    writeFileSync(join(spec.outputFolder, 'trials.jsonl'), lines.join(''));
    return undefined;
  });
  const scheduler: Scheduler = new Scheduler({
    runId: 'test',
    graph: expand({ ...manifest, methods: chosen }),
    context: someContext,
    store,
    executor: new MemoryExecutor(slots, options.compute ?? compute),
    drivers,
    log: {
      emit: (event) => {
        events.push(event);
        options.onEvent?.(event, scheduler);
      },
      close: () => undefined,
    },
    clock: quickClock,
    commit: someCommit,
    dirtyPatch: null,
    foldersOf: () => ({ dataFolder: null, benchmarkFolder: null }),
    limits: { timeoutMinutes: 10, retries: 1 },
  });
  const labels = (type: RunEvent['type']): string[] =>
    events.flatMap((event) => (event.type === type && 'label' in event ? [event.label] : []));
  return { scheduler, store, events, answers, labels };
}

describe('trials of a search', () => {
  test('are jobs with records; two searches that ask for the same share it', async () => {
    const { scheduler, store, answers } = rig();
    expect(await scheduler.run()).toMatchObject({
      executed: 2,
      failed: 0,
      trials: { executed: 3, hits: 3 },
    });
    const kinds = [...store.records()].map(({ material }) => material.kind).sort();
    expect(kinds).toEqual(['search', 'search', 'trial', 'trial', 'trial']);
    expect(answers.filter((answer) => answer.done && !answer.isHit)).toHaveLength(3);
  });

  test('have the architecture as an input, by its content, and the seed of the search', async () => {
    const { scheduler, store } = rig({ trials: 1 });
    await scheduler.run();
    const [trial] = [...store.records()].filter(({ material }) => material.kind === 'trial');
    const text = '{"genotype":0,"id":"0","space":"numbers"}\n';
    expect(trial?.material).toMatchObject({ seed: 1, inputs: { architecture: sha256(text) } });
    expect(trial?.label).toMatch(/^(?:random|again)\/first\/search\/s1\/t0$/);
  });

  test('run on as many slots as there are, whatever a search asks for at once', async () => {
    let running = 0;
    let most = 0;
    const counted: Behaviour = async (spec) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return compute(spec);
    };
    await rig({ slots: 3, trials: 12, atOnce: 6, compute: counted }).scheduler.run();
    expect(most).toBe(3);
  });

  test('that are in the store are not computed for the next run of a search that was lost', async () => {
    const { scheduler, store } = rig();
    const { results } = await scheduler.run();
    for (const [, result] of results) if (result.status === 'done') store.forget(result.record.key);
    expect(await rig({ store }).scheduler.run()).toMatchObject({
      executed: 2,
      trials: { executed: 0, hits: 6 },
    });
  });

  test('are named by the search, and can be read back from its record', async () => {
    const { scheduler, store } = rig();
    const { results } = await scheduler.run();
    const [search] = [...results.values()];
    if (search?.status !== 'done') throw new Error('expected a finished search');
    const trials = trialsOf(outputDigests(search.record.outputs), store);
    expect(trials.map(({ trial }) => trial)).toEqual([0, 1, 2]);
    for (const { key } of trials) expect(store.findRecord(key)?.material.kind).toBe('trial');
  });
});

describe('two runners on one store', () => {
  test('divide the trials of a search, each of which is computed once', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const computed: string[] = [];
    const waiting: Behaviour = async (spec) => {
      computed.push(spec.label);
      await released;
      return compute(spec);
    };
    const noting: Behaviour = async (spec) => {
      computed.push(spec.label);
      // All that is left is what the first of them holds.
      if (computed.length === 4) release();
      return compute(spec);
    };
    const rest = { slots: 1, trials: 4, atOnce: 4, methods: ['random'] };
    const first = rig({ ...rest, compute: waiting });
    const one = first.scheduler.run();
    while (computed.length < 1) await new Promise((resolve) => setImmediate(resolve));
    const second = rig({ ...rest, compute: noting, store: first.store });
    const other = second.scheduler.run();
    expect(await other).toMatchObject({ failed: 0, notRun: 0, fatal: undefined });
    expect(await one).toMatchObject({ failed: 0, notRun: 0, fatal: undefined });
    const numbers = computed.map((label) => label.replace(/^.*\//, '')).sort();
    expect(numbers).toEqual(['t0', 't1', 't2', 't3']);
    const kinds = [...first.store.records()].map(({ material }) => material.kind).sort();
    expect(kinds).toEqual(['search', 'trial', 'trial', 'trial', 'trial']);
  });
});

test('a search whose runner ends is finished by the one that helped it', async () => {
  const computed: string[] = [];
  const never: Behaviour = () => new Promise(() => undefined);
  const rest = { slots: 1, trials: 3, atOnce: 3, methods: ['random'] };
  const first = rig({ ...rest, compute: never });
  const one = first.scheduler.run();
  while (first.labels('job-started').length < 2) await new Promise((resolve) => setImmediate(resolve));
  const noting: Behaviour = async (spec) => {
    computed.push(spec.label.replace(/^.*\//, ''));
    if (computed.length === 2) first.scheduler.abort();
    return compute(spec);
  };
  const second = rig({ ...rest, compute: noting, store: first.store });
  expect(await second.scheduler.run()).toMatchObject({ executed: 1, failed: 0, trials: { executed: 3 } });
  expect(await one).toMatchObject({ interrupted: true, executed: 0 });
  expect([...computed].sort()).toEqual(['t0', 't1', 't2']);
});

describe('a trial that fails', () => {
  const refuse: Behaviour = async (spec) =>
    spec.label.endsWith('/t1') ? { reason: 'job-refused', message: 'too large' } : compute(spec);

  test('fails the searches that asked for it, and keeps its own failure', async () => {
    const { scheduler, events, labels } = rig({ compute: refuse });
    const { results, failed } = await scheduler.run();
    expect(failed).toBe(2);
    for (const [label, result] of results) {
      expect(result).toMatchObject({
        status: 'failed',
        failure: { reason: 'dependency-failed', dependency: `${label}/t1` },
      });
    }
    expect(labels('job-failed').sort()).toEqual([
      ...['again/first/search/s1', 'again/first/search/s1/t1'],
      ...['random/first/search/s1', 'random/first/search/s1/t1'],
    ]);
    const refusals = events.filter(
      (event) => event.type === 'job-failed' && event.failure.reason === 'job-refused',
    );
    expect(refusals).toHaveLength(2);
  });

  test('without metrics is told as bad output', async () => {
    const { scheduler, events } = rig({ compute: async () => undefined });
    await scheduler.run();
    const failures = events.flatMap((event) => (event.type === 'job-failed' ? [event.failure] : []));
    expect(failures).toContainEqual({ reason: 'bad-output', message: 'it left no metrics.json' });
  });
});

describe('a run that is stopped', () => {
  test('lets running trials finish, begins no others, and ends', async () => {
    const { scheduler, store, labels } = rig({
      slots: 1,
      trials: 8,
      atOnce: 4,
      onEvent: (event, running) => {
        if (event.type === 'job-started' && 'search' in event) running.stop();
      },
    });
    const summary = await scheduler.run();
    expect(summary).toMatchObject({ interrupted: true, executed: 0, failed: 0, notRun: 2 });
    expect(summary.trials.executed).toBe(1);
    expect([...store.records()]).toHaveLength(1);
    expect(labels('job-failed')).toEqual([]);
  });

  test('at once ends too, with nothing recorded', async () => {
    const never: Behaviour = () => new Promise(() => undefined);
    const { scheduler, store } = rig({
      trials: 8,
      atOnce: 8,
      compute: never,
      onEvent: (event, running) => {
        if (event.type === 'job-started' && 'search' in event) running.abort();
      },
    });
    expect(await scheduler.run()).toMatchObject({ interrupted: true, executed: 0, notRun: 2 });
    expect([...store.records()]).toEqual([]);
  });
});
