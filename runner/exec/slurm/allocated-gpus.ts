/** The GPUs of a task of Slurm, which gave them to it alone: its environment is bound to them already. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ok } from '../../../schemas/result.ts';
import { unlessMissing } from '../../util/system-error.ts';
import type { Device } from '../device.ts';
import type { GpuPool } from '../gpu-pool.ts';

/** @param device where the task runs */
export const allocatedGpus = (device: Device): GpuPool => ({
  lease: async () => ok({ device, deviceFiles: gpuFiles(), bind: () => undefined, release: () => undefined }),
  close: async () => undefined,
});

/** Which of them the task may open is for Slurm to say. */
const gpuFiles = (): readonly string[] =>
  (unlessMissing(() => readdirSync('/dev')) ?? [])
    .filter((name) => /^(?:nvidia|kfd$|dri$)/.test(name))
    .map((name) => join('/dev', name));
