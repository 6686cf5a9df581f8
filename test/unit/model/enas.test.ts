/** Built ENAS networks, of one architecture and shared by all: their sizes, gradients, and what training drops. */
import { add, memory, type Tensor, tensor1d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { softmaxCrossEntropy, startEngine, valueAndGradients } from '../../../experiments/engine/index.ts';
import { MacroNetwork } from '../../../experiments/model/enas/macro-network.ts';
import { MicroNetwork } from '../../../experiments/model/enas/micro-network.ts';
import { SharedMacroNetwork } from '../../../experiments/model/enas/shared-macro-network.ts';
import { SharedMicroNetwork } from '../../../experiments/model/enas/shared-micro-network.ts';
import type { ScratchNetwork } from '../../../experiments/model/scratch-network.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { countMacro, countSharedMacro } from '../../../experiments/space/enas-macro/counts.ts';
import { namedGenotypes as macroNames } from '../../../experiments/space/enas-macro/named.ts';
import { macroShape } from '../../../experiments/space/enas-macro/plan.ts';
import { enasMacro } from '../../../experiments/space/enas-macro/space.ts';
import { countMicro, countSharedMicro } from '../../../experiments/space/enas-micro/counts.ts';
import { namedGenotypes as microNames } from '../../../experiments/space/enas-micro/named.ts';
import { microShape } from '../../../experiments/space/enas-micro/plan.ts';
import { enasMicro } from '../../../experiments/space/enas-micro/space.ts';

const sampledMacro = Array.from({ length: 6 }, (_, i) => enasMacro(6).sample(draws(split(key(2), i))));
const sampledMicro = Array.from({ length: 6 }, (_, i) => enasMicro().sample(draws(split(key(3), i))));

// Sides that are not halved evenly, and differ.
const image = { height: 19, width: 22, channels: 3, classes: 10 };
const noise = (seed = 5): Tensor => {
  const source = draws(key(seed));
  const values = Float32Array.from({ length: 3 * 19 * 22 * 3 }, () => source.normal());
  return tensor4d(values, [3, 19, 22, 3]);
};
const sizeOf = (parameters: ScratchNetwork['parameters']): number =>
  parameters.reduce((sum, { value }) => sum + value.size, 0);
const noDrop = { final: 0, progress: 0 };

beforeAll(() => startEngine('wasm'));

/** Weights that a pass has a gradient for. */
function trained(
  parameters: ScratchNetwork['parameters'],
  run: () => { readonly logits: Tensor; readonly auxiliaryLogits?: Tensor },
): ScratchNetwork['parameters'] {
  let found: ScratchNetwork['parameters'] = [];
  tidy(() => {
    const labels = tensor1d([1, 4, 9], 'int32');
    const { gradients, value } = valueAndGradients(() => {
      const { logits, auxiliaryLogits } = run();
      expect(logits.shape).toEqual([3, 10]);
      const loss = softmaxCrossEntropy(logits, labels);
      return auxiliaryLogits ? add(loss, softmaxCrossEntropy(auxiliaryLogits, labels)) : loss;
    }, parameters);
    expect(Number.isFinite(value.dataSync()[0])).toBe(true);
    found = parameters.filter((_, i) => [...gradients][i] !== null);
  });
  return found;
}

describe('networks of one architecture have as many parameters as the arithmetic counts, and no tensor is left', () => {
  test('macro', () => {
    const before = memory().numTensors;
    const shape = macroShape(image, { initialChannels: 4 });
    const used = new Set<string>();
    for (const genotype of [...sampledMacro, macroNames['ENAS-macro']]) {
      for (const { operation } of genotype.layers) used.add(operation);
      const network = new MacroNetwork(genotype, shape, key(1));
      expect(sizeOf(network.parameters)).toBe(countMacro(genotype, shape).parameters);
      expect(new Set(network.parameters.map(({ name }) => name)).size).toBe(network.parameters.length);
      const training = { draws: draws(key(4)), dropPath: noDrop };
      const run = () => network.run(noise(), { statistics: 'track', training });
      // A map that no later layer skips from is halved for nothing.
      const idle = network.parameters.filter((p) => !trained(network.parameters, run).includes(p));
      expect(idle.every(({ name }) => name.includes('.pool_'))).toBe(true);
      network.dispose();
    }
    expect(used.size).toBe(6);
    expect(memory().numTensors).toBe(before);
  }, 120_000);

  test('micro, with and without auxiliary head', () => {
    const before = memory().numTensors;
    const shape = microShape(image, { initialChannels: 4, layers: 3 });
    for (const genotype of [...sampledMicro, microNames['ENAS-micro']]) {
      for (const auxiliary of [false, true]) {
        const network = new MicroNetwork(genotype, shape, { key: key(1), auxiliary });
        const { parameters, auxiliary: head } = countMicro(genotype, shape);
        expect(sizeOf(network.parameters)).toBe(parameters + (auxiliary ? head.parameters : 0));
        expect(new Set(network.parameters.map(({ name }) => name)).size).toBe(network.parameters.length);
        const training = { draws: draws(key(4)), dropPath: noDrop };
        const seen = trained(network.parameters, () =>
          network.run(noise(), { statistics: 'track', training }),
        );
        if (genotype === microNames['ENAS-micro']) expect(seen).toHaveLength(network.parameters.length);
        expect(seen.length).toBeGreaterThan(network.parameters.length / 2);
        network.dispose();
      }
    }
    expect(memory().numTensors).toBe(before);
  }, 120_000);

  test('the full released networks are as large when they are built', () => {
    const cifar = { height: 32, width: 32, channels: 3, classes: 10 };
    const micro = new MicroNetwork(
      microNames['ENAS-micro'],
      microShape(cifar, { initialChannels: 36, layers: 15 }),
      { key: key(1), auxiliary: false },
    );
    expect(sizeOf(micro.parameters)).toBe(3_894_372);
    micro.dispose();
  }, 120_000);
});

describe('shared networks train the weights of the child that ran, as many as the arithmetic counts', () => {
  test('macro', () => {
    const before = memory().numTensors;
    const shape = macroShape(image, { initialChannels: 4 });
    const network = new SharedMacroNetwork(6, shape, key(1));
    for (const genotype of sampledMacro) {
      const seen = trained(network.parameters, () =>
        network.run(noise(), genotype, { kept: 0.9, draws: draws(key(4)) }),
      );
      const idle = sizeOf(network.parameters.filter(({ name }) => name.includes('.pool_')));
      const pools = sizeOf(seen.filter(({ name }) => name.includes('.pool_')));
      expect(sizeOf(seen)).toBe(countSharedMacro(genotype, shape).parameters - idle + pools);
      for (const { name } of seen) {
        const [, layer = '', operation = ''] = /^layers\.(\d+)\.(\w+?_\dx\d)\./.exec(name) ?? [];
        if (operation) expect(operation).toBe(genotype.layers[Number(layer)]?.operation);
      }
    }
    network.dispose();
    expect(memory().numTensors).toBe(before);
  }, 120_000);

  test('micro', () => {
    const before = memory().numTensors;
    const shape = microShape(image, { initialChannels: 4, layers: 3 });
    const network = new SharedMicroNetwork(5, shape, { key: key(1), auxiliary: true });
    for (const genotype of [...sampledMicro, microNames['ENAS-micro']]) {
      const seen = trained(network.parameters, () =>
        network.run(noise(), genotype, { kept: 0.9, draws: draws(key(4)) }),
      );
      const { parameters, auxiliary } = countSharedMicro(genotype, shape);
      // Where an input is read by none and a loose end, everything still counts.
      expect(sizeOf(seen)).toBe(parameters + auxiliary.parameters);
    }
    network.dispose();
    expect(memory().numTensors).toBe(before);
  }, 120_000);
});

test('the same key builds the same network; dropout and drop path change only what training makes', () => {
  const genotype = microNames['ENAS-micro'];
  const shape = microShape(image, { initialChannels: 4, layers: 3 });
  const logits = (seed: number, final?: number): readonly number[] => {
    const network = new MicroNetwork(genotype, shape, { key: key(seed), auxiliary: false });
    const training =
      final === undefined ? {} : { training: { dropPath: { final, progress: 1 }, draws: draws(key(8)) } };
    const values = tidy(() => [
      ...network.run(noise(), { statistics: 'batch', ...training }).logits.dataSync(),
    ]);
    network.dispose();
    return values;
  };
  expect(logits(1)).toEqual(logits(1));
  expect(logits(1)).not.toEqual(logits(2));
  expect(logits(1, 0)).not.toEqual(logits(1));
  expect(logits(1, 0.9)).not.toEqual(logits(1, 0));
});

test('a skip connection and an operation of the shared macro network change what comes out', () => {
  const shape = macroShape(image, { initialChannels: 4 });
  const network = new SharedMacroNetwork(2, shape, key(1));
  const run = (operation: 'conv_3x3' | 'max_pool_3x3', skips: readonly number[]) =>
    tidy(() => [
      ...network
        .run(noise(), {
          layers: [
            { operation, skips: [] },
            { operation: 'conv_3x3', skips },
          ],
        })
        .logits.dataSync(),
    ]);
  expect(run('conv_3x3', [])).toEqual(run('conv_3x3', []));
  expect(run('conv_3x3', [0])).not.toEqual(run('conv_3x3', []));
  expect(run('max_pool_3x3', [])).not.toEqual(run('conv_3x3', []));
  network.dispose();
});

describe('skip connections read the map that they name: 0 is the stem, j the layer before layer j', () => {
  /** Whether two images have other logits in a macro network of three layers whose operations make 0 where they are silenced. */
  function reads(skips: readonly number[], silenced: readonly number[]): boolean {
    const layer = { operation: 'conv_3x3', skips: [] } as const;
    const genotype = { layers: [layer, layer, { ...layer, skips }] };
    const network = new MacroNetwork(genotype, macroShape(image, { initialChannels: 4 }), key(1));
    for (const index of silenced) {
      const gamma = network.parameters.find(({ name }) => name === `layers.${index}.wide.bn.weight`);
      gamma?.write(new Float32Array(gamma.value.size));
    }
    const logits = tidy(() =>
      [5, 6].map((seed) => [...network.run(noise(seed), { statistics: 'batch' }).logits.dataSync()]),
    );
    network.dispose();
    return JSON.stringify(logits[0]) !== JSON.stringify(logits[1]);
  }

  test.each([
    // The last layer sees nothing of the image but through its skip connections.
    [[], [2], false],
    [[0], [2], true],
    [[1], [2], true],
    // Map 1 is that of the first layer, and map 0 is not.
    [[1], [0, 2], false],
    [[0], [0, 2], true],
    // Nothing skips from the second layer, which only the third one reads.
    [[], [1], false],
  ] as const)('from %j, with layers %j silenced', (skips, silenced, expected) => {
    expect(reads(skips, silenced)).toBe(expected);
  });
});
