import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import * as e from '../../../experiments/engine/index.ts';
import { freshKernels } from './support/build.ts';
import { expectClose } from './support/compare.ts';
import { random } from './support/numbers.ts';

const size = 7;

describe.each(['cpu', 'wasm'] as const)('training on %s', (engine) => {
  beforeAll(async () => {
    await freshKernels();
    await e.startEngine(engine);
  });

  const gradientsOf = (count: number): number[][] =>
    Array.from({ length: count }, (_, step) => Array.from(random([size], step + 10).data));

  const run = (
    parameter: e.Parameter,
    step: (gradients: e.Gradients) => void,
    gradients: readonly number[][],
  ): void => {
    for (const gradient of gradients) tf.tidy(() => step([tf.tensor1d(gradient)]));
    expect(parameter.shape).toEqual([size]);
  };

  it('Sgd follows PyTorch: the velocity starts as the first gradient', () => {
    const before = tf.memory().numTensors;
    const w = Array.from(random([size], 1).data);
    const parameter = new e.Parameter('w', [size], w);
    const sgd = new e.Sgd([parameter], { momentum: 0.9, weightDecay: 0.01 });
    expect(sgd.velocities).toEqual([null]);
    const gradients = gradientsOf(4);
    run(parameter, (g) => sgd.step(g, 0.1), gradients);
    let velocity: number[] | null = null;
    for (const gradient of gradients) {
      const g = gradient.map((value, i) => value + 0.01 * (w[i] as number));
      const last: number[] | null = velocity;
      velocity = last === null ? g : g.map((value, i) => 0.9 * ((last as number[])[i] as number) + value);
      for (let i = 0; i < size; i++) w[i] = (w[i] as number) - 0.1 * (velocity[i] as number);
    }
    expectClose(parameter.read(), w, 'weights', 1e-6);
    expectClose(sgd.velocities[0]?.dataSync() ?? [], velocity ?? [], 'velocity', 1e-6);
    sgd.dispose();
    parameter.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('Sgd with Nesterov momentum takes the steps of PyTorch', () => {
    const before = tf.memory().numTensors;
    const parameter = new e.Parameter('w', [3], [1, -2, 0.5]);
    const sgd = new e.Sgd([parameter], { momentum: 0.9, weightDecay: 0.01, nesterov: true });
    // Computed by torch.optim.SGD.
    const steps = [
      { gradient: [1, -0.5, 2], rate: 0.1, weights: [0.8081, -1.9012, 0.11905] },
      { gradient: [0.25, 1.5, -1], rate: 0.05, weights: [0.7426773, -2.020834, 0.1327344] },
      { gradient: [-2, 0.75, 0.1], rate: 0.2, weights: [1.310788, -2.4622588, -0.0362919] },
    ];
    for (const { gradient, rate, weights } of steps) {
      tf.tidy(() => sgd.step([tf.tensor1d(gradient)], rate));
      expectClose(parameter.read(), weights, 'weights', 1e-6);
    }
    sgd.dispose();
    parameter.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('Sgd goes on from the velocities of another', () => {
    const start = Array.from(random([size], 1).data);
    const gradients = gradientsOf(4);
    const [through, first, second] = [start, start, start].map((w) => new e.Parameter('w', [size], w));
    if (!through || !first || !second) throw new Error('three parameters');
    const [whole, begun, resumed] = [through, first, second].map(
      (parameter) => new e.Sgd([parameter], { momentum: 0.9, weightDecay: 0.01 }),
    );
    run(through, (g) => whole?.step(g, 0.1), gradients);
    run(first, (g) => begun?.step(g, 0.1), gradients.slice(0, 2));
    second.write(first.read());
    resumed?.restore([Float32Array.from(begun?.velocities[0]?.dataSync() ?? [])]);
    run(second, (g) => resumed?.step(g, 0.1), gradients.slice(2));
    expect(Array.from(second.read())).toEqual(Array.from(through.read()));
    for (const held of [through, first, second, whole, begun, resumed]) held?.dispose();
  });

  it.each(['early', 'late'] as const)('Adam with its epsilon %s', (form) => {
    const before = tf.memory().numTensors;
    const w = Array.from(random([size], 1).data);
    const parameter = new e.Parameter('w', [size], w);
    const adam = new e.Adam([parameter], { betas: [0.5, 0.999], weightDecay: 1e-3, epsilon: 1e-3, form });
    const gradients = gradientsOf(5);
    run(parameter, (g) => adam.step(g, 0.01), gradients);
    const m = new Array<number>(size).fill(0);
    const v = new Array<number>(size).fill(0);
    gradients.forEach((gradient, t) => {
      for (let i = 0; i < size; i++) {
        const g = (gradient[i] as number) + 1e-3 * (w[i] as number);
        m[i] = 0.5 * (m[i] as number) + 0.5 * g;
        v[i] = 0.999 * (v[i] as number) + 0.001 * g * g;
        const [bias1, bias2] = [1 - 0.5 ** (t + 1), 1 - 0.999 ** (t + 1)];
        const [mi, vi] = [m[i] as number, v[i] as number];
        const change =
          form === 'early'
            ? (((0.01 * Math.sqrt(bias2)) / bias1) * mi) / (Math.sqrt(vi) + 1e-3)
            : ((0.01 / bias1) * mi) / (Math.sqrt(vi / bias2) + 1e-3);
        w[i] = (w[i] as number) - change;
      }
    });
    expectClose(parameter.read(), w, 'weights', 2e-6);
    adam.dispose();
    parameter.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('a parameter that the loss does not use keeps its value, decay or not', () => {
    const used = new e.Parameter('used', [2], [1, 2]);
    const unused = new e.Parameter('unused', [2], [3, 4]);
    const sgd = new e.Sgd([used, unused], { weightDecay: 0.5 });
    tf.tidy(() => {
      const { gradients } = e.valueAndGradients(() => tf.sum(used.value), [used, unused]);
      expect(gradients[1]).toBeNull();
      sgd.step(gradients, 0.1);
    });
    expect(Array.from(unused.read())).toEqual([3, 4]);
    expectClose(used.read(), [0.85, 1.8], 'used', 1e-6);
    used.dispose();
    unused.dispose();
  });

  it('clipByGlobalNorm scales once, also where gradients share their memory', () => {
    tf.tidy(() => {
      const a = tf.tensor1d([3, 0]);
      const norm = e.clipByGlobalNorm([a, null, a.clone(), tf.tensor1d([4])], 1);
      expect(norm).toBeCloseTo(Math.sqrt(34), 6);
      expectClose(a.dataSync(), [3 / (Math.sqrt(34) + 1e-6), 0], 'clipped', 1e-6);
      const small = tf.tensor1d([0.1]);
      e.clipByGlobalNorm([small], 1);
      expectClose(small.dataSync(), [0.1], 'unclipped', 1e-7);
    });
  });

  it('the value and gradients survive, and nothing else does', () => {
    const w = new e.Parameter('w', [3, 2], random([3, 2], 5).data);
    const x = tf.tensor2d([[1, 2, 3]]);
    const before = tf.memory().numTensors;
    const result = e.valueAndGradients(() => tf.sum(e.relu(e.matMul(x, w.value))), [w]);
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose([result.value, ...result.gradients.filter((gradient) => gradient !== null)]);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose(x);
    w.dispose();
  });

  it('a function that throws leaves no tensor and no tape behind', () => {
    const w = new e.Parameter('w', [2], [1, 2]);
    const before = tf.memory().numTensors;
    const broken = (): tf.Tensor => {
      e.relu(w.value);
      throw new Error('broken');
    };
    expect(() => e.valueAndGradients(broken, [w])).toThrow('broken');
    expect(() => e.valueAndGradients(() => e.relu(w.value), [w])).toThrow(
      'valueAndGradients: expected a scalar, got [2]',
    );
    expect(tf.memory().numTensors).toBe(before + 1);
    tf.tidy(() => {
      const { gradients } = e.valueAndGradients(() => tf.sum(e.relu(w.value)), [w]);
      expect(Array.from(gradients[0]?.dataSync() ?? [])).toEqual([1, 1]);
    });
    w.dispose();
  });

  it('a parameter copies its values in and out', () => {
    const values = Float32Array.of(1, 2);
    const parameter = new e.Parameter('w', [2], values);
    values[0] = 9;
    const read = parameter.read();
    read[1] = 9;
    expect(Array.from(parameter.read())).toEqual([1, 2]);
    parameter.write(Float32Array.of(5, 6));
    expect(Array.from(parameter.read())).toEqual([5, 6]);
    expect(() => parameter.write(Float32Array.of(5))).toThrow('Parameter w: expected 2 values, got 1');
    expect(() => new e.Parameter('v', [3], [1])).toThrow('Parameter v: expected 3 values, got 1');
    parameter.dispose();
  });
});
