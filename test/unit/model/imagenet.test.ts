import { readFileSync } from 'node:fs';
import { memory, mul, sum, tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Parameter, startEngine, valueAndGradients } from '../../../experiments/engine/index.ts';
import { auxiliaryHead, auxiliaryProblem } from '../../../experiments/model/auxiliary-head.ts';
import { cellOperation } from '../../../experiments/model/cell-operation.ts';
import { EvaluationNetwork, networkProblem } from '../../../experiments/model/evaluation-network.ts';
import { toPyTorch } from '../../../experiments/model/pytorch-layout.ts';
import { Weights } from '../../../experiments/model/weights.ts';
import { key } from '../../../experiments/rng/key.ts';
import { countNetwork } from '../../../experiments/space/darts-cnn/counts.ts';
import type { CnnGenotype, GenotypeEdge } from '../../../schemas/architecture.ts';
import { readGolden } from '../../util/fixtures.ts';
import { distance, fillFromLcg, type GoldenTensor, imagesFrom, lcg } from './golden.ts';
import { type NamedWeights, ReferenceNetwork } from './imagenet-reference.ts';

const tolerance = 1e-4;
const sizeOf = (parameters: readonly Parameter[]): number =>
  parameters.reduce((total, { value }) => total + value.size, 0);

const oracles: {
  genotypes: Record<string, CnnGenotype>;
  networks: {
    genotype: string;
    stem: string;
    initialChannels: number;
    layers: number;
    parameters: number;
    parametersWithAuxiliary: number;
  }[];
} = JSON.parse(readFileSync(new URL('../../fixtures/darts-cnn-counts.json', import.meta.url), 'utf8'));
const genotypeNamed = (name: string): CnnGenotype => oracles.genotypes[name] as CnnGenotype;
const imagenet = { classes: 1000, inputChannels: 3, height: 224, width: 224 };

beforeAll(async () => {
  await startEngine('wasm');
});

describe('ImageNet networks', () => {
  test.each(['DARTS_V2', 'NASNet'])('%s has the published layers at C48 L14', (genotype) => {
    const expected = oracles.networks.find((one) => one.genotype === genotype && one.stem === 'imagenet');
    const shape = { ...imagenet, initialChannels: 48, layers: 14 };
    const options = { key: key(1), auxiliary: true, stem: 'imagenet' } as const;
    const net = new EvaluationNetwork(genotypeNamed(genotype), shape, options);
    const body = net.parameters.filter(({ name }) => !name.startsWith('auxiliary_head'));
    expect(sizeOf(body)).toBe(expected?.parameters);
    expect(sizeOf(net.parameters)).toBe(expected?.parametersWithAuxiliary);
    net.dispose();
  });

  test('every genotype has as many parameters built as counted', () => {
    const shape = { ...imagenet, classes: 7, initialChannels: 4, layers: 6 };
    for (const genotype of Object.values(oracles.genotypes)) {
      const options = { key: key(1), auxiliary: true, stem: 'imagenet' } as const;
      const net = new EvaluationNetwork(genotype, shape, options);
      const count = countNetwork(genotype, shape, 'imagenet');
      expect(sizeOf(net.parameters)).toBe(count.parameters + count.auxiliary.parameters);
      net.dispose();
    }
  });

  test('logits agree with plain loops in float64', () => {
    const edges = (list: string): GenotypeEdge[] =>
      list.split(' ').map((edge) => [edge.slice(0, -2), Number(edge.at(-1))] as const);
    const genotype: CnnGenotype = {
      normal: edges(
        'sep_conv_3x3:0 skip_connect:1 conv_7x1_1x7:0 dil_conv_5x5:2 max_pool_3x3:1 avg_pool_3x3:3 sep_conv_5x5:4 skip_connect:0',
      ),
      normal_concat: [2, 3, 4, 5],
      reduce: edges(
        'conv_7x1_1x7:0 skip_connect:1 max_pool_3x3:0 avg_pool_3x3:1 dil_conv_3x3:0 sep_conv_7x7:1 skip_connect:2 sep_conv_3x3:0',
      ),
      reduce_concat: [2, 3, 4, 5],
    };
    const shape = { ...imagenet, classes: 5, initialChannels: 4, layers: 3 };
    const before = memory().numTensors;
    const net = new EvaluationNetwork(genotype, shape, { key: key(3), auxiliary: true, stem: 'imagenet' });
    fillFromLcg(net.parameters, 310);
    const weights: NamedWeights = new Map(
      net.parameters.map((one) => [one.name, toPyTorch({ shape: one.shape, values: one.read() })]),
    );
    const values = lcg(311)(2 * 3 * 224 * 224, 1);
    const images = { n: 2, c: 3, h: 224, w: 224, data: Float64Array.from(values) };
    const expected = new ReferenceNetwork(weights).run(images, genotype, 3);
    tidy(() => {
      const x = imagesFrom(values, [2, 3, 224, 224]);
      const { logits, auxiliaryLogits } = net.run(x, { statistics: 'batch', auxiliary: true });
      expect(distance(logits, [...expected.logits])).toBeLessThan(tolerance);
      expect(auxiliaryLogits && distance(auxiliaryLogits, [...expected.auxiliary])).toBeLessThan(tolerance);
    });
    net.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test.each([
    [224, 224, undefined],
    [256, 192, undefined],
    [224, 200, 'ImageNet networks need a height and a width divisible by 32, got 224x200'],
    [0, 224, 'ImageNet networks need a height and a width divisible by 32, got 0x224'],
  ])('images of %dx%d', (height, width, problem) => {
    const shape = { ...imagenet, height, width, initialChannels: 4, layers: 3 };
    expect(networkProblem(shape, false, 'imagenet')).toBe(problem);
  });

  test('the auxiliary head reads 7x7 maps', () => {
    const shape = { ...imagenet, initialChannels: 4, layers: 14 };
    expect(networkProblem(shape, true, 'imagenet')).toBeUndefined();
    expect(networkProblem({ ...shape, height: 320 }, true, 'imagenet')).toBe(
      'The auxiliary head needs 7x7 maps two thirds of the way through the network, got 10x7',
    );
    expect(auxiliaryProblem(7, 7, 'imagenet')).toBeUndefined();
  });
});

describe('normalised pools and identities', () => {
  test('one-stage ISTA-NAS has 3,371,806 parameters at C36 L20, 8,208 more than without', () => {
    const genotype = genotypeNamed('ISTA_onestage');
    const shape = { classes: 10, inputChannels: 3, height: 32, width: 32, initialChannels: 36, layers: 20 };
    const net = new EvaluationNetwork(genotype, shape, {
      key: key(1),
      auxiliary: false,
      normalisedPools: true,
    });
    expect(sizeOf(net.parameters)).toBe(3_371_806);
    expect(countNetwork(genotype, shape).parameters).toBe(3_371_806 - 8208);
    net.dispose();
  });
});

test('a head with its second normalisation has 1,536 parameters more', () => {
  const [without, whole] = [false, true].map((secondNormalisation) => {
    const weights = new Weights(key(0));
    auxiliaryHead(weights, '', 16, 10, { stem: 'imagenet', secondNormalisation });
    const size = sizeOf(weights.parameters);
    weights.dispose();
    return size;
  });
  expect([without, whole]).toEqual([403_210, 403_210 + 2 * 768]);
});

/** Taps of a [out, in, 1, 7] or [out, in, 7, 1] filter moved outside: [7 * in, out], as the weights are held. */
const tapsOutside = ({ shape: [outs = 0, ins = 0], data }: GoldenTensor): Float32Array =>
  Float32Array.from({ length: data.length }, (_, at) => {
    const [tap, i, o] = [Math.floor(at / outs / ins), Math.floor(at / outs) % ins, at % outs];
    return data[(o * ins + i) * 7 + tap] ?? NaN;
  });

describe('against the official modules', () => {
  test('the ImageNet auxiliary head lacks its second normalisation', () => {
    const golden = readGolden('aux_head.json').imagenet;
    const weights = new Weights(key(0));
    const head = auxiliaryHead(weights, '', golden.C, 10, { stem: 'imagenet' });
    fillFromLcg(weights.parameters, 320);
    expect(weights.parameters.map(({ name }) => name)).toEqual(
      golden.param_order.map(([name]: [string]) => name),
    );
    expect(sizeOf(weights.parameters)).toBe(golden.param_count);
    tidy(() => {
      const x = imagesFrom(lcg(321)(2 * 16 * 7 * 7, 1), [2, 16, 7, 7]);
      expect(distance(head(x, 'batch'), golden.logits_train_mode.data)).toBeLessThan(tolerance);
    });
    weights.dispose();
  });

  test.each([1, 2] as const)('conv_7x1_1x7 of stride %d: output and gradients', (stride) => {
    const golden = readGolden('ops.json');
    const expected = golden.ops[`conv_7x1_1x7_s${stride}`];
    const weights = new Weights(key(0));
    const options = { channels: 4, stride, affine: false, normalisedPools: false } as const;
    const operation = cellOperation(weights, 'op', 'conv_7x1_1x7', options);
    expect(weights.parameters.map(({ name }) => name)).toEqual(['op.1.weight', 'op.2.weight']);
    const names = ['1.weight', '2.weight'];
    weights.parameters.forEach((parameter, i) => {
      parameter.write(tapsOutside(expected.weights[names[i] ?? '']));
    });
    const given = imagesFrom(golden.input.data, golden.input.shape);
    const x = new Parameter('x', given.shape, given.dataSync());
    tidy(() => {
      const upstream = imagesFrom(lcg(7)(expected.out.data.length, 1), expected.out.shape);
      const { gradients } = valueAndGradients(() => {
        const y = operation?.run(x.value, 'batch') ?? tensor4d([], [0, 0, 0, 0]);
        const official = imagesFrom(expected.out.data, expected.out.shape);
        expect(distance(y, [...official.dataSync()])).toBeLessThan(tolerance);
        return sum(mul(y, upstream));
      }, [x, ...weights.parameters]);
      const dInput = imagesFrom(expected.dinput.data, expected.dinput.shape).dataSync();
      const wanted = [dInput, ...names.map((name) => tapsOutside(expected.dweights[name]))];
      wanted.forEach((values, i) => {
        expect(distance(gradients[i] ?? tensor([]), [...values])).toBeLessThan(2e-4);
      });
    });
    given.dispose();
    x.dispose();
    weights.dispose();
  });
});
