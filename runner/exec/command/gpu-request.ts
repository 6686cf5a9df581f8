/** Which GPUs one job of a task `command` needs. */
import { bytesOf, type CommandLimits } from '../../../schemas/command.ts';
import type { GpuRequest } from '../device.ts';

/** Undefined for a task that asks for none. */
export function gpuRequestOf(resources: CommandLimits['resources']): GpuRequest | undefined {
  const { gpus = 0, gpuMemory = null, sharesPerGpu = 1 } = resources;
  if (gpus === 0) return undefined;
  const bytes = gpuMemory === null ? 0 : (bytesOf(gpuMemory) ?? 0);
  return { count: gpus, sharesPerGpu, memoryMib: Math.ceil(bytes / 2 ** 20) };
}
