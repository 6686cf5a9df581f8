/** Tasks of a project's own: what `defineTask` makes of them, and that they measure what they declare. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { dataLoader } from '../../../experiments/registry/data.ts';
import { formsOf } from '../../../experiments/registry/method-forms.ts';
import { methods } from '../../../experiments/registry/methods.ts';
import { loadSpace } from '../../../experiments/registry/spaces.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { DataCache } from '../../../experiments/task/data-cache.ts';
import type { SearchJob, TaskModule, TrainJob } from '../../../experiments/task/module.ts';
import { defineTask } from '../../../experiments/task/own/define-task.ts';
import type { MeasureRun } from '../../../experiments/task/own/own-task.ts';
import type { TrialPort } from '../../../experiments/trial/finished-trial.ts';
import { canonicalDigest, canonicalJson, sha256 } from '../../../schemas/canonical.ts';
import { toJobKey, toSeed } from '../../../schemas/ids.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { count } from '../../../schemas/setting.ts';
import { task as curveFit } from '../../fixtures/own-task.ts';
import { writeOutputs } from '../../util/trial-outputs.ts';
import { filled } from '../job/filled-settings.ts';

const root = mkdtempSync(join(tmpdir(), 'reprise-own-task-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const declared = { name: 'declared', parameters: { degree: { integer: [1, 6] }, odd: 'boolean' } };
const loaded = await loadSpace(declared);
if (!loaded.ok) throw new Error('the space is not read');
const space = loaded.value;

let folders = 0;

/** What every job of a task is given. */
function given(kind: string, inputs: JobSpec['inputs'] = {}) {
  folders += 1;
  const outputFolder = join(root, String(folders));
  mkdirSync(outputFolder);
  const spec: JobSpec = {
    ...{ formatVersion: 1, label: kind, key: toJobKey(sha256(kind)), kind: 'train', seed: toSeed(1), inputs },
    ...{ dataFolder: null, benchmarkFolder: null, progressFolder: null, outputFolder },
    parameters: { task: { kind }, space: declared, engine: 'wasm' },
  };
  const task: JsonObject = { kind, data: 'textures10' };
  return { spec, task, space, data: new DataCache(dataLoader), engine: 'wasm' as const };
}

function trainJob(kind: string, genotype: unknown, own: Partial<TrainJob> = {}): TrainJob {
  const architecture = join(root, `architecture-${folders}.json`);
  writeFileSync(architecture, canonicalJson({ space: space.name, id: space.genotypeId(genotype), genotype }));
  return {
    ...given(kind, { architecture }),
    ...{ settings: { epochs: 3, learningRate: 0.1 }, measure: 'validation', key: split(key(1), 'train') },
    ...{ onProgress: () => {}, line: () => {}, keepsWeights: true },
    ...own,
  };
}

const oneOf = (task: TaskModule, job: TrainJob) => {
  if (!task.train) throw new Error('the task trains nothing');
  return task.train(job);
};

/** A task whose function gives this. */
const giving = (measured: unknown) =>
  defineTask({
    ...{ kind: 'given', description: 'Gives what it is told.', data: 'none', spaces: ['declared'] },
    scores: [
      { name: 'error', unit: '%', digits: 2, goal: 'minimize', splits: ['validation', 'test'] },
      { name: 'speed', unit: 'Hz', digits: 1, goal: 'maximize', splits: ['validation'] },
    ],
    settings: {},
    measure: () => measured as Readonly<Record<'error' | 'speed', number>>,
  });

const genotype = { degree: 3, odd: true };

test('the example of the manual is the task that is tested here', () => {
  const manual = readFileSync('docs/your-own-project.md', 'utf8');
  expect(manual).toContain(readFileSync('test/fixtures/own-task.ts', 'utf8'));
});

describe('what a task says', () => {
  test('is its metrics by split, its stage, and the settings of a trial', () => {
    expect(curveFit.metrics).toEqual([
      { name: 'validation.rmse', label: 'Validation error', unit: 'V', digits: 3, goal: 'minimize' },
      { name: 'test.rmse', label: 'Test error', unit: 'V', digits: 3, goal: 'minimize' },
      { name: 'validation.terms', label: 'validation.terms', unit: '', digits: 0, goal: 'minimize' },
    ]);
    expect(curveFit.stage?.kind).toBe('train-curve-fit');
    expect(Object.keys(curveFit.stage?.settings ?? {})).toEqual(['learningRate', 'epochs']);
    expect(curveFit.scores.map(({ worst }) => worst)).toEqual([Infinity, Infinity]);
  });

  test('without a score of validation is refused', () => {
    const scores = [{ name: 'e', unit: '', digits: 0, goal: 'minimize', splits: ['test'] }] as const;
    const rest = { kind: 'blind', description: 'Blind.', data: 'none', settings: {} } as const;
    expect(() => defineTask({ ...rest, spaces: ['declared'], scores, measure: () => ({ e: 1 }) })).toThrow(
      'Expected a score of validation data, by which methods compare; found none',
    );
  });
});

describe('a measurement', () => {
  test('is of the asked split alone', async () => {
    const validation = await oneOf(curveFit, trainJob('curve-fit', genotype));
    expect(validation).toMatchObject({
      ok: true,
      value: { metrics: { validation: { split: 'validation', terms: 4, rmse: expect.any(Number) } } },
    });
    const tested = await oneOf(curveFit, trainJob('curve-fit', genotype, { measure: 'test' }));
    expect(tested).toMatchObject({ ok: true, value: { metrics: { test: { split: 'test' } } } });
    expect(tested.ok && Object.keys(tested.value.metrics)).toEqual(['test']);
  });

  test.each([
    [{ error: 1 }, 'The task given declares validation.speed, but `measure` gave error'],
    [{}, 'The task given declares validation.error, but `measure` gave nothing'],
    [
      { error: 1, speed: 2, size: 3 },
      '`measure` gave validation.size, which the task given does not declare; of validation it declares error, speed',
    ],
    [{ error: '1', speed: 2 }, 'Expected `measure` to give a number as validation.error, found "1"'],
  ])('of %j is refused by the name of the field', async (measured, message) => {
    const result = await oneOf(giving(measured), trainJob('given', genotype));
    expect(result).toMatchObject({ ok: false, failures: [{ reason: 'job-refused', message }] });
  });

  test('of a test has no score that is of validation alone', async () => {
    const job = trainJob('given', genotype, { measure: 'test' });
    expect(await oneOf(giving({ error: 1, speed: 2 }), job)).toMatchObject({
      failures: [{ message: expect.stringContaining('`measure` gave test.speed') }],
    });
    expect(await oneOf(giving({ error: 1 }), job)).toMatchObject({ ok: true });
  });

  test('that is no number is a crash', async () => {
    const result = await oneOf(giving({ error: Number.NaN, speed: 2 }), trainJob('given', genotype));
    expect(result).toMatchObject({
      failures: [
        {
          reason: 'diverged',
          message: 'The validation.error of the architecture is NaN, which is not a number',
        },
      ],
    });
  });

  test.each(['validation', 'test'] as const)(
    'finds test data where it measures %s as it may',
    async (measure) => {
      let tests: number | null | undefined;
      const task = defineTask({
        ...{ kind: 'seeing', description: 'Looks at images.', data: 'images', spaces: ['declared'] },
        scores: [{ name: 'images', unit: '', digits: 0, goal: 'maximize', splits: ['validation', 'test'] }],
        settings: { every: count('Every', 'So many.', { default: 1 }) },
        measure: ({ data }: MeasureRun<Readonly<Record<'every', ReturnType<typeof count>>>, 'images'>) => {
          tests = data.test?.count ?? null;
          return { images: data.train.count };
        },
      });
      const result = await oneOf(
        task,
        trainJob('seeing', genotype, { measure, settings: { epochs: 1, every: 2 } }),
      );
      expect(result).toMatchObject({ ok: true });
      if (measure === 'validation') expect(tests).toBeNull();
      else expect(tests).toBeGreaterThan(0);
    },
  );
});

const forms = (await Promise.all(Object.values(methods).map(async (load) => (await load()).method))).flatMap(
  (method) =>
    formsOf(method, { tasks: [curveFit], spaces: [space] }).flatMap((form) =>
      Object.values(form.tiny).map((written) => ({ method, settings: filled(form.settings, written) })),
    ),
);

/** Trains as the runner would have it done. */
const trains: TrialPort = async ({ number, parameters, architecture }) => {
  const job = trainJob('curve-fit', architecture?.genotype, {
    settings: parameters['training'] as JsonObject,
  });
  const trained = await oneOf(curveFit, job);
  if (!trained.ok) throw new Error(JSON.stringify(trained.failures));
  const files = {
    'metrics.json': canonicalJson(trained.value.metrics),
    'architecture.json': canonicalJson({ ...trained.value.architecture }),
  };
  const outputs = writeOutputs(join(job.spec.outputFolder, 'outputs'), files);
  return { done: true, key: toJobKey(canonicalDigest([number, parameters])), outputs, isHit: false };
};

test('black-box methods fit a task that names the space, and no others do', () => {
  expect(forms.map(({ method }) => method.kind)).toEqual([
    ...['random', 'regularized-evolution', 'local-search', 'reinforce', 'ppo', 'nas-rl', 'tpe'],
    ...['successive-halving', 'hyperband', 'asha', 'bohb'],
  ]);
});

describe.each(forms)('$method.kind', ({ method, settings }) => {
  async function searched(seed: number) {
    const lines: JsonObject[] = [];
    const job: SearchJob = {
      ...given('curve-fit'),
      ...{ method, settings: { kind: method.kind, ...settings }, sharing: async () => undefined },
      ...{ key: split(key(seed), 'search'), trials: trains },
      observer: { line: (line) => void lines.push(line), progress: () => {} },
    };
    const found = await curveFit.search(job);
    if (!found.ok) throw new Error(JSON.stringify(found.failures));
    return { found: found.value, lines };
  }

  test('searches it alike with the same seed, otherwise with another, and says the declared numbers only', async () => {
    const first = await searched(1);
    expect(canonicalJson(await searched(1))).toBe(canonicalJson(first));
    expect(canonicalJson(await searched(2))).not.toBe(canonicalJson(first));
    expect(first.found.architecture.space).toBe('declared');
    const declaredFields = curveFit.trajectories['black-box'];
    for (const line of first.lines) {
      const numbers = Object.keys(line).filter((field) => typeof line[field] === 'number');
      expect(Object.keys(declaredFields[String(line['phase'])] ?? {})).toEqual(
        expect.arrayContaining(numbers),
      );
    }
  });
});
