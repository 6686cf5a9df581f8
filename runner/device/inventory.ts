/** The devices of this machine that engines can run on. */
import { availableParallelism } from 'node:os';
import type { EngineReport } from '../../schemas/engine-report.ts';
import { askEngines } from './ask-engines.ts';
import { type CudaGpu, findCudaGpus } from './cuda-gpus.ts';

export interface Inventory {
  /** CPU cores that this process may use. */
  readonly cores: number;
  readonly cudaGpus: readonly CudaGpu[];
  /** Names, as the webgpu engine chooses adapters by them. */
  readonly webgpuAdapters: readonly string[];
  /** What each engine can do; an engine that gave no answer is reported as unavailable. */
  readonly engines: readonly EngineReport[];
}

/** @param workerFile the built worker, or undefined when there is none */
export async function takeInventory(workerFile: string | undefined): Promise<Inventory> {
  const [cudaGpus, engines] = await Promise.all([findCudaGpus(), askEngines(workerFile)]);
  const webgpu = engines.find(({ engine }) => engine === 'webgpu');
  return {
    cores: availableParallelism(),
    cudaGpus,
    webgpuAdapters: webgpu?.available === true ? webgpu.devices : [],
    engines,
  };
}
