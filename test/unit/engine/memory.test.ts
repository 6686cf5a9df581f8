import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import * as e from '../../../experiments/engine/index.ts';
import { isOutOfMemory, OutOfMemory } from '../../../experiments/engine/memory.ts';
import { guardMemory } from '../../../experiments/engine/wasm/install.ts';
import { openBackend } from '../../../experiments/engine/wasm/tfjs-heap.ts';
import { freshKernels } from './support/build.ts';
import { cases, upstreamFor } from './support/cases.ts';
import { inputsOf, runCase } from './support/compare.ts';

describe('the memory of the wasm engine', () => {
  beforeAll(async () => {
    await freshKernels();
    await e.startEngine('wasm');
  });

  it('an allocation that fails throws and leaves the engine usable', () => {
    const { wasm } = openBackend(tf.engine().backend);
    const half = wasm._malloc(0x90000000);
    expect(() => wasm._malloc(0x90000000)).toThrow(
      new OutOfMemory('The wasm engine is out of memory: no room for 2415919104 bytes'),
    );
    expect(() => wasm._malloc(2 ** 32 + 64)).toThrow(
      new OutOfMemory('The wasm engine is out of memory: no room for 4294967360 bytes'),
    );
    wasm._free(half);
    const three = tf.tidy(() => e.addN([tf.scalar(1), tf.scalar(2)]).dataSync()[0]);
    expect(three).toBe(3);
  });

  it('what says that memory did not suffice is told from other errors', () => {
    const trap = Object.assign(new Error('memory access out of bounds'), { name: 'RuntimeError' });
    expect(
      [new OutOfMemory('x'), trap, new RangeError('Array buffer allocation failed')].map(isOutOfMemory),
    ).toEqual([true, true, true]);
    expect(
      [new Error('memory access out of bounds'), new RangeError('Invalid date'), 'x'].map(isOutOfMemory),
    ).toEqual([false, false, false]);
  });

  it('no kernel writes outside its outputs and its scratch', () => {
    const canary = guardMemory();
    for (const opCase of cases) {
      const inputs = inputsOf(opCase);
      runCase(opCase, inputs, upstreamFor(opCase.reference(inputs).shape));
    }
    expect(canary.checked).toBeGreaterThan(1000);
    expect(canary.broken).toBe(0);

    const { wasm } = openBackend(tf.engine().backend);
    const block = wasm._malloc(16);
    new Float32Array(wasm.asm.memory.buffer)[(block + 16) / 4] = 1;
    wasm._free(block);
    expect(canary.broken).toBe(1);
  });

  it('a backend without the parts that the kernels need is refused', () => {
    expect(() => openBackend({ wasm: {} })).toThrow(
      'The wasm backend of tfjs lacks a part that the kernels need; is it 4.22.0?',
    );
  });
});
