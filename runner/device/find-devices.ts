/** The devices of a run. Only engines that want a GPU cost a look at the machine. */
import { availableParallelism } from 'node:os';
import type { EngineName } from '../../schemas/engine.ts';
import type { Device } from '../exec/device.ts';
import { devicesFor } from './devices-for.ts';
import { takeInventory } from './inventory.ts';

/** @param jobs at most so many at once; default one for each device */
export async function findDevices(
  engine: EngineName,
  workerFile: string,
  jobs: number | undefined,
): Promise<readonly Device[]> {
  const inventory =
    engine === 'webgpu' || engine === 'tensorflow'
      ? await takeInventory(workerFile)
      : { cores: availableParallelism(), cudaGpus: [], webgpuAdapters: [] };
  return devicesFor(engine, inventory, jobs);
}
