/** Why a request for GPUs can never be met on this machine, so that waiting would be in vain. */
import type { JobFailure } from '../../schemas/failure.ts';
import type { GpuRequest } from '../exec/device.ts';
import { type GpuState, type GpuView, gpuName } from './gpu.ts';

export function unavailable(request: GpuRequest, view: GpuView): JobFailure | undefined {
  const { count, memoryMib } = request;
  const usable = view.states.filter(({ id }) => view.usable.includes(id));
  const fitting = usable.filter(({ fault, memoryMib: total }) => fault === null && total >= memoryMib);
  if (fitting.length >= count) return undefined;
  const wanted = `${count} GPU(s)${memoryMib > 0 ? ` with ${memoryMib} MiB each` : ''}`;
  const found = usable.map(gpuText).join('; ') || 'none that it may use';
  return {
    reason: 'gpus-unavailable',
    message: `it needs ${wanted}; this machine has ${found}`,
    hint: '`reprise doctor` shows the GPUs; `task.resources` says what a job needs, and changes no key',
  };
}

function gpuText(gpu: GpuState): string {
  const memory = gpu.memoryMib === 0 ? 'memory unknown' : `${gpu.memoryMib} MiB`;
  return `${gpuName(gpu)}, ${memory}${gpu.fault === null ? '' : `, left out: ${gpu.fault}`}`;
}
