import { matMul, memory, mul, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { Parameter, startEngine } from '../../../experiments/engine/index.ts';
import { type Iteration, searchByGradient } from '../../../experiments/oneshot/gradient-search.ts';
import type { Pass, Reading, RelaxedNetwork } from '../../../experiments/oneshot/relaxed-network.ts';
import { tinyCounts, tinyRun, tinySettings } from './tiny-search.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

/** What passes cost: each kind a power of ten of its own, so that a sum tells them apart. */
const price = { pass: 1, whole: 1000, discrete: 1_000_000 } as const;

/** A linear classifier whose one architecture parameter scales its logits; an architecture is a word. */
class Linear implements RelaxedNetwork<string> {
  readonly calls: string[] = [];
  readonly #matrix: Parameter;
  readonly #scale = new Parameter('scale', [1], Float32Array.of(1));

  constructor(pixels: number, classes: number) {
    const start = Float32Array.from({ length: pixels * classes }, (_, i) => ((i % 7) - 3) / 100);
    this.#matrix = new Parameter('matrix', [pixels, classes], start);
  }

  get weights(): readonly Parameter[] {
    return [this.#matrix];
  }

  get architecture(): readonly Parameter[] {
    return [this.#scale];
  }

  async pass(): Promise<Pass> {
    return this.#passOf('pass');
  }

  async whole(): Promise<Pass> {
    return this.#passOf('whole');
  }

  async read(): Promise<Reading<string>> {
    const [scale = NaN] = await this.#scale.download();
    const architecture = scale > 1 ? 'larger' : 'not larger';
    return { architecture, parameters: { scale }, discrete: () => this.#passOf('discrete') };
  }

  dispose(): void {
    this.calls.push('dispose');
    this.#matrix.dispose();
    this.#scale.dispose();
  }

  #passOf(kind: keyof typeof price): Pass {
    this.calls.push(kind);
    return {
      logits: (images: Tensor) => {
        const [batch = 0] = images.shape;
        return mul(matMul(reshape(images, [batch, -1]), this.#matrix.value), this.#scale.value);
      },
      multiplyAdds: price[kind],
      dispose: () => {},
    };
  }
}

async function search(iteration: Iteration) {
  const { run, lines, progress } = tinyRun({ ...tinySettings, batchSize: 6, learningRate: 1e-3 }, 1);
  const { height, width, channels, classes } = run.traits;
  const network = new Linear(height * width * channels, classes);
  const outcome = await searchByGradient<string, Linear>(run, {
    build: () => network,
    iteration,
    describe: ({ architecture, parameters }) => ({ word: architecture, ...parameters }),
    onTrained: async ({ calls }) => {
      calls.push('trained');
    },
  });
  if (!outcome.ok) throw new Error('the search failed');
  return { found: outcome.value, lines, progress, calls: network.calls };
}

const { train, validation } = tinyCounts;
/** Three passes forward for each image of the three epochs' steps on the weights. */
const onWeights = 3 * 3 * train;
/** Two epochs are warm; each step takes as many images as one on the weights. */
const onArchitecture = 2 * 3 * train;

test.each([
  ['architecture-first', true, onWeights + onArchitecture],
  ['architecture-ahead', true, onWeights + onArchitecture + 2 * 9 * train],
  ['weights-first', true, onWeights + onArchitecture],
  ['together', false, onWeights],
] as const)(
  '%s: passes are made in order, seen by onTrained, and paid as they ran',
  async (iteration, alternates, stepping) => {
    const before = memory().numTensors;
    const { found, calls, progress } = await search(iteration);
    // Two minibatches an epoch, in warm epochs each with a validation minibatch of its own.
    const warm = Array(alternates ? 4 : 2).fill('pass');
    const epochs = [
      ['pass', 'pass', 'whole'],
      [...warm, 'whole'],
      [...warm, 'whole'],
    ].flat();
    expect(calls).toEqual([...epochs, 'trained', 'discrete', 'dispose']);
    const measuring = validation * (3 * price.whole + price.discrete);
    expect(found.cost).toEqual({ multiplyAdds: stepping * price.pass + measuring, architectures: 1 });
    expect(progress.at(-1)?.[0]).toBe(progress.at(-1)?.[1]);
    expect(memory().numTensors).toBe(before);
  },
);

test('the trajectory says of each architecture what the space has it say', async () => {
  const { found, lines } = await search('architecture-first');
  expect(lines.map(({ epoch, scale }) => [epoch, scale === 1])).toEqual([
    [1, true],
    [2, false],
    [3, false],
  ]);
  for (const { word, scale } of lines) expect(word).toBe(Number(scale) > 1 ? 'larger' : 'not larger');
  expect(found.architecture).toBe(lines[2]?.['word']);
});
