import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../experiments/engine/index.ts';
import type { Progress } from '../../../experiments/job/job-context.ts';
import { runSearch } from '../../../experiments/job/search.ts';
import { runTrain } from '../../../experiments/job/train.ts';
import { dataLoader } from '../../../experiments/registry/data.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { countSuperNetPath } from '../../../experiments/space/darts-cnn/counts.ts';
import { genotypeId } from '../../../experiments/space/darts-cnn/genotype.ts';
import { networkShape } from '../../../experiments/space/darts-cnn/layout.ts';
import { dartsCnn } from '../../../experiments/space/darts-cnn/space.ts';
import { rnnGenotypeId } from '../../../experiments/space/darts-rnn/genotype.ts';
import { namedRnn } from '../../../experiments/space/darts-rnn/named.ts';
import { DataCache } from '../../../experiments/task/data-cache.ts';
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import { canonicalJson } from '../../../schemas/canonical.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { trajectoryPhases } from '../../../schemas/trajectory-phases.ts';
import { undeclaredNumbers } from './declared-lines.ts';
import { contextOf } from './in-process-trials.ts';
import {
  digestsOf,
  languageTraining,
  otherSearches,
  randomMethod,
  readOutput,
  sharingMethod,
  sharingNetwork,
  TinyJobs,
  trial as tinyTrial,
  training,
} from './tiny-jobs.ts';
import { tinySearches } from './tiny-methods.ts';

const cnnSearches = tinySearches.filter(({ space, kind }) => space === 'darts-cnn' && kind !== 'fixed');
const jobs = new TinyJobs();
const data = new DataCache(dataLoader);
const run = (spec: JobSpec, onProgress: (progress: Progress) => void = () => {}) =>
  (spec.kind === 'search' ? runSearch : runTrain)(contextOf(spec, { data, onProgress }));
const linesOf = (spec: JobSpec) =>
  readFileSync(join(spec.outputFolder, 'trajectory.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

let found = '';

beforeAll(async () => {
  await startEngine('wasm');
  const search = jobs.search(1, sharingMethod);
  expect(await run(search)).toEqual({ ok: true, value: null });
  found = join(search.outputFolder, 'architecture.json');
});
afterAll(() => {
  rmSync(jobs.folder, { recursive: true, force: true });
});

describe('search', () => {
  test.each(cnnSearches)(
    '$title writes an architecture, metrics and a trajectory',
    async ({ parameters }) => {
      const spec = jobs.searchElsewhere(3, parameters);
      const method = parameters['method'] as JsonObject;
      const progress: Progress[] = [];
      expect(await run(spec, (event) => progress.push(event))).toEqual({ ok: true, value: null });
      const log = 'trial' in method ? ['decisions.jsonl', 'trials.jsonl'] : [];
      const always = ['architecture.json', 'metrics.json', 'trajectory.jsonl'];
      expect(Object.keys(digestsOf(spec)).sort()).toEqual([...always, ...log].sort());
      const { space, id, genotype } = readOutput(spec, 'architecture.json');
      expect([space, id]).toEqual(['darts-cnn', genotypeId(genotype)]);
      const metrics = readOutput(spec, 'metrics.json');
      expect(Object.keys(metrics)).toEqual(['cost', 'model', 'validation']);
      expect(metrics.validation).toMatchObject({ split: 'validation', examples: 16 });
      expect(metrics.cost.architectures).toBeGreaterThan(0);
      expect(progress.at(-1)).toMatchObject({ unit: 'trial' in method ? 'trials' : 'minibatches' });
      expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total);
    },
  );

  test('outputs are canonical JSON and a line break', () => {
    const text = readFileSync(found, 'utf8');
    expect(text).toBe(`${canonicalJson(JSON.parse(text))}\n`);
  });

  test('weight sharing costs what its trajectory says it ran', async () => {
    const spec = jobs.search(4, sharingMethod);
    await run(spec);
    const phases = linesOf(spec).map(({ phase }) => phase);
    expect(phases).toEqual(['train', 'train', 'score', 'score', 'score', 'score', 'rescore', 'rescore']);
    const { multiplyAdds } = readOutput(spec, 'metrics.json').cost;
    const images = await data.load('images', 'optdigits', spec.dataFolder);
    if (!images.ok) throw new Error('no digits');
    const shape = networkShape(images.value.traits, sharingNetwork);
    const pathOf = (genotype: CnnGenotype) => countSuperNetPath(genotype, shape).multiplyAdds;
    const searchKey = split(key(4), 'search');
    const sampled = (stream: string, count: number) => {
      const source = draws(split(searchKey, stream));
      return Array.from({ length: count }, () => dartsCnn('with-none').sample(source));
    };
    const sum = (genotypes: readonly CnnGenotype[]) =>
      genotypes.reduce((total, genotype) => total + pathOf(genotype), 0);
    const candidates = sampled('candidates', 4);
    const rescored = linesOf(spec).flatMap(({ phase, architecture }) =>
      phase === 'rescore'
        ? candidates.filter((genotype) => dartsCnn('with-none').id(genotype) === architecture)
        : [],
    );
    expect(rescored).toHaveLength(2);
    // 12 minibatches of 8 images at three passes, 2 minibatches of 8 for each candidate, 16 images rescored.
    const passes = 3 * 8 * sum(sampled('paths', 12)) + 2 * 8 * sum(candidates) + 16 * sum(rescored);
    expect(multiplyAdds).toBe(passes);
  });

  test('random search returns its best trial', async () => {
    const spec = jobs.search(5, { ...randomMethod, evaluations: 5 });
    await run(spec);
    const decisions = readFileSync(join(spec.outputFolder, 'decisions.jsonl'), 'utf8').trimEnd().split('\n');
    const finished = decisions.map((line) => JSON.parse(line)).filter(({ event }) => event === 'finish');
    expect(finished).toHaveLength(5);
    const [best] = finished.sort(
      (a, b) => a.validationErrorPercent - b.validationErrorPercent || a.validationLoss - b.validationLoss,
    );
    expect(readOutput(spec, 'metrics.json').validation).toMatchObject({
      errorPercent: best.validationErrorPercent,
      loss: best.validationLoss,
    });
    expect(readOutput(spec, 'architecture.json').id).toBe(best.architecture);
  });

  test('trials that diverge are crashes, and the others are searched', async () => {
    const trial = { ...tinyTrial, learningRate: 10, gradientClip: 1e30 };
    const spec = jobs.search(3, { ...randomMethod, evaluations: 6, trial });
    expect(await run(spec)).toEqual({ ok: true, value: null });
    const numbers = (wanted: string) =>
      linesOf(spec).flatMap(({ phase, trial: number }) => (phase === wanted ? [number] : []));
    const [crashed, scored] = [numbers('crash'), numbers('score')];
    expect(crashed.length).toBeGreaterThan(0);
    expect([...crashed, ...scored].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    const untold = linesOf(spec).flatMap(({ event, trial: number, validationErrorPercent }) =>
      event === 'finish' && validationErrorPercent === null ? [number] : [],
    );
    expect(untold).toEqual(crashed);
    expect(scored).toContain(linesOf(spec).findLast(({ phase }) => phase === 'incumbent').trial);
    expect(readOutput(spec, 'metrics.json').cost.architectures).toBe(6);
  });
});

describe('searches of other spaces', () => {
  test.each(Object.entries(otherSearches))('%s', async (_, parameters) => {
    const spec = jobs.searchElsewhere(3, parameters);
    expect(await run(spec)).toEqual({ ok: true, value: null });
    const { space } = readOutput(spec, 'architecture.json');
    expect({ name: space }).toEqual(parameters['space']);
    const { validation, cost } = readOutput(spec, 'metrics.json');
    expect(validation.split).toBe('validation');
    expect(cost.architectures).toBeGreaterThan(0);
  });

  test('one-shot cells come with what a table says of them', async () => {
    const parameters = otherSearches['weight sharing on NAS-Bench-1Shot1'] ?? {};
    const task = {
      kind: 'image-classification',
      data: 'optdigits',
      trainPortion: 0.75,
      ...{ benchmark: 'textures10-cells', rankedAfter: [] },
    };
    const spec = jobs.searchElsewhere(3, { ...parameters, task });
    expect(await run(spec)).toEqual({ ok: true, value: null });
    expect(Object.keys(digestsOf(spec))).toContain('ranking.jsonl');
    expect(readOutput(spec, 'metrics.json').correlation.architectures).toBeGreaterThan(4);
  });

  test('a cell of NAS-Bench-101 is trained, and its weights are kept', async () => {
    const spec = jobs.searchElsewhere(3, otherSearches['random search over NAS-Bench-101'] ?? {});
    expect(await run(spec)).toEqual({ ok: true, value: null });
    const settings = { ...training, layers: 3, initialChannels: 8, dropPath: 0 };
    const file = join(spec.outputFolder, 'architecture.json');
    const trained = jobs.train(1, file, 'test', settings, { space: { name: 'nasbench101' } });
    expect(await run(trained)).toEqual({ ok: true, value: null });
    expect(Object.keys(digestsOf(trained))).toContain('weights.safetensors');
    expect(readOutput(trained, 'metrics.json').test.examples).toBe(24);
  });

  test('a published architecture is handed on as it is', async () => {
    const spec = jobs.search(1, { kind: 'fixed', architecture: 'NASNet' });
    expect(await run(spec)).toEqual({ ok: true, value: null });
    expect(readOutput(spec, 'architecture.json').genotype.reduce_concat).toEqual([4, 5, 6]);
    const trained = jobs.train(1, join(spec.outputFolder, 'architecture.json'), 'test');
    expect(await run(trained)).toEqual({ ok: true, value: null });
    expect(await run(jobs.search(1, { kind: 'fixed', architecture: 'NASNet-B' }))).toMatchObject({
      ok: false,
    });
  });
});

describe('train', () => {
  test('a moment is measured as a training that ends there is, and changes nothing else', async () => {
    const constant = { ...training, schedule: 'exponential', learningRateDecay: 1, dropPath: 0 };
    const full = jobs.train(1, found, 'test', { ...constant, epochs: 3 });
    const watched = jobs.train(1, found, 'test', { ...constant, epochs: 3, measureAt: { early: 2 } });
    const short = jobs.train(1, found, 'test', { ...constant, epochs: 2 });
    for (const spec of [full, watched, short]) expect(await run(spec)).toEqual({ ok: true, value: null });
    const metrics = readOutput(watched, 'metrics.json');
    const [end, early] = [readOutput(full, 'metrics.json'), readOutput(short, 'metrics.json')];
    expect(metrics.earlier).toEqual({ early: { epoch: 2, test: early.test } });
    expect(metrics.test).toEqual(end.test);
    expect(metrics.cost.multiplyAdds).toBe(end.cost.multiplyAdds + 24 * end.model.multiplyAdds);
    const weights = (spec: typeof full) => digestsOf(spec)['weights.safetensors'];
    expect(weights(watched)).toBe(weights(full));
    expect(end.test).not.toEqual(early.test);
  });

  test('a test text that is too short is refused before anything is trained', async () => {
    const { task = null, space = null } = otherSearches['recurrent random search'] ?? {};
    const { genotype } = namedRnn.DARTS_V2;
    const cell = join(jobs.folder, 'cell.json');
    writeFileSync(cell, JSON.stringify({ space: 'darts-rnn', id: rnnGenotypeId(genotype), genotype }));
    const settings = { ...languageTraining, testBatchSize: 1e6, measureAt: {} };
    const spec = jobs.train(1, cell, 'test', settings, { task, space });
    const steps: Progress[] = [];
    expect(await run(spec, (progress) => steps.push(progress))).toEqual({
      ok: false,
      failures: [
        {
          reason: 'job-refused',
          message: 'The test text is too short to be read in 1000000 stretches side by side',
          hint: 'Lower testBatchSize',
        },
      ],
    });
    expect(steps).toEqual([]);
  });

  test('a moment after the end is refused', async () => {
    const spec = jobs.train(1, found, 'test', { ...training, measureAt: { late: 3 } });
    expect(await run(spec)).toMatchObject({
      failures: [{ message: 'measureAt.late is epoch 3 of a training of 2 epochs' }],
    });
  });

  test.each([
    ['validation', 16],
    ['test', 24],
  ] as const)('measuring %s writes that score only', async (measure, examples) => {
    const spec = jobs.train(1, found, measure);
    expect(await run(spec)).toEqual({ ok: true, value: null });
    expect(Object.keys(digestsOf(spec))).toEqual([
      'architecture.json',
      'metrics.json',
      'trajectory.jsonl',
      'weights.safetensors',
    ]);
    const metrics = readOutput(spec, 'metrics.json');
    expect(Object.keys(metrics).sort()).toEqual(['cost', 'model', measure].sort());
    expect(metrics[measure]).toMatchObject({ split: measure, examples });
    expect(readFileSync(join(spec.outputFolder, 'architecture.json'), 'utf8')).toBe(
      readFileSync(found, 'utf8'),
    );
    expect(linesOf(spec).map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(undeclaredNumbers(spec, trajectoryPhases['image-classification'].stage)).toEqual([]);
  });
});

const refusal = async (spec: JobSpec) => {
  const result = await run(spec);
  return result.ok ? undefined : result.failures[0];
};

describe('searches all of whose trials diverge', () => {
  const wild = { learningRate: 1e30, gradientClip: 1e30 };
  const first = 'Training diverged: the loss was no longer a number in epoch 1';

  test.each([
    [
      'images',
      'random search over NAS-Bench-101',
      'trial',
      `No trial has a score: all 2 crashed. ${first} (2 of them)`,
    ],
    [
      'a text',
      'recurrent random search',
      'trial',
      `No trial has a score: all 1 crashed. ${first} (1 of them)`,
    ],
    [
      'whole searches',
      'tuning',
      'method',
      `No trial has a score: all 6 crashed. ${first.replace('Training', 'The search')} (6 of them)`,
    ],
    [
      'every cell',
      'every cell of three vertices',
      'trial',
      `No cell has a score after 2 epochs: 14 of 14 trainings crashed. ${first} (14 of them)`,
    ],
  ])('%s', async (_, name, part, message) => {
    const parameters = otherSearches[name] ?? {};
    const method = parameters['method'] as JsonObject;
    const inner = { ...(method[part] as JsonObject), ...wild };
    const spec = jobs.searchElsewhere(2, { ...parameters, method: { ...method, [part]: inner } });
    const failure = await refusal(spec);
    expect(failure).toEqual({
      reason: 'diverged',
      message,
      hint: 'Lower learningRate or gradientClip',
      multiplyAdds: expect.any(Number),
    });
    expect(failure).not.toMatchObject({ multiplyAdds: 0 });
  });
});

describe('refusals', () => {
  test('an auxiliary head on small images', async () => {
    expect(await refusal(jobs.train(1, found, 'test', { ...training, auxiliaryWeight: 0.4 }))).toEqual({
      reason: 'job-refused',
      message: 'The auxiliary head needs 8x8 maps two thirds of the way through the network, got 2x2',
    });
  });

  test('an architecture that is none, or whose id is wrong', async () => {
    const file = join(jobs.folder, 'wrong.json');
    const architecture = JSON.parse(readFileSync(found, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...architecture, id: 'abc' }));
    expect(await refusal(jobs.train(1, file, 'test'))).toEqual({
      reason: 'job-refused',
      message: `The input architecture has id abc, but its genotype has id ${architecture.id}`,
    });
    writeFileSync(file, 'no JSON');
    expect(await refusal(jobs.train(1, file, 'test'))).toEqual({
      reason: 'job-refused',
      message: 'The input architecture is not a readable JSON file',
    });
    writeFileSync(
      file,
      JSON.stringify({ ...architecture, genotype: { ...architecture.genotype, normal: [] } }),
    );
    expect(await refusal(jobs.train(1, file, 'test'))).toEqual({
      reason: 'job-refused',
      message:
        'The input architecture is no darts-cnn architecture. normal: expected a list of [operation, source] pairs, two for each node, found []',
    });
  });

  test('a task, space or method that does not exist', async () => {
    const spec = jobs.search(1, sharingMethod);
    const refused = (parameters: JobSpec['parameters']) => refusal({ ...spec, parameters });
    const message = async (parameters: JobSpec['parameters']) =>
      (await refused(parameters)) as { message: string };
    expect((await message({})).message).toBe('parameters /task: expected required property, found nothing');
    expect((await message({ ...spec.parameters, task: { kind: 'translation' } })).message).toBe(
      'This version has no task translation',
    );
    expect((await message({ ...spec.parameters, space: { name: 'other' } })).message).toBe(
      'This version has no space other',
    );
    expect((await message({ ...spec.parameters, method: { kind: 'oracle' } })).message).toBe(
      'This version has no method oracle',
    );
  });

  test('training that diverges', async () => {
    const wild = { ...training, learningRate: 1e30, gradientClip: 1e30 };
    expect(await refusal(jobs.train(1, found, 'test', wild))).toEqual({
      reason: 'diverged',
      message: 'Training diverged: the loss was no longer a number in epoch 1',
      hint: 'Lower learningRate or gradientClip',
      multiplyAdds: expect.any(Number),
    });
  });
});

test('jobs leave no tensor behind', async () => {
  const before = memory();
  await run(jobs.search(6, sharingMethod));
  await run(jobs.search(6, randomMethod));
  await run(jobs.train(6, found, 'test'));
  await run(jobs.train(6, found, 'test', { ...training, learningRate: 1e30, gradientClip: 1e30 }));
  const after = memory();
  expect([after.numTensors, after.numBytes]).toEqual([before.numTensors, before.numBytes]);
});
