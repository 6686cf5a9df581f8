/** A promoted trial that goes on from the one before it is the trial that runs through, byte for byte. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../experiments/engine/index.ts';
import { runSearch } from '../../../experiments/job/search.ts';
import { runTrial } from '../../../experiments/job/trial.ts';
import { decodeCheckpoint } from '../../../experiments/model/checkpoint.ts';
import { space as cells } from '../../../experiments/space/darts-cnn/index.ts';
import { namedGenotypes } from '../../../experiments/space/darts-cnn/named.ts';
import { space as recurrent } from '../../../experiments/space/darts-rnn/index.ts';
import { namedRnn } from '../../../experiments/space/darts-rnn/named.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import type { JsonObject, JsonValue } from '../../../schemas/json.ts';
import { contextOf } from './in-process-trials.ts';
import {
  ashaMethod,
  digestsOf,
  otherSearches,
  readLines,
  readOutput,
  TinyJobs,
  trial as tinyTrial,
} from './tiny-jobs.ts';

const jobs = new TinyJobs();
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(jobs.folder, { recursive: true, force: true }));

const checkpointFile = 'checkpoint.safetensors';
const checkpointIn = ({ outputFolder }: JobSpec): string => join(outputFolder, checkpointFile);

interface Kind {
  readonly architecture: string;
  readonly settings: JsonObject;
  readonly parameters: JsonObject;
}

/** The job of a trial of so many epochs. */
async function ran(
  { architecture, settings, parameters }: Kind,
  epochs: number,
  from?: JobSpec,
): Promise<JobSpec> {
  const train = jobs.train(7, architecture, 'validation', { ...settings, epochs }, parameters);
  const inputs = { ...train.inputs, ...(from ? { checkpoint: checkpointIn(from) } : {}) };
  const spec: JobSpec = { ...train, kind: 'trial', inputs };
  expect(await runTrial(contextOf(spec))).toEqual({ ok: true, value: null });
  return spec;
}

const written = (name: string, content: object): string => {
  const path = join(jobs.folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};

function images(changes: JsonObject = {}): Kind {
  const genotype = namedGenotypes['DARTS_V2'];
  if (!genotype) throw new Error('DARTS_V2 is a named genotype');
  const file = { space: 'darts-cnn', id: cells.genotypeId(genotype), genotype };
  const settings = { ...tinyTrial, resume: true, scheduleEpochs: 6, objective: 'best-so-far' };
  return {
    architecture: written('cnn.json', file),
    settings: { ...settings, initialChannels: 4, batchSize: 16, dropPath: 0.3, ...changes },
    parameters: {},
  };
}

function texts(changes: JsonObject = {}): Kind {
  const { genotype } = namedRnn.DARTS_V2;
  const file = { space: 'darts-rnn', id: recurrent.genotypeId(genotype), genotype };
  const { task = null, space = null, method } = otherSearches['recurrent asha'] ?? {};
  const { trial } = method as { readonly trial: JsonObject };
  return {
    architecture: written('rnn.json', file),
    settings: { ...trial, resume: true, averagingPatience: 1, averagingAfter: 2, ...changes },
    parameters: { task, space },
  };
}

async function expectSame(kind: Kind): Promise<void> {
  const before = memory().numTensors;
  const [first, through] = [await ran(kind, 2), await ran(kind, 5)];
  const middle = await ran(kind, 4, first);
  const resumed = await ran(kind, 5, middle);
  expect(digestsOf(resumed)[checkpointFile]).toMatch(/^[0-9a-f]{64}$/);
  expect(digestsOf(resumed)[checkpointFile]).toBe(digestsOf(through)[checkpointFile]);
  const lines = (spec: JobSpec) => readLines(spec, 'trajectory.jsonl');
  expect([first, middle, resumed].flatMap(lines)).toEqual(lines(through));
  const metrics = (spec: JobSpec) => readOutput(spec, 'metrics.json');
  expect(metrics(resumed).validation).toEqual(metrics(through).validation);
  expect(metrics(resumed).model).toEqual(metrics(through).model);
  expect(digestsOf(first)[checkpointFile]).not.toBe(digestsOf(through)[checkpointFile]);
  expect(memory().numTensors).toBe(before);
}

describe('a trial that goes on', () => {
  test('sorts images as one that ran through, in the same bytes', async () => {
    await expectSame(images());
  });

  test('costs what is left of it', async () => {
    const kind = images();
    const cost = (spec: JobSpec): number => readOutput(spec, 'metrics.json').cost.multiplyAdds;
    const first = await ran(kind, 2);
    const rest = await ran(kind, 5, first);
    expect(cost(first) + cost(rest)).toBe(cost(await ran(kind, 5)));
    expect(2 * cost(rest)).toBe(3 * cost(first));
  });

  test('models text as one that ran through, before and after its weights are averaged', async () => {
    const kind = texts({ learningRate: 20, gradientClip: 10 });
    await expectSame(kind);
    const through = await ran(kind, 5);
    const averaged = readLines(through, 'trajectory.jsonl').map((line) => line['averaged']);
    expect(averaged.slice(0, 3)).toEqual([false, false, false]);
    expect(averaged.at(-1)).toBe(true);
  });

  test('refuses a checkpoint that is as long as itself', async () => {
    const kind = images();
    const first = await ran(kind, 2);
    const again = jobs.train(7, kind.architecture, 'validation', { ...kind.settings, epochs: 2 });
    const inputs = { ...again.inputs, checkpoint: checkpointIn(first) };
    expect(await runTrial(contextOf({ ...again, kind: 'trial', inputs }))).toEqual({
      ok: false,
      failures: [
        {
          reason: 'job-refused',
          message: 'The checkpoint has 2 epochs behind it; a trial of 2 cannot go on from it',
        },
      ],
    });
  });
});

test('the learning rate follows one schedule, whatever the length of the trial', async () => {
  const rates = async (changes: JsonObject): Promise<readonly unknown[]> =>
    readLines(await ran(images(changes), 2), 'trajectory.jsonl').map((line) => line['learningRate']);
  expect(await rates({})).toEqual(
    [0.05, 0.025 * (1 + Math.cos(Math.PI / 6))].map((rate) => expect.closeTo(Number(rate), 12)),
  );
  expect(await rates({ resume: false, scheduleEpochs: 0 })).toEqual([0.05, expect.closeTo(0.025, 12)]);
});

test('the score is the lowest error so far, that of the trial before included', async () => {
  const kind = images({ learningRate: 0.2, scheduleEpochs: 12 });
  const scores: number[] = [];
  for (let epochs = 1; epochs <= 10; epochs += 1) {
    const last = await ran({ ...kind, settings: { ...kind.settings, objective: 'last' } }, epochs);
    scores.push(readOutput(last, 'metrics.json').validation.errorPercent);
  }
  // The first epoch that is worse than one before it.
  const worse = scores.findIndex((score, i) => score > Math.min(...scores.slice(0, i)));
  expect(worse).toBeGreaterThan(0);
  const lowest = Math.min(...scores.slice(0, worse));
  const before = await ran(kind, scores.indexOf(lowest) + 1);
  const resumed = await ran(kind, worse + 1, before);
  expect(readOutput(resumed, 'metrics.json').validation.errorPercent).toBe(lowest);
});

test('a search hands each promoted trial the checkpoint of the one before, and pays for what is left', async () => {
  const trial = { ...tinyTrial, resume: true, scheduleEpochs: 4, objective: 'best-so-far' };
  const method = { ...ashaMethod, evaluations: 7, logicalWorkers: 1, maxEpochs: 4, trial };
  const spec = jobs.search(3, method);
  expect(await runSearch(contextOf(spec))).toEqual({ ok: true, value: null });
  const decisions = readLines(spec, 'decisions.jsonl');
  const started = new Map(
    decisions.filter(({ event }) => event === 'start').map((line) => [line['trial'], line]),
  );
  const promoted = [...started.values()].filter(({ resumes }) => resumes !== null);
  expect(promoted.length).toBeGreaterThan(1);
  const secondsOf = (trialNumber: JsonValue | undefined): number => {
    const finish = decisions.find(({ event, trial: other }) => event === 'finish' && other === trialNumber);
    return Number(finish?.['time']) - Number(started.get(trialNumber)?.['time']);
  };
  const epochsOf = (trialNumber: JsonValue | undefined): number =>
    Number(started.get(trialNumber)?.['epochs']);
  for (const { trial: number, resumes } of promoted) {
    const share = (epochsOf(number) - epochsOf(resumes)) / epochsOf(resumes);
    if (started.get(resumes)?.['resumes'] === null) {
      expect(secondsOf(number)).toBeCloseTo(share * secondsOf(resumes), 10);
    }
  }
  // The trajectory of a trial begins where that of the one before it ended.
  const epochs = (number: unknown) =>
    readLines(spec, 'trajectory.jsonl').flatMap(({ phase, trial: of, epoch }) =>
      phase === 'train' && of === number ? [epoch] : [],
    );
  for (const { trial: number, resumes } of promoted) {
    expect(epochs(number)[0]).toBe(epochsOf(resumes) + 1);
    expect(epochs(number).at(-1)).toBe(epochsOf(number));
  }
});

test('trials whose lengths do not fit one schedule are refused', async () => {
  const refusal = async (changes: JsonObject): Promise<string> => {
    const spec = jobs.search(3, { ...ashaMethod, maxEpochs: 4, trial: { ...tinyTrial, ...changes } });
    const outcome = await runSearch(contextOf(spec));
    const [failure] = outcome.ok ? [] : outcome.failures;
    return failure?.reason === 'job-refused' ? failure.message : 'was not refused';
  };
  expect(await refusal({ resume: true })).toBe(
    'Trials that go on from one another need one schedule for all lengths: expected trial.scheduleEpochs of at least 4, found 0',
  );
  expect(await refusal({ scheduleEpochs: 3 })).toBe(
    'The schedule ends before the longest trial: expected trial.scheduleEpochs of at least 4, found 3',
  );
});

test('a checkpoint holds weights, statistics and velocities under their names', async () => {
  const { arrays, state } = decodeCheckpoint(readFileSync(checkpointIn(await ran(images(), 2))));
  expect(state).toMatchObject({ epochs: 2, best: { examples: 16 } });
  const names = [...arrays.keys()];
  expect(names).toContain('stem.0.weight');
  expect(names).toContain('stem.1.running_mean');
  expect(names).toContain('velocity.stem.0.weight');
});
