import { memory, tensor1d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ImageSplit, ImageTraits } from '../../../experiments/data/image-data-set.ts';
import { divide } from '../../../experiments/data/part.ts';
import {
  Parameter,
  softmaxCrossEntropy,
  startEngine,
  valueAndGradients,
} from '../../../experiments/engine/index.ts';
import { measurementMatrix } from '../../../experiments/method/sparse-coding/measurement-matrix.ts';
import { networkWeights } from '../../../experiments/method/sparse-coding/sparse-code.ts';
import { EvaluationNetwork } from '../../../experiments/model/evaluation-network.ts';
import {
  candidateCount,
  candidateOperations,
  edgeOf,
  genotypeOfSupport,
} from '../../../experiments/oneshot/ista/candidates.ts';
import { search as searchWithIstaNas } from '../../../experiments/oneshot/ista/ista-nas.ts';
import { settle } from '../../../experiments/oneshot/ista/one-stage.ts';
import type { IstaNasSettings } from '../../../experiments/oneshot/ista/settings.ts';
import { SparseCodes } from '../../../experiments/oneshot/ista/sparse-codes.ts';
import { type SparseInputs, SparseNet } from '../../../experiments/oneshot/ista/sparse-net.ts';
import { type IstaRun, SparseTraining } from '../../../experiments/oneshot/ista/sparse-training.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { countNetwork } from '../../../experiments/space/darts-cnn/counts.ts';
import { networkShape } from '../../../experiments/space/darts-cnn/layout.ts';
import { edgeIndex } from '../../../experiments/space/darts-cnn/operations.ts';
import { canonicalJson } from '../../../schemas/canonical.ts';
import type { JsonObject } from '../../../schemas/json.ts';

const settings: IstaNasSettings = {
  variant: 'two-stage',
  images: 'all',
  sparseness: 2,
  projectionDimensions: 7,
  lassoPenalty: 1e-5,
  solver: 'exact',
  istaIterations: 100,
  freezeTolerance: 1e-3,
  finalEpochs: 2,
  auxiliaryWeight: 0,
  dropPath: 0.2,
  maxParameters: 0,
  epochs: 2,
  batchSize: 8,
  learningRate: 0.1,
  learningRateMin: 0.001,
  momentum: 0.9,
  weightDecay: 3e-4,
  gradientClip: 5,
  cropPadding: 0,
  flip: false,
  cutout: 0,
  cutoutProbability: 1,
  initialChannels: 4,
  layers: 3,
  architectureLearningRate: 6e-3,
  architectureMomentum: 0.5,
  architectureWeightDecay: 1e-3,
  warmUpEpochs: 0,
};

function traitsOf(size: number, channels: number): ImageTraits {
  const each = Array.from({ length: channels }, () => 0.5);
  const shape = { height: size, width: size, channels };
  return { name: 'noise', classes: 3, mirrorSymmetric: true, maximum: 255, mean: each, std: each, ...shape };
}

/** Images whose brightness tells the class, under noise. */
function imagesOf(count: number, size: number, channels: number): ImageSplit {
  const source = draws(key(9));
  const values = size * size * channels;
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 3);
  const images = Uint8Array.from({ length: count * values }, (_, i) => {
    return 60 * (labels[Math.floor(i / values)] ?? 0) + source.below(60);
  });
  return { count, images, labels };
}

interface Line extends JsonObject {
  readonly phase: string;
  readonly genotype: JsonObject;
  readonly codes: { readonly normal: NodeLine[]; readonly reduce: NodeLine[] } & JsonObject;
}
type NodeLine = {
  readonly node: number;
  readonly frozen: boolean;
  readonly support: [string, number][];
  readonly x: number[];
  readonly b: number[];
};

function makeRun(seed: number, extra: Partial<IstaNasSettings> = {}, size = 8) {
  const lines: Line[] = [];
  const steps: [number, number][] = [];
  const run: IstaRun = {
    settings: { ...settings, ...extra },
    traits: traitsOf(size, 1),
    ...divide(imagesOf(24, size, 1), 0.5),
    key: key(seed),
    observer: {
      line: (content) => lines.push(content as Line),
      progress: (done, total) => steps.push([done, total]),
    },
  };
  return { run, lines, steps };
}

async function search(seed: number, extra: Partial<IstaNasSettings> = {}, size = 8) {
  const { run, lines, steps } = makeRun(seed, extra, size);
  const result = await searchWithIstaNas(run);
  if (!result.ok) throw new Error(JSON.stringify(result.failures));
  return { ...result.value, lines, steps };
}

const nodesOf = ({ codes }: Line): NodeLine[] => [...codes.normal, ...codes.reduce];
beforeAll(async () => {
  await startEngine('wasm');
});

describe('candidates', () => {
  test('are numbered source by source over seven operations, without none', () => {
    expect(candidateOperations).toEqual([
      'max_pool_3x3',
      'avg_pool_3x3',
      'skip_connect',
      'sep_conv_3x3',
      'sep_conv_5x5',
      'dil_conv_3x3',
      'dil_conv_5x5',
    ]);
    expect([0, 1, 2, 3].map(candidateCount)).toEqual([14, 21, 28, 35]);
    expect([edgeOf(0), edgeOf(11), edgeOf(34)]).toEqual([
      ['max_pool_3x3', 0],
      ['sep_conv_5x5', 1],
      ['dil_conv_5x5', 4],
    ]);
  });

  test('a node may take one source twice', () => {
    const twice = [
      [0, 4],
      [1, 2],
      [7, 8],
      [34, 29],
    ];
    const genotype = genotypeOfSupport(twice, twice);
    expect(genotype.normal.slice(0, 2)).toEqual([
      ['max_pool_3x3', 0],
      ['sep_conv_5x5', 0],
    ]);
    expect(genotype.reduce.at(-1)).toEqual(['avg_pool_3x3', 4]);
  });
});

describe('the target network', () => {
  test('is the evaluation network of its genotype where all weights are 1', async () => {
    const shape = { initialChannels: 4, layers: 3, classes: 3, inputChannels: 1, height: 8, width: 8 };
    const sparse = new SparseNet(shape, { key: key(2), role: 'target', auxiliary: false });
    const codes = new SparseCodes(settings, key(12));
    codes.adopt(await codes.recover());
    const { genotype } = codes;
    const options = { key: key(3), auxiliary: false, normalisedPools: true };
    const discrete = new EvaluationNetwork(genotype, shape, options);
    const held = new Map(sparse.parameters.map((parameter) => [parameter.name, parameter]));
    const source = draws(key(8));
    for (const { name, value } of sparse.parameters) {
      if (value.shape.length === 1)
        held.get(name)?.write(Float32Array.from(value.dataSync(), (v) => v + 0.3 * source.normal()));
    }
    for (const parameter of discrete.parameters) {
      const name = parameter.name.replace(/cells\.(\d+)\._ops\.(\d+)/, (_, cell, branch) => {
        const node = Math.floor(Number(branch) / 2);
        const kind = Number(cell) === 1 || Number(cell) === 2 ? 'reduce' : 'normal';
        const [operation = '', from = 0] = genotype[kind][Number(branch)] ?? [];
        const o = (candidateOperations as readonly string[]).indexOf(operation);
        return `cells.${cell}._ops.${edgeIndex(node, from)}._ops.${o}`;
      });
      parameter.write(held.get(name)?.read() ?? new Float32Array());
    }
    tidy(() => {
      const images = tensor4d(
        Float32Array.from({ length: 4 * 64 }, () => source.normal()),
        [4, 8, 8, 1],
      );
      const ones = (kind: 'normal' | 'reduce') =>
        codes.nodes
          .filter((code) => code.kind === kind)
          .map(({ support }) => ({ support, weights: tensor1d([1, 1]) }));
      const inputs = { normal: ones('normal'), reduce: ones('reduce') };
      const expected = discrete.run(images, { statistics: 'batch' }).logits.dataSync();
      const actual = sparse.run(images, inputs, { statistics: 'batch' }).logits.dataSync();
      expected.forEach((value, i) => {
        expect(actual[i]).toBeCloseTo(value, 4);
      });
    });
    for (const thing of [sparse, codes, discrete]) thing.dispose();
  });

  test('scales of a node rest until it is frozen, and then those of its support move', async () => {
    const { run } = makeRun(1, { variant: 'one-stage' });
    const training = new SparseTraining(run, 'target', 1);
    const { codes, net } = training;
    codes.adopt(await codes.recover());
    const plan = {
      part: run.train,
      learningRate: 0.05,
      statistics: 'track',
      dropPath: 0,
      movesCodes: true,
    } as const;
    const moved = (kind: 'normal' | 'reduce', node: number): number => {
      const values = net.scalesOf(kind, node).map((parameter) => [parameter.name, parameter.read()] as const);
      return values.filter(([name, v]) => v.some((value) => value !== (name.endsWith('weight') ? 1 : 0)))
        .length;
    };
    expect((await training.epoch({ ...plan, epoch: 0 })).ok).toBe(true);
    const frozen = codes.nodes[5];
    const b = frozen?.b.read();
    frozen?.freeze();
    const all = codes.nodes.map(({ kind, node }) => moved(kind, node));
    expect(all).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect((await training.epoch({ ...plan, epoch: 1 })).ok).toBe(true);
    const after = codes.nodes.map(({ kind, node }) => moved(kind, node));
    expect(after.map((count) => count > 0)).toEqual([false, false, false, false, false, true, false, false]);
    expect(after[5]).toBeLessThan(net.scalesOf('reduce', 1).length);
    expect(frozen?.b.read()).toEqual(b);
    training.dispose();
  });
});

describe('codes', () => {
  test('weights follow A and b, and the gradient to b is A_S times the gradient to z_S', async () => {
    const codes = new SparseCodes(settings, key(4));
    for (const { b } of codes.nodes) b.write(b.read().map((value) => 300 * value));
    codes.adopt(await codes.recover());
    const shape = { initialChannels: 4, layers: 3, classes: 3, inputChannels: 1, height: 8, width: 8 };
    const net = new SparseNet(shape, { key: key(2), role: 'search', auxiliary: false });
    const source = draws(key(6));
    tidy(() => {
      const images = tensor4d(
        Float32Array.from({ length: 8 * 64 }, () => source.normal()),
        [8, 8, 8, 1],
      );
      const labels = tensor1d([0, 1, 2, 0, 1, 2, 0, 1], 'int32');
      const lossOf = (inputs: SparseInputs) =>
        softmaxCrossEntropy(net.run(images, inputs, { statistics: 'batch' }).logits, labels);
      const { gradients } = valueAndGradients(() => lossOf(codes.inputs()), codes.parameters);
      const direct = codes.nodes.map((code) => {
        const rng = draws(split(key(4), 'matrix', code.kind, code.node));
        const columns = measurementMatrix(7, candidateCount(code.node), rng);
        const z = networkWeights(columns, Float64Array.from(code.b.read()), code.x, code.support);
        return { code, columns, z: new Parameter('z', [2], z) };
      });
      const inputsOf = (kind: 'normal' | 'reduce') =>
        direct
          .filter(({ code }) => code.kind === kind)
          .map(({ code, z }) => ({ support: code.support, weights: z.value }));
      const byWeights = valueAndGradients(
        () => lossOf({ normal: inputsOf('normal'), reduce: inputsOf('reduce') }),
        direct.map(({ z }) => z),
      );
      direct.forEach(({ code, columns, z }, i) => {
        const slopes = byWeights.gradients[i]?.dataSync() ?? [];
        const expected = Array.from({ length: 7 }, (_, row) =>
          code.support.reduce((sum, j, s) => sum + (columns[j]?.[row] ?? NaN) * (slopes[s] ?? NaN), 0),
        );
        const gradient = gradients[i]?.dataSync() ?? [];
        const largest = Math.max(...expected.map(Math.abs));
        expect(largest).toBeGreaterThan(0);
        expected.forEach((value, row) => {
          expect(Math.abs((gradient[row] ?? NaN) - value) / largest).toBeLessThan(1e-4);
        });
        z.dispose();
      });
    });
    net.dispose();
    codes.dispose();
  });

  test('a frozen node keeps its vector', async () => {
    const codes = new SparseCodes(settings, key(4));
    codes.adopt(await codes.recover());
    const [first] = codes.nodes;
    if (!first) throw new Error('no node');
    const { x, support } = first;
    first.freeze();
    first.b.write(new Float32Array(7).fill(1));
    codes.adopt(codes.nodes.map(() => new Float64Array(35).fill(1)));
    expect([first.x, first.support]).toEqual([x, support]);
    expect(codes.nodes[1]?.support).toEqual([0, 1]);
    codes.dispose();
  });

  test('settling freezes nodes at rest, also where a network too large changes nothing else', async () => {
    const { run } = makeRun(1, { variant: 'one-stage' });
    const codes = new SparseCodes(run.settings, key(4));
    const start = await codes.recover();
    codes.adopt(start);
    codes.nodes[2]?.b.write(Float32Array.of(0.3, -0.2, 0.1, 0.4, -0.1, 0.2, 0.3));
    const after = await codes.recover();
    const { parameters } = countNetwork(codes.genotypeFor(after), networkShape(run.traits, run.settings));
    const limited = (maxParameters: number): IstaRun => ({
      ...run,
      settings: { ...run.settings, maxParameters },
    });
    const atRest = [true, true, false, true, true, true, true, true];
    expect(settle(limited(parameters), codes, after)).toBe(false);
    expect(codes.nodes.map(({ x }) => x)).toEqual(start);
    expect(codes.nodes.map(({ frozen }) => frozen)).toEqual(atRest);
    expect(settle(limited(parameters + 1), codes, after)).toBe(true);
    expect(codes.nodes.map(({ frozen }) => frozen)).toEqual(atRest);
    expect(codes.nodes[2]?.x).toEqual(after[2]);
    expect(codes.allFrozen).toBe(false);
    codes.dispose();
  });
});

describe('two-stage search', () => {
  test('the same seed finds the same, another seed something else, and no tensor stays', async () => {
    const before = memory().numTensors;
    const [first, again, other] = [await search(1), await search(1), await search(2)];
    expect(memory().numTensors).toBe(before);
    expect(JSON.stringify([again.architecture, again.lines, again.cost])).toBe(
      JSON.stringify([first.architecture, first.lines, first.cost]),
    );
    expect(other.lines).not.toEqual(first.lines);
    expect(first.lines.map(({ phase, epoch }) => [phase, epoch])).toEqual([
      ['search', 1],
      ['search', 2],
    ]);
    expect(first.lines.at(-1)?.genotype).toEqual(first.architecture);
    expect(first.validation?.examples).toBe(12);
    // Two epochs of two steps on either part, and three passes over the validation part.
    expect(first.steps.at(-1)).toEqual([14, 14]);
    for (const line of first.lines) expect(() => canonicalJson(line)).not.toThrow();
    expect(first.cost.multiplyAdds).toBeGreaterThan(0);
  });

  test('every node has exactly two candidates in its support, and b moves', async () => {
    const { lines } = await search(3, { epochs: 3, architectureLearningRate: 0.05 });
    for (const line of lines) for (const node of nodesOf(line)) expect(node.support.length).toBe(2);
    const [first, , last] = lines.map(nodesOf);
    last?.forEach(({ b, x }, i) => {
      expect(b).not.toEqual(first?.[i]?.b);
      expect(x.length).toBe(candidateCount(i % 4));
    });
  });

  test('compressed variables rest while warming up', async () => {
    const { lines, steps } = await search(3, { epochs: 3, warmUpEpochs: 2 });
    expect(steps.at(-1)).toEqual([16, 16]);
    const [first, second, third] = lines.map((line) => nodesOf(line).map(({ b }) => b));
    expect(second).toEqual(first);
    expect(third).not.toEqual(first);
  });

  test('shrinkage iterations may take the place of the exact solver', async () => {
    const [exact, ista] = [await search(1), await search(1, { solver: 'ista' })];
    expect(ista.lines).not.toEqual(exact.lines);
    for (const line of ista.lines) for (const node of nodesOf(line)) expect(node.support.length).toBe(2);
  });
});

describe('one-stage search', () => {
  const oneStage = { variant: 'one-stage', epochs: 3, finalEpochs: 2, learningRate: 0.05 } as const;

  test('nodes at rest are frozen, then training goes on to the end', async () => {
    const before = memory().numTensors;
    const found = await search(1, { ...oneStage, freezeTolerance: 1e9 });
    expect(memory().numTensors).toBe(before);
    // So wide a tolerance freezes all nodes after the first epoch; one more follows.
    expect(found.lines.map(({ phase, epoch }) => [phase, epoch])).toEqual([
      ['search', 1],
      ['search', 2],
      ['final', 3],
      ['final', 4],
    ]);
    expect(found.lines.map(({ learningRate }) => learningRate)).toEqual([
      0.05,
      0.05,
      0.05,
      expect.closeTo(0.0255, 12),
    ]);
    for (const line of found.lines) expect(nodesOf(line).every(({ frozen }) => frozen)).toBe(true);
    const [first, , , last] = found.lines;
    expect(last?.codes).toEqual(first?.codes);
    expect(found.architecture).toEqual(first?.genotype);
  });

  test('nodes that never rest are frozen when the epochs are over', async () => {
    const { lines } = await search(2, { ...oneStage, freezeTolerance: 0 });
    const frozen = lines.map((line) => nodesOf(line).filter((node) => node.frozen).length);
    expect(frozen).toEqual([0, 0, 0, 8, 8]);
    const b = lines.map((line) => nodesOf(line).map((node) => node.b));
    expect(b[1]).not.toEqual(b[0]);
    expect(b[4]).toEqual(b[2]);
  });

  test('genotypes that are too large are refused each time', async () => {
    const { lines } = await search(2, { ...oneStage, maxParameters: 1 });
    const searching = lines.filter(({ phase }) => phase === 'search');
    expect(searching.map(({ rejected }) => rejected)).toEqual([true, true, true]);
    const xs = searching.map((line) => nodesOf(line).map(({ x }) => x));
    expect(xs[2]).toEqual(xs[0]);
  });

  test('the same seed finds the same with the auxiliary head and drop path, on all images', async () => {
    const extra = { ...oneStage, epochs: 1, finalEpochs: 1, auxiliaryWeight: 0.4, cutout: 8, batchSize: 12 };
    const [first, again, other] = [
      await search(1, extra, 32),
      await search(1, extra, 32),
      await search(5, extra, 32),
    ];
    expect(JSON.stringify(again.lines)).toBe(JSON.stringify(first.lines));
    expect(other.lines).not.toEqual(first.lines);
    // Two epochs over 24 images, twelve at a time; no image is left to measure.
    expect(first.steps.at(-1)).toEqual([4, 4]);
  });
});

describe('refusals', () => {
  test.each([
    [{ sparseness: 3 }, 'A cell of darts-cnn has two inputs for each node; sparseness 3 does not fit'],
    [{ layers: 1 }, 'A network needs at least 2 cells, got 1'],
    [{ epochs: 0 }, 'A search takes at least 1 epoch, got 0'],
    [{ projectionDimensions: 0 }, 'projectionDimensions must be at least 1, got 0'],
  ])('%o is refused', async (extra, message) => {
    const before = memory().numTensors;
    const result = await searchWithIstaNas(makeRun(1, extra).run);
    expect(result.ok ? [] : result.failures).toMatchObject([{ reason: 'job-refused', message }]);
    expect(memory().numTensors).toBe(before);
  });

  test('a search that diverges says what it had spent', async () => {
    const before = memory().numTensors;
    const result = await searchWithIstaNas(makeRun(1, { learningRate: 1e30 }).run);
    expect(result.ok ? [] : result.failures).toEqual([
      {
        reason: 'diverged',
        message: 'The search diverged: a loss or a compressed variable was no longer a number in epoch 1',
        hint: 'Lower learningRate, architectureLearningRate or gradientClip',
        multiplyAdds: expect.any(Number),
      },
    ]);
    expect(result.ok || result.failures[0]).not.toMatchObject({ multiplyAdds: 0 });
    expect(memory().numTensors).toBe(before);
  });

  // One step an epoch: nothing after it would show that it broke the compressed variables.
  test.each([
    ['one-stage', { variant: 'one-stage', images: 'all', batchSize: 24, finalEpochs: 0 }, 0],
    ['two-stage', { variant: 'two-stage', batchSize: 12 }, 0],
    ['two-stage, later', { variant: 'two-stage', batchSize: 12, epochs: 3, warmUpEpochs: 1 }, 1],
  ] as const)('%s: a step that breaks the compressed variables ends the search', async (_, extra, lines) => {
    const before = memory().numTensors;
    const made = makeRun(1, { epochs: 1, ...extra, architectureLearningRate: 1e39 });
    const result = await searchWithIstaNas(made.run);
    expect(result.ok ? [] : result.failures).toEqual([
      {
        reason: 'diverged',
        message: `The search diverged: a loss or a compressed variable was no longer a number in epoch ${lines + 1}`,
        hint: 'Lower learningRate, architectureLearningRate or gradientClip',
        multiplyAdds: expect.any(Number),
      },
    ]);
    expect(made.lines).toHaveLength(lines);
    expect(memory().numTensors).toBe(before);
  });
});
