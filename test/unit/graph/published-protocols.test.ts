/** Rows of one table that their papers trained by other settings than its other rows. */
import { expect, test } from 'vitest';
import { countNetwork } from '../../../experiments/space/darts-cnn/counts.ts';
import { namedGenotypes } from '../../../experiments/space/darts-cnn/named.ts';
import { expand } from '../../../runner/graph/expand.ts';
import { loadManifest } from '../../../runner/manifest/index.ts';
import type { JsonObject } from '../../../schemas/json.ts';

/** The settings with which a stage trains what each method found, by the name of the method. */
function trainings(file: string, stage: string): ReadonlyMap<string, JsonObject> {
  const loaded = loadManifest(`manifests/${file}.yaml`, { profile: 'paper' });
  if (!loaded.ok) throw new Error(`${file} does not load`);
  const jobs = [...expand(loaded.value.manifest).jobs.values()].filter(
    (job) => job.stage === stage && job.kind === 'train',
  );
  return new Map(jobs.map(({ method, parameters }) => [method, parameters['training'] as JsonObject]));
}

test('NASNet-A has the width of the printed 3.1 M parameters', () => {
  const all = trainings('darts2018/darts2018-table1', 'evaluate');
  expect(
    Object.fromEntries([...all].map(([method, { initialChannels }]) => [method, initialChannels])),
  ).toEqual({
    ...{ random: 36, first: 36, second: 36, amoebanet: 36 },
    nasnet: 32,
  });
  const genotype = namedGenotypes['NASNet'];
  if (!genotype) throw new Error('NASNet is a named genotype');
  const shape = { layers: 20, classes: 10, inputChannels: 3, height: 32, width: 32 };
  const { initialChannels } = all.get('nasnet') ?? {};
  expect(countNetwork(genotype, { ...shape, initialChannels: Number(initialChannels) }).parameters).toBe(
    3_061_738,
  );
});

test('PC-DARTS trains on ImageNet as its own paper does', () => {
  const all = trainings('darts2018/darts2018-table3', 'evaluate');
  const own = { batchSize: 1024, learningRate: 0.5, schedule: 'linear', rateWarmUpEpochs: 5 };
  expect(all.get('pcDarts')).toMatchObject({ ...own, epochs: 250, weightDecay: 3e-5, labelSmoothing: 0.1 });
  for (const method of ['darts', 'nasnet', 'amoebanet']) {
    const darts = { batchSize: 128, learningRate: 0.1, schedule: 'exponential', rateWarmUpEpochs: 0 };
    expect(all.get(method)).toMatchObject(darts);
  }
});

test('cells of PC-DARTS are trained with its own drop path', () => {
  const all = trainings('ista2020/ista2020-correlation', 'retrain');
  expect(Object.fromEntries([...all].map(([method, { dropPath }]) => [method, dropPath]))).toEqual({
    ...{ twoStage: 0.2, oneStage: 0.2, darts: 0.2 },
    pcDarts: 0.3,
  });
});
