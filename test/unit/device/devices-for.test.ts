import { expect, test } from 'vitest';
import { devicesFor } from '../../../runner/device/devices-for.ts';

const gpu = (index: number) => ({ index, name: 'GPU', memoryMib: 1, uuid: `GPU-${index}` });
const inventory = { cores: 3, cudaGpus: [gpu(0), gpu(2)], webgpuAdapters: ['One', 'Two'] };
const bare = { cores: 2, cudaGpus: [], webgpuAdapters: [] };

const ids = (...call: Parameters<typeof devicesFor>) => devicesFor(...call).map(({ id }) => id);

test.each(['wasm', 'cpu'] as const)(
  '%s has one device for each core, or as many as were asked for',
  (engine) => {
    expect(ids(engine, inventory)).toEqual(['cpu:0', 'cpu:1', 'cpu:2']);
    expect(ids(engine, inventory, 1)).toEqual(['cpu:0']);
    expect(ids(engine, inventory, 4)).toHaveLength(4);
  },
);

test('tensorflow has one device for each CUDA GPU, and sees only that one', () => {
  expect(devicesFor('tensorflow', inventory)).toEqual([
    { id: 'cuda:0', env: { CUDA_VISIBLE_DEVICES: '0', CUDA_DEVICE_ORDER: 'PCI_BUS_ID' } },
    { id: 'cuda:2', env: { CUDA_VISIBLE_DEVICES: '2', CUDA_DEVICE_ORDER: 'PCI_BUS_ID' } },
  ]);
  expect(ids('tensorflow', inventory, 1)).toEqual(['cuda:0']);
});

test('webgpu has one device for each adapter', () => {
  expect(devicesFor('webgpu', inventory)).toEqual([
    { id: 'webgpu:0', env: { REPRISE_WEBGPU_ADAPTER: 'One' } },
    { id: 'webgpu:1', env: { REPRISE_WEBGPU_ADAPTER: 'Two' } },
  ]);
  expect(ids('webgpu', inventory, 8)).toHaveLength(2);
});

test('an engine without its device still gets a worker, which says what is missing', () => {
  expect(devicesFor('tensorflow', bare)).toEqual([{ id: 'tensorflow:default', env: {} }]);
  expect(devicesFor('webgpu', bare, 4)).toEqual([{ id: 'webgpu:default', env: {} }]);
});
