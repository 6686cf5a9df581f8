import { add, memory, mul, slice, sum, tensor2d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { Parameter, startEngine, valueAndGradients } from '../../../experiments/engine/index.ts';
import { cellOperation } from '../../../experiments/model/cell-operation.ts';
import {
  gumbelNoise,
  gumbelOf,
  type StraightThrough,
  straightThrough,
} from '../../../experiments/model/gumbel-weights.ts';
import { SuperNet } from '../../../experiments/model/super-net.ts';
import { Weights } from '../../../experiments/model/weights.ts';
import { search as searchWithGdas } from '../../../experiments/oneshot/gdas/darts-cnn.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { countSuperNetPath } from '../../../experiments/space/darts-cnn/counts.ts';
import { discretisePairs } from '../../../experiments/space/darts-cnn/discretise.ts';
import { type CellEdges, type CellKind, genotypeOf } from '../../../experiments/space/darts-cnn/genotype.ts';
import { layOut, networkShape } from '../../../experiments/space/darts-cnn/layout.ts';
import { edges, operations } from '../../../experiments/space/darts-cnn/operations.ts';
import { readGolden } from '../../util/fixtures.ts';
import { distance } from '../model/golden.ts';
import { describeGradientSearch } from './describe-gradient-search.ts';
import { tinyCounts, tinyRun, tinySettings } from './tiny-search.ts';

const settings = {
  kind: 'gdas',
  ...tinySettings,
  temperatureStart: 10,
  temperatureEnd: 0.1,
  nesterov: true,
} as const;

describeGradientSearch('GDAS', searchWithGdas, { settings, alternates: true, parameters: ['alphas'] });

test('costs what one drawn operation on every edge costs, minibatch by minibatch', async () => {
  // While the architecture rests, the draws follow from its first values and the noise alone.
  const { run, lines } = tinyRun({ ...settings, epochs: 1, warmUpEpochs: 1 }, 1);
  const outcome = await searchWithGdas(run);
  if (!outcome.ok) throw new Error('the search failed');
  const alphas = lines[0]?.['alphas'] as Readonly<Record<CellKind, readonly number[]>>;
  const strongest = (values: readonly number[]): CellEdges =>
    edges.map(({ source }, edge) => {
      const row = values.slice(8 * edge, 8 * edge + 8);
      return [operations[row.indexOf(Math.max(...row))] ?? 'none', source];
    });
  const costOf = (valuesOf: (kind: CellKind) => readonly number[]): number => {
    const path = genotypeOf(strongest(valuesOf('normal')), strongest(valuesOf('reduce')));
    return countSuperNetPath(path, networkShape(run.traits, run.settings)).multiplyAdds;
  };
  const drawn = (minibatch: number) => (kind: CellKind) => {
    const noise = gumbelNoise(draws(split(run.key, 'noise', minibatch, kind)), 8 * edges.length);
    return alphas[kind].map((alpha, i) => alpha + (noise[i] ?? NaN));
  };
  const { architecture, cost } = outcome.value;
  const found = countSuperNetPath(architecture, networkShape(run.traits, run.settings)).multiplyAdds;
  const training = 3 * (8 * costOf(drawn(0)) + 4 * costOf(drawn(1)));
  expect(cost.multiplyAdds).toBe(training + tinyCounts.validation * (costOf((kind) => alphas[kind]) + found));
  // The two draws are not one.
  expect(costOf(drawn(0))).not.toBe(costOf(drawn(1)));
});

describe('the genotype', () => {
  const flat = (): number[][] => Array.from({ length: 14 }, () => Array<number>(8).fill(0.125));

  test('keeps the two strongest pairs, also of one source, and never none', () => {
    const weights = flat();
    // Into the last node, from source 3: two strong operations, and `none` stronger than both.
    weights[12] = [0.5, 0.01, 0.2, 0.01, 0.01, 0.25, 0.01, 0.01];
    const { normal } = discretisePairs(weights, flat());
    expect(normal.slice(6)).toEqual([
      ['sep_conv_5x5', 3],
      ['avg_pool_3x3', 3],
    ]);
  });

  test('takes the lower source and the first operation among equals', () => {
    const { reduce } = discretisePairs(flat(), flat());
    expect(reduce.slice(0, 2)).toEqual([
      ['max_pool_3x3', 0],
      ['avg_pool_3x3', 0],
    ]);
  });
});

describe('the straight-through softmax', () => {
  const golden = readGolden('gdas.json');
  const drawn = (alphas: Parameter, tau: number): StraightThrough =>
    straightThrough(alphas.value, alphas.read(), Float32Array.from(golden.gumbel.data), tau);

  test('Gumbel numbers of the given uniform ones', () => {
    const noise = Float32Array.from(golden.uniform.data, gumbelOf);
    expect(distance(noise, golden.gumbel.data)).toBeLessThan(1e-6);
  });

  test.each([0, 1, 2])('case %d: choices, hard weights and their gradient', async (i) => {
    await startEngine('wasm');
    const expected = golden.cases[i];
    const before = memory().numTensors;
    const alphas = new Parameter('alphas', [3, 8], golden.alpha.data);
    const draw = drawn(alphas, expected.tau);
    expect(draw.choices).toEqual(expected.index);
    tidy(() => {
      expect(distance(draw.weights(), expected.hardwts_forward.data)).toBeLessThan(1e-6);
      const upstream = tensor2d(golden.R.data, [3, 8]);
      const { value, gradients } = valueAndGradients(() => sum(mul(draw.weights(), upstream)), [alphas]);
      expect(distance(value, [expected.loss])).toBeLessThan(1e-5);
      const gradient = gradients[0]?.dataSync() as Float32Array;
      expect(distance(gradient, expected['dalpha_of_sum(hardwts*R)'].data)).toBeLessThan(1e-5);
    });
    draw.dispose();
    alphas.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test('with the chosen operations alone, only their weights pass a gradient on', async () => {
    await startEngine('wasm');
    const expected = golden.selected_only_tau1;
    const alphas = new Parameter('alphas', [3, 8], golden.alpha.data);
    const draw = drawn(alphas, 1);
    tidy(() => {
      const { value, gradients } = valueAndGradients(() => {
        const weights = draw.weights();
        const terms = draw.choices.map((choice, row) =>
          mul(slice(weights, [row, choice], [1, 1]), golden.R.data[8 * row + choice]),
        );
        return sum(terms.reduce((a, b) => add(a, b)));
      }, [alphas]);
      expect(distance(value, [expected.loss])).toBeLessThan(1e-5);
      const gradient = gradients[0]?.dataSync() as Float32Array;
      expect(distance(gradient, expected.dalpha.data)).toBeLessThan(1e-5);
    });
    draw.dispose();
    alphas.dispose();
  });
});

describe('the super-net', () => {
  const shape = { initialChannels: 16, layers: 6, classes: 10, inputChannels: 3, height: 32, width: 32 };

  test('has the weights of the released one, but for the biases that normalisations take out again', async () => {
    await startEngine('wasm');
    const net = new SuperNet(shape, key(1), { normalisedPools: false, lastNormalisation: true });
    const size = net.parameters.reduce((sum, { value }) => sum + value.size, 0);
    // One bias for each output of a 1x1 convolution inside cells.
    const biases = net.parameters
      .filter(({ name, shape: [height] }) => name.startsWith('cells.') && height === 1)
      .reduce((sum, { shape: axes }) => sum + (axes.at(-1) ?? 0), 0);
    expect(size).toBe(1_323_002);
    expect(size + biases).toBe(1_343_034);
    net.dispose();
  });

  test('reduces in the third and the fifth of its six cells', () => {
    const reducing = layOut(shape).flatMap(({ reduction, index }) => (reduction ? [index] : []));
    expect(reducing).toEqual([2, 4]);
  });

  test('has plain pools: what they see twice as large, they give twice as large', async () => {
    await startEngine('wasm');
    const pools = (normalisedPools: boolean): readonly [number, number] =>
      tidy(() => {
        const weights = new Weights(key(1));
        const options = { channels: 2, stride: 1, affine: false, normalisedPools } as const;
        const run = cellOperation(weights, 'pool', 'avg_pool_3x3', options)?.run;
        const x = tensor4d(
          Float32Array.from({ length: 32 }, (_, i) => Math.sin(i)),
          [1, 4, 4, 2],
        );
        const [once = NaN] = run?.(x, 'batch').dataSync() ?? [];
        const [twice = NaN] = run?.(mul(x, 2), 'batch').dataSync() ?? [];
        weights.dispose();
        return [once, twice] as const;
      });
    const [once, twice] = pools(false);
    expect(twice).toBeCloseTo(2 * once, 6);
    const [normalised, same] = pools(true);
    expect(same).toBeCloseTo(normalised, 2);
  });
});

test('Nesterov momentum finds other weights than plain momentum', async () => {
  const losses = async (nesterov: boolean) => {
    const { run, lines } = tinyRun({ ...settings, nesterov, epochs: 2 }, 1);
    expect((await searchWithGdas(run)).ok).toBe(true);
    return lines.map((line) => line['trainLoss']);
  };
  expect(await losses(true)).not.toEqual(await losses(false));
});
