/** Which places the workers of a run have. */
import type { EngineName } from '../../schemas/engine.ts';
import { cpuDevices, type GpuRequest, type WorkerPlace } from '../exec/device.ts';
import type { GpuView } from './gpu.ts';

/** The environment variable by which the webgpu engine chooses its adapter. */
const adapterVariable = 'REPRISE_WEBGPU_ADAPTER';

/** What a worker of an engine on a GPU leases. */
const wholeGpu: GpuRequest = { count: 1, sharesPerGpu: 1, memoryMib: 0 };

export interface FoundHere {
  readonly cores: number;
  readonly cudaGpus: number;
  readonly webgpuAdapters: readonly string[];
}

/**
 * One place for each core, CUDA GPU or adapter, at most `jobs` of them (default all). Which GPU a worker gets, its lease
 * says. Where an engine that wants a GPU finds none it gets one place without a binding: the worker then says what is
 * missing, or uses the CPU.
 */
export function devicesFor(engine: EngineName, found: FoundHere, jobs?: number): readonly WorkerPlace[] {
  switch (engine) {
    case 'wasm':
    case 'cpu':
      // More workers than cores only wait, but that is for the person to decide.
      return cpuDevices(jobs ?? found.cores);
    case 'tensorflow':
      return atLeastOne(engine, gpuPlaces(found.cudaGpus)).slice(0, jobs);
    case 'webgpu':
      return atLeastOne(engine, found.webgpuAdapters.map(webgpuDevice)).slice(0, jobs);
    default:
      return engine satisfies never;
  }
}

/** Places for programs that lease GPUs of their own: as many as the machine can serve at once, or as were asked for. */
export function placesOnGpus(
  { count, sharesPerGpu }: GpuRequest,
  { usable }: Pick<GpuView, 'usable'>,
  jobs?: number,
): readonly WorkerPlace[] {
  const served = Math.max(1, Math.floor((usable.length * sharesPerGpu) / count));
  return Array.from({ length: jobs ?? served }, (_, i) => ({ id: `program:${i}`, env: {} }));
}

const atLeastOne = (engine: EngineName, places: readonly WorkerPlace[]): readonly WorkerPlace[] =>
  places.length > 0 ? places : [{ id: `${engine}:default`, env: {} }];

const gpuPlaces = (count: number): WorkerPlace[] =>
  Array.from({ length: count }, (_, i) => ({ id: `gpu:${i}`, env: {}, gpus: wholeGpu }));

const webgpuDevice = (name: string, i: number): WorkerPlace => ({
  id: `webgpu:${i}`,
  env: { [adapterVariable]: name },
});
