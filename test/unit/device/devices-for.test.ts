import { expect, test } from 'vitest';
import { devicesFor, placesOnGpus } from '../../../runner/device/devices-for.ts';

const here = { cores: 3, cudaGpus: 2, webgpuAdapters: ['One', 'Two'] };
const bare = { cores: 2, cudaGpus: 0, webgpuAdapters: [] };

const ids = (...call: Parameters<typeof devicesFor>) => devicesFor(...call).map(({ id }) => id);

test.each(['wasm', 'cpu'] as const)(
  '%s has one place for each core, or as many as were asked for',
  (engine) => {
    expect(ids(engine, here)).toEqual(['cpu:0', 'cpu:1', 'cpu:2']);
    expect(ids(engine, here, 1)).toEqual(['cpu:0']);
    expect(ids(engine, here, 4)).toHaveLength(4);
  },
);

test('tensorflow has one place for each CUDA GPU, whose worker leases a whole one', () => {
  const gpus = { count: 1, sharesPerGpu: 1, memoryMib: 0 };
  expect(devicesFor('tensorflow', here)).toEqual([
    { id: 'gpu:0', env: {}, gpus },
    { id: 'gpu:1', env: {}, gpus },
  ]);
  expect(ids('tensorflow', here, 1)).toEqual(['gpu:0']);
});

test('webgpu has one place for each adapter', () => {
  expect(devicesFor('webgpu', here)).toEqual([
    { id: 'webgpu:0', env: { REPRISE_WEBGPU_ADAPTER: 'One' } },
    { id: 'webgpu:1', env: { REPRISE_WEBGPU_ADAPTER: 'Two' } },
  ]);
  expect(ids('webgpu', here, 8)).toHaveLength(2);
});

test('an engine without its device still gets a worker, which says what is missing', () => {
  expect(devicesFor('tensorflow', bare)).toEqual([{ id: 'tensorflow:default', env: {} }]);
  expect(devicesFor('webgpu', bare, 4)).toEqual([{ id: 'webgpu:default', env: {} }]);
});

test('programs have as many places as the GPUs can serve at once, or as were asked for', () => {
  const places = (count: number, sharesPerGpu: number, jobs?: number) =>
    placesOnGpus({ count, sharesPerGpu, memoryMib: 0 }, { usable: ['a', 'b', 'c', 'd'] }, jobs).length;
  expect(places(1, 1)).toBe(4);
  expect(places(2, 1)).toBe(2);
  expect(places(1, 3)).toBe(12);
  expect(places(8, 1)).toBe(1);
  expect(places(1, 1, 2)).toBe(2);
});
