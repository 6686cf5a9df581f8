import { expect, test } from 'vitest';
import { namedGpus, visibleGpus } from '../../../runner/device/visible-gpus.ts';

const gpus = [
  { index: '0', id: 'GPU-11111111-aaaa-bbbb-cccc-000000000001' },
  { index: '1', id: 'GPU-22222222-aaaa-bbbb-cccc-000000000002' },
  { index: '2', id: 'GPU-22223333-aaaa-bbbb-cccc-000000000003' },
];

const indices = (visible: string | undefined) => visibleGpus(gpus, visible).map(({ index }) => index);

test('CUDA_VISIBLE_DEVICES chooses by index and in its own order', () => {
  expect(indices(undefined)).toEqual(['0', '1', '2']);
  expect(indices('2, 0')).toEqual(['2', '0']);
});

test('CUDA_VISIBLE_DEVICES chooses by UUID, which may be shortened while it is unique', () => {
  expect(indices('GPU-22222222-aaaa-bbbb-cccc-000000000002')).toEqual(['1']);
  expect(indices('GPU-1')).toEqual(['0']);
  expect(indices('GPU-2222')).toEqual([]);
});

test('the first entry of CUDA_VISIBLE_DEVICES that names no GPU ends the list', () => {
  expect(indices('')).toEqual([]);
  expect(indices('-1')).toEqual([]);
  expect(indices('1,7,0')).toEqual(['1']);
  expect(indices('1,1,0')).toEqual(['1']);
});

test('where no tool answers, the variable alone names GPUs, of which nothing else is known', () => {
  expect(namedGpus(undefined)).toEqual([]);
  expect(namedGpus('')).toEqual([]);
  expect(namedGpus('-1')).toEqual([]);
  expect(namedGpus('1,3,NoDevFiles,0').map(({ index }) => index)).toEqual(['1', '3']);
  expect(namedGpus('GPU-1111-22')).toEqual([
    {
      ...{ vendor: 'nvidia', id: 'GPU-1111-22', index: 'GPU-1111-22', name: 'GPU' },
      ...{ memoryMib: 0, usedMib: null, processes: null, fault: null },
    },
  ]);
});
