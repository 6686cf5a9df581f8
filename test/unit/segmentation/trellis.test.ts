/** The relaxed trellis: the golden's values and gradients, one architecture within it, and recomputation. */
import {
  add,
  memory,
  mul,
  reshape,
  slice,
  softmax,
  sum,
  type Tensor,
  tanh,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Parameter, startEngine, valueAndGradients } from '../../../experiments/engine/index.ts';
import { mixedArrows, pathArrows, runTrellis } from '../../../experiments/model/segmentation/run-trellis.ts';
import { TrellisNet } from '../../../experiments/model/segmentation/trellis-net.ts';
import { ArchitectureWeights } from '../../../experiments/oneshot/auto-deeplab/architecture-weights.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { autoDeepLab } from '../../../experiments/space/auto-deeplab/space.ts';
import { log } from '../../../schemas/exact-math.ts';
import { readFixture } from '../../util/fixtures.ts';

beforeAll(() => startEngine('wasm'));

const golden = readFixture('golden/rl/adl_mixed_output.json');

/**
 * Shares of the arrows into four layers, by the level where they begin; of each row the arrows that exist. The golden lists what they lead
 * to, not them: these are the only ones that give all of its 13 values and 14 gradients, to 1e-15.
 */
const shares = readFixture('golden/rl/adl_mixed_output_arrows.json')
  .shares as readonly (readonly (readonly number[])[])[];

describe('the golden', () => {
  /** Logits [4, 4, 3]; the arrows that do not exist far below. */
  const logits = Float32Array.from(
    shares.flatMap((layer) =>
      Array.from({ length: 4 }, (_, from) =>
        Array.from({ length: 3 }, (_move, m) => {
          const share = layer[from]?.[m] ?? 0;
          return share > 0 ? log(share) : -1e9;
        }),
      ).flat(),
    ),
  );

  /** tanh(w0 current + w1 older + 0.3 w2) with w = softmax(alpha). */
  function toyCell(weights: Tensor, current: Tensor, older: Tensor | undefined): Tensor {
    const w = (i: number): Tensor => slice(weights, [i], [1]);
    const inputs = older ? add(mul(w(0), current), mul(w(1), older)) : mul(w(0), current);
    return tanh(add(inputs, mul(w(2), 0.3)));
  }

  test('nodes, output and gradients are its own', () => {
    const alpha = new Parameter('alpha', [3], golden.alpha);
    const beta = new Parameter('beta', [4, 4, 3], logits);
    const before = memory().numTensors;
    tidy(() => {
      const run = (layers: number) => {
        const weights = softmax(alpha.value);
        return runTrellis(layers, tensor([0.7]), mixedArrows(softmax(beta.value)), (_, current, older) =>
          toyCell(weights, current, older),
        );
      };
      expect(golden.node_values_per_layer).toHaveLength(4);
      golden.node_values_per_layer.forEach((values: Readonly<Record<string, number>>, layer: number) => {
        const nodes = run(layer + 1);
        expect(nodes.filter((node) => node).length).toBe(Object.keys(values).length);
        for (const [level, value] of Object.entries(values)) {
          expect(nodes[Number(level)]?.dataSync()[0]).toBeCloseTo(value, 6);
        }
      });
      const { value, gradients } = valueAndGradients(
        () => run(4).reduce((total: Tensor, node) => (node ? add(total, sum(node)) : total), tensor(0)),
        [alpha, beta],
      );
      expect(value.dataSync()[0]).toBeCloseTo(golden.output, 6);
      golden.grad_alpha.forEach((expected: number, i: number) => {
        expect(gradients[0]?.dataSync()[i]).toBeCloseTo(expected, 6);
      });
      golden.grad_raw_beta.flat(2).forEach((expected: number, i: number) => {
        expect(gradients[1]?.dataSync()[i]).toBeCloseTo(expected, 6);
      });
    });
    expect(memory().numTensors).toBe(before);
    alpha.dispose();
    beta.dispose();
  });

  test('a path takes its arrows alone, and the older node only where the path was', () => {
    tidy(() => {
      const seen: string[] = [];
      const nodes = runTrellis(4, tensor([1]), pathArrows([4, 8, 8, 16]), ({ from, to }, current, older) => {
        seen.push(`${from}>${to}${older ? ' older' : ''}`);
        return mul(current, 2);
      });
      expect(seen).toEqual(['0>0', '0>1', '1>1', '1>2']);
      expect(nodes.map((node) => node?.dataSync()[0])).toEqual([undefined, undefined, 16, undefined]);
      runTrellis(3, tensor([1]), pathArrows([4, 4, 8]), ({ from, to }, current, older) => {
        seen.push(`${from}>${to}${older ? ' older' : ''}`);
        return current;
      });
      expect(seen.slice(4)).toEqual(['0>0', '0>0 older', '0>1']);
    });
  });
});

describe('the super-net', () => {
  const shape = { filters: 1, stemChannels: 2, blocks: 2, layers: 3, classes: 4 };
  const genotype = autoDeepLab(2, 3).sample(draws(key(4)));
  const normal = (size: number) => {
    const source = draws(key(6));
    return Float32Array.from({ length: size }, () => source.normal());
  };

  test('has a gradient for every weight of the architecture that exists, and none for the others', () => {
    const network = new TrellisNet(shape, key(1));
    const weights = new ArchitectureWeights(shape, key(2));
    const before = memory().numTensors;
    tidy(() => {
      const images = tensor(normal(2 * 40 * 36 * 3), [2, 40, 36, 3]);
      const run = () => {
        const mode = { kind: 'mixed', operations: weights.operations(), arrows: weights.arrows() } as const;
        const scores = network.scores(images, mode);
        expect(scores.shape).toEqual([2, 40, 36, 4]);
        return sum(mul(scores, reshape(tensor(normal(scores.size)), scores.shape)));
      };
      const { gradients } = valueAndGradients(run, [...weights.parameters, ...network.parameters]);
      const [alpha, beta, ...others] = gradients;
      // States 0 and 1 of two blocks, and the first block: 5 edges. `none` takes from the others.
      expect(Array.from(alpha?.dataSync() ?? []).every((value) => Math.abs(value) > 0)).toBe(true);
      const isArrow = (i: number): boolean => {
        const [layer, from, move] = [Math.floor(i / 12), Math.floor(i / 3) % 4, (i % 3) - 1];
        return from <= layer && from < 4 && from + move >= 0 && from + move < 4;
      };
      Array.from(beta?.dataSync() ?? []).forEach((value, i) => {
        expect(Math.abs(value) > 0, `arrow ${i}`).toBe(isArrow(i));
      });
      expect(others.filter((gradient) => gradient === null)).toEqual([]);
    });
    expect(memory().numTensors).toBe(before);
    network.dispose();
    weights.dispose();
  });

  test('with all weight on one architecture it is that architecture', () => {
    const network = new TrellisNet(shape, key(1));
    tidy(() => {
      const images = tensor(normal(2 * 32 * 32 * 3), [2, 32, 32, 3]);
      const alone = network.scores(images, { kind: 'architecture', genotype });
      expect(alone.shape).toEqual([2, 32, 32, 4]);
      const again = network.scores(images, { kind: 'architecture', genotype });
      expect(again.dataSync()).toEqual(alone.dataSync());
      const other = network.scores(images, {
        kind: 'architecture',
        genotype: { ...genotype, path: genotype.path.map((stride) => (stride === 4 ? 8 : 4)) },
      });
      expect(other.dataSync()).not.toEqual(alone.dataSync());
    });
    network.dispose();
  });
});

describe('weights of the architecture', () => {
  test('begin near zero, and are decoded', async () => {
    const weights = new ArchitectureWeights({ blocks: 5, layers: 12 }, key(1));
    expect([weights.alpha.shape, weights.beta.shape]).toEqual([
      [20, 8],
      [12, 4, 3],
    ]);
    expect(Math.max(...weights.alpha.read().map(Math.abs))).toBeLessThan(0.006);
    const reading = await weights.read();
    expect(autoDeepLab().validate(reading?.genotype)).toEqual([]);
    const beta = weights.beta.read();
    // Layer 1 goes to stride 8, all others stay.
    beta.fill(0);
    beta[2] = 9;
    for (let layer = 1; layer < 12; layer += 1) beta[layer * 12 + 4] = 9;
    weights.beta.write(beta);
    expect((await weights.read())?.genotype.path).toEqual(Array.from({ length: 12 }, () => 8));
    tidy(() => {
      const arrows = weights.arrows().arraySync() as number[][][];
      expect(arrows[3]?.[0]?.[0]).toBe(0);
      expect(arrows[3]?.[3]?.[2]).toBe(0);
      expect(arrows[3]?.[1]?.reduce((total, share) => total + share, 0)).toBeCloseTo(1, 6);
    });
    weights.beta.write(beta.fill(Number.NaN));
    expect(await weights.read()).toBeUndefined();
    weights.dispose();
  });
});
