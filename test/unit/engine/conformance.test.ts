import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import * as engine from '../../../experiments/engine/index.ts';
import { cases, upstreamFor } from './support/cases.ts';
import { expectClose, inputsOf, numericGradient, type OpCase, runCase, toTensor } from './support/compare.ts';
import type { Doubles } from './support/numbers.ts';

/** A finite difference over a kink or a steep place costs some digits. */
const gradientTolerance = 2e-4;

const known = new Map<string, Map<number, number>>();

/** Both engines are held against the same numbers. */
const numericOf = (opCase: OpCase, inputs: readonly Doubles[], which: number, upstream: Doubles) => {
  const key = `${opCase.name} ${which}`;
  const found = known.get(key) ?? numericGradient(opCase.reference, inputs, which, upstream);
  known.set(key, found);
  return found;
};

describe.each(['cpu', 'wasm'] as const)('%s', (name) => {
  beforeAll(async () => {
    await engine.startEngine(name);
  });

  it.each(cases)('$name', (opCase) => {
    const inputs = inputsOf(opCase);
    const expected = opCase.reference(inputs);
    const upstream = upstreamFor(expected.shape);
    const before = tf.memory().numTensors;
    const { y, shape, gradients } = runCase(opCase, inputs, upstream);
    expect(tf.memory().numTensors).toBe(before);
    expect(shape).toEqual(expected.shape);
    expectClose(y, expected.data, 'forward');
    for (const [which, gradient] of gradients) {
      const numeric = numericOf(opCase, inputs, which, upstream);
      const chosen = Array.from(numeric.keys(), (entry) => gradient[entry] as number);
      expectClose(chosen, [...numeric.values()], `gradient of input ${which}`, gradientTolerance);
    }
  });

  it.each(cases)('valueAndGradients agrees with the tape of tfjs: $name', (opCase) => {
    const inputs = inputsOf(opCase);
    const wanted = opCase.differentiate ?? inputs.map((_, i) => i);
    const upstream = upstreamFor(opCase.reference(inputs).shape);
    const { gradients } = runCase(opCase, inputs, upstream);
    const before = tf.memory().numTensors;
    const parameters = inputs.map((input, i) => new engine.Parameter(`input ${i}`, input.shape, input.data));
    const trained = wanted.map((which) => parameters[which] as engine.Parameter);
    tf.tidy(() => {
      const result = engine.valueAndGradients(
        () => tf.sum(tf.mul(opCase.op(parameters.map(({ value }) => value)), toTensor(upstream))),
        trained,
      );
      wanted.forEach((which, i) => {
        const gradient = result.gradients[i]?.dataSync() ?? [];
        expectClose(gradient, gradients.get(which) ?? [], `gradient of input ${which}`, 1e-6);
      });
    });
    for (const parameter of parameters) parameter.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
