import { memory, reshape, softmax, type Tensor, tensor1d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import {
  Parameter,
  softmaxCrossEntropy,
  startEngine,
  valueAndGradients,
} from '../../../experiments/engine/index.ts';
import { countPartialSuperNet } from '../../../experiments/model/partial-counts.ts';
import { PartialSuperNet, shuffleChannels } from '../../../experiments/model/partial-super-net.ts';
import { SuperNet } from '../../../experiments/model/super-net.ts';
import {
  edgeShares,
  partialStrengths,
  search as searchWithPcDarts,
} from '../../../experiments/oneshot/pc-darts/darts-cnn.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { countSuperNet } from '../../../experiments/space/darts-cnn/counts.ts';
import { discretise } from '../../../experiments/space/darts-cnn/discretise.ts';
import { readGolden } from '../../util/fixtures.ts';
import { distance, fillFromLcg, imagesFrom, lcg } from '../model/golden.ts';
import { describeGradientSearch } from './describe-gradient-search.ts';
import { tinyRun, tinySettings } from './tiny-search.ts';

const settings = { kind: 'pc-darts', ...tinySettings, partialChannels: 2 } as const;

describeGradientSearch('PC-DARTS', searchWithPcDarts, {
  settings,
  alternates: true,
  parameters: ['alphas', 'betas'],
});

test('K must divide the channels', async () => {
  const { run } = tinyRun({ ...settings, partialChannels: 3 }, 1);
  const outcome = await searchWithPcDarts(run);
  expect(outcome.ok || outcome.failures[0]).toEqual({
    reason: 'job-refused',
    message: 'partialChannels must divide initialChannels, got 3 and 2',
  });
});

const shape = { initialChannels: 8, layers: 3, classes: 10, inputChannels: 3, height: 8, width: 8 };

describe('the partial-channel super-net', () => {
  test('of 16 channels, 8 cells and K = 4 has 299,578 weights, as the released code', () => {
    const published = { ...shape, initialChannels: 16, layers: 8, height: 32, width: 32 };
    expect(countPartialSuperNet(published, 4).parameters).toBe(299_578);
  });

  test('has as many weights as the arithmetic counts', async () => {
    await startEngine('wasm');
    for (const partialChannels of [1, 2, 4, 8]) {
      const net = new PartialSuperNet(shape, key(1), partialChannels);
      const size = net.parameters.reduce((sum, { value }) => sum + value.size, 0);
      expect(size).toBe(countPartialSuperNet(shape, partialChannels).parameters);
      net.dispose();
    }
    expect(countPartialSuperNet(shape, 1)).toEqual(countSuperNet(shape));
  });

  test('with K = 1 and edges of weight 1 is the whole super-net', async () => {
    await startEngine('wasm');
    const before = memory().numTensors;
    const [partial, whole] = [new PartialSuperNet(shape, key(2), 1), new SuperNet(shape, key(2))];
    tidy(() => {
      const source = draws(key(3));
      const numbers = (count: number) => Float32Array.from({ length: count }, () => source.uniform());
      const images = tensor4d(numbers(2 * 8 * 8 * 3), [2, 8, 8, 3]);
      const operations = reshape(tensor1d(numbers(14 * 8)), [14, 8]);
      const weights = { operations, edges: tensor1d(new Float32Array(14).fill(1)) };
      const a = partial.logits(images, { normal: weights, reduce: weights }, 'batch');
      const b = whole.logits(images, { kind: 'mixed', normal: operations, reduce: operations }, 'batch');
      expect(distance(a, [...b.dataSync()])).toBeLessThan(1e-4);
    });
    partial.dispose();
    whole.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test('edges into one node share a weight of 1', async () => {
    await startEngine('wasm');
    const betas = tensor1d(Float32Array.from({ length: 14 }, (_, i) => i / 3));
    const shares = edgeShares(betas);
    const values = [...shares.dataSync()];
    for (const [from, to] of [
      [0, 2],
      [2, 5],
      [5, 9],
      [9, 14],
    ] as const) {
      expect(values.slice(from, to).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    }
    betas.dispose();
    shares.dispose();
  });
});

describe('PC-DARTS against the official modules', () => {
  const golden = readGolden('pcdarts.json');

  test.each([8, 16])('channel shuffle of %d channels', async (channels) => {
    await startEngine('wasm');
    tidy(() => {
      const x = tensor4d(
        Array.from({ length: channels }, (_, i) => i),
        [1, 1, 1, channels],
      );
      const expected = golden[`channel_shuffle_groups4_of_0..${channels - 1}`];
      expect([...shuffleChannels(x, 4).dataSync()]).toEqual(expected);
    });
  });

  test('super-net: logits, loss, gradients of alphas and betas, genotype', async () => {
    await startEngine('wasm');
    const before = memory().numTensors;
    const expected = golden.supernet_C8_L3;
    const net = new PartialSuperNet(shape, key(0), 4);
    expect(net.parameters.map(({ name }) => name)).toEqual(
      expected.param_order_shapes.map(([name]: [string]) => name),
    );
    fillFromLcg(net.parameters, 410);
    const names = ['alphas_normal', 'alphas_reduce', 'betas_normal', 'betas_reduce'] as const;
    const architecture = names.map((name) => new Parameter(name, expected[name].shape, expected[name].data));
    const [alphasNormal, alphasReduce, betasNormal, betasReduce] = architecture as [
      Parameter,
      Parameter,
      Parameter,
      Parameter,
    ];
    tidy(() => {
      const x = imagesFrom(lcg(77)(2 * 3 * 8 * 8, 1.5), [2, 3, 8, 8]);
      const y = tensor1d(expected.y, 'int32');
      const { value, gradients } = valueAndGradients(() => {
        const mode = {
          normal: { operations: softmax(alphasNormal.value), edges: edgeShares(betasNormal.value) },
          reduce: { operations: softmax(alphasReduce.value), edges: edgeShares(betasReduce.value) },
        };
        const logits = net.logits(x, mode, 'batch');
        expect(distance(logits, expected.logits.data)).toBeLessThan(1e-4);
        return softmaxCrossEntropy(logits, y);
      }, architecture);
      expect(distance(value, [expected.loss])).toBeLessThan(1e-4);
      names.forEach((name, i) => {
        expect(distance(gradients[i] as Tensor, expected[`d${name}`].data)).toBeLessThan(1e-4);
      });
    });
    const genotype = discretise(
      partialStrengths(alphasNormal.read(), betasNormal.read()),
      partialStrengths(alphasReduce.read(), betasReduce.read()),
    );
    expect(genotype).toEqual(readGolden('genotype_parse.json').PCDARTS.genotype);
    for (const thing of [net, ...architecture]) thing.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
