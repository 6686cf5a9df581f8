/** The devices of this machine that engines and programs can run on. */
import { availableParallelism } from 'node:os';
import type { EngineReport } from '../../schemas/engine-report.ts';
import { askEngines } from './ask-engines.ts';
import type { GpuMachine, GpuView } from './gpu.ts';

export interface Inventory {
  /** CPU cores that this process may use. */
  readonly cores: number;
  readonly gpus: GpuView;
  /** Names, as the webgpu engine chooses adapters by them. */
  readonly webgpuAdapters: readonly string[];
  /** What each engine can do; an engine that gave no answer is reported as unavailable. */
  readonly engines: readonly EngineReport[];
}

/** @param workerFile the built worker, or undefined when there is none */
export async function takeInventory(workerFile: string | undefined, machine: GpuMachine): Promise<Inventory> {
  const [gpus, engines] = await Promise.all([machine.look(0), askEngines(workerFile)]);
  return { cores: availableParallelism(), gpus, webgpuAdapters: adaptersOf(engines), engines };
}

export function adaptersOf(engines: readonly EngineReport[]): readonly string[] {
  const webgpu = engines.find(({ engine }) => engine === 'webgpu');
  return webgpu?.available === true ? webgpu.devices : [];
}
