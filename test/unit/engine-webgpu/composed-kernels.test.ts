import { expect, test } from 'vitest';
import { composedKernels } from '../../../experiments/engine/composed/index.ts';
import { kernelNames } from '../../../experiments/engine/kernel-names.ts';

test('every kernel is composed once', () => {
  expect(composedKernels.map(({ name }) => name).sort()).toEqual([...kernelNames].sort());
});
