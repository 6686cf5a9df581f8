import { expect, test } from 'vitest';
import { parseGpus, visibleGpus } from '../../../runner/device/cuda-gpus.ts';

const output = `0, NVIDIA H100 80GB HBM3, 81559, GPU-11111111-aaaa-bbbb-cccc-000000000001
1, NVIDIA GeForce RTX 4090, 24564, GPU-22222222-aaaa-bbbb-cccc-000000000002
2, Odd, Name, [N/A], GPU-22223333-aaaa-bbbb-cccc-000000000003
`;
const gpus = parseGpus(output);

const indices = (visible: string | undefined) => visibleGpus(gpus, visible).map(({ index }) => index);

test('each line of nvidia-smi is a GPU', () => {
  expect(gpus).toEqual([
    { index: 0, name: 'NVIDIA H100 80GB HBM3', memoryMib: 81_559, uuid: expect.stringContaining('GPU-1111') },
    {
      index: 1,
      name: 'NVIDIA GeForce RTX 4090',
      memoryMib: 24_564,
      uuid: expect.stringContaining('GPU-22222'),
    },
    { index: 2, name: 'Odd, Name', memoryMib: 0, uuid: expect.stringContaining('GPU-22223') },
  ]);
});

test('what is not a GPU is left out', () => {
  expect(parseGpus('No devices were found\n')).toEqual([]);
  expect(parseGpus('')).toEqual([]);
});

test('CUDA_VISIBLE_DEVICES chooses by index and in its own order', () => {
  expect(indices(undefined)).toEqual([0, 1, 2]);
  expect(indices('2, 0')).toEqual([2, 0]);
});

test('CUDA_VISIBLE_DEVICES chooses by UUID, which may be shortened while it is unique', () => {
  expect(indices('GPU-22222222-aaaa-bbbb-cccc-000000000002')).toEqual([1]);
  expect(indices('GPU-1')).toEqual([0]);
  expect(indices('GPU-2222')).toEqual([]);
});

test('the first entry of CUDA_VISIBLE_DEVICES that names no GPU ends the list', () => {
  expect(indices('')).toEqual([]);
  expect(indices('-1')).toEqual([]);
  expect(indices('1,7,0')).toEqual([1]);
  expect(indices('1,1,0')).toEqual([1]);
});
