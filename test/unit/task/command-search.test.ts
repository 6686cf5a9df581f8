/** Searches whose trials a program trains: what they ask for, whoever answers. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runSearch } from '../../../experiments/job/search.ts';
import type { TrialPort } from '../../../experiments/trial/finished-trial.ts';
import { canonicalDigest, canonicalJson, sha256 } from '../../../schemas/canonical.ts';
import { toJobKey, toSeed } from '../../../schemas/ids.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { writeOutputs } from '../../util/trial-outputs.ts';
import { contextOf } from '../job/in-process-trials.ts';
import { readLines } from '../job/tiny-jobs.ts';

const root = mkdtempSync(join(tmpdir(), 'reprise-command-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const task = {
  kind: 'command',
  ...{ run: ['./train'], code: ['train'], data: {} },
  environment: { files: [], image: null, variables: {} },
  metrics: [
    { name: 'validation.accuracy', goal: 'maximize' },
    { name: 'validation.loss', goal: 'minimize' },
  ],
  determinism: 'bit-exact',
};
const space = {
  name: 'declared',
  parameters: {
    width: { integer: [1, 6] },
    activation: { choice: ['relu', 'swish'] },
  },
  forbidden: [
    { activation: 'relu', width: 1 },
    { activation: 'relu', width: 2 },
    { activation: 'relu', width: 3 },
  ],
};

let jobs = 0;

function search(method: JsonObject): JobSpec {
  jobs += 1;
  const outputFolder = join(root, String(jobs));
  mkdirSync(outputFolder);
  return {
    ...{ formatVersion: 1, label: `job ${jobs}`, key: toJobKey(sha256(`job ${jobs}`)), kind: 'search' },
    ...{ seed: toSeed(1), parameters: { task, space, engine: 'wasm', method }, inputs: {} },
    ...{ dataFolder: null, benchmarkFolder: null, progressFolder: null, outputFolder },
  };
}

/** Accuracy grows with the width. */
const answering =
  (asked: JsonObject[]): TrialPort =>
  async (request) => {
    const genotype = request.architecture?.genotype as {
      readonly width: number;
      readonly activation: string;
    };
    asked.push({ ...genotype, inputs: request.inputs, parameters: request.parameters });
    const validation = { split: 'validation', accuracy: genotype.width, loss: 1 / genotype.width };
    const files = {
      'metrics.json': canonicalJson({ validation, cost: { multiplyAdds: 0, architectures: 1 } }),
      'architecture.json': canonicalJson({ ...request.architecture }),
      'checkpoint.tar': `checkpoint ${request.number}`,
    };
    const outputs = writeOutputs(join(root, `trial-${jobs}-${request.number}`), files);
    return { done: true, key: toJobKey(canonicalDigest(request.parameters)), outputs, isHit: false };
  };

const trial = { epochs: 1, settings: {} };
const budget = { evaluations: 24, simulatedSeconds: 0, totalEpochs: 0, logicalWorkers: 2, trial };
const halving = { eta: 2, minEpochs: 1, maxEpochs: 4 };
const densities = { topPercent: 15, samples: 8, randomFraction: 0.3, bandwidthFactor: 3, minBandwidth: 0.3 };
const methods: Readonly<Record<string, JsonObject>> = {
  random: { kind: 'random', ...budget },
  tpe: { kind: 'tpe', ...budget, startUpTrials: 6, gamma: 0.25, candidates: 8 },
  bohb: { kind: 'bohb', ...budget, ...halving, ...densities },
  asha: { kind: 'asha', ...budget, ...halving },
};

describe.each(Object.entries(methods))('%s', (_, method) => {
  test('is told the metrics that the manifest declares, and asks for nothing that the space forbids', async () => {
    const asked: JsonObject[] = [];
    const spec = search(method);
    const result = await runSearch(contextOf(spec, { trials: answering(asked) }));
    expect(JSON.stringify(result)).toBe('{"ok":true,"value":null}');
    expect(asked.length).toBeGreaterThan(3);
    for (const { width, activation } of asked) {
      expect([activation, Number(width) > 3]).not.toEqual(['relu', false]);
    }
    const finished = readLines(spec, 'decisions.jsonl').filter(
      ({ event, isValid }) => event === 'finish' && isValid,
    );
    expect(finished[0]).toMatchObject({
      validationAccuracy: expect.any(Number),
      validationLoss: expect.any(Number),
    });
    const invalid = readLines(spec, 'trajectory.jsonl').filter(({ phase }) => phase === 'invalid');
    expect(invalid.length + asked.length).toBe(24);
  });
});

test('a trial that continues another one is given the checkpoint that it left', async () => {
  const asked: JsonObject[] = [];
  const spec = search(methods['asha'] ?? {});
  await runSearch(contextOf(spec, { trials: answering(asked) }));
  const resumed = readLines(spec, 'decisions.jsonl').filter(
    ({ event, resumes }) => event === 'start' && resumes !== null,
  );
  expect(resumed.length).toBeGreaterThan(0);
  for (const { trial: number, resumes } of resumed) {
    expect(asked[Number(number)]).toMatchObject({ inputs: { checkpoint: sha256(`checkpoint ${resumes}`) } });
  }
});
