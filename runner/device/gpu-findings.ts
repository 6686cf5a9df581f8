/** What `reprise doctor` says of the GPUs: whether each can be used, who holds it, and who uses it without a lease. */
import { isGroupAlive, isOfGroup } from '../util/process-group.ts';
import { type GpuState, type GpuView, gpuName } from './gpu.ts';
import { foreignProcesses } from './gpu-load.ts';
import type { LeaseEntry } from './lease-entry.ts';
import { readEntries } from './lease-folder.ts';
import { processText } from './lease-notices.ts';
import { heldOn, ownership } from './lease-state.ts';

export interface GpuFinding {
  readonly state: 'good' | 'note';
  readonly found: string;
  readonly help?: string;
}

/** @param folder of the leases; it need not exist */
export function gpuFindings({ states, usable }: GpuView, folder: string): GpuFinding[] {
  const entries = readEntries(folder).map(({ entry }) => entry);
  return states.map((state) => gpuFinding(state, usable.includes(state.id), entries));
}

function gpuFinding(state: GpuState, isUsable: boolean, entries: readonly LeaseEntry[]): GpuFinding {
  const memory = state.memoryMib === 0 ? 'memory unknown' : `${(state.memoryMib / 1024).toFixed(0)} GiB`;
  const foreign = foreignProcesses(state, ownership(entries, { isOfGroup }));
  const found = [
    `${gpuName(state)}, ${state.name}, ${memory}`,
    ...(isUsable ? [] : ['not visible by the variables of this shell']),
    ...heldOn(entries, state.id).map(
      ({ job, pid, group }) => `held by ${job} of process ${pid}${orphanText(group)}`,
    ),
    ...foreign.map((process) => `used by ${processText(process)} without a lease`),
    ...(state.fault === null ? [] : [`left out: ${state.fault}`]),
  ].join('; ');
  if (state.fault !== null) return { state: 'note', found, help: 'reset the GPU, or restart the machine' };
  return foreign.length === 0
    ? { state: 'good', found }
    : { state: 'note', found, help: 'jobs that want it for themselves wait until that process has ended' };
}

const orphanText = (group: LeaseEntry['group']): string =>
  group !== null && !isGroupAlive(group) ? ', whose processes have ended' : '';
