/** Which devices the workers of a run are bound to. */
import type { EngineName } from '../../schemas/engine.ts';
import { cpuDevices, type Device } from '../exec/device.ts';
import type { Inventory } from './inventory.ts';

/** The environment variable by which the webgpu engine chooses its adapter. */
const adapterVariable = 'REPRISE_WEBGPU_ADAPTER';

/**
 * One device for each core, CUDA GPU or adapter, at most `jobs` of them (default all). Where an engine that wants a
 * GPU finds none it gets one device without a binding: the worker then says what is missing, or uses the CPU.
 */
export function devicesFor(
  engine: EngineName,
  inventory: Pick<Inventory, 'cores' | 'cudaGpus' | 'webgpuAdapters'>,
  jobs?: number,
): readonly Device[] {
  switch (engine) {
    case 'wasm':
    case 'cpu':
      // More workers than cores only wait, but that is for the person to decide.
      return cpuDevices(jobs ?? inventory.cores);
    case 'tensorflow':
      return atLeastOne(engine, inventory.cudaGpus.map(cudaDevice)).slice(0, jobs);
    case 'webgpu':
      return atLeastOne(engine, inventory.webgpuAdapters.map(webgpuDevice)).slice(0, jobs);
    default:
      return engine satisfies never;
  }
}

const atLeastOne = (engine: EngineName, devices: readonly Device[]): readonly Device[] =>
  devices.length > 0 ? devices : [{ id: `${engine}:default`, env: {} }];

const cudaDevice = ({ index }: { readonly index: number }): Device => ({
  id: `cuda:${index}`,
  // CUDA counts the fastest first unless told to count as nvidia-smi does.
  env: { CUDA_VISIBLE_DEVICES: String(index), CUDA_DEVICE_ORDER: 'PCI_BUS_ID' },
});

const webgpuDevice = (name: string, i: number): Device => ({
  id: `webgpu:${i}`,
  env: { [adapterVariable]: name },
});
