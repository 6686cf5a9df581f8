/** The places of a run's workers. Only what wants a GPU costs a look at the machine. */
import { availableParallelism } from 'node:os';
import type { EngineName } from '../../schemas/engine.ts';
import type { GpuRequest, WorkerPlace } from '../exec/device.ts';
import { askEngines } from './ask-engines.ts';
import { devicesFor, placesOnGpus } from './devices-for.ts';
import type { GpuMachine, GpuView } from './gpu.ts';
import { adaptersOf } from './inventory.ts';

export interface Wanted {
  readonly engine: EngineName;
  /** Of each job, where programs of the user's own ask for GPUs. */
  readonly gpus: GpuRequest | undefined;
  readonly workerFile: string;
  /** At most so many at once; default one for each device. */
  readonly jobs: number | undefined;
}

export async function findDevices(
  { engine, gpus, workerFile, jobs }: Wanted,
  machine: GpuMachine,
): Promise<readonly WorkerPlace[]> {
  if (gpus !== undefined) return placesOnGpus(gpus, await machine.look(lookMs), jobs);
  const cudaGpus = engine === 'tensorflow' ? countCuda(await machine.look(lookMs)) : 0;
  const webgpuAdapters = engine === 'webgpu' ? adaptersOf(await askEngines(workerFile)) : [];
  return devicesFor(engine, { cores: availableParallelism(), cudaGpus, webgpuAdapters }, jobs);
}

const lookMs = 1_000;

const countCuda = ({ states, usable }: GpuView): number =>
  states.filter(({ vendor, id }) => vendor === 'nvidia' && usable.includes(id)).length;
