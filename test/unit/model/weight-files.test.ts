import { expect, test } from 'vitest';
import { fromPyTorch, toPyTorch } from '../../../experiments/model/pytorch-layout.ts';
import { encodeSafetensors } from '../../../experiments/model/safetensors.ts';

const counting = (size: number): Float32Array => Float32Array.from({ length: size }, (_, i) => i);

test.each([
  ['a filter', [1, 2, 3, 2], [2, 3, 1, 2]],
  ['a 1x1 filter with one output', [1, 1, 3, 1], [1, 3, 1, 1]],
  ['a depthwise filter', [3, 3, 4, 1], [4, 1, 3, 3]],
  ['a linear weight', [3, 2], [2, 3]],
  ['a bias', [5], [5]],
])('%s goes to the layout of PyTorch and back', (_, shape, there) => {
  const values = counting(shape.reduce((a, b) => a * b, 1));
  const converted = toPyTorch({ shape, values });
  expect(converted.shape).toEqual(there);
  expect(fromPyTorch(shape, converted.values)).toEqual(values);
});

test('a linear weight is transposed', () => {
  expect([...toPyTorch({ shape: [3, 2], values: counting(6) }).values]).toEqual([0, 2, 4, 1, 3, 5]);
});

test('a safetensors file is header length, header, values', () => {
  const file = encodeSafetensors([
    { name: 'a', shape: [2], values: Float32Array.of(1, -2) },
    { name: 'b', shape: [], values: Float32Array.of(0.5) },
  ]);
  const view = new DataView(file.buffer);
  const headerBytes = Number(view.getBigUint64(0, true));
  expect(headerBytes % 8).toBe(0);
  expect(JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerBytes)))).toEqual({
    __metadata__: { format: 'pt' },
    a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
    b: { dtype: 'F32', shape: [], data_offsets: [8, 12] },
  });
  expect([0, 4, 8].map((at) => view.getFloat32(8 + headerBytes + at, true))).toEqual([1, -2, 0.5]);
  expect(file.length).toBe(8 + headerBytes + 12);
});

test('two tensors of one name are refused', () => {
  const tensor = { name: 'a', shape: [1], values: Float32Array.of(1) };
  expect(() => encodeSafetensors([tensor, tensor])).toThrow('Expected different tensor names, got `a` twice');
});
