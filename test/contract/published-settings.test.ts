/** Settings of the profile `paper`, where a default or a neighbour would be another value, against what was published. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../schemas/json.ts';
import { paperProfile } from '../util/paper-profile.ts';

const stageOf = (id: string, name: string) => paperProfile(id).stages[name];
const methodOf = (id: string, name: string): JsonObject => {
  const entry = paperProfile(id).methods[name];
  if (entry === undefined) throw new Error(`${id} has no method ${name}`);
  return entry.settings;
};

describe('random search with weight sharing on the Penn Treebank', () => {
  // liamcli/randomNAS_release@6513a0a, benchmarks/ptb/darts/darts_wrapper_discrete.py: `eval` and `search`.
  const proxyless = { width: 850, weightDecay: 8e-7, dropoutEmbedding: 0.1 };
  const proxy = { width: 300, weightDecay: 5e-7, dropoutEmbedding: 0 };
  const scored = { evaluated: 2000, scoringBatchSize: 1024 };

  it.each([
    ['li2019-table2', 'rsws', { ...proxyless, batchSize: 64, gradientClip: 0.1 }],
    ['li2019-table3', 'random1', { ...proxy, batchSize: 256, gradientClip: 0.25 }],
    ['li2019-table3', 'random2', { ...proxy, batchSize: 256, gradientClip: 0.1 }],
    ['li2019-table3', 'random3', { ...proxy, batchSize: 64, gradientClip: 0.1 }],
    ['li2019-table3', 'random4', { ...proxyless, batchSize: 64, gradientClip: 0.1 }],
    ['li2019-table4', 'rsws', { ...proxyless, batchSize: 64, gradientClip: 0.1 }],
  ])('%s trains %s as its network is trained', (id, name, settings) => {
    expect(methodOf(id, name)).toMatchObject({ ...settings, ...scored, epochs: 50, learningRate: 20 });
  });
});

describe('recurrent networks that are trained alone', () => {
  // quark0/darts@f276dd3 and liamcli/darts@64599c1, rnn/train.py.
  const published = { batchSize: 64, learningRate: 20, dropout: 0.75, gradientClip: 0.25, testBatchSize: 1 };

  it.each([
    ['darts2018-table2', 'evaluate', { averagingBelow: 0, epochs: 8000 }],
    ['darts2018-table4', 'evaluate', { averagingBelow: 0, epochs: 8000 }],
    ['li2019-table2', 'evaluate', { averagingBelow: 78, epochs: 3600 }],
    ['li2019-table2', 'retrain', { averagingBelow: 78 }],
    ['li2019-table3', 'retrain', { averagingBelow: 78 }],
    ['li2019-table4', 'evaluate', { averagingBelow: 78, epochs: 3600 }],
  ])('%s reads the test text at once and averages as its code does in %s', (id, stage, settings) => {
    expect(stageOf(id, stage)).toMatchObject({ ...published, ...settings, averagingPatience: 5 });
  });
});

describe('random search with weight sharing on CIFAR-10', () => {
  // Li and Talwalkar 2019, table 6: epochs, gradient clip, channels, architectures scored.
  it.each([
    ['li2019-table6', 'random1', [50, 5, 16, 1000]],
    ['li2019-table6', 'random2', [150, 5, 16, 5000]],
    ['li2019-table6', 'random3', [150, 1, 16, 5000]],
    ['li2019-table6', 'random4', [300, 1, 16, 11000]],
    ['li2019-table6', 'random5', [150, 1, 24, 5000]],
    ['li2019-table5', 'rsws', [150, 1, 24, 5000]],
    ['li2019-table8', 'rsws', [150, 1, 24, 5000]],
  ])('%s scores the ten best of every 1,000 architectures again in %s', (id, name, published) => {
    const [epochs, gradientClip, initialChannels, evaluated] = published;
    const scored = { evaluated, scoringRound: 1000, scoringBatches: 10, rescored: 10 };
    expect(methodOf(id, name)).toMatchObject({ ...scored, epochs, gradientClip, initialChannels });
  });
});
